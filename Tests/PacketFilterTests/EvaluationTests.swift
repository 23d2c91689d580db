import Addressing
import Lab
import PacketFilter
import TestSupport
import Testing

/// The walk through the chains, against one that knows no index.
struct EvaluationTests {
    private static let hooks: [(FilterTable, ChainName)] = [
        (.raw, .prerouting), (.raw, .output), (.nat, .prerouting), (.nat, .output), (.nat, .postrouting),
        (.nat, .input), (.filter, .input), (.filter, .forward), (.filter, .output),
    ]

    @Test func `the index and a scan of all rules agree`() throws {
        var decided: Set<String> = []
        for seed in 0..<15 as Range<UInt64> { try compare(seed: seed, &decided) }
        #expect(
            decided.isSuperset(of: [
                "port accept", "port drop", "port dnat", "endpoint drop", "link accept", "network accept",
                "network drop",
                "network masquerade", "network snat", "user drop", "user accept", "user reject", "user return",
            ]),
            "\(decided.sorted())"
        )
    }

    /// `port accept`: what put a rule there, and what it does.
    private static func kind(_ rule: FilterRule) -> String {
        func word(_ text: String) -> String { String(text.prefix { $0 != "(" }.split(separator: ".").last ?? "") }
        return word("\(rule.origin)") + " " + word("\(rule.target)")
    }

    private func compare(seed: UInt64, _ decided: inout Set<String>) throws {
        var random = try RandomLab(seed: seed)
        for family in AddressFamily.allCases {
            var filter = PacketFilter(random.lab)
            let scan = LinearScan(filter, family)
            let rules = Dictionary(grouping: FilterTable.allCases.flatMap(scan.rules), by: Self.kind)
            let kinds = rules.keys.sorted()
            for _ in 0..<80 {
                let packet = random.packet(family, for: rules[kinds.randomElement(using: &random.random) ?? ""] ?? [])
                for (table, chain) in Self.hooks {
                    let expected = scan.explanation(table, chain, packet)
                    let found = filter.explanation(table, chain, packet)
                    let alone = filter.verdict(table, chain, packet)
                    // Half a million expectations would take longer than what they look at.
                    if found != expected || alone != expected.verdict {
                        Issue.record("seed \(seed), \(table) \(chain.rawValue), \(packet): \(found), not \(expected)")
                        return
                    }
                    for place in expected.matched { decided.insert(Self.kind(place.rule)) }
                }
            }
        }
    }

    @Test func `random labs reach every kind of rule`() throws {
        var chains: Set<String> = []
        var targets: Set<String> = []
        for seed in 0..<30 as Range<UInt64> {
            let random = try RandomLab(seed: seed)
            let filter = PacketFilter(random.lab)
            for family in AddressFamily.allCases {
                for table in FilterTable.allCases {
                    for chain in filter.chains(table, family) where !filter.rules(table, chain, family).isEmpty {
                        chains.insert("\(table) \(chain.rawValue)")
                        for rule in filter.rules(table, chain, family) {
                            targets.insert(String("\(rule.origin)".prefix { $0 != "(" }))
                        }
                    }
                }
            }
        }
        #expect(chains.count == 12, "\(chains.sorted())")
        #expect(targets == ["engine", "network", "port", "endpoint", "link", "user"])
    }

    @Test(arguments: [(10, 1), (1000, 1), (100_000, 1), (1000, 250)])
    func `the cost of a packet does not grow with the lab`(containers: Int, networks: Int) throws {
        var lab = Lab.fresh()
        for number in 0..<networks {
            try lab.network("net\(number)", subnet: networks == 1 ? "10.0.0.0/15" : "10.\(number).0.0/16")
        }
        for number in 0..<containers {
            let port = number % 50 == 0 ? [binding(80)] : []
            try lab.run("box\(number)", on: "net\(number % networks)", publish: port)
        }
        var filter = PacketFilter(lab)
        #expect(filter.ruleLooks == 0)
        let target = try #require(lab.container(matching: "box0").attachments[0].endpoint?.ipv4?.address)
        let device = try #require(lab.network(matching: "net0").deviceName)
        let port = try #require(lab.container(matching: "box0").published.first?.hostPort)
        let host = try #require(IPAddress("192.0.2.10"))
        let client = try #require(IPAddress("198.51.100.7"))
        var packet = FilterPacket(
            inInterface: "eth0",
            source: client,
            destination: host,
            protocolNumber: 6,
            destinationPort: port,
            destinationIsLocal: true
        )
        #expect(filter.verdict(.raw, .prerouting, packet) == .accept)
        #expect(filter.verdict(.nat, .prerouting, packet) == .dnat(target, port: 80))
        packet.destination = target
        packet.destinationPort = 80
        packet.destinationIsLocal = false
        packet.outInterface = device
        #expect(filter.verdict(.filter, .forward, packet) == .accept)
        #expect(filter.verdict(.nat, .postrouting, packet) == .accept)
        packet.destinationPort = 81
        #expect(filter.verdict(.filter, .forward, packet) == .drop)
        #expect(filter.verdict(.raw, .prerouting, packet) == .drop)
        #expect(filter.ruleLooks == 19)
    }

    @Test func `the numbers are those of the listing`() throws {
        let lab = try RuleGoldenTests.mobyLab(publish: [binding(80, host: 8080)])
        var filter = PacketFilter(lab)
        let packet = FilterPacket(
            inInterface: "docker0",
            outInterface: "bridge1",
            source: try #require(IPAddress("172.17.0.2")),
            destination: try #require(IPAddress("192.0.2.2")),
            protocolNumber: 6,
            destinationPort: 22
        )
        let (verdict, matched) = filter.explanation(.filter, .forward, packet)
        #expect(verdict == .drop)
        #expect(
            matched.map { "\($0.chain.rawValue) \($0.number)" } == [
                "FORWARD 1", "FORWARD 2", "DOCKER-FORWARD 1", "DOCKER-FORWARD 2", "DOCKER-FORWARD 3",
                "DOCKER-BRIDGE 2", "DOCKER 3",
            ]
        )
        let network = try lab.network(matching: "bridge1")
        #expect(matched.last?.rule.origin == .network(network.id, .isolation))
    }

    @Test func `a packet that nobody knows falls to the policy`() throws {
        var filter = PacketFilter(Lab.fresh())
        let address = try #require(IPAddress("198.51.100.7"))
        let packet = FilterPacket(
            inInterface: "eth0",
            outInterface: "eth1",
            source: address,
            destination: address,
            protocolNumber: 6
        )
        let (verdict, matched) = filter.explanation(.filter, .forward, packet)
        #expect(verdict == .drop)
        #expect(matched.last?.chain == .dockerForward)
        #expect(filter.verdict(.filter, .input, packet) == .accept)
    }
}

