/// The layout that netsim has built in: the host's bar on top, each network a horizontal line below it, and each
/// container in the row beneath the first of its networks.
///
/// A container has a column of its own over all rows that its links pass, so that a link crosses neither boxes nor
/// texts: only buses, which it visibly hops over.
struct BusLayout {
    /// A horizontal bar: the host's, a line of a network, or the place of what is on no network.
    private enum Bar: Hashable {
        case host
        case network(Int, isFirst: Bool)
        case detached
    }

    /// A node with its place in the grid.
    private struct Placed {
        let node: Int
        let content: BoxContent
        /// The bar that it hangs under.
        let row: Int
        /// Its links to bars further down, the deepest first, which is leftmost.
        let lower: [(leg: Int, bar: Int)]
        let topLeg: Int?
        var column = 0

        var isPublished: Bool
        /// The rows that its box and its links pass.
        var rows: ClosedRange<Int>
        var lines: [[BoxContent.Line]] = []
        var topLines: [BoxContent.Line] = []
        var portLines: [BoxContent.Line] = []
    }

    private static let margin = 24
    private static let columnGap = 28
    private static let lineStep = 14
    private static let lineInset = 16
    private static let labelGap = 7
    private static let hostHeight = 34
    private static let busThickness = 5
    /// Beyond so many containers a network has more than one line.
    private static let containersPerLine = 10

    private let diagram: Diagram
    private var bars: [Bar] = [.host]
    private var placed: [Placed] = []
    private var columnX: [Int] = []
    private var columnWidth: [Int] = []
    private var barY: [Int] = []
    private var boxY: [Int] = []
    private var drawing = Drawing()
    private var labels: [Int: [BoxContent.Line]] = [:]
    private var busLeft = 0
    private var railX = 0

    static func draw(_ diagram: Diagram) -> Drawing {
        var layout = BusLayout(diagram)
        layout.assignColumns()
        layout.measureColumns()
        layout.measureRows()
        layout.drawBars()
        layout.drawNodes()
        layout.finish()
        return layout.drawing
    }

    // MARK: Rows

    private init(_ diagram: Diagram) {
        self.diagram = diagram
        var lineOf: [Int: Int] = [:]
        var barsOf: [Int: [Int]] = [:]
        let order = BusOrder.of(diagram)
        let position = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var here: [Int: [Int]] = [:]
        for (index, node) in diagram.nodes.enumerated() where node.kind == .own {
            let first = node.legs.min { (position[$0.network] ?? 0) < (position[$1.network] ?? 0) }
            if let first { here[first.network, default: []].append(index) }
        }
        for network in order {
            let nodes = here[network] ?? []
            let lines = max(1, (nodes.count + Self.containersPerLine - 1) / Self.containersPerLine)
            // Whom others above or below are linked to stand nearest to them.
            let ports = nodes.filter { !diagram.nodes[$0].ports.isEmpty }
            let bridges = nodes.filter { diagram.nodes[$0].ports.isEmpty && diagram.nodes[$0].legs.count > 1 }
            let plain = nodes.filter { diagram.nodes[$0].ports.isEmpty && diagram.nodes[$0].legs.count <= 1 }
            let sorted = lines == 1 ? nodes : ports + plain + bridges
            for (index, node) in sorted.enumerated() { lineOf[node] = index * lines / max(1, sorted.count) }
            for line in 0..<lines {
                barsOf[network, default: []].append(bars.count)
                bars.append(.network(network, isFirst: line == 0))
            }
        }
        if diagram.nodes.contains(where: { $0.kind == .detached }) { bars.append(.detached) }
        for (index, node) in diagram.nodes.enumerated() {
            placed.append(place(index, node, line: lineOf[index] ?? 0, position, barsOf))
        }
        for network in diagram.networks.indices { labels[network] = BoxContent.lines(of: diagram.networks[network]) }
    }

