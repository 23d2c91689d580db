package import Addressing
package import Lab
package import PacketFilter

/// What becomes of a question to one address and port.
package struct Verdict: Hashable, Sendable {
    /// From the best to the worst.
    package enum Outcome: String, Hashable, Comparable, Sendable, CaseIterable {
        /// The service answers.
        case reached
        /// The stack was reached and nothing listens: a TCP reset, or ICMP port unreachable.
        case refused
        /// Silence, until the asker gives up.
        case dropped
        /// The asker is told so: no route, or nobody answers ARP for the next hop.
        case unreachable

        package static func < (a: Outcome, b: Outcome) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .reached: 0
            case .refused: 1
            case .dropped: 2
            case .unreachable: 3
            }
        }
    }

    /// How the service was asked for.
    package enum Way: Hashable, Sendable {
        /// At an address of its own.
        case direct
        /// At an address and port of the host, which the filter translates.
        case published
        /// At an address and port of the host, where the userland proxy listens.
        case proxied
        /// In the asker's own stack.
        case local
    }

    /// Why, in words.
    package enum Reason: String, Hashable, Sendable {
        case allowed = "nothing stands in the way"
        case ownStack = "it is the asker's own stack"
        /// A doubt: the packet arrives, and nobody knows whether somebody takes it.
        case unknownListener = "the way is open; whether anything listens there is not known"

        case portClosed = "nothing listens on the port"
        case rejected = "a rule rejects it"

        case rule = "a rule drops it"
        case replyRule = "a rule drops the answer"
        case noReturnRoute = "the answer has no route back"
        case noReturnNeighbor = "the answer finds nobody at its next hop"
        case replyLinkDown = "the answer leaves by a link that is down"
        case partitioned = "the two are cut off from each other"
        case noRouter = "the next hop is a container, which does not forward"
        case beyondUplink = "it leaves by the uplink, where nobody has the address"
        case layer3 = "ipvlan in a layer 3 mode resolves no neighbors"
        case noMasqueradeAddress = "the outgoing interface has no address to masquerade as"

        case askerDown = "the asker does not run"
        case targetDown = "the target does not run"
        case noAddress = "the target has no address"
        case noRoute = "no route to the address"
        case noNeighbor = "nobody answers ARP for the next hop"
        case linkDown = "a link on the way is down"
        case parent = "a child of an interface does not reach the interface itself"
        case parentMode = "the mode of the parent interface keeps its children apart"
    }

    package var outcome: Outcome
    package var reason: Reason
    /// The rule that decided: what dropped the packet or its answer, or what let it through. nil where no rule did.
    package var rule: RulePlace?
    package var way: Way
    /// What the asker asked for; nil where the target has no address.
    package var address: IPAddress?
    /// 0 for ping.
    package var port: UInt16
    /// The source that the server sees; nil where no server was reached.
    package var seenSource: IPAddress?
    /// Which of the target's runs of published ports was asked for.
    package var publication: Int?

    /// Whether it counts as reached although nobody knows what listens there.
    package var isDoubt: Bool { outcome == .reached && reason == .unknownListener }

    package init(
        _ outcome: Outcome,
        _ reason: Reason,
        rule: RulePlace? = nil,
        way: Way = .direct,
        address: IPAddress? = nil,
        port: UInt16 = 0,
        seenSource: IPAddress? = nil
    ) {
        self.outcome = outcome
        self.reason = reason
        self.rule = rule
        self.way = way
        self.address = address
        self.port = port
        self.seenSource = seenSource
    }
}

/// All that one party finds of another: one answer for ping, and one for each port that the other listens on.
package struct PairAnswer: Hashable, Sendable {
    package struct ServiceAnswer: Hashable, Sendable {
        /// Ping, or the port; of several ports that find the same the first.
        package let service: Service
        /// How many ports it is about, one after the other; 1 for ping.
        package let count: Int
        /// Every way that was tried, the name's address first, then other addresses, then published ports.
        package let ways: [Verdict]
        /// How many of the first `ways` are by the addresses that the target's name resolves to.
        package let namedCount: Int

        package init(service: Service, count: Int = 1, ways: [Verdict], namedCount: Int) {
            self.service = service
            self.count = count
            self.ways = ways
            self.namedCount = namedCount
        }

        package init(ports: PortRun, ways: [Verdict], namedCount: Int) {
            self.init(service: .port(ports.first), count: ports.ports.count, ways: ways, namedCount: namedCount)
        }

        /// The ports that it is about; nil for ping.
        package var ports: PortRun? {
            service.port.map { first in
                let last = UInt16(clamping: Int(first.number) + count - 1)
                return PortRun(PortRange(first.number...max(first.number, last)), first.transport)
            }
        }

        /// `ping`, `80/tcp`, `10000-20000/udp`.
        package var description: String { ports?.description ?? service.description }

        /// What is found of one service; nil where it is not among them.
        package func best(of asked: Service) -> Verdict? {
            if asked == service { return best }
            guard let ports, let port = asked.port, ports.contains(port) else { return nil }
            var verdict = best
            // Ports that find the same are published in step.
            if verdict.port != 0 { verdict.port &+= port.number - ports.ports.first }
            return verdict
        }

        /// The way that works, or what the first one comes to.
        package var best: Verdict {
            ways.first { $0.outcome == .reached } ?? ways.first ?? Verdict(.unreachable, .noAddress)
        }

        /// Whether it works only by an address that the name does not resolve to.
        package var needsAddress: Bool {
            guard namedCount > 0, best.outcome == .reached, best.way == .direct else { return false }
            return !ways.prefix(namedCount).contains { $0.outcome == .reached }
        }
    }

    /// Whether the embedded DNS gives the asker the target's address.
    package let resolves: Bool
    package let ping: ServiceAnswer
    /// By port.
    package let ports: [ServiceAnswer]
    /// Whether nobody knows what else the target listens on.
    package var isOpenEnded = false

    package var services: [ServiceAnswer] { [ping] + ports }

    /// What is found of one service; nil where nothing listens there.
    package func best(of service: Service) -> Verdict? {
        for answer in services {
            if let verdict = answer.best(of: service) { return verdict }
        }
        return nil
    }

    /// The best outcome of the ports; of ping where there is none.
    package var outcome: Verdict.Outcome { ports.map(\.best.outcome).min() ?? ping.best.outcome }
}
