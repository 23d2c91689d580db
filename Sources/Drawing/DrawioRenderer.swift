/// A drawing as an uncompressed draw.io file (mxGraphModel in an mxfile), for diagrams.net.
///
/// Labels are plain text (`html=0`), so that no name is read as markup. Links are attached to boxes and buses: they
/// follow when those are moved.
struct DrawioRenderer {
    private let diagram: Diagram
    private let drawing: Drawing
    private var out = ""
    private var nextID = 2

    static func render(_ diagram: Diagram, _ drawing: Drawing) -> String {
        var renderer = DrawioRenderer(diagram: diagram, drawing: drawing)
        renderer.write()
        return renderer.out
    }

    private mutating func write() {
        line("<mxfile host=\"netsim\">")
        line("  <diagram id=\"lab\" name=\"\(DiagramText.xml(diagram.hostName))\">")
        line(
            "    <mxGraphModel dx=\"0\" dy=\"0\" grid=\"1\" gridSize=\"10\" guides=\"1\" tooltips=\"1\" connect=\"1\" "
                + "arrows=\"1\" fold=\"1\" page=\"0\" pageScale=\"1\" pageWidth=\"\(drawing.width)\" "
                + "pageHeight=\"\(drawing.height)\" math=\"0\" shadow=\"0\">"
        )
        line("      <root>")
        line("        <mxCell id=\"0\"/>")
        line("        <mxCell id=\"1\" parent=\"0\"/>")
        writeHost()
        for bus in drawing.buses { write(bus) }
        for box in drawing.boxes { write(box) }
        for item in drawing.lines { write(item) }
        for note in drawing.notes { write(note, of: "1", at: Drawing.Point(x: 0, y: 0)) }
        line("      </root>")
        line("    </mxGraphModel>")
        line("  </diagram>")
        line("</mxfile>")
    }

    private mutating func writeHost() {
        guard let frame = drawing.host else { return }
        let style =
            "rounded=1;html=0;align=left;spacingLeft=12;fontSize=14;fontStyle=1;fillColor=\(DiagramStyle.host);"
            + "strokeColor=none;fontColor=#ffffff;"
        vertex("host", drawing.hostTexts.map(\.text), style, frame)
    }

    private mutating func write(_ bus: Drawing.Bus) {
        let colour = DiagramStyle.palette(bus.network)
        if let box = bus.box {
            let style =
                "rounded=1;html=0;align=left;spacingLeft=12;fontSize=12;fillColor=\(colour.pale);"
                + "strokeColor=\(colour.light);fontColor=\(DiagramStyle.text);"
            vertex("n\(bus.network)", bus.texts.map(\.text), style, box)
            return
        }
        for (index, stretch) in bus.lines.enumerated() {
            let style = "rounded=0;html=0;fillColor=\(colour.light);strokeColor=none;"
            vertex(index == 0 ? "n\(bus.network)" : "n\(bus.network)l\(index)", [], style, stretch)
        }
        for text in bus.texts { write(text, of: "1", at: Drawing.Point(x: 0, y: 0)) }
    }

    private mutating func write(_ box: Drawing.Box) {
        guard diagram.nodes.indices.contains(box.node) else { return }
        let node = diagram.nodes[box.node]
        var style = "rounded=1;arcSize=6;html=0;strokeColor=\(node.marks.isEmpty ? "#6b7785" : DiagramStyle.fault);"
        style += node.isRunning ? "fillColor=#ffffff;" : "fillColor=\(DiagramStyle.idle);dashed=1;"
        vertex("c\(box.node)", [], style + "container=1;collapsible=0;", box.frame)
        let origin = Drawing.Point(x: box.frame.x, y: box.frame.y)
        for (index, inset) in box.insets.enumerated() {
            let frame = Drawing.Frame(
                x: inset.x - origin.x,
                y: inset.y - origin.y,
                width: inset.width,
                height: inset.height
            )
            vertex(
                "c\(box.node)m\(index)",
                [],
                "rounded=1;arcSize=6;html=0;fillColor=#f5f7f9;strokeColor=#c3cad2;",
                frame,
                parent: "c\(box.node)"
            )
        }
        for text in box.texts { write(text, of: "c\(box.node)", at: origin) }
    }

    private mutating func write(_ item: Drawing.Line) {
        guard let first = item.points.first, let last = item.points.last else { return }
        var style = "html=0;rounded=0;endArrow=\(item.kind == .port ? "block" : "none");fontSize=12;align=left;"
        style += "verticalAlign=middle;labelBackgroundColor=none;fontColor=\(DiagramStyle.text);"
        let source: String
        switch item.kind {
        case .leg(let network):
            source = network >= 0 ? bar(of: network, at: first) : "host"
            let colour = network >= 0 ? DiagramStyle.palette(network).light : DiagramStyle.line
            style += "strokeWidth=2;strokeColor=\(item.condition == .faulty ? DiagramStyle.fault : colour);"
        case .wayOut(let network):
            source = "n\(network)"
            style += "strokeWidth=2;strokeColor=\(DiagramStyle.line);"
        case .port:
            source = "host"
            style += "strokeColor=\(DiagramStyle.host);"
        case .cut:
            source = "host"
            style += "strokeColor=\(DiagramStyle.fault);"
        }
        if item.condition != .live { style += "dashed=1;" }
        let target: String
        if case .wayOut = item.kind { target = end(of: last) } else { target = item.node.map { "c\($0)" } ?? "host" }
        style += anchor("exit", first, of: source) + anchor("entry", last, of: target)
        line(
            "        <mxCell id=\"\(id())\" value=\"\(Self.value(item.texts.map(\.text)))\" style=\"\(style)\" edge=\"1\" "
                + "parent=\"1\" source=\"\(source)\" target=\"\(target)\">"
        )
        line("          <mxGeometry \(labelPlace(item, first, last))relative=\"1\" as=\"geometry\">")
        if let text = item.texts.first {
            line("            <mxPoint x=\"\(text.x - first.x)\" y=\"0\" as=\"offset\"/>")
        }
        line("          </mxGeometry>")
        line("        </mxCell>")
    }

