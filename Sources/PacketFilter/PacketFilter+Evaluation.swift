internal import Addressing
internal import Lab

extension PacketFilter {
    /// What a built-in chain decides about a packet: the first rule that ends its walk, else the chain's policy.
    ///
    /// Only rules that could match are looked at: the cost does not depend on how many containers there are.
    package mutating func verdict(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket
    ) -> FilterVerdict {
        var matched: [MatchedRule]?
        return walk(table, chain, packet, &matched) ?? Self.policy(table, chain)
    }

    /// The same with the rules that matched on the way, jumps included, the deciding one last (absent where the
    /// chain's policy decided).
    ///
    /// The rules' numbers cost more than the rest: see ``RuleNumbers``.
    package mutating func explanation(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket
    ) -> (verdict: FilterVerdict, matched: [RulePlace]) {
        var matched: [MatchedRule]? = []
        let verdict = walk(table, chain, packet, &matched) ?? Self.policy(table, chain)
        let family = packet.destination.family
        let derived = derived
        let places = (matched ?? []).map { found in
            let key = FilterIndex.ChainKey(table: table, chain: found.chain, family: family)
            let number = index.numbers.number(of: found.rule, key, in: derived)
            return RulePlace(table: table, chain: found.chain, number: number, rule: found.rule)
        }
        return (verdict, places)
    }

    private struct MatchedRule {
        let chain: ChainName
        let rule: FilterRule
    }

    /// - Returns: nil where the walk came to the chain's end, or a rule sent it back.
    private mutating func walk(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket,
        _ matched: inout [MatchedRule]?
    ) -> FilterVerdict? {
        for rule in candidates(table, chain, packet) {
            index.looks += 1
            guard rule.match.matches(packet) else { continue }
            matched?.append(MatchedRule(chain: chain, rule: rule))
            switch rule.target {
            case .accept: return .accept
            case .drop: return .drop
            case .reject(let withReset): return .reject(withReset: withReset)
            case .dnat(let address, let port): return .dnat(address, port: port)
            case .snat(let address): return .snat(address)
            case .masquerade: return .masquerade
            case .return: return nil
            case .jump(let target):
                // Docker's chains lead to each other without a circle, and the user's own rules cannot jump.
                if let verdict = walk(table, target, packet, &matched) { return verdict }
            }
        }
        return nil
    }

    /// The rules of a chain that could match a packet, in order.
    private mutating func candidates(_ table: FilterTable, _ chain: ChainName, _ packet: FilterPacket) -> [FilterRule] {
        let family = packet.destination.family
        switch (table, chain) {
        case (.filter, .dockerForward):
            let ofNetwork = index.networks(behind: packet.inInterface, family, in: lab).flatMap(\.rules.forward)
            return frame(table, chain, family) + ofNetwork
        case (.filter, .dockerConntrack):
            return index.networks(behind: packet.outInterface, family, in: lab).flatMap(\.rules.conntrack)
        case (.filter, .dockerBridge):
            return index.networks(behind: packet.outInterface, family, in: lab).flatMap(\.rules.bridge)
        case (.filter, .dockerInternal): return internalDrops(packet, family)
        case (.filter, .docker): return openPorts(packet, family)
        case (.nat, .docker):
            return Self.destinationPort(packet).map { index.translations(of: $0, family, in: lab) } ?? []
        case (.nat, .postrouting):
            guard packet.source.family == family else { return [] }
            return index.networks(of: packet.source, in: lab).reversed().flatMap(\.rules.postrouting)
        case (.raw, .prerouting): return rawRules(packet, family)
        default: return frame(table, chain, family)
        }
    }

    /// The engine's and the user's own rules of a chain, as many as there are.
    private mutating func frame(_ table: FilterTable, _ chain: ChainName, _ family: AddressFamily) -> [FilterRule] {
        let derived = derived
        return index.fixed(FilterIndex.ChainKey(table: table, chain: chain, family: family)) {
            chain == .dockerUser && table == .filter
                ? derived.userRules(family) : EngineRules.rules(table, chain, family)
        }
    }

    /// nil for a protocol whose ports Docker does not publish.
    private static func destinationPort(_ packet: FilterPacket) -> ContainerPort? {
        TransportProtocol.allCases.first { $0.ipProtocolNumber == packet.protocolNumber }
            .map { ContainerPort(packet.destinationPort, $0) }
    }

    private mutating func internalDrops(_ packet: FilterPacket, _ family: AddressFamily) -> [FilterRule] {
        var networks = index.networks(behind: packet.inInterface, family, in: lab)
        for network in index.networks(behind: packet.outInterface, family, in: lab)
        where !networks.contains(where: { $0.side.id == network.side.id }) {
            networks.append(network)
        }
        return networks.sorted { $1.side.order < $0.side.order }.flatMap(\.rules.internalDrops)
    }

    private mutating func openPorts(_ packet: FilterPacket, _ family: AddressFamily) -> [FilterRule] {
        let networks = index.networks(behind: packet.outInterface, family, in: lab)
        let port = Self.destinationPort(packet)
        var accepts: [(sequence: UInt64, rule: FilterRule)] = []
        for network in networks {
            for endpoint in index.endpoints(at: packet.destination, on: network.side, in: lab) {
                if let port, let rule = endpoint.accept(port) { accepts.append((endpoint.sequence, rule)) }
            }
        }
        if accepts.count > 1 { accepts.sort { $0.sequence > $1.sequence } }
        var rules = accepts.map(\.rule) + networks.flatMap(\.rules.defaults)
        for network in networks where network.side.isDefault && !network.side.allowsCommunication {
            rules += linkRules(packet, network.side)
        }
        return rules
    }

    private mutating func linkRules(_ packet: FilterPacket, _ side: BridgeSide) -> [FilterRule] {
        let pair = FilterIndex.AddressPair(source: packet.source, destination: packet.destination)
        var ends = index.endpoints(at: packet.source, on: side, in: lab)
        for end in index.endpoints(at: packet.destination, on: side, in: lab)
        where !ends.contains(where: { $0.container == end.container }) {
            ends.append(end)
        }
        ends.sort { $0.sequence < $1.sequence }
        var rules: [FilterRule] = []
        for end in ends { rules += index.links(of: end.container, on: side, in: lab)[pair] ?? [] }
        return rules
    }

    private mutating func rawRules(_ packet: FilterPacket, _ family: AddressFamily) -> [FilterRule] {
        var found: [(sequence: UInt64, rules: [FilterRule])] = []
        for network in index.networks(of: packet.destination, in: lab) {
            for endpoint in index.endpoints(at: packet.destination, on: network.side, in: lab) {
                found.append((endpoint.sequence, endpoint.rules.directAccess))
            }
        }
        if family == .ipv4, packet.destination.isLoopback, let port = Self.destinationPort(packet) {
            for loopback in index.loopback(of: port, family, in: lab) {
                found.append((loopback.sequence, [loopback.rule]))
            }
        }
        if found.count > 1 { found.sort { $0.sequence < $1.sequence } }
        return found.flatMap(\.rules)
    }
}
