internal import Rendering

/// A layout by Graphviz: this type writes what its `dot` is to lay out, and reads what that answers (`-Tjson0`). What is
/// drawn is netsim's own; Graphviz only says where.
struct GraphvizLayout {
    private static let margin = 24
    /// DOT counts in inches, Graphviz answers in points, 72 to an inch: one of these is a pixel here.
    private static let pixelsPerInch = 72

    private let diagram: Diagram
    private let contents: [BoxContent]
    private let labels: [[BoxContent.Line]]

    init(_ diagram: Diagram) {
        self.diagram = diagram
        contents = diagram.nodes.map { BoxContent($0) }
        labels = diagram.networks.map { BoxContent.lines(of: $0) }
    }

    /// An edge of the layout, in the order of the file.
    private struct Edge {
        let from: String
        let to: String
        let kind: Drawing.Line.Kind
        let condition: Drawing.Line.Condition
        let node: Int
        let lines: [BoxContent.Line]
    }

    private var edges: [Edge] {
        var edges: [Edge] = []
        for (index, node) in diagram.nodes.enumerated() {
            if !node.ports.isEmpty {
                let condition: Drawing.Line.Condition = node.ports.contains(where: \.isLive) ? .live : .idle
                let lines = BoxContent.lines(of: node.ports)
                edges.append(
                    Edge(from: "host", to: "c\(index)", kind: .port, condition: condition, node: index, lines: lines)
                )
            }
            if node.kind == .host {
                let kind = Drawing.Line.Kind.leg(network: -1)
                edges.append(Edge(from: "host", to: "c\(index)", kind: kind, condition: .live, node: index, lines: []))
            }
            for leg in node.legs {
                edges.append(
                    Edge(
                        from: "n\(leg.network)",
                        to: "c\(index)",
                        kind: .leg(network: leg.network),
                        condition: leg.condition,
                        node: index,
                        lines: BoxContent.lines(of: leg)
                    )
                )
            }
        }
        for cut in diagram.cuts {
            edges.append(
                Edge(
                    from: "c\(cut.first)",
                    to: "c\(cut.second)",
                    kind: .cut,
                    condition: .faulty,
                    node: cut.first,
                    lines: []
                )
            )
        }
        return edges
    }

    // MARK: What to lay out

    /// Boxes and labels of their sizes, without any name of the lab.
    var input: String {
        var out =
            "digraph{graph[rankdir=LR,nodesep=0.25,ranksep=1.1];node[shape=box,fixedsize=true,label=\"\"];edge[arrowhead=none];\n"
        if diagram.usesHost { out += Self.node("host", hostSize) }
        for index in labels.indices { out += Self.node("n\(index)", Self.size(labels[index])) }
        for (index, content) in contents.enumerated() {
            out += Self.node("c\(index)", (content.width, content.height))
        }
        for (index, edge) in edges.enumerated() {
            let size = edge.lines.isEmpty ? nil : Self.textSize(edge.lines)
            // A table without content keeps the room for the text.
            let label =
                size.map {
                    "label=<<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"\($0.0 + 14)\" HEIGHT=\"\($0.1 + 6)\"><TR><TD></TD></TR></TABLE>>"
                }
                ?? ""
            let rank = edge.kind == .cut ? "constraint=false" : ""
            out += "\(edge.from)->\(edge.to)[id=e\(index),\(label)\(rank)];\n"
        }
        return out + "}\n"
    }

    private static func node(_ id: String, _ size: (Int, Int)) -> String {
        "\(id)[width=\(inches(size.0)),height=\(inches(size.1))];\n"
    }

    private static func inches(_ pixels: Int) -> String {
        let thousandths = pixels * 1000 / pixelsPerInch
        return "\(thousandths / 1000).\(String(thousandths % 1000 + 1000).dropFirst())"
    }

    private static func textSize(_ lines: [BoxContent.Line]) -> (Int, Int) {
        (lines.map { $0.style.width($0.text) }.max() ?? 0, lines.reduce(0) { $0 + $1.style.lineHeight })
    }

    private static func size(_ lines: [BoxContent.Line]) -> (Int, Int) {
        let size = textSize(lines)
        return (size.0 + 2 * BoxContent.padding + 8, size.1 + 18)
    }

    private var hostSize: (Int, Int) {
        (Drawing.TextStyle.host.width(BoxContent.hostText(diagram)) + 2 * BoxContent.padding, 34)
    }

    // MARK: What came of it

