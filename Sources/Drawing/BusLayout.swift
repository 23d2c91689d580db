/// The layout that netsim has built in: the host's bar on top, each network a horizontal line below it, and each
/// container in the row beneath the first of its networks.
///
/// A container has a column of its own over all rows that its links pass, so that a link crosses neither boxes nor
/// texts: only buses, which it visibly hops over.
struct BusLayout {
    /// A horizontal bar: the host's, a line of a network, or the place of what is on no network.
    enum Bar: Hashable {
        case host
        case network(Int, isFirst: Bool)
        case detached
    }

    /// A node with its place in the grid.
    struct Placed {
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

    static let margin = 24
    static let columnGap = 28
    static let lineStep = 18
    static let lineInset = 16
    static let labelGap = 7
    static let hostHeight = 34
    static let busThickness = 5
    /// Beyond so many containers a network has more than one line.
    static let containersPerLine = 10

    let diagram: Diagram
    var bars: [Bar] = [.host]
    var placed: [Placed] = []
    var columnX: [Int] = []
    var columnWidth: [Int] = []
    var barY: [Int] = []
    var boxY: [Int] = []
    var drawing = Drawing()
    var labels: [Int: [BoxContent.Line]] = [:]
    var busLeft = 0
    var railX = 0

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

    /// Whether a drawing is so wide that nobody sees it whole: many containers on several networks each do that, for
    /// each of them has a column of its own.
    static func isTooWide(_ drawing: Drawing) -> Bool { drawing.width > 5000 }

    // MARK: Rows

    init(_ diagram: Diagram) {
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

    func place(
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
                node: index,
                content: content,
                row: row,
                lower: [],
                topLeg: nil,
                isPublished: false,
                rows: row...row
            )
        }
        if node.kind == .host {
            return Placed(
                node: index,
                content: content,
                row: 0,
                lower: [],
                topLeg: nil,
                isPublished: false,
                rows: 0...0
            )
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
    mutating func assignColumns() {
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

    mutating func measureColumns() {
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

    func width(of item: Placed) -> Int {
        func reach(_ lines: [BoxContent.Line], _ slot: Int) -> Int {
            guard let widest = lines.map({ $0.style.width($0.text) }).max() else { return 0 }
            return Self.lineInset + slot * Self.lineStep + Self.labelGap + widest
        }
        let lower = item.lines.indices.map { reach(item.lines[$0], $0) }.max() ?? 0
        let top = reach(item.topLines, topSlot(of: item))
        return max(item.content.width, max(lower, max(top, reach(item.portLines, 0))))
    }

    /// The arrow of the ports is left of the link, whose text is at its right.
    func topSlot(of item: Placed) -> Int { item.isPublished ? 1 : 0 }

    func x(of item: Placed, slot: Int) -> Int { columnX[item.column] + Self.lineInset + slot * Self.lineStep }

    // MARK: Heights

    static func height(_ lines: [BoxContent.Line]) -> Int { lines.reduce(0) { $0 + $1.style.lineHeight } }

    mutating func measureRows() {
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
    func labelAscent(_ bar: Int) -> Int {
        if case .network(_, false) = bars[bar] { 4 } else { 10 }
    }

    func labelDescent(_ network: Int) -> Int { Self.height(labels[network] ?? []) + 10 }
}