    private func place(
        _ index: Int,
        _ node: Diagram.Node,
        line: Int,
        _ position: [Int: Int],
        _ barsOf: [Int: [Int]]
    ) -> Placed {
        let content = BoxContent(node)
        if node.kind == .detached || (node.kind == .own && node.legs.isEmpty) {
            let row = bars.count - 1
            return Placed(
                node: index, content: content, row: row, lower: [], topLeg: nil, isPublished: false, rows: row...row
            )
        }
        if node.kind == .host {
            return Placed(node: index, content: content, row: 0, lower: [], topLeg: nil, isPublished: false, rows: 0...0)
        }
        let legs = node.legs.indices.sorted {
            (position[node.legs[$0].network] ?? 0) < (position[node.legs[$1].network] ?? 0)
        }
        let topLeg = legs.first
        let own = topLeg.flatMap { barsOf[node.legs[$0].network] } ?? []
        let row = own.indices.contains(line) ? own[line] : bars.count - 1
        let lower = legs.dropFirst().compactMap { leg in barsOf[node.legs[leg].network]?.first.map { (leg, $0) } }
        let isPublished = !node.ports.isEmpty
        let last = max(row, (lower.last?.1 ?? 0) - 1)
        var result = Placed(
            node: index,
            content: content,
            row: row,
            lower: lower.reversed(),
            topLeg: topLeg,
            isPublished: isPublished,
            rows: (isPublished ? 0 : row)...last
        )
        result.lines = result.lower.map { BoxContent.lines(of: node.legs[$0.leg]) }
        if let topLeg { result.topLines = BoxContent.lines(of: node.legs[topLeg]) }
        result.portLines = BoxContent.lines(of: node.ports)
        return result
    }

    // MARK: Columns

    /// Gives each node the first column that is free over its rows.
    private mutating func assignColumns() {
        var taken: [[Bool]] = []
        let order = placed.indices.sorted { a, b in
            let (left, right) = (placed[a], placed[b])
            return (left.rows.lowerBound, -left.rows.count, left.row, a)
                < (right.rows.lowerBound, -right.rows.count, right.row, b)
        }
        for index in order {
            let rows = placed[index].rows
            var column = 0
            while column < taken.count, rows.contains(where: { taken[column][$0] }) { column += 1 }
            if column == taken.count { taken.append([Bool](repeating: false, count: bars.count)) }
            for row in rows { taken[column][row] = true }
            placed[index].column = column
        }
    }

    private mutating func measureColumns() {
        let labelWidth = labels.values.flatMap { $0 }.map { $0.style.width($0.text) }.max() ?? 0
        let needsDetachedLabel = bars.contains(.detached)
        let gutter = max(labelWidth, needsDetachedLabel ? Drawing.TextStyle.title.width("not connected") : 0)
        railX = Self.margin + gutter + (gutter == 0 ? 0 : 20)
        busLeft = railX + 20
        var widths = [Int](repeating: 0, count: (placed.map(\.column).max() ?? -1) + 1)
        for item in placed { widths[item.column] = max(widths[item.column], width(of: item)) }
        var x = busLeft + 28
        for width in widths {
            columnX.append(x)
            columnWidth.append(width)
            x += width + Self.columnGap
        }
    }

    private func width(of item: Placed) -> Int {
        func reach(_ lines: [BoxContent.Line], _ slot: Int) -> Int {
            guard let widest = lines.map({ $0.style.width($0.text) }).max() else { return 0 }
            return Self.lineInset + slot * Self.lineStep + Self.labelGap + widest
        }
        let lower = item.lines.indices.map { reach(item.lines[$0], $0) }.max() ?? 0
        let top = reach(item.topLines, topSlot(of: item))
        return max(item.content.width, max(lower, max(top, reach(item.portLines, 0))))
    }

    /// The arrow of the ports is left of the link, whose text is at its right.
    private func topSlot(of item: Placed) -> Int { item.isPublished ? 1 : 0 }

    private func x(of item: Placed, slot: Int) -> Int { columnX[item.column] + Self.lineInset + slot * Self.lineStep }

    // MARK: Heights

    private static func height(_ lines: [BoxContent.Line]) -> Int { lines.reduce(0) { $0 + $1.style.lineHeight } }

