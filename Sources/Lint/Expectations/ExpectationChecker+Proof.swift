internal import Addressing
internal import Lab
internal import PacketFilter
internal import Reachability
internal import Text
internal import YAML

/// Why an expectation holds.
extension ExpectationChecker {
    /// How many lines of one expectation are told.
    private static var mostLines: Int { 4 }

    /// What shows that an expectation holds, a line for each pair; empty where its words say it all.
    mutating func proof(of text: Placed<String>, in project: Int) -> [String] {
        let names = reach.namesRules
        reach.namesRules = true
        defer { reach.namesRules = names }
        do throws(ExpectationError) {
            switch try ExpectationParser.parse(text.value).claim {
            case .reach(let asker, .named(let name), let port, let isNegated):
                guard let meant = parties.meant(name, in: project) else { return [] }
                let asking = try askers(asker, in: project).places
                return proof(asking.map { ($0.label, $0.party) }, meant.containers, port, isNegated: isNegated)
            case .reach(let asker, let target, let port, let isNegated):
                return try proof(of: asker, target, port, isNegated: isNegated, in: project)
            case .resolvesToNothing(let asker, let name):
                return try askers(asker, in: project).places.prefix(Self.mostLines).map {
                    "\($0.label) gets no address for \(name)"
                }
            case .resolvesToCount(let asker, let name, _), .resolvesToAddress(let asker, let name, _):
                return try askers(asker, in: project).places.prefix(Self.mostLines).map { label, place, _ in
                    let found = addresses(of: name, at: place)
                    return "\(label) gets \(Count.list(found.map(\.description))) for \(name)"
                }
            case .spreads(let name, let count):
                return ["on every network that knows it, \(name.text) is \(count) containers"]
            case .gets(let name, let address):
                return ["in no order of starting does another one take \(address) from \(name.text)"]
            }
        } catch {
            return []
        }
    }

    /// To an address, the host or the world.
    private mutating func proof(
        of asker: Expectation.Asker,
        _ target: Expectation.Target,
        _ port: ContainerPort?,
        isNegated: Bool,
        in project: Int
    ) throws(ExpectationError) -> [String] {
        let address: IPAddress?
        switch target {
        case .address(let given): address = given
        case .outside: address = reach.outsideAddress(.ipv4)
        case .host: address = context.lab.host.uplinkAddresses.first?.address
        case .named: address = nil
        }
        guard let address else { return [] }
        var lines: [String] = []
        for (label, _, party) in try askers(asker, in: project).places.prefix(Self.mostLines) {
            guard let verdict = reach.answer(from: party, to: address, port.map { .port($0) } ?? .ping) else {
                continue
            }
            let place = Self.text(address, port?.number ?? 0)
            let rule = verdict.rule.map { " (\($0.rule.origin.description(in: context.lab)))" } ?? ""
            lines.append(
                isNegated
                    ? "\(label) to \(place): \(verdict.reason.rawValue)\(rule)" : "\(label) reaches \(place)\(rule)"
            )
        }
        return lines
    }

    private mutating func proof(
        _ askers: [(label: String, party: Party)],
        _ targets: [Container],
        _ port: ContainerPort?,
        isNegated: Bool
    ) -> [String] {
        var lines: [String] = []
        for (label, party) in askers {
            for target in representatives(targets.filter { .container($0.id) != party }) {
                guard lines.count < Self.mostLines else { return lines }
                let answer = reach.answer(from: party, to: .container(target.id))
                let asked = port.map { Service.port($0) }
                let verdict =
                    asked.flatMap { reach.answer(from: party, to: .container(target.id), $0) }
                    ?? answer.map { $0.ports.map(\.best).min { $0.outcome < $1.outcome } ?? $0.ping.best }
                guard let verdict else { continue }
                let rule = verdict.rule.map { " (\($0.rule.origin.description(in: context.lab)))" } ?? ""
                lines.append(
                    isNegated
                        ? "\(label) to \(target.name): \(verdict.reason.rawValue)\(rule)"
                        : "\(label) reaches \(target.name) \(Self.text(verdict))\(rule)"
                )
            }
        }
        return lines
    }
}
