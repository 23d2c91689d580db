/// A drawing as SVG 1.1: self-contained, for light and dark surroundings, each container with its details on hover.
struct SVGRenderer {
    /// What holds a container's details: `title`, which viewers show by themselves, or `desc` for a script to show.
    enum Details: String {
        case title
        case desc
    }

    private let diagram: Diagram
    private let drawing: Drawing
    private let details: Details
    private var out = ""

    static func render(_ diagram: Diagram, _ drawing: Drawing, details: Details = .title) -> String {
        var renderer = SVGRenderer(diagram: diagram, drawing: drawing, details: details)
        renderer.write()
        return renderer.out
    }

    private mutating func write() {
        let size = "\(drawing.width) \(drawing.height)"
        line(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"netsim\" viewBox=\"0 0 \(size)\" width=\"\(drawing.width)\" "
                + "height=\"\(drawing.height)\" role=\"img\" aria-label=\"\(DiagramText.xml(label))\">"
        )
        line("<style>\(DiagramStyle.css)</style>")
        line(
            "<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" "
                + "orient=\"auto\" markerUnits=\"userSpaceOnUse\"><path class=\"head\" d=\"M0 0L10 5L0 10z\"/></marker></defs>"
        )
        line("<rect class=\"page\" width=\"\(drawing.width)\" height=\"\(drawing.height)\"/>")
        writeHost()
        for bus in drawing.buses { write(bus) }
        for item in drawing.lines { write(item) }
        for box in drawing.boxes { write(box) }
        for note in drawing.notes { write(note) }
        line("</svg>")
    }

    private var label: String {
        "\(diagram.containerCount) containers on \(diagram.networks.count) networks of \(diagram.hostName)"
    }

    private mutating func writeHost() {
        guard let frame = drawing.host else { return }
        line("<g class=\"host\">")
        line("<rect \(Self.place(frame)) rx=\"6\"/>")
        for text in drawing.hostTexts { write(text) }
        line("</g>")
    }

    private mutating func write(_ bus: Drawing.Bus) {
        line("<g class=\"net \(DiagramStyle.colour(bus.network))\">")
        if let box = bus.box { line("<rect class=\"netbox\" \(Self.place(box)) rx=\"\(min(18, box.height / 2))\"/>") }
        for stretch in bus.lines { line("<rect class=\"bus\" \(Self.place(stretch)) rx=\"2\"/>") }
        for text in bus.texts { write(text) }
        line("</g>")
    }

    private mutating func write(_ item: Drawing.Line) {
        guard let end = item.points.first else { return }
        var classes: [String]
        switch item.kind {
        case .leg(let network):
            classes = network >= 0 ? ["leg", DiagramStyle.colour(network)] : ["leg"]
        case .wayOut: classes = ["way"]
        case .port: classes = ["port"]
        case .cut: classes = ["cut"]
        }
        switch item.condition {
        case .live: break
        case .idle: classes.append("idle")
        case .faulty: classes.append("faulty")
        }
        line("<g class=\"\(classes.joined(separator: " "))\">")
        let marker = item.kind == .port ? " marker-end=\"url(#arrow)\"" : ""
        line("<path d=\"\(Self.path(item))\"\(marker)/>")
        if item.hasDot {
            line("<circle cx=\"\(end.x)\" cy=\"\(end.y)\" r=\"4.5\"/>")
        }
        for text in item.texts { write(text) }
        line("</g>")
    }

    /// Lines from the bus to the box, with a half circle over each bus that they do not join.
    private static func path(_ item: Drawing.Line) -> String {
        guard let first = item.points.first else { return "" }
        var path = "M\(first.x) \(first.y)"
        if item.isCurved, item.points.count >= 4 {
            path += "C" + item.points.dropFirst().map { "\($0.x) \($0.y)" }.joined(separator: " ")
            return path
        }
        var current = first
        for point in item.points.dropFirst() {
            if point.x == current.x {
                let isDown = point.y > current.y
                let between = item.hops.filter { min(current.y, point.y) < $0 && $0 < max(current.y, point.y) }
                for hop in isDown ? between : between.reversed() {
                    path += isDown ? "V\(hop - 7)a7 7 0 0 1 0 14" : "V\(hop + 7)a7 7 0 0 0 0 -14"
                }
                path += "V\(point.y)"
            } else {
                path += "L\(point.x) \(point.y)"
            }
            current = point
        }
        return path
    }

    private mutating func write(_ box: Drawing.Box) {
        guard diagram.nodes.indices.contains(box.node) else { return }
        let node = diagram.nodes[box.node]
        var classes = ["box"]
        if !node.isRunning { classes.append("stopped") }
        if !node.marks.isEmpty { classes.append("marked") }
        line("<g class=\"\(classes.joined(separator: " "))\">")
        let lines = node.members.flatMap(\.details).map(DiagramText.xml).joined(separator: "\n")
        line("<\(details.rawValue)>\(lines)</\(details.rawValue)>")
        for depth in (1..<min(3, max(1, node.count))).reversed() {
            // A pile, for a node that stands for many.
            let frame = box.frame
            line(
                "<rect class=\"pile\" x=\"\(frame.x + 4 * depth)\" y=\"\(frame.y + 4 * depth)\" width=\"\(frame.width)\" "
                    + "height=\"\(frame.height)\" rx=\"5\"/>"
            )
        }
        line("<rect class=\"frame\" \(Self.place(box.frame)) rx=\"5\"/>")
        for inset in box.insets { line("<rect class=\"inset\" \(Self.place(inset)) rx=\"4\"/>") }
        for text in box.texts { write(text) }
        line("</g>")
    }

    private mutating func write(_ text: Drawing.Text) {
        line(
            "<text class=\"\(text.style.rawValue)\" x=\"\(text.x)\" y=\"\(text.y)\">\(DiagramText.xml(text.text))</text>"
        )
    }

    private static func place(_ frame: Drawing.Frame) -> String {
        "x=\"\(frame.x)\" y=\"\(frame.y)\" width=\"\(frame.width)\" height=\"\(frame.height)\""
    }

    private mutating func line(_ text: String) {
        out += text
        out += "\n"
    }
}
