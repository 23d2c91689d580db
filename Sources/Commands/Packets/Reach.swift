internal import Lab
internal import Reachability
internal import Rendering

/// `netsim reach`.
struct Reach: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FROM] [TO]",
        .between(0, 2),
        "Show who reaches whom, on which port, and which rule decides",
        details: """
            FROM and TO are a container, a network (all its members), "host", "outside" or an
            address; without them it is all containers, the host and a client outside.
            Containers that behave alike are one class: a row, a column and a line below. The lab
            is asked about, the Compose files of -f, or the folder's where there is no lab.

            With one FROM and one TO every way is listed, and the exit status is 1 when no
            port answers (no ping, where nothing listens); otherwise it is 0.
            """,
        operands: [.networksAndContainers]
    )

    enum Format: String, CaseIterable {
        case table, json, yaml, csv
    }

    private var format = ""
    private var showsPorts = false
    private var explains = false
    private var showsExposure = false
    private var request = ProjectRequest()

    static var flags: [Flag<Reach>] {
        let own: [Flag<Reach>] = [
            .bool("explain", "Add which rule decided, and the option or flag that put it there") { $0.explains = $1 },
            .bool("exposure", "List what the host and the outside reach, by interface and address") {
                $0.showsExposure = $1
            },
            .ownFormat(Format.allCases.map(\.rawValue), default: "table") { $0.format = $1 },
            .bool("ports", "List every port by itself, with the address asked and the source seen") {
                $0.showsPorts = $1
            },
        ]
        return (own + DesignRequest.flags().map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let format = Format(rawValue: format) ?? .table
        try session.useDesign(request)
        try session.tellFilterDoubt()
        return try session.read { lab in
            var reach = Reachability(lab)
            if showsExposure { return try exposure(operands, &reach, format, session) }
            let from = try operands.first.map { try ReachOperand($0, reach) } ?? .everybody
            let to = try operands.dropFirst().first.map { try ReachOperand($0, reach) } ?? .everybody
            if let asker = try from.party(reach), let answer = to.answer(from: asker, &reach) {
                let rows = ReachRow.all(operands[0], operands[1], answer)
                show(rows, isPair: true, reach, format, session)
                return answer.outcome == .reached ? 0 : 1
            }
            let view = ReachView(try from.group(reach), try to.group(reach), &reach)
            if showsPorts || explains || format == .csv {
                show(view.rows(&reach), isPair: false, reach, format, session)
                return 0
            }
            switch format {
            case .json: session.print(view.json(reach).json(.indented))
            case .yaml: session.write(view.json(reach).yaml())
            case .table, .csv: session.write(view.text(width: session.width, session.style))
            }
            return 0
        }
    }

    private func show(
        _ rows: [ReachRow],
        isPair: Bool,
        _ reach: Reachability,
        _ format: Format,
        _ session: Session
    ) {
        let table = ReachTable(rows: rows, lab: reach.lab, explains: explains, namesParties: !isPair)
        switch format {
        case .json: session.print(table.json.json(.indented))
        case .yaml: session.write(table.json.yaml())
        case .csv: session.write(table.csv)
        case .table: session.write(table: table.text)
        }
    }

    private func exposure(
        _ operands: [String],
        _ reach: inout Reachability,
        _ format: Format,
        _ session: Session
    ) throws -> Int32 {
        let known: [String: Party] = ["host": .host, "outside": .outside]
        var observers: [Party] = [.outside, .host]
        if let word = operands.first {
            guard let observer = known[word], operands.count == 1 else {
                throw CommandFailure(
                    "netsim: --exposure is of the host or the outside: netsim reach --exposure [host|outside]"
                )
            }
            observers = [observer]
        }
        let table = ExposureTable(observers.flatMap { reach.exposure(to: $0) }, reach.lab)
        switch format {
        case .json: session.print(table.json.json(.indented))
        case .yaml: session.write(table.json.yaml())
        case .csv: session.write(table.csv)
        case .table: session.write(table: table.text)
        }
        return 0
    }
}

extension Session {
    /// Columns of the terminal: `COLUMNS`, or 80.
    var width: Int {
        let given = surroundings.environment("COLUMNS").flatMap { Int($0) } ?? 80
        return min(max(given, 40), 1000)
    }
}
