/// Putting down what has its rows and columns.
extension BusLayout {
    mutating func drawBars() {
        var rightmost: [Int: Int] = [:]
        for item in placed {
            let end = columnX[item.column] + columnWidth[item.column]
            if item.topLeg != nil { rightmost[item.row] = max(rightmost[item.row] ?? 0, end) }
            for lower in item.lower { rightmost[lower.bar] = max(rightmost[lower.bar] ?? 0, end) }
        }
        let host = Drawing.TextStyle.host.width(BoxContent.hostText(diagram)) + 2 * BoxContent.padding
        let columns = zip(columnX, columnWidth).map { $0 + $1 }.max() ?? 0
        let right = max(Self.margin + host, max(diagram.networks.isEmpty ? 0 : busLeft + 240, columns))
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
                let end = max(busLeft + 120, rightmost[bar] ?? 0)
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
        var top = barY[0]
        for (bar, kind) in bars.enumerated() {
            guard case .network(let network, true) = kind, diagram.networks[network].hasWayOut else { continue }
            drawing.lines.append(
                Drawing.Line(
                    kind: .wayOut(network: network),
                    node: nil,
                    points: [Drawing.Point(x: railX, y: barY[bar]), Drawing.Point(x: railX, y: top)]
                )
            )
            top = barY[bar]
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

    mutating func drawNodes() {
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
                draw(
                    node.legs[leg],
                    of: item,
                    from: barY[item.row],
                    to: frame.y,
                    x: x,
                    item.topLines,
                    textTop: barY[item.row] + 9
                )
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
        drawing.lines.append(
            Drawing.Line(
                kind: .leg(network: leg.network),
                condition: leg.condition,
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

    mutating func finish() {
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
    static func hostText(_ diagram: Diagram) -> String {
        ([diagram.hostName, diagram.uplink] + diagram.uplinkAddresses).map { short($0, 50) }.joined(separator: "  ·  ")
    }

    static func hostTexts(_ diagram: Diagram, _ frame: Drawing.Frame) -> [Drawing.Text] {
        let text = hostText(diagram)
        return [Drawing.Text(text: text, style: .host, x: frame.x + padding, y: frame.y + frame.height / 2 + 5)]
    }
}
