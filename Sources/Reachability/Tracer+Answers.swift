internal import Addressing
internal import Lab
internal import PacketFilter

/// What a question comes to: who takes it, and whether the asker hears of it.
extension Tracer {
    mutating func conclude(_ flow: inout Flow, _ end: End) -> Verdict {
        switch end {
        case .lost(let reason, let rule): return flow.verdict(.dropped, reason, rule)
        case .failed(let reason, let station, let trip):
            let isTold = station == flow.asker || tell(&flow, trip, from: station)
            return flow.verdict(isTold ? .unreachable : .dropped, reason, explains ? trip.obstacle : nil)
        case .rejected(let rule, let trip):
            let named = explains ? rule : nil
            if rule?.rule.rejection == .reset, lab.bridgeSlots[trip.packet.inInterface] != nil {
                // It goes straight back by the bridge's port, untranslated: not from where the asker asked.
                let isExpected = trip.packet.destination == flow.asked && trip.packet.destinationPort == flow.askedPort
                return flow.verdict(isExpected ? .refused : .dropped, isExpected ? .rejected : .rule, named)
            }
            guard tell(&flow, trip, from: .host) else { return flow.verdict(.dropped, .rule, named) }
            let isRefusal = rule?.rule.rejection?.isRefusal ?? true
            return flow.verdict(isRefusal ? .refused : .unreachable, .rejected, named)
        case .arrived(let station, let trip):
            return serve(&flow, trip, at: station)
        }
    }

    /// Whether an ICMP error about a packet reaches the asker.
    private mutating func tell(_ flow: inout Flow, _ trip: Trip, from station: Station) -> Bool {
        // What NAT has changed is told as its sender knows it.
        let asker = station == .host ? flow.connection?.source ?? trip.packet.source : trip.packet.source
        guard let source = source(of: station, towards: asker) else { return false }
        return reaches(&flow, error(flow, from: source, to: asker), from: station) == nil
    }

    private func error(_ flow: Flow, from source: IPAddress, to asker: IPAddress) -> Trip {
        let packet = FilterPacket(
            source: source,
            destination: asker,
            protocolNumber: Service.ping.wire(asker.family).protocolNumber,
            state: .invalid,
            destinationIsLocal: host.isLocal(asker)
        )
        return Trip(phase: .error, origin: nil, packet: packet, hint: hint(flow))
    }

    private func hint(_ flow: Flow) -> Slab<Container>.Slot? {
        if case .container(let slot) = flow.asker { slot } else { nil }
    }

    // MARK: Services

    private mutating func serve(_ flow: inout Flow, _ trip: Trip, at station: Station) -> Verdict {
        var (isOpen, isDoubt) = (true, false)
        if case .port(let service) = flow.service {
            let port = ContainerPort(trip.packet.destinationPort, service.transport)
            switch station {
            case .container(let slot):
                let stack = stack(of: slot)
                isOpen = stack.isOpen(port, at: trip.packet.destination)
                isDoubt = stack.listeners.mayTake(port, at: trip.packet.destination)
            case .outside: isOpen = false
            case .router: isOpen = Lab.outsideServices.contains(port)
            case .host:
                let address = trip.packet.destination
                if !host.isShared(port, at: address) {
                    if let publisher = host.publisher(port, at: address) {
                        return throughProxy(&flow, trip, publisher)
                    }
                    isOpen = lab.host.answers(port.transport, address, port.number)
                }
            }
        }
        if let loss = answer(&flow, trip, at: station, isOpen: isOpen) {
            return flow.verdict(.dropped, loss.reason, loss.rule)
        }
        guard isOpen else { return flow.verdict(.refused, .portClosed) }
        var verdict = flow.verdict(.reached, isDoubt ? .unknownListener : .allowed, flow.passed)
        verdict.seenSource = trip.packet.source
        return verdict
    }

