/// A diagram as DOT, Graphviz's language.
struct DOTRenderer {
    private let diagram: Diagram
    private var out = ""

    static func render(_ diagram: Diagram) -> String {
        var renderer = DOTRenderer(diagram: diagram)
        renderer.write()
        return renderer.out
    }

    private mutating func write() {
        line("digraph netsim {")
        line(
            "  graph [rankdir=LR, nodesep=0.25, ranksep=1.1, fontname=\"Helvetica\", fontsize=11, compound=true, charset=\"UTF-8\"];"
        )
        line(
            "  node [shape=box, style=\"filled,rounded\", fontname=\"Helvetica\", fontsize=11, margin=\"0.15,0.08\","
                + " color=\"#6b7785\", fillcolor=\"#ffffff\", fontcolor=\"\(DiagramStyle.text)\"];"
        )
        line(
            "  edge [fontname=\"Helvetica\", fontsize=10, fontcolor=\"\(DiagramStyle.text)\", dir=none, penwidth=1.4];"
        )
        if diagram.usesHost {
            let uplink = ([diagram.uplink] + diagram.uplinkAddresses).joined(separator: " ")
            node(
                "host",
                [diagram.hostName, uplink],
                [
                    ("color", DiagramStyle.host), ("fillcolor", DiagramStyle.host), ("fontcolor", "#ffffff"),
                ]
            )
        }
        for (index, network) in diagram.networks.enumerated() {
            let colour = DiagramStyle.palette(index)
            node(
                "n\(index)",
                BoxContent.lines(of: network).map(\.text),
                [
                    ("color", colour.light), ("fillcolor", colour.pale), ("penwidth", "1.6"),
                ]
            )
        }
        for (index, node) in diagram.nodes.enumerated() { write(node, index) }
        for (index, node) in diagram.nodes.enumerated() { writeLinks(node, index) }
        for cut in diagram.cuts {
            edge(cut.first, cut.second)
        }
        line("}")
    }

    private mutating func write(_ item: Diagram.Node, _ index: Int) {
        var rest: [String] = []
        if !item.names.isEmpty { rest.append("also " + item.names.joined(separator: ", ")) }
        if let place = item.place { rest.append(place) }
        rest += item.marks
        guard item.isShared else {
            let lines = item.members.first.map { Self.lines(of: $0, in: item) } ?? []
            node("c\(index)", [item.title] + lines + rest, Self.look(isRunning: item.isRunning, item.marks))
            return
        }
        line("  subgraph cluster_c\(index) {")
        line(
            "    style=\"rounded,filled\"; color=\"#6b7785\"; fillcolor=\"#f5f7f9\"; fontcolor=\"\(DiagramStyle.quiet)\";"
        )
        line("    label=\"\(Self.label(["one shared stack"] + rest))\";")
        for (number, member) in item.members.enumerated() {
            let lines = [number == 0 ? item.title : member.name] + Self.lines(of: member, in: item)
            node(Self.id(index, number, item), lines, Self.look(isRunning: member.isRunning, []))
        }
        line("  }")
    }

    private static func look(isRunning: Bool, _ marks: [String]) -> [(String, String)] {
        if !isRunning {
            return [
                ("style", "filled,rounded,dashed"), ("fillcolor", DiagramStyle.idle),
                ("fontcolor", DiagramStyle.quiet),
            ]
        }
        return marks.isEmpty ? [] : [("color", DiagramStyle.fault)]
    }

    /// A node's name in the file; a shared stack's links end at its owner.
    private static func id(_ index: Int, _ member: Int, _ node: Diagram.Node) -> String {
        node.isShared ? "c\(index)m\(member)" : "c\(index)"
    }

    private func end(_ index: Int) -> String {
        diagram.nodes.indices.contains(index) ? Self.id(index, 0, diagram.nodes[index]) : "c\(index)"
    }

    private mutating func writeLinks(_ item: Diagram.Node, _ index: Int) {
        let cluster = item.isShared ? [("lhead", "cluster_c\(index)")] : []
        for group in item.portGroups {
            let style = group.isLive ? "solid" : "dashed"
            edge("host", end(index), group.labels, cluster + [("dir", "forward"), ("style", style)])
        }
        if item.kind == .host { edge("host", end(index), [], cluster) }
        for leg in item.legs {
            var attributes = cluster + [("color", DiagramStyle.palette(leg.network).light)]
            if !leg.isLive || leg.isDown { attributes.append(("style", "dashed")) }
            if leg.isDown || leg.impairment != nil { attributes.append(("fontcolor", DiagramStyle.fault)) }
            edge("n\(leg.network)", end(index), BoxContent.lines(of: leg).map(\.text), attributes)
        }
    }

    private mutating func edge(_ first: Int, _ second: Int) {
        edge(
            end(first),
            end(second),
            [],
            [
                ("color", DiagramStyle.fault), ("style", "dashed"), ("constraint", "false"),
            ]
        )
    }

    private static func lines(of member: Diagram.Member, in node: Diagram.Node) -> [String] {
        [member.image, member.project.isEmpty ? "" : "project \(member.project)", node.state(of: member) ?? ""]
            .filter { !$0.isEmpty }
    }

    private mutating func node(_ id: String, _ lines: [String], _ attributes: [(String, String)]) {
        line("  \(id) [label=\"\(Self.label(lines))\"\(Self.list(attributes))];")
    }

    private mutating func edge(_ from: String, _ to: String, _ lines: [String], _ attributes: [(String, String)]) {
        // Blanks keep the text off the line.
        let label =
            lines.isEmpty ? "" : "label=\"\(lines.map { "  \(DiagramText.dot($0))  " }.joined(separator: "\\n"))\""
        let list = Self.list(attributes)
        line("  \(from) -> \(to) [\(label)\(label.isEmpty ? String(list.dropFirst(2)) : list)];")
    }

    private static func list(_ attributes: [(String, String)]) -> String {
        attributes.map { ", \($0.0)=\"\(DiagramText.dot($0.1))\"" }.joined()
    }

    private static func label(_ lines: [String]) -> String {
        lines.map(DiagramText.dot).joined(separator: "\\n")
    }

    private mutating func line(_ text: String) {
        out += text
        out += "\n"
    }
}
