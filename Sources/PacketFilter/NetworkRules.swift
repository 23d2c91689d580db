internal import Addressing
internal import Lab

/// The rules that a network has by itself, without its containers, by the chain they stand in; in order.
///
/// Docker Engine: `iptabler.network.setupIPTables` and what it calls.
struct NetworkRules: Sendable {
    /// filter DOCKER-CT.
    var conntrack: [FilterRule] = []
    /// filter DOCKER-INTERNAL.
    var internalDrops: [FilterRule] = []
    /// filter DOCKER-BRIDGE.
    var bridge: [FilterRule] = []
    /// filter DOCKER-FORWARD.
    var forward: [FilterRule] = []
    /// filter DOCKER, below the rules of the ports.
    var defaults: [FilterRule] = []
    /// nat POSTROUTING.
    var postrouting: [FilterRule] = []

    init(_ side: BridgeSide) {
        if side.isInternal {
            addInternal(side)
        } else {
            addOpen(side)
        }
    }

    private mutating func addInternal(_ side: BridgeSide) {
        // Each is inserted at the chain's top, so that the second stands above the first. IPv6 leaves what passes
        // between the bridge's own ports alone: neighbour discovery has addresses outside of the subnet.
        var incoming = RuleMatch.between(from: nil, to: side.device)
        incoming.source = .init(side.prefix, negated: true)
        var outgoing = RuleMatch.between(from: side.device, to: nil)
        outgoing.destination = .init(side.prefix, negated: true)
        if side.family == .ipv6 {
            incoming.inInterface = .init(side.device, negated: true)
            outgoing.outInterface = .init(side.device, negated: true)
        }
        let origin = RuleOrigin.network(side.id, .isInternal)
        internalDrops = [FilterRule(incoming, .drop, origin), FilterRule(outgoing, .drop, origin)]
        addCommunication(side)
    }

    private mutating func addOpen(_ side: BridgeSide) {
        var replies = RuleMatch.between(from: nil, to: side.device)
        replies.states = [.related, .established]
        conntrack = [FilterRule(replies, .accept, .network(side.id, .established))]
        bridge = [
            FilterRule(.between(from: nil, to: side.device), .jump(.docker), .network(side.id, .bridge))
        ]
        if side.allowsCommunication {
            forward = [
                FilterRule(.between(from: side.device, to: nil), .accept, .network(side.id, .forwarding))
            ]
        } else {
            addCommunication(side)
            var outgoing = RuleMatch.between(from: side.device, to: nil)
            outgoing.outInterface = .init(side.device, negated: true)
            forward.append(FilterRule(outgoing, .accept, .network(side.id, .forwarding)))
        }
        addDefaults(side)
        if side.masquerades, side.mode != .routed {
            var leaving = RuleMatch()
            leaving.source = .init(side.prefix)
            leaving.outInterface = .init(side.device, negated: true)
            let target = side.hostAddress.map(RuleTarget.snat) ?? .masquerade
            postrouting = [FilterRule(leaving, target, .network(side.id, .masquerade))]
        }
    }

    /// What becomes of packets between containers of the network, where a rule of its own says so.
    private mutating func addCommunication(_ side: BridgeSide) {
        let match = RuleMatch.between(from: side.device, to: side.device)
        forward.append(
            side.allowsCommunication
                ? FilterRule(match, .accept, .network(side.id, .forwarding))
                : FilterRule(match, .drop, .network(side.id, .interContainerCommunication))
        )
    }

    /// What becomes of packets into the network that no published port lets in.
    private mutating func addDefaults(_ side: BridgeSide) {
        if side.mode == .routed {
            var echo = RuleMatch.between(from: nil, to: side.device)
            echo.protocolNumber = side.family == .ipv4 ? 1 : 58
            defaults.append(FilterRule(echo, .accept, .network(side.id, .gatewayMode(.routed))))
        }
        var entering = RuleMatch.between(from: nil, to: side.device)
        entering.inInterface = .init(side.device, negated: true)
        defaults.append(
            side.mode == .natUnprotected
                ? FilterRule(entering, .accept, .network(side.id, .gatewayMode(.natUnprotected)))
                : FilterRule(entering, .drop, .network(side.id, .isolation))
        )
    }
}

extension RuleMatch {
    /// Packets from one interface to another; nil asks for nothing.
    static func between(from inInterface: String?, to outInterface: String?) -> RuleMatch {
        var match = RuleMatch()
        match.inInterface = inInterface.map { .init($0) }
        match.outInterface = outInterface.map { .init($0) }
        return match
    }
}
