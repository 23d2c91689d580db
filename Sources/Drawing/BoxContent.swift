/// What stands in a node's box and in a network's label: lines with their looks, and how much room they take.
struct BoxContent {
    struct Line {
        let text: String
        let style: Drawing.TextStyle
    }

    /// A member, or the whole node where there is one.
    struct Block {
        var lines: [Line]

        var width: Int { lines.map { $0.style.width($0.text) }.max() ?? 0 }
        var height: Int { lines.reduce(0) { $0 + $1.style.lineHeight } }
    }

    static let padding = 12
    private static let verticalPadding = 9
    private static let gap = 6
    private static let nameLimit = 34
    private static let minimumWidth = 132

    private let blocks: [Block]
    private let tail: Block
    private let isShared: Bool

    /// - Parameter legs: lines that tell the addresses, where the layout does not write them beside the links.
    init(_ node: Diagram.Node, legs: [Line] = []) {
        isShared = node.isShared
        blocks = node.members.enumerated().map { index, member in
            var lines = [Line(text: index == 0 ? Self.short(node.title) : Self.short(member.name), style: .title)]
            if !member.image.isEmpty { lines.append(Line(text: Self.short(member.image), style: .plain)) }
            if !member.project.isEmpty {
                lines.append(Line(text: "project \(Self.short(member.project))", style: .plain))
            }
            if let state = node.state(of: member) { lines.append(Line(text: state, style: .flag)) }
            return Block(lines: lines)
        }
        var rest: [Line] = []
        if node.isShared { rest.append(Line(text: "one shared stack", style: .flag)) }
        rest += Self.names(node.names)
        if let place = node.place { rest.append(Line(text: place, style: .flag)) }
        rest += legs
        rest += node.marks.map { Line(text: Self.short($0, 44), style: .fault) }
        tail = Block(lines: rest)
    }

    /// Aliases, a few to a line, and at most so many lines.
    private static func names(_ names: [String]) -> [Line] {
        var lines: [String] = []
        var current = ""
        for (index, name) in names.enumerated() {
            let word = short(name)
            if current.isEmpty {
                current = (lines.isEmpty ? "also " : "") + word
            } else if current.count + word.count > 30 {
                lines.append(current + ",")
                if lines.count == 3 {
                    lines[2] = "and \(names.count - index + 1) more names"
                    return lines.map { Line(text: $0, style: .plain) }
                }
                current = word
            } else {
                current += ", \(word)"
            }
        }
        if !current.isEmpty { lines.append(current) }
        return lines.map { Line(text: $0, style: .plain) }
    }

    static func short(_ text: String, _ limit: Int = nameLimit) -> String {
        DiagramText.shortened(DiagramText.shown(text), to: limit)
    }

    var width: Int {
        let inner = blocks.map(\.width).max() ?? 0
        return max(Self.minimumWidth, max(inner + (isShared ? 2 * Self.padding : 0), tail.width) + 2 * Self.padding)
    }

    var height: Int {
        let inner = blocks.reduce(0) { $0 + $1.height }
        let space = isShared ? blocks.count * (2 * Self.gap) + (blocks.count - 1) * Self.gap + Self.gap : 0
        return inner + space + tail.height + 2 * Self.verticalPadding
    }

    /// The box at a place.
    func box(_ node: Int, _ frame: Drawing.Frame) -> Drawing.Box {
        var box = Drawing.Box(node: node, frame: frame, insets: [], texts: [])
        var y = frame.y + Self.verticalPadding
        let inset = isShared ? Self.padding : 0
        for block in blocks {
            if isShared {
                box.insets.append(
                    Drawing.Frame(
                        x: frame.x + Self.padding,
                        y: y,
                        width: frame.width - 2 * Self.padding,
                        height: block.height + 2 * Self.gap
                    )
                )
                y += Self.gap
            }
            box.texts += Self.texts(block.lines, x: frame.x + Self.padding + inset, y: &y)
            if isShared { y += 2 * Self.gap }
        }
        box.texts += Self.texts(tail.lines, x: frame.x + Self.padding, y: &y)
        return box
    }

    /// Lines one below the other; `y` is their upper edge, and their lower one afterwards.
    static func texts(_ lines: [Line], x: Int, y: inout Int) -> [Drawing.Text] {
        lines.map { line in
            defer { y += line.style.lineHeight }
            return Drawing.Text(text: line.text, style: line.style, x: x, y: y + line.style.lineHeight - 4)
        }
    }

    // MARK: What stands beside lines

    /// A link's addresses and faults.
    static func lines(of leg: Diagram.Leg) -> [Line] {
        var lines = leg.addresses.map { Line(text: $0, style: .address) }
        if leg.isDefaultRoute { lines.append(Line(text: "default route", style: .plain)) }
        if leg.isDown { lines.append(Line(text: "link down", style: .fault)) }
        if let impairment = leg.impairment { lines.append(Line(text: impairment, style: .fault)) }
        return lines
    }

    static let portLimit = 8

    static func lines(of ports: [Diagram.Port]) -> [Line] {
        var lines = ports.prefix(portLimit).map { Line(text: $0.label, style: .address) }
        if ports.count > portLimit { lines.append(Line(text: "and \(ports.count - portLimit) more", style: .plain)) }
        return lines
    }

    static func lines(of network: Diagram.Network) -> [Line] {
        var lines = [Line(text: short(network.name), style: .title), Line(text: network.driver, style: .plain)]
        for subnet in network.subnets {
            lines.append(Line(text: subnet.prefix, style: .address))
            if let gateway = subnet.gateway { lines.append(Line(text: "gw \(gateway)", style: .address)) }
        }
        for flag in network.flags { lines.append(Line(text: short(flag), style: .flag)) }
        if let impairment = network.impairment { lines.append(Line(text: impairment, style: .fault)) }
        return lines
    }
}
