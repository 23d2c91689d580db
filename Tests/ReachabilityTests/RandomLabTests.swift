import Addressing
import Lab
import Reachability
import TestSupport
import Testing

/// What holds in every lab.
struct RandomLabTests {
    private static let seeds: ClosedRange<UInt64> = 1...24

    /// What a member finds, without the addresses that are its own.
    private struct Finding: Equatable {
        let service: String
        let outcomes: [Verdict.Outcome]
        let reasons: [Verdict.Reason]
        let ways: [Verdict.Way]
        let needsAddress: Bool

        init(_ answer: PairAnswer.ServiceAnswer) {
            service = answer.description
            outcomes = answer.ways.map(\.outcome)
            reasons = answer.ways.map(\.reason)
            ways = answer.ways.map(\.way)
            needsAddress = answer.needsAddress
        }
    }

    private static func parties(_ side: Side, _ reach: Reachability) -> [Party] {
        switch side {
        case .host: [.host]
        case .outside: [.outside]
        case .members(let index): reach.members(of: index).map(Party.container)
        }
    }

    @Test(arguments: seeds)
    func `every member of a class finds what its class finds`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        var reach = Reachability(lab)
        let matrix = reach.matrix()
        for (row, from) in matrix.rows.enumerated() {
            for (column, to) in matrix.columns.enumerated() {
                let expected = matrix[row, column].map { $0.services.map(Finding.init) }
                for asker in Self.parties(from, reach) {
                    for target in Self.parties(to, reach) where asker != target {
                        let askedAnswer = reach.answer(from: asker, to: target)
                        let answer = try #require(askedAnswer)
                        // Those that share a stack are no pair of the matrix.
                        if answer.ping.best.way == .local { continue }
                        #expect(
                            answer.services.map(Finding.init) == expected,
                            "seed \(seed): \(name(asker, lab)) to \(name(target, lab))"
                        )
                    }
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `classes are a partition of the running containers, and counts add up`(seed: UInt64) {
        let lab = RandomLab.make(seed: seed)
        var reach = Reachability(lab)
        let members = reach.classes.indices.flatMap { reach.members(of: $0) }
        #expect(Set(members).count == members.count)
        #expect(Set(members) == Set(lab.allContainers.filter(\.isRunning).map(\.id)))
        #expect(reach.stoppedCount == lab.allContainers.count { !$0.isRunning })
        for index in reach.classes.indices {
            for member in reach.members(of: index) { #expect(reach.classIndex(of: member) == index) }
        }
        let matrix = reach.matrix()
        var counts: [Verdict.Outcome: Int] = [:]
        for (row, from) in matrix.rows.enumerated() {
            for (column, to) in matrix.columns.enumerated() {
                guard let answer = matrix[row, column] else { continue }
                let (a, b) = (stacks(from, reach), stacks(to, reach))
                counts[answer.outcome, default: 0] += from == to ? a * (a - 1) : a * b
            }
        }
        counts = counts.filter { $0.value > 0 }
        #expect(counts == matrix.totals.byOutcome.filter { $0.value > 0 })
        #expect(counts.values.reduce(0, +) == matrix.totals.pairs)
    }

    @Test(arguments: seeds)
    func `parts of the matrix are as the whole, and asking twice changes nothing`(seed: UInt64) {
        let lab = RandomLab.make(seed: seed)
        var reach = Reachability(lab)
        let whole = reach.matrix()
        var again = Reachability(lab)
        for (row, side) in whole.rows.enumerated().reversed() {
            let part = again.matrix(from: [side], to: whole.columns.reversed())
            for column in whole.columns.indices {
                #expect(
                    part[0, whole.columns.count - 1 - column]?.services.map(Finding.init)
                        == whole[row, column]?.services.map(Finding.init)
                )
            }
        }
    }

    @Test(arguments: seeds)
    func `what is exposed answers outside, and nothing else does`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        var reach = Reachability(lab)
        for observer in [Party.outside, .host] {
            let exposed = reach.exposure(to: observer)
            for entry in exposed {
                for port in entry.ports.ports {
                    let service = Service.port(ContainerPort(port, entry.target.transport))
                    let askedVerdict = reach.answer(from: observer, to: entry.address, service)
                    let verdict = try #require(askedVerdict)
                    #expect(verdict.outcome == .reached, "seed \(seed): \(entry.address) \(port)")
                }
            }
            for container in lab.allContainers where container.isRunning {
                let askedAnswer = reach.answer(from: observer, to: .container(container.id))
                let answer = try #require(askedAnswer)
                if answer.ping.best.way == .local { continue }
                let open = answer.ports.filter { $0.best.outcome == .reached }.compactMap(\.ports)
                let own = lab.listening(of: container).openPorts
                let listed = PortSet(runs: exposed.filter { $0.container == container.id }.map(\.target))
                #expect(
                    listed == PortSet(runs: open.flatMap(own.intersection)),
                    "seed \(seed): \(container.name)"
                )
            }
        }
    }

    private func stacks(_ side: Side, _ reach: Reachability) -> Int {
        if case .members(let index) = side { reach.classes[index].stackCount } else { 1 }
    }

    private func name(_ party: Party, _ lab: Lab) -> String {
        switch party {
        case .host: "host"
        case .outside: "outside"
        case .container(let id): lab.container(id)?.name ?? id.short
        }
    }
}