    /// The line of a network's bus at a height.
    private func bar(of network: Int, at point: Drawing.Point) -> String {
        guard let bus = drawing.buses.first(where: { $0.network == network }) else { return "n\(network)" }
        let index = bus.lines.firstIndex { $0.y <= point.y && point.y <= $0.bottom && $0.width > $0.height } ?? 0
        return index == 0 ? "n\(network)" : "n\(network)l\(index)"
    }

    /// What a way out leads to: the host's bar, or the network above.
    private func end(of point: Drawing.Point) -> String {
        let above = drawing.buses.first { bus in
            bus.lines.first.map { $0.y <= point.y && point.y <= $0.bottom } ?? false
        }
        return above.map { "n\($0.network)" } ?? "host"
    }

    private func frame(of id: String) -> Drawing.Frame? {
        if id == "host" { return drawing.host }
        for box in drawing.boxes where id == "c\(box.node)" { return box.frame }
        for bus in drawing.buses {
            if id == "n\(bus.network)" { return bus.box ?? bus.lines.first }
            for (index, line) in bus.lines.enumerated() where id == "n\(bus.network)l\(index)" { return line }
        }
        return nil
    }

    /// Where on a cell a link ends, in parts of its sides.
    private func anchor(_ name: String, _ point: Drawing.Point, of id: String) -> String {
        guard let frame = frame(of: id), frame.width > 0, frame.height > 0 else { return "" }
        let x = Self.fraction(point.x - frame.x, of: frame.width)
        let y = Self.fraction(point.y - frame.y, of: frame.height)
        return "\(name)X=\(x);\(name)Y=\(y);\(name)Dx=0;\(name)Dy=0;\(name)Perimeter=0;"
    }

    /// Where along a link its text stands: draw.io counts from -1 to 1.
    private func labelPlace(_ item: Drawing.Line, _ first: Drawing.Point, _ last: Drawing.Point) -> String {
        guard let top = item.texts.first, let bottom = item.texts.last, first.y != last.y else { return "" }
        let middle = (top.y + bottom.y) / 2 - 4
        let thousandths = 2000 * (middle - first.y) / (last.y - first.y) - 1000
        return "x=\"\(Self.decimal(max(-1000, min(1000, thousandths))))\" "
    }

    private static func fraction(_ part: Int, of whole: Int) -> String {
        decimal(max(0, min(1000, part * 1000 / whole)))
    }

    /// Thousandths as a decimal number.
    private static func decimal(_ thousandths: Int) -> String {
        let digits = String(abs(thousandths) % 1000 + 1000).dropFirst()
        return "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000).\(digits)"
    }

    private mutating func write(_ text: Drawing.Text, of parent: String, at origin: Drawing.Point) {
        let style = text.style
        let colour =
            switch style {
            case .fault: DiagramStyle.fault
            case .flag: DiagramStyle.flag
            case .plain: DiagramStyle.quiet
            default: DiagramStyle.text
            }
        let frame = Drawing.Frame(
            x: text.x - origin.x,
            y: text.y - origin.y - style.lineHeight + 4,
            width: style.width(text.text) + 8,
            height: style.lineHeight
        )
        vertex(
            id(),
            [text.text],
            "text;html=0;align=left;verticalAlign=middle;spacing=0;fontSize=\(style.size);"
                + "fontStyle=\(style.isBold ? 1 : 0);fontColor=\(colour);strokeColor=none;fillColor=none;",
            frame,
            parent: parent
        )
    }

    private mutating func vertex(
        _ id: String,
        _ lines: [String],
        _ style: String,
        _ frame: Drawing.Frame,
        parent: String = "1"
    ) {
        line(
            "        <mxCell id=\"\(id)\" value=\"\(Self.value(lines))\" style=\"\(style)\" vertex=\"1\" parent=\"\(parent)\">"
        )
        line(
            "          <mxGeometry x=\"\(frame.x)\" y=\"\(frame.y)\" width=\"\(frame.width)\" height=\"\(frame.height)\" "
                + "as=\"geometry\"/>"
        )
        line("        </mxCell>")
    }

    private mutating func id() -> String {
        defer { nextID += 1 }
        return "t\(nextID)"
    }

    private static func value(_ lines: [String]) -> String {
        lines.map(DiagramText.xml).joined(separator: "&#10;")
    }

    private mutating func line(_ text: String) {
        out += text
        out += "\n"
    }
}