    /// The drawing; nil where the answer is not what `dot -Tjson0` gives for ``input``.
    func drawing(from answer: [UInt8]) -> Drawing? {
        guard let json = try? JSONValue(parsing: answer), case .object(let root) = json,
            let bounds = Self.numbers(root["bb"]), bounds.count == 4
        else { return nil }
        let place = Placement(left: bounds[0], top: bounds[3], margin: Self.margin)
        var drawing = Drawing()
        drawing.width = Int(bounds[2] - bounds[0]) + 2 * Self.margin
        drawing.height = Int(bounds[3] - bounds[1]) + 2 * Self.margin
        guard (0...1_000_000).contains(drawing.width), (0...1_000_000).contains(drawing.height) else { return nil }
        var centres: [String: Drawing.Point] = [:]
        for object in Self.objects(root["objects"]) {
            if case .string(let name)? = object["name"], let position = Self.numbers(object["pos"]), position.count == 2
            {
                centres[name] = place.point(position[0], position[1])
            }
        }
        guard placeNodes(centres, &drawing) else { return nil }
        // Graphviz answers in an order of its own.
        var answered: [String: JSONObject] = [:]
        for object in Self.objects(root["edges"]) {
            if case .string(let id)? = object["id"] { answered[id] = object }
        }
        for (index, edge) in edges.enumerated() {
            guard let object = answered["e\(index)"], let line = line(edge, object, place) else { return nil }
            drawing.lines.append(line)
        }
        return drawing
    }

    private func placeNodes(_ centres: [String: Drawing.Point], _ drawing: inout Drawing) -> Bool {
        func frame(_ name: String, _ size: (Int, Int)) -> Drawing.Frame? {
            centres[name].map {
                Drawing.Frame(x: $0.x - size.0 / 2, y: $0.y - size.1 / 2, width: size.0, height: size.1)
            }
        }
        if diagram.usesHost {
            guard let host = frame("host", hostSize) else { return false }
            drawing.host = host
            drawing.hostTexts = BoxContent.hostTexts(diagram, host)
        }
        for (index, lines) in labels.enumerated() {
            guard let box = frame("n\(index)", Self.size(lines)) else { return false }
            var y = box.y + 9
            let texts = BoxContent.texts(lines, x: box.x + BoxContent.padding + 4, y: &y)
            drawing.buses.append(Drawing.Bus(network: index, lines: [], box: box, texts: texts))
        }
        for (index, content) in contents.enumerated() {
            guard let box = frame("c\(index)", (content.width, content.height)) else { return false }
            drawing.boxes.append(content.box(index, box))
        }
        return true
    }

    private func line(_ edge: Edge, _ object: JSONObject, _ place: Placement) -> Drawing.Line? {
        guard case .string(let text)? = object["pos"] else { return nil }
        var points: [Drawing.Point] = []
        for word in text.split(separator: " ") {
            // `s,x,y` and `e,x,y` are the tips of arrows, which nobody asked for.
            let numbers = word.split(separator: ",").compactMap { Double($0) }
            guard numbers.count == 2, !word.hasPrefix("e"), !word.hasPrefix("s") else { continue }
            points.append(place.point(numbers[0], numbers[1]))
        }
        guard points.count >= 4, points.count % 3 == 1 else { return nil }
        var line = Drawing.Line(kind: edge.kind, condition: edge.condition, node: edge.node, points: points)
        line.isCurved = true
        if !edge.lines.isEmpty {
            guard let position = Self.numbers(object["lp"]), position.count == 2 else { return nil }
            let centre = place.point(position[0], position[1])
            let size = Self.textSize(edge.lines)
            var y = centre.y - size.1 / 2
            line.texts = BoxContent.texts(edge.lines, x: centre.x - size.0 / 2, y: &y)
        }
        return line
    }

    /// From Graphviz's plane, whose origin is at the bottom left.
    private struct Placement {
        let left: Double
        let top: Double
        let margin: Int

        func point(_ x: Double, _ y: Double) -> Drawing.Point {
            Drawing.Point(x: Self.rounded(x - left) + margin, y: Self.rounded(top - y) + margin)
        }

        private static func rounded(_ value: Double) -> Int {
            value.isFinite && abs(value) < 1e7 ? Int(value.rounded()) : 0
        }
    }

    private static func objects(_ value: JSONValue?) -> [JSONObject] {
        guard case .array(let values)? = value else { return [] }
        return values.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    private static func numbers(_ value: JSONValue?) -> [Double]? {
        guard case .string(let text)? = value else { return nil }
        let numbers = text.split(separator: ",").compactMap { Double($0) }
        return numbers.allSatisfy { $0.isFinite && abs($0) < 1e7 } ? numbers : nil
    }
}

extension Diagram.Leg {
    var condition: Drawing.Line.Condition { !isLive ? .idle : isDown || impairment != nil ? .faulty : .live }
}
