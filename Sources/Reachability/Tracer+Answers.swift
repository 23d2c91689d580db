internal import Addressing
internal import Lab
internal import PacketFilter

/// The way back: the host knows the connection, but the answer still needs routes and passes rules.
extension Tracer {
    struct Loss: Sendable {
        let reason: Verdict.Reason
        var rule: RulePlace?
    }

    /// What becomes of a container's answer; nil where it arrives.
    mutating func answer(_ flow: Flow, of stack: Stack) -> Loss? {
        guard let route = stack.route(to: flow.seen) else { return Loss(reason: .noReturnRoute) }
        let link = stack.links[route.link]
        if link.isCut { return Loss(reason: .replyLinkDown) }
        let network = link.network
        if lab.networks[network].driver != .bridge {
            return answerByParent(flow, network, route.nextHop)
        }
        guard let device = lab.networks[network].deviceName else { return Loss(reason: .noReturnRoute) }
        if isBridge(route.nextHop, of: network) { return throughHost(flow, from: device) }
        guard case .container(let asker) = flow.asker, route.nextHop == flow.seen else {
            return Loss(reason: .noReturnNeighbor)
        }
        let asking = self.stack(of: asker)
        guard let own = asking.link(on: network), asking.links[own].has(flow.seen) else {
            return Loss(reason: .noReturnNeighbor)
        }
        if asking.links[own].isCut { return Loss(reason: .replyLinkDown) }
        var packet = reply(flow, to: flow.seen, from: device)
        if let loss = loss(.raw, .prerouting, packet) { return loss }
        packet.outInterface = device
        return loss(.filter, .forward, packet)
    }

    /// What becomes of an answer of the host's own; nil where it arrives.
    mutating func answerOfHost(_ flow: Flow) -> Loss? {
        if flow.asker == .host { return nil }
        var packet = reply(flow, to: flow.seen, from: "")
        guard let route = host.route(to: flow.origin), leadsBack(route.exit, flow) else {
            return Loss(reason: .noReturnRoute)
        }
        packet.outInterface = device(route.exit)
        return loss(.filter, .output, packet)
    }

    /// What becomes of an answer of the client outside; nil where it arrives.
    mutating func answerOfOutside(_ flow: Flow) -> Loss? { throughHost(flow, from: lab.host.uplinkName) }

    /// An answer that the host takes in, translates back and passes on.
    private mutating func throughHost(_ flow: Flow, from device: String) -> Loss? {
        var packet = reply(flow, to: flow.seen, from: device)
        if let loss = loss(.raw, .prerouting, packet) { return loss }
        if flow.asker == .host { return loss(.filter, .input, packet) }
        packet.destination = flow.origin
        packet.destinationIsLocal = false
        guard let route = host.route(to: flow.origin), leadsBack(route.exit, flow) else {
            return Loss(reason: .noReturnRoute)
        }
        packet.outInterface = self.device(route.exit)
        return loss(.filter, .forward, packet)
    }

    /// Whether the host's route towards the asker ends on the link that the question came from.
    private func leadsBack(_ exit: HostTable.Exit, _ flow: Flow) -> Bool {
        switch (exit, flow.asker) {
        case (.uplink, .outside): true
        case (.bridge(let network), .container(let asker)):
            stack(of: asker).links.contains { $0.network == network && $0.has(flow.origin) && !$0.isCut }
        default: false
        }
    }

    private func reply(_ flow: Flow, to destination: IPAddress, from device: String) -> FilterPacket {
        var packet = FilterPacket(
            inInterface: device,
            source: flow.packet.destination,
            destination: destination,
            protocolNumber: flow.packet.protocolNumber,
            sourcePort: flow.packet.destinationPort,
            destinationPort: flow.packet.sourcePort,
            state: flow.isTracked ? .established : .invalid,
            destinationIsLocal: host.isLocal(destination)
        )
        packet.originalDestination = flow.packet.originalDestination ?? flow.packet.destination
        packet.originalDestinationPort = flow.packet.originalDestinationPort ?? flow.packet.destinationPort
        return packet
    }

    private mutating func loss(_ table: FilterTable, _ chain: ChainName, _ packet: FilterPacket) -> Loss? {
        let (verdict, rule) = ask(table, chain, packet)
        switch verdict {
        case .drop, .reject: return Loss(reason: .replyRule, rule: rule)
        default: return nil
        }
    }
}