/// What the kernel does: one rule after the other.
private struct LinearScan {
    private var chains: [FilterTable: [ChainName: [FilterRule]]] = [:]

    init(_ filter: PacketFilter, _ family: AddressFamily) {
        for table in FilterTable.allCases {
            for chain in filter.chains(table, family) {
                chains[table, default: [:]][chain] = filter.rules(table, chain, family)
            }
        }
    }

    /// All rules of a table, in order of their chains' names.
    func rules(_ table: FilterTable) -> [FilterRule] {
        (chains[table] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.flatMap(\.value)
    }

    func explanation(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket
    ) -> (verdict: FilterVerdict, matched: [RulePlace]) {
        var matched: [RulePlace] = []
        let verdict = scan(table, chain, packet, &matched)
        return (verdict ?? (table == .filter && chain == .forward ? .drop : .accept), matched)
    }

    private func scan(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket,
        _ matched: inout [RulePlace]
    ) -> FilterVerdict? {
        for (offset, rule) in (chains[table]?[chain] ?? []).enumerated() where Self.fits(rule.match, packet) {
            matched.append(RulePlace(table: table, chain: chain, number: offset + 1, rule: rule))
            switch rule.target {
            case .jump(let next): if let verdict = scan(table, next, packet, &matched) { return verdict }
            case .return: return nil
            case .accept: return .accept
            case .drop: return .drop
            case .reject(let reset): return .reject(withReset: reset)
            case .dnat(let address, let port): return .dnat(address, port: port)
            case .snat(let address): return .snat(address)
            case .masquerade: return .masquerade
            }
        }
        return nil
    }

    /// Each question of a rule by itself.
    private static func fits(_ match: RuleMatch, _ packet: FilterPacket) -> Bool {
        func interface(_ asked: RuleMatch.Negatable<String>?, _ name: String) -> Bool {
            guard let asked else { return true }
            let isPattern = asked.value.hasSuffix("+")
            let fits = isPattern ? name.hasPrefix(String(asked.value.dropLast())) : name == asked.value
            return fits != asked.isNegated
        }
        func address(_ asked: RuleMatch.Negatable<IPPrefix>?, _ address: IPAddress) -> Bool {
            asked.map { $0.value.contains(address) != $0.isNegated } ?? true
        }
        func ports(_ asked: PortRange?, _ port: UInt16, _ negation: RuleMatch.NegatedFields) -> Bool {
            asked.map { ($0.first <= port && port <= $0.last) != match.negated.contains(negation) } ?? true
        }
        var answers = [
            interface(match.inInterface, packet.inInterface), interface(match.outInterface, packet.outInterface),
            address(match.source, packet.source), address(match.destination, packet.destination),
            ports(match.sourcePorts, packet.sourcePort, .sourcePorts),
            ports(match.destinationPorts, packet.destinationPort, .destinationPorts),
        ]
        if let number = match.protocolNumber {
            answers.append((number == packet.protocolNumber) != match.negated.contains(.protocolNumber))
        }
        if let states = match.states {
            answers.append(!states.intersection(packet.state).isEmpty != match.negated.contains(.states))
        }
        if let isLocal = match.destinationIsLocal { answers.append(isLocal == packet.destinationIsLocal) }
        if let multiport = match.multiport {
            let listed = multiport.value.ranges.contains {
                let inSource = $0.contains(packet.sourcePort) && multiport.value.side != .destination
                return inSource || $0.contains(packet.destinationPort) && multiport.value.side != .source
            }
            answers.append(listed != multiport.isNegated)
        }
        if let asked = match.originalDestinationPorts {
            answers.append(
                asked.value.contains(packet.originalDestinationPort ?? packet.destinationPort) != asked.isNegated
            )
        }
        return answers.allSatisfy { $0 }
    }
}
