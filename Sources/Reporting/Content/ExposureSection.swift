internal import Addressing
internal import Lab
internal import PacketFilter
internal import Reachability

/// What somebody outside reaches, and the rule that lets it in.
enum ExposureSection {
    /// Who reads more of them looks at `netsim reach --exposure`.
    private static let most = 200

    static func make(_ facts: ReportFacts) -> ReportPage.Section {
        var reach = Reachability(facts.lab)
        reach.namesRules = true
        let all = reach.exposure(to: .outside)
        var blocks: [ReportPage.Block] = []
        if all.isEmpty {
            blocks.append(.paragraph("Nothing: whoever is outside the host reaches no container."))
        } else {
            blocks.append(
                .paragraph("Whoever reaches the host reaches these, past its own rules for input (ufw, firewalld).")
            )
            let groups = grouped(all)
            let rows = groups.prefix(most).map { row($0, &reach, facts) }
            blocks.append(.table(["At", "Leads to", "Opened by", "Rule"], rows))
            if groups.count > most { blocks.append(.paragraph("And \(groups.count - most) more.")) }
        }
        return ReportPage.Section(title: "What the world reaches", anchor: "exposure", blocks: blocks)
    }

    /// What leads to the same by the same port, at one address of the host or another.
    private static func grouped(_ all: [Exposure]) -> [[Exposure]] {
        var groups: [[Exposure]] = []
        for entry in all {
            let place = groups.firstIndex { group in
                guard let first = group.first else { return false }
                return (first.container, first.target, first.ports, first.origin)
                    == (entry.container, entry.target, entry.ports, entry.origin) && entry.container != nil
            }
            if let place { groups[place].append(entry) } else { groups.append([entry]) }
        }
        return groups
    }

    private static func row(
        _ group: [Exposure],
        _ reach: inout Reachability,
        _ facts: ReportFacts
    ) -> [ReportPage.Cell] {
        guard let entry = group.first else { return [] }
        let container = entry.container.flatMap { facts.lab.container($0) }
        let target = container.map(facts.label) ?? "a program of the host"
        let way = way(of: entry, &reach)
        let by = way?.rule.map { $0.rule.origin.description(in: facts.lab) } ?? entry.origin.rawValue
        let text = way?.rule.map { RuleText.line($0.chain, $0.rule, entry.address.family) }
        let otherwise = way?.way == .proxied ? "none: by the userland proxy" : "none"
        return [
            .init(
                group.map { "\($0.address.bracketed):\(PortRun($0.ports, $0.target.transport))" }.joined(
                    separator: " "
                ),
                code: true
            ),
            .init("\(target):\(entry.target.ports)"), .init(by),
            text.map { .init($0, code: true) } ?? .init(otherwise, .quiet),
        ]
    }

    private static func way(of entry: Exposure, _ reach: inout Reachability) -> Verdict? {
        guard let first = entry.container else { return nil }
        let port = ContainerPort(entry.target.ports.first, entry.target.transport)
        let ways =
            reach.answer(from: .outside, to: .container(first))?.ports
            .first { $0.ports?.contains(port) == true }?.ways ?? []
        return ways.first { $0.outcome == .reached && $0.address == entry.address }
    }
}