    private mutating func measureRows() {
        var top = [Int](repeating: 0, count: bars.count)
        var middle = top
        var bottom = top
        for item in placed {
            let lines = Self.height(item.topLines)
            top[item.row] = max(top[item.row], lines + 22)
            middle[item.row] = max(middle[item.row], item.content.height)
            if item.isPublished { top[0] = max(top[0], Self.height(item.portLines) + 22) }
            for (index, lower) in item.lower.enumerated() {
                bottom[lower.bar - 1] = max(bottom[lower.bar - 1], Self.height(item.lines[index]) + 20)
            }
        }
        var y = Self.margin + Self.hostHeight
        for bar in bars.indices {
            if bar > 0 { y += labelAscent(bar) }
            barY.append(y)
            boxY.append(y + top[bar])
            let label: Int = if case .network(let network, true) = bars[bar] { labelDescent(network) } else { 0 }
            let isEmpty = middle[bar] == 0
            y += max(top[bar] + middle[bar] + max(bottom[bar], isEmpty ? 18 : 30), label)
        }
        drawing.height = y + Self.margin
    }

    /// Room for the label above the bus, whose name stands beside it.
    private func labelAscent(_ bar: Int) -> Int {
        if case .network(_, false) = bars[bar] { 4 } else { 10 }
    }

    private func labelDescent(_ network: Int) -> Int { Self.height(labels[network] ?? []) + 10 }

    // MARK: Drawing

    private mutating func drawBars() {
        var rightmost: [Int: Int] = [:]
        for item in placed {
            if let topLeg = item.topLeg, diagram.nodes[item.node].legs.indices.contains(topLeg) {
                rightmost[item.row] = max(rightmost[item.row] ?? 0, x(of: item, slot: topSlot(of: item)))
            }
            for (slot, lower) in item.lower.enumerated() {
                rightmost[lower.bar] = max(rightmost[lower.bar] ?? 0, x(of: item, slot: slot))
            }
        }
        let right = max(busLeft + 240, (zip(columnX, columnWidth).map { $0 + $1 }.max() ?? 0))
        drawing.width = right + Self.margin
        var buses: [Int: Drawing.Bus] = [:]
        for (bar, kind) in bars.enumerated() {
            switch kind {
            case .host: drawHost(right)
            case .detached:
                var y = barY[bar]
                drawing.notes += BoxContent.texts(
                    [BoxContent.Line(text: "not connected", style: .title)],
                    x: Self.margin,
                    y: &y
                )
            case .network(let network, let isFirst):
                let left = isFirst && diagram.networks[network].hasWayOut ? railX : busLeft
                let end = max(busLeft + 120, (rightmost[bar] ?? 0) + 20)
                let line = Drawing.Frame(
                    x: left,
                    y: barY[bar] - Self.busThickness / 2,
                    width: end - left,
                    height: Self.busThickness
                )
                if isFirst {
                    var y = barY[bar] - 9
                    let texts = BoxContent.texts(labels[network] ?? [], x: Self.margin, y: &y)
                    buses[network] = Drawing.Bus(network: network, lines: [line], texts: texts)
                } else {
                    buses[network]?.lines.append(line)
                }
            }
        }
        drawing.buses = buses.values.sorted { ($0.lines.first?.y ?? 0) < ($1.lines.first?.y ?? 0) }
        drawRail()
        drawSpines()
    }

    private mutating func drawHost(_ right: Int) {
        let frame = Drawing.Frame(
            x: Self.margin,
            y: Self.margin,
            width: right - Self.margin,
            height: Self.hostHeight
        )
        drawing.host = frame
        drawing.hostTexts = BoxContent.hostTexts(diagram, frame)
    }

    /// The networks' way out: a line from the host's bar down to each network that has one.
    private mutating func drawRail() {
        for (bar, kind) in bars.enumerated() {
            guard case .network(let network, true) = kind, diagram.networks[network].hasWayOut else { continue }
            drawing.lines.append(
                Drawing.Line(
                    kind: .wayOut(network: network),
                    node: nil,
                    points: [Drawing.Point(x: railX, y: barY[0]), Drawing.Point(x: railX, y: barY[bar])]
                )
            )
        }
    }

    /// What joins the lines of a network that has several.
    private mutating func drawSpines() {
        for index in drawing.buses.indices {
            let lines = drawing.buses[index].lines
            guard let first = lines.first, let last = lines.last, lines.count > 1 else { continue }
            drawing.buses[index].lines.append(
                Drawing.Frame(
                    x: busLeft,
                    y: first.y,
                    width: Self.busThickness,
                    height: last.bottom - first.y
                )
            )
        }
    }

