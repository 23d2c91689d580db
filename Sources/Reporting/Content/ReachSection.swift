internal import Addressing
internal import Lab
internal import Reachability
internal import Text

/// Who reaches whom: services by one of their containers each.
enum ReachSection {
    /// A larger matrix fits no page.
    private static let most = 14
    /// Whose pairs are told at all.
    private static let mostListed = 60

    static func make(_ facts: ReportFacts) -> ReportPage.Section {
        let services = facts.services.filter { $0.running != nil }
        var blocks: [ReportPage.Block] = []
        if services.count > mostListed {
            let text = "There are \(services.count) services: netsim reach shows who reaches whom by classes."
            blocks.append(.paragraph(text))
        } else if services.isEmpty {
            blocks.append(.paragraph("Nothing runs."))
        } else {
            var reach = Reachability(facts.lab)
            let askers = services.compactMap { service in
                service.running.map { (service.label, Party.container($0.id)) }
            }
            let rows = (askers + [("the host", .host), ("the world", .outside)]).map { label, party in
                (name: label, cells: services.map { cell(party, $0, &reach) })
            }
            blocks.append(
                services.count > most ? sentences(services.map(\.label), rows) : .matrix(services.map(\.label), rows)
            )
            blocks.append(
                .paragraph(
                    "A row says what it reaches of each column: ports, or ping where nothing listens; — is nobody, "
                        + "and ? says that nobody knows what listens there. Replicas of a service are asked by one of them."
                )
            )
        }
        return ReportPage.Section(title: "Who reaches whom", anchor: "reach", blocks: blocks)
    }

    private static func cell(_ party: Party, _ target: ReportFacts.Service, _ reach: inout Reachability)
        -> ReportPage.Cell
    {
        guard let container = target.running, party != .container(container.id) else { return .init("", .quiet) }
        guard let answer = reach.answer(from: party, to: .container(container.id)) else { return .init("—", .bad) }
        let open = answer.ports.filter { $0.best.outcome == .reached }
        let isDoubt = answer.isOpenEnded && answer.ping.best.outcome == .reached
        if !open.isEmpty {
            let ports = open.compactMap(\.ports).map { $0.transport == .tcp ? "\($0.ports)" : "\($0)" }
            let text = Count.list(ports, limit: 4) + (isDoubt ? " ?" : "")
            return .init(text, open.allSatisfy(\.best.isDoubt) ? .warning : .good, code: true)
        }
        if isDoubt { return .init("?", .warning, code: true) }
        return answer.ping.best.outcome == .reached ? .init("ping", .good, code: true) : .init("—", .bad)
    }

    /// For many: a line for each service.
    private static func sentences(_ names: [String], _ rows: [(name: String, cells: [ReportPage.Cell])])
        -> ReportPage.Block
    {
        .table(
            ["From", "Reaches", "Does not reach"],
            rows.map { row in
                let found = zip(names, row.cells).filter { $1.mood == .good || $1.mood == .warning }
                let apart = zip(names, row.cells).filter { $1.mood == .bad }.map(\.0)
                return [
                    .init(row.name), .init(Count.list(found.map { "\($0) (\($1.text))" }, limit: 40)),
                    .init(Count.list(apart, limit: 40), .quiet),
                ]
            }
        )
    }
}
