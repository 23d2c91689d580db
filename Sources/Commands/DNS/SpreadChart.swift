internal import Addressing
internal import ContainerTools
internal import Rendering
internal import Resolver

/// What `netsim spread` shows: a bar for each address, and why.
struct SpreadChart {
    let name: String
    let client: String
    let order: AnswerOrder
    let spread: Spread
    /// How curl and the other tools of the client's container sort addresses.
    let tools: ResolverLibrary

    private var total: Int { spread.shares.reduce(0) { $0 + $1.connections } }

    /// Tenths of a percent, rounded.
    private func tenths(_ share: Spread.Share) -> Int {
        total == 0 ? 0 : (share.connections * 2000 + total) / (2 * total)
    }

    private static func percent(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)%" }

    // MARK: Text

    private static let titles = ["ADDRESS", "CONTAINER", "CONNECTIONS", "SHARE", "FIRST CHOICE OF"]
    private static let longestBar = 40

    /// - Parameter width: columns; bars fill what the numbers leave, and where that is too little there are none.
    func text(width: Int) -> String {
        let options = spread.options
        var rows = [Self.titles]
        for share in spread.shares {
            rows.append([
                share.address.description, share.container ?? "", "\(share.connections)", Self.percent(tenths(share)),
                share.firstChoices == 1 ? "1 client" : "\(share.firstChoices) clients",
            ])
        }
        let widths = Self.titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let room = min(width - widths.reduce(0) { $0 + $1 + 2 }, Self.longestBar)
        var text = "\(name) from \(client): \(Self.count(options.clients, "client")), "
        text += "\(Self.count(options.connections, "connection")) each, \(total) in all\n\n"
        for (index, row) in rows.enumerated() {
            var line = ""
            for (column, cell) in row.enumerated() {
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                // Numbers end below one another.
                line += (2...3).contains(column) ? gap + cell + "  " : cell + gap + "  "
            }
            if index > 0, room >= 5 { line += bar(spread.shares[index - 1], room) }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        text += "\n"
        for reason in spread.reasons { text += Self.wrapped(reason, width) }
        return text
    }

    /// Whose order of addresses is shown, and whose the tools in the same container have.
    var resolver: String {
        let own = spread.options.library
        if own == tools { return "the clients sort addresses as \(own.rawValue) does, and so does curl in \(client)" }
        return "the clients sort addresses as \(own.rawValue) does; curl in \(client) does as \(tools.rawValue): "
            + "--resolver \(tools.rawValue)"
    }

    private static func wrapped(_ sentence: String, _ width: Int) -> String {
        var text = ""
        var line = ""
        for word in sentence.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                text += line + "\n"
                line = "  " + word
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return text + line + "\n"
    }

    /// The longest of all fills the room; what has any connection has a mark.
    private func bar(_ share: Spread.Share, _ room: Int) -> String {
        let most = spread.shares.map(\.connections).max() ?? 0
        guard most > 0, share.connections > 0 else { return "" }
        return String(repeating: "█", count: max(1, (share.connections * room + most / 2) / most))
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    // MARK: JSON

    var object: JSONValue {
        let options = spread.options
        let shares = spread.shares.map { share in
            JSONValue.object(
                JSONObject([
                    ("Address", .string(share.address.description)), ("Container", .string(share.container ?? "")),
                    ("Connections", .int(Int64(share.connections))),
                    ("Percent", .double(Double(tenths(share)) / 10)),
                    ("FirstChoices", .int(Int64(share.firstChoices))),
                ])
            )
        }
        return .object(
            JSONObject([
                ("Name", .string(name)), ("From", .string(client)), ("Order", .string(order.rawValue)),
                ("Resolver", .string(options.library.rawValue)),
                ("ToolResolver", .string(tools.rawValue)), ("Cache", .string(options.cache.rawValue)),
                ("Clients", .int(Int64(options.clients))), ("Connections", .int(Int64(options.connections))),
                ("IntervalNanoseconds", .int(options.interval)), ("Questions", .int(Int64(spread.questions))),
                ("Addresses", .array(shares)),
                ("FirstChoices", .array(spread.firstChoices.map { .string($0.description) })),
                ("Why", .array(spread.reasons.map { .string($0) })),
            ])
        )
    }
}
