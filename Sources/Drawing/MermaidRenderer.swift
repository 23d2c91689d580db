/// A diagram as a Mermaid flowchart, in the grammar that GitHub's Mermaid reads (`flow.jison`; classic shapes only).
///
/// Mermaid's layout keeps near the order in which things are declared: networks are in the order that suits the
/// containers on several of them, and containers in that of their networks.
struct MermaidRenderer {
    private let diagram: Diagram
    private var out = ""

    static func render(_ diagram: Diagram) -> String {
        var renderer = MermaidRenderer(diagram: diagram)
        renderer.write()
        return renderer.out
    }

    private mutating func write() {
        line("flowchart LR")
        if diagram.usesHost {
            let uplink = [([diagram.uplink] + diagram.uplinkAddresses.prefix(1)).joined(separator: " ")]
            node("host", "[[", [diagram.hostName] + uplink + diagram.uplinkAddresses.dropFirst(), "]]", "host")
        }
        let networks = BusOrder.of(diagram)
        for index in networks { node("n\(index)", "([", Self.lines(of: diagram.networks[index]), "])", "net") }
        let nodes = nodeOrder(networks)
        for index in nodes { write(diagram.nodes[index], index) }
        for index in nodes { writeLinks(diagram.nodes[index], index) }
        for cut in diagram.cuts { line("    c\(cut.first) x-.-x|\"cut off\"| c\(cut.second)") }
        line("    classDef host fill:#33404d,stroke:#33404d,color:#ffffff")
        line("    classDef net fill:#e8f1f9,stroke:#1f6fb2,color:#16324a")
        line("    classDef box fill:#ffffff,stroke:#6b7785,color:#1d2733")
        line("    classDef stopped fill:#eceff2,stroke:#8893a0,color:#55606b,stroke-dasharray:5 4")
        line("    classDef fault fill:#fdeceb,stroke:#b42318,color:#7a1710")
    }

    /// Positions in ``Diagram/nodes``: by the first and the last of what they hang on, the host first, nothing last.
    private func nodeOrder(_ networks: [Int]) -> [Int] {
        var places: [Int: Int] = [:]
        for (place, network) in networks.enumerated() { places[network] = place }
        let keys = diagram.nodes.enumerated().map { index, node in
            var own = node.legs.compactMap { places[$0.network] }
            if !node.ports.isEmpty || node.kind == .host { own.append(-1) }
            return (own.min() ?? .max, own.max() ?? .max, index)
        }
        return keys.sorted { $0 < $1 }.map(\.2)
    }

    private mutating func write(_ item: Diagram.Node, _ index: Int) {
        let style = !item.isRunning ? "stopped" : item.marks.isEmpty ? "box" : "fault"
        let tail = [item.names.isEmpty ? nil : "also " + item.names.joined(separator: ", "), item.place]
        let rest = tail.compactMap { $0 } + item.marks
        guard item.isShared else {
            let member = item.members.first.map { Self.lines(of: $0, in: item) } ?? []
            node("c\(index)", "[", [item.title] + member + rest, "]", style)
            return
        }
        // Above the boxes inside there is room for one line.
        line("    subgraph c\(index)[\"\(Self.label([(["one shared stack"] + rest).joined(separator: ", ")]))\"]")
        for (number, member) in item.members.enumerated() {
            let lines = [number == 0 ? item.title : member.name] + Self.lines(of: member, in: item)
            node("c\(index)m\(number)", "[", lines, "]", member.isRunning ? "box" : "stopped")
        }
        line("    end")
    }

    private mutating func writeLinks(_ item: Diagram.Node, _ index: Int) {
        for group in item.portGroups { link("host", group.isLive ? "-->" : "-.->", group.labels, "c\(index)") }
        if item.kind == .host { link("host", "---", [], "c\(index)") }
        for leg in item.legs {
            let words = leg.addresses + [leg.isDown ? "link down" : nil, leg.impairment].compactMap { $0 }
            link("n\(leg.network)", leg.isLive && !leg.isDown ? "---" : "-.-", words, "c\(index)")
        }
    }

    private static func lines(of network: Diagram.Network) -> [String] {
        var lines = [network.name, ([network.driver] + network.flags).joined(separator: ", ")]
        lines += network.subnets.flatMap { [$0.prefix] + ($0.gateway.map { ["gw \($0)"] } ?? []) }
        if let impairment = network.impairment { lines.append(impairment) }
        return lines
    }

    private static func lines(of member: Diagram.Member, in node: Diagram.Node) -> [String] {
        [member.image, member.project.isEmpty ? "" : "project \(member.project)", node.state(of: member) ?? ""]
            .filter { !$0.isEmpty }
    }

    private mutating func node(_ id: String, _ open: String, _ lines: [String], _ close: String, _ style: String) {
        line("    \(id)\(open)\"\(Self.label(lines))\"\(close):::\(style)")
    }

    private mutating func link(_ from: String, _ arrow: String, _ lines: [String], _ to: String) {
        line("    \(from) \(arrow)\(lines.isEmpty ? "" : "|\"\(Self.label(lines))\"|") \(to)")
    }

    private static func label(_ lines: [String]) -> String {
        lines.map(DiagramText.mermaid).joined(separator: "<br/>")
    }

    private mutating func line(_ text: String) {
        out += text
        out += "\n"
    }
}
