import Foundation
import Lab
import Testing

@testable import Drawing

/// Small labs, byte for byte.
@Suite struct `Golden drawings` {
    private func small() throws -> Diagram {
        var lab = GraphLab()
        try lab.network("net", ["10.8.0.0/24"])
        try lab.run("web", on: ["net"], aliases: ["www"], publish: [GraphLab.port(8080, 80)])
        try lab.run("db", on: ["net"], isIdle: true)
        return Diagram(lab.lab)
    }

    private func tiers(_ format: DiagramFormat) throws -> String {
        DiagramRendering(Diagram(try GraphLab.tiers())).text(format)
    }

    @Test func `Mermaid of three tiers`() throws { #expect(try tiers(.mermaid) == Self.mermaid + "\n") }

    @Test func `an outline of three tiers`() throws { #expect(try tiers(.text) == Self.outline + "\n") }

    /// Without the defaults of looks.
    @Test func `DOT`() throws {
        let lines = DiagramRendering(try small()).text(.dot).split(separator: "\n")
        let shown = lines.filter { line in !["  graph [", "  node [", "  edge ["].contains { line.hasPrefix($0) } }
        #expect(shown.joined(separator: "\n") == Self.dot)
    }

    /// Without the style sheet.
    @Test func `SVG`() throws {
        let parts = DiagramRendering(try small()).text(.svg).components(separatedBy: "</style>\n")
        #expect(parts.last == Self.svg + "\n")
    }

    /// Without styles.
    @Test func `draw.io`() throws {
        let text = DiagramRendering(try small()).text(.drawio).replacing(#/ style="[^"]*"/#, with: "")
        #expect(text == Self.drawio + "\n")
    }

    private static let mermaid = #"""
        flowchart LR
            host[["docker-host<br/>eth0 192.0.2.10/24<br/>2001:db8::10/64"]]:::host
            n1(["front<br/>bridge<br/>10.60.1.0/24<br/>gw 10.60.1.1"]):::net
            n0(["back<br/>bridge, internal<br/>10.60.2.0/24<br/>gw 10.60.2.1"]):::net
            c0["proxy<br/>nginx"]:::box
            c1["app<br/>example/app<br/>also api"]:::box
            c2["db<br/>postgres"]:::box
            c3["cache<br/>redis<br/>created"]:::stopped
            host -->|"192.0.2.10:8080 → 80/tcp<br/>#42;:443 → 443/tcp"| c0
            n1 ---|"10.60.1.2"| c0
            n0 ---|"10.60.2.2"| c1
            n1 ---|"10.60.1.3"| c1
            n0 ---|"10.60.2.3"| c2
            n0 -.- c3
            classDef host fill:#33404d,stroke:#33404d,color:#ffffff
            classDef net fill:#e8f1f9,stroke:#1f6fb2,color:#16324a
            classDef box fill:#ffffff,stroke:#6b7785,color:#1d2733
            classDef stopped fill:#eceff2,stroke:#8893a0,color:#55606b,stroke-dasharray:5 4
            classDef fault fill:#fdeceb,stroke:#b42318,color:#7a1710
        """#

    private static let outline = #"""
        docker-host  eth0  192.0.2.10/24  2001:db8::10/64
        ├─ 192.0.2.10:8080 → 80/tcp  proxy
        └─ *:443 → 443/tcp  proxy

        back  bridge  10.60.2.0/24 gw 10.60.2.1  internal
        ├─ app  10.60.2.2  also api
        ├─ db  10.60.2.3
        └─ cache (created)

        front  bridge  10.60.1.0/24 gw 10.60.1.1
        ├─ proxy  10.60.1.2
        └─ app  10.60.1.3  also api  default route
        """#

    private static let dot = #"""
        digraph netsim {
          host [label="docker-host\neth0 192.0.2.10/24 2001:db8::10/64", color="#33404d", fillcolor="#33404d", fontcolor="#ffffff"];
          n0 [label="net\nbridge\n10.8.0.0/24\ngw 10.8.0.1", color="#1f6fb2", fillcolor="#e8f1f9", penwidth="1.6"];
          c0 [label="web\nnginx\nalso www"];
          c1 [label="db\nnginx\ncreated", style="filled,rounded,dashed", fillcolor="#eceff2", fontcolor="#55606b"];
          host -> c0 [label="  *:8080 → 80/tcp  ", dir="forward", style="solid"];
          n0 -> c0 [label="  10.8.0.2  ", color="#1f6fb2"];
          n0 -> c1 [color="#1f6fb2", style="dashed"];
        }
        """#

    private static let svg = #"""
        <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path class="head" d="M0 0L10 5L0 10z"/></marker></defs>
        <rect class="page" width="495" height="280"/>
        <g class="host">
        <rect x="24" y="24" width="447" height="34" rx="6"/>
        <text class="host" x="36" y="46">docker-host  ·  eth0  ·  192.0.2.10/24  ·  2001:db8::10/64</text>
        </g>
        <g class="net n0">
        <rect class="bus" x="127" y="121" width="344" height="5" rx="2"/>
        <text class="title" x="24" y="128">net</text>
        <text class="plain" x="24" y="143">bridge</text>
        <text class="address" x="24" y="158">10.8.0.0/24</text>
        <text class="address" x="24" y="173">gw 10.8.0.1</text>
        </g>
        <g class="way">
        <path d="M127 123V58"/>
        <circle cx="127" cy="123" r="4.5"/>
        </g>
        <g class="port">
        <path d="M191 58V116a7 7 0 0 1 0 14V160" marker-end="url(#arrow)"/>
        <text class="address" x="198" y="78">*:8080 → 80/tcp</text>
        </g>
        <g class="leg n0">
        <path d="M209 123V160"/>
        <circle cx="209" cy="123" r="4.5"/>
        <text class="address" x="216" y="143">10.8.0.2</text>
        </g>
        <g class="leg n0 idle">
        <path d="M355 123V160"/>
        <circle cx="355" cy="123" r="4.5"/>
        </g>
        <g class="box">
        <title>container web (9e7eb00e4c9c)
        image nginx
        state running
        network mode net
        net: 10.8.0.2/24 5a:ca:8c:44:8a:78 eth0 also known as www
        0.0.0.0:8080 → 80/tcp
        [::]:8080 → 80/tcp</title>
        <rect class="frame" x="175" y="160" width="136" height="66" rx="5"/>
        <text class="title" x="187" y="183">web</text>
        <text class="plain" x="187" y="198">nginx</text>
        <text class="plain" x="187" y="213">also www</text>
        </g>
        <g class="box stopped">
        <title>container db (62184fdaeffa)
        image nginx
        state created
        network mode net
        net: no endpoint</title>
        <rect class="frame" x="339" y="160" width="132" height="66" rx="5"/>
        <text class="title" x="351" y="183">db</text>
        <text class="plain" x="351" y="198">nginx</text>
        <text class="flag" x="351" y="213">created</text>
        </g>
        </svg>
        """#

    private static let drawio = #"""
        <mxfile host="netsim">
          <diagram id="lab" name="docker-host">
            <mxGraphModel dx="0" dy="0" grid="1" gridSize="10" guides="1" tooltips="1" connect="1" arrows="1" fold="1" page="0" pageScale="1" pageWidth="495" pageHeight="280" math="0" shadow="0">
              <root>
                <mxCell id="0"/>
                <mxCell id="1" parent="0"/>
                <mxCell id="host" value="docker-host  ·  eth0  ·  192.0.2.10/24  ·  2001:db8::10/64" vertex="1" parent="1">
                  <mxGeometry x="24" y="24" width="447" height="34" as="geometry"/>
                </mxCell>
                <mxCell id="n0" value="" vertex="1" parent="1">
                  <mxGeometry x="127" y="121" width="344" height="5" as="geometry"/>
                </mxCell>
                <mxCell id="t2" value="net" vertex="1" parent="1">
                  <mxGeometry x="24" y="114" width="30" height="18" as="geometry"/>
                </mxCell>
                <mxCell id="t3" value="bridge" vertex="1" parent="1">
                  <mxGeometry x="24" y="132" width="43" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="t4" value="10.8.0.0/24" vertex="1" parent="1">
                  <mxGeometry x="24" y="147" width="91" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="t5" value="gw 10.8.0.1" vertex="1" parent="1">
                  <mxGeometry x="24" y="162" width="91" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="c0" value="" vertex="1" parent="1">
                  <mxGeometry x="175" y="160" width="136" height="66" as="geometry"/>
                </mxCell>
                <mxCell id="t6" value="web" vertex="1" parent="c0">
                  <mxGeometry x="12" y="9" width="37" height="18" as="geometry"/>
                </mxCell>
                <mxCell id="t7" value="nginx" vertex="1" parent="c0">
                  <mxGeometry x="12" y="27" width="38" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="t8" value="also www" vertex="1" parent="c0">
                  <mxGeometry x="12" y="42" width="62" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="c1" value="" vertex="1" parent="1">
                  <mxGeometry x="339" y="160" width="132" height="66" as="geometry"/>
                </mxCell>
                <mxCell id="t9" value="db" vertex="1" parent="c1">
                  <mxGeometry x="12" y="9" width="26" height="18" as="geometry"/>
                </mxCell>
                <mxCell id="t10" value="nginx" vertex="1" parent="c1">
                  <mxGeometry x="12" y="27" width="38" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="t11" value="created" vertex="1" parent="c1">
                  <mxGeometry x="12" y="42" width="50" height="15" as="geometry"/>
                </mxCell>
                <mxCell id="t12" value="" edge="1" parent="1" source="n0" target="host">
                  <mxGeometry relative="1" as="geometry">
                  </mxGeometry>
                </mxCell>
                <mxCell id="t13" value="*:8080 → 80/tcp" edge="1" parent="1" source="host" target="c0">
                  <mxGeometry x="-0.687" relative="1" as="geometry">
                    <mxPoint x="7" y="0" as="offset"/>
                  </mxGeometry>
                </mxCell>
                <mxCell id="t14" value="10.8.0.2" edge="1" parent="1" source="n0" target="c0">
                  <mxGeometry x="-0.136" relative="1" as="geometry">
                    <mxPoint x="7" y="0" as="offset"/>
                  </mxGeometry>
                </mxCell>
                <mxCell id="t15" value="" edge="1" parent="1" source="n0" target="c1">
                  <mxGeometry relative="1" as="geometry">
                  </mxGeometry>
                </mxCell>
              </root>
            </mxGraphModel>
          </diagram>
        </mxfile>
        """#
}