    /// The userland proxy opens a connection of its own from the host to the container.
    private mutating func throughProxy(
        _ flow: inout Flow,
        _ trip: Trip,
        _ publisher: (slot: Slab<Container>.Slot, port: PublishedPort)
    ) -> Verdict {
        let target = stack(of: publisher.slot).publishingAddress(publisher.port.hostAddress.family)
        let isDatagram = publisher.port.port.transport == .udp
        flow.way = .proxied
        if let loss = answer(&flow, trip, at: .host, isOpen: true) {
            return flow.verdict(.dropped, loss.reason, loss.rule)
        }
        guard let target else {
            // Nothing to connect to: the client's connection is closed at once, and a datagram is forgotten.
            return flow.verdict(isDatagram ? .dropped : .refused, isDatagram ? .noAddress : .portClosed)
        }
        let port = publisher.port.port
        var verdict = trace(from: Station.host, to: target, .port(port), port: port.number, near: publisher.slot)
        // The proxy keeps to itself what its datagrams come to.
        if isDatagram, verdict.outcome != .reached { verdict.outcome = .dropped }
        verdict.way = .proxied
        verdict.address = flow.asked
        verdict.port = flow.askedPort
        return verdict
    }

    // MARK: The way back

    struct Loss: Sendable {
        let reason: Verdict.Reason
        var rule: RulePlace?
    }

    /// What becomes of the answer of whoever took a question; nil where it arrives.
    private mutating func answer(
        _ flow: inout Flow,
        _ trip: Trip,
        at station: Station,
        isOpen: Bool
    ) -> Loss? {
        let asked = trip.packet
        var origin: Slab<Container>.Slot?
        if case .container(let slot) = station { origin = slot }
        // A closed UDP port is told by ICMP, a closed TCP port by a reset.
        if !isOpen, asked.protocolNumber == TransportProtocol.udp.ipProtocolNumber {
            var refusal = error(flow, from: asked.destination, to: asked.source)
            refusal = Trip(phase: .error, origin: origin, packet: refusal.packet, hint: refusal.hint)
            return reaches(&flow, refusal, from: station)
        }
        let packet = FilterPacket(
            source: asked.destination,
            destination: asked.source,
            protocolNumber: asked.protocolNumber,
            sourcePort: asked.destinationPort,
            destinationPort: asked.sourcePort,
            state: .invalid,
            destinationIsLocal: host.isLocal(asked.source)
        )
        return reaches(
            &flow,
            Trip(phase: .answer, origin: origin, packet: packet, hint: hint(flow)),
            from: station
        )
    }

    /// Sends something to the asker; nil where it arrives.
    private mutating func reaches(_ flow: inout Flow, _ trip: Trip, from station: Station) -> Loss? {
        switch depart(&flow, trip, from: station) {
        case .arrived(let end, let trip):
            // A stream's peer is known by its address.
            let isStream = flow.service.port?.transport == .tcp && trip.phase == .answer
            let isExpected =
                !isStream || trip.packet.source == flow.asked && trip.packet.sourcePort == flow.askedPort
            return end == flow.asker && isExpected ? nil : Loss(reason: .noReturnRoute)
        case .lost(let reason, let rule): return Loss(reason: Self.onTheWayBack(reason), rule: rule)
        case .failed(let reason, _, let trip):
            return Loss(reason: Self.onTheWayBack(reason), rule: explains ? trip.obstacle : nil)
        case .rejected(let rule, _): return Loss(reason: .replyRule, rule: rule)
        }
    }

    private static func onTheWayBack(_ reason: Verdict.Reason) -> Verdict.Reason {
        switch reason {
        case .rule: .replyRule
        case .linkDown: .replyLinkDown
        case .noRoute, .beyondUplink, .noMasqueradeAddress: .noReturnRoute
        case .noNeighbor, .parent, .parentMode, .layer3, .noRouter: .noReturnNeighbor
        default: reason
        }
    }
}
