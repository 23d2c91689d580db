package import Lab

extension Diagram {
    /// What a lab looks like.
    ///
    /// - Parameter refused: ports that running containers asked for and did not get.
    package init(_ lab: Lab, folding: Folding = .auto, refused: [ContainerID: [PortBinding]] = [:]) {
        let builder = DiagramBuilder(lab, refused: refused)
        self = builder.diagram
        let least =
            switch folding {
            case .never: Int.max
            case .auto: 5
            case .always: 2
            }
        if least != Int.max { fold(builder.owners, atLeast: least) }
    }

    /// Draws stacks that differ in nothing but their numbers, identities and addresses as one.
    private mutating func fold(_ owners: [Container], atLeast least: Int) {
        let cutNodes = Set(cuts.flatMap { [$0.first, $0.second] })
        var groups: [Node: [Int]] = [:]
        var stems: [Int: String] = [:]
        for (index, owner) in owners.enumerated() where nodes.indices.contains(index) && !cutNodes.contains(index) {
            let node = nodes[index]
            guard node.members.count == 1, let stem = Self.stem(of: owner) else { continue }
            stems[index] = stem
            groups[Self.behaviour(of: node, stem, owner), default: []].append(index)
        }
        var folded: [Int: Node] = [:]
        var gone: Set<Int> = []
        for group in groups.values where group.count >= least {
            guard let first = group.first, let stem = stems[first] else { continue }
            folded[first] = Self.fold(group.map { nodes[$0] }, named: stem)
            gone.formUnion(group.dropFirst())
        }
        var newIndex: [Int: Int] = [:]
        var kept: [Node] = []
        for index in nodes.indices where !gone.contains(index) {
            newIndex[index] = kept.count
            kept.append(folded[index] ?? nodes[index])
        }
        nodes = kept
        cuts = cuts.compactMap { cut in
            guard let a = newIndex[cut.first], let b = newIndex[cut.second] else { return nil }
            return Cut(first: a, second: b)
        }
    }

    /// The name that replicas have in common: a name without the number behind it.
    private static func stem(of container: Container) -> String? {
        let digits = container.name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        guard digits > 0 else { return nil }
        let stem = container.name.dropLast(digits)
        let end = stem.last.map { "-_.".contains($0) } == true ? stem.dropLast() : stem
        return end.isEmpty ? nil : String(end)
    }

    /// The node without what replicas differ in.
    private static func behaviour(of node: Node, _ stem: String, _ owner: Container) -> Node {
        var node = node
        for index in node.members.indices {
            node.members[index].name = stem
            // Compose's word for what replicas are of; nothing is drawn from here.
            node.members[index].details = [owner.config.labels[DiagramBuilder.serviceLabel] ?? ""]
        }
        for index in node.legs.indices {
            node.legs[index].addresses = node.legs[index].addresses.map { $0.contains(":") ? "6" : "4" }
            node.legs[index].names = node.legs[index].names.sorted()
        }
        for index in node.ports.indices {
            // Replicas cannot share a host port.
            let outside = node.ports[index].outside
            node.ports[index].outside = String(outside[..<(outside.lastIndex(of: ":") ?? outside.startIndex)])
        }
        return node
    }

    private static func fold(_ group: [Node], named stem: String) -> Node {
        guard var node = group.first, let last = group.last, let name = node.members.first?.name else {
            return Node(members: [])
        }
        node.count = group.count
        let lastName = last.members.first?.name ?? name
        for index in node.members.indices {
            node.members[index].name = stem
            node.members[index].details =
                ["\(group.count) containers, \(name) to \(lastName)"]
                + node.members[index].details.filter { $0.hasPrefix("image ") || $0.hasPrefix("state ") }
        }
        for index in node.legs.indices {
            let all = group.compactMap { $0.legs.indices.contains(index) ? $0.legs[index].addresses : nil }
            node.legs[index].addresses = node.legs[index].addresses.indices.map { position in
                span(all.compactMap { $0.indices.contains(position) ? $0[position] : nil })
            }
        }
        for index in node.ports.indices {
            let all = group.compactMap { $0.ports.indices.contains(index) ? $0.ports[index].outside : nil }
            node.ports[index].outside = portSpan(all)
        }
        return node
    }

    /// The least and the greatest address; no claim about those between.
    private static func span(_ addresses: [String]) -> String {
        let sorted = addresses.compactMap { IPOrder($0) }.sorted()
        guard let first = sorted.first, let last = sorted.last, first.text != last.text else {
            return addresses.first ?? ""
        }
        return "\(first.text) … \(last.text)"
    }

    private static func portSpan(_ texts: [String]) -> String {
        guard let first = texts.first, let colon = first.lastIndex(of: ":") else { return texts.first ?? "" }
        let ports = texts.compactMap { text in
            text.lastIndex(of: ":").flatMap { UInt16(text[text.index(after: $0)...]) }
        }.sorted()
        guard let least = ports.first, let greatest = ports.last, least != greatest else { return first }
        return "\(first[..<colon]):\(least)–\(greatest)"
    }
}
