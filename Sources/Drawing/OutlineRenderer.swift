/// A diagram as an outline for terminals: networks with the containers on them.
struct OutlineRenderer {
    private let diagram: Diagram
    private var out = ""

    static func render(_ diagram: Diagram) -> String {
        var renderer = OutlineRenderer(diagram: diagram)
        renderer.write()
        return renderer.out
    }

    private mutating func write() {
        line(([diagram.hostName, diagram.uplink] + diagram.uplinkAddresses).joined(separator: "  "))
        let ported = diagram.nodes.flatMap { node in node.ports.map { (node, $0) } }
        list(
            ported.map { node, port in
                [
                    "\(port.label)  \(node.title)"
                        + (port.isLive || port.isRefused ? "" : "  (\(node.members.first?.status ?? "stopped"))")
                ]
            }
                + diagram.nodes.filter { $0.kind == .host }.map { [Self.head(of: $0)] + Self.more(of: $0) }
        )
        for (index, network) in diagram.networks.enumerated() {
            line("")
            let subnets = network.subnets.map { $0.prefix + ($0.gateway.map { " gw \($0)" } ?? "") }
            let words =
                [network.name, network.driver] + subnets + network.flags + [network.impairment].compactMap { $0 }
            line(words.joined(separator: "  "))
            list(
                diagram.nodes.flatMap { node in
                    node.legs.filter { $0.network == index }.map { Self.lines(of: node, $0) }
                }
            )
        }
        let detached = diagram.nodes.filter { $0.kind == .detached }
        if detached.isEmpty { return }
        line("")
        line("not connected")
        list(detached.map { [Self.head(of: $0)] + Self.more(of: $0) })
    }

    private static func lines(of node: Diagram.Node, _ leg: Diagram.Leg) -> [String] {
        var words = [head(of: node)] + leg.addresses
        if !leg.names.isEmpty { words.append("also " + leg.names.joined(separator: ", ")) }
        if leg.isDefaultRoute { words.append("default route") }
        if leg.isDown { words.append("link down") }
        if let impairment = leg.impairment { words.append(impairment) }
        return [words.joined(separator: "  ")] + more(of: node)
    }

    private static func head(of node: Diagram.Node) -> String {
        let state = node.members.first.flatMap { node.state(of: $0) }
        return node.title + (state.map { " (\($0))" } ?? "")
    }

    private static func more(of node: Diagram.Node) -> [String] {
        node.members.dropFirst().map { member in
            "shares its stack: \(member.name)" + (node.state(of: member).map { " (\($0))" } ?? "")
        } + node.marks
    }

    private mutating func list(_ items: [[String]]) {
        for (index, item) in items.enumerated() {
            let isLast = index + 1 == items.count
            for (number, text) in item.enumerated() {
                line((number == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ")) + text)
            }
        }
    }

    private mutating func line(_ text: String) {
        out += DiagramText.shown(text)
        out += "\n"
    }
}