    private mutating func drawNodes() {
        for item in placed {
            let frame = Drawing.Frame(
                x: columnX[item.column],
                y: boxY[item.row],
                width: columnWidth[item.column],
                height: item.content.height
            )
            let node = diagram.nodes[item.node]
            if node.kind == .host { drawHostLink(item, frame) }
            if item.isPublished { drawPorts(item, node, frame) }
            if let leg = item.topLeg {
                let x = x(of: item, slot: topSlot(of: item))
                draw(node.legs[leg], of: item, from: barY[item.row], to: frame.y, x: x, item.topLines, textTop: barY[item.row] + 9)
            }
            for (slot, lower) in item.lower.enumerated() {
                let x = x(of: item, slot: slot)
                let lines = item.lines[slot]
                let top = barY[lower.bar] - Self.height(lines) - 10
                draw(node.legs[lower.leg], of: item, from: barY[lower.bar], to: frame.bottom, x: x, lines, textTop: top)
            }
            drawing.boxes.append(item.content.box(item.node, frame))
        }
    }

    private mutating func draw(
        _ leg: Diagram.Leg,
        of item: Placed,
        from bus: Int,
        to box: Int,
        x: Int,
        _ lines: [BoxContent.Line],
        textTop: Int
    ) {
        var y = textTop
        let isFaulty = leg.isDown || leg.impairment != nil
        drawing.lines.append(
            Drawing.Line(
                kind: .leg(network: leg.network),
                condition: !leg.isLive ? .idle : isFaulty ? .faulty : .live,
                node: item.node,
                points: [Drawing.Point(x: x, y: bus), Drawing.Point(x: x, y: box)],
                hops: hops(x, min(bus, box), max(bus, box)),
                texts: BoxContent.texts(lines, x: x + Self.labelGap, y: &y)
            )
        )
    }

    private mutating func drawPorts(_ item: Placed, _ node: Diagram.Node, _ frame: Drawing.Frame) {
        let x = x(of: item, slot: 0)
        var y = barY[0] + 9
        drawing.lines.append(
            Drawing.Line(
                kind: .port,
                condition: node.ports.contains(where: \.isLive) ? .live : .idle,
                node: item.node,
                points: [Drawing.Point(x: x, y: barY[0]), Drawing.Point(x: x, y: frame.y)],
                hops: hops(x, barY[0], frame.y),
                texts: BoxContent.texts(item.portLines, x: x + Self.labelGap, y: &y)
            )
        )
    }

    private mutating func drawHostLink(_ item: Placed, _ frame: Drawing.Frame) {
        let x = x(of: item, slot: 0)
        drawing.lines.append(
            Drawing.Line(
                kind: .leg(network: -1),
                condition: diagram.nodes[item.node].isRunning ? .live : .idle,
                node: item.node,
                points: [Drawing.Point(x: x, y: barY[0]), Drawing.Point(x: x, y: frame.y)]
            )
        )
    }

    /// The buses between two heights that reach as far as `x`.
    private func hops(_ x: Int, _ top: Int, _ bottom: Int) -> [Int] {
        drawing.buses.flatMap(\.lines).filter { line in
            line.width > line.height && line.x <= x && x <= line.right
                && line.y > top + Self.busThickness && line.bottom < bottom - Self.busThickness
        }.map { $0.y + $0.height / 2 }.sorted()
    }

    private mutating func finish() {
        if diagram.nodes.isEmpty {
            let text =
                diagram.networks.isEmpty ? "No containers, and no networks but Docker's own." : "No containers yet."
            let style = Drawing.TextStyle.plain
            drawing.notes.append(
                Drawing.Text(text: text, style: style, x: Self.margin, y: drawing.height - Self.margin + 10)
            )
            drawing.width = max(drawing.width, Self.margin * 2 + style.width(text))
            drawing.height += 12
        }
    }
}

extension BoxContent {
    /// The host's name, and the addresses that the outside knows it by.
    static func hostTexts(_ diagram: Diagram, _ frame: Drawing.Frame) -> [Drawing.Text] {
        var text = short(diagram.hostName)
        let addresses = ([diagram.uplink] + diagram.uplinkAddresses).map { short($0, 50) }
        for word in addresses {
            let longer = text + "  ·  " + word
            if Drawing.TextStyle.host.width(longer) + 2 * padding > frame.width { break }
            text = longer
        }
        return [Drawing.Text(text: text, style: .host, x: frame.x + padding, y: frame.y + frame.height / 2 + 5)]
    }
}
