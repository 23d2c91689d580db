internal import Addressing
internal import Lab
internal import PacketFilter

/// Follows one question through stacks, bridges and the host's rules, and its answer back.
///
/// It is asked once for each pair of classes: what it finds holds for all their members.
struct Tracer: Sendable {
    let lab: Lab
    var filter: PacketFilter
    let host: HostTable
    let outside: OutsideTable
    /// Containers in the stack of another, by the slot of the one that stands for the stack.
    let joiners: [Slab<Container>.Slot: [Slab<Container>.Slot]]
    /// The container that stands for the stack of each joiner.
    let standIns: [Slab<Container>.Slot: Slab<Container>.Slot]
    /// The macvlan and ipvlan networks on each parent interface.
    let parentNetworks: [String: [Slab<Network>.Slot]]

    /// Where runs of ports have to be parted.
    let cuts: PortCuts

    /// Stacks that are asked for often, by the slots that stand for them.
    var known: [Slab<Container>.Slot: Stack] = [:]

    /// Whether verdicts name the rules that decided. Their numbers in long chains are what costs most.
    var explains = true

    /// One question, and what is found out about it on the way.
    struct Flow: Sendable {
        let asker: Station
        let service: Service
        /// What was asked for.
        let asked: IPAddress
        let askedPort: UInt16
        var way = Verdict.Way.direct
        /// The last rule that let it through.
        var passed: RulePlace?
        /// What the host remembers of it; nil while nothing of it has passed the host.
        var connection: Connection?

        func verdict(_ outcome: Verdict.Outcome, _ reason: Verdict.Reason, _ rule: RulePlace? = nil) -> Verdict {
            Verdict(outcome, reason, rule: rule, way: way, address: asked, port: askedPort)
        }
    }

    // MARK: Stacks

    /// The stack that a running container uses.
    func stack(of slot: Slab<Container>.Slot) -> Stack {
        let owner = standIns[slot] ?? slot
        if let known = known[owner] { return known }
        return lab.stack(owner, sharedWith: joiners[owner] ?? [])
    }

    func isSameStack(_ a: Slab<Container>.Slot, _ b: Slab<Container>.Slot) -> Bool {
        if lab.containers[a].stack == .host, lab.containers[b].stack == .host { return true }
        return (standIns[a] ?? a) == (standIns[b] ?? b)
    }

    private func station(_ node: Node) -> Station {
        switch node {
        case .host: return .host
        case .outside: return .outside
        case .container(let slot):
            let stack = stack(of: slot)
            return stack.form == .host ? .host : .container(stack.slot)
        }
    }

    // MARK: Questions

    /// What becomes of a question to an address.
    mutating func trace(
        from asker: Node,
        to address: IPAddress,
        _ service: Service,
        port: UInt16? = nil,
        near hint: Slab<Container>.Slot? = nil
    ) -> Verdict {
        trace(from: station(asker), to: address, service, port: port, near: hint)
    }

    mutating func trace(
        from asker: Station,
        to address: IPAddress,
        _ service: Service,
        port: UInt16?,
        near hint: Slab<Container>.Slot?
    ) -> Verdict {
        let wire = service.wire(address.family)
        var flow = Flow(asker: asker, service: service, asked: address, askedPort: port ?? wire.port)
        if isOwn(address, of: asker), asker != .host { return inOwnStack(flow) }
        guard let source = source(of: asker, towards: address) else { return flow.verdict(.unreachable, .noRoute) }
        var origin: Slab<Container>.Slot?
        if case .container(let slot) = asker { origin = slot }
        let packet = FilterPacket(
            source: source,
            destination: address,
            protocolNumber: wire.protocolNumber,
            // Any port of a client: no rule of Docker's looks at it.
            sourcePort: wire.port == 0 ? 0 : 40_000,
            destinationPort: port ?? wire.port,
            destinationIsLocal: host.isLocal(address)
        )
        let trip = Trip(phase: .question, origin: origin, packet: packet, hint: hint)
        return conclude(&flow, depart(&flow, trip, from: asker))
    }

    /// Whether a station has an address itself.
    func isOwn(_ address: IPAddress, of station: Station) -> Bool {
        switch station {
        case .container(let slot): address.isLoopback || stack(of: slot).link(with: address) != nil
        case .host: host.isLocal(address)
        case .outside: address.isLoopback || outside.isClient(address)
        case .router: address.isLoopback || outside.isRouter(address)
        }
    }

    private func inOwnStack(_ flow: Flow) -> Verdict {
        var isOpen = flow.service.port == nil
        if let port = flow.service.port {
            let asked = ContainerPort(flow.askedPort, port.transport)
            switch flow.asker {
            case .container(let slot): isOpen = stack(of: slot).isOpen(asked, at: flow.asked)
            case .host, .outside, .router: break
            }
        }
        var verdict = isOpen ? flow.verdict(.reached, .ownStack) : flow.verdict(.refused, .portClosed)
        verdict.way = .local
        verdict.seenSource = flow.asked
        return verdict
    }

    /// The source of a station's own packets; nil without a route.
    func source(of station: Station, towards address: IPAddress) -> IPAddress? {
        switch station {
        case .container(let slot):
            let stack = stack(of: slot)
            guard let route = stack.route(to: address), stack.links.indices.contains(route.link) else { return nil }
            return stack.links[route.link].address(address.family)?.address
        case .host: return host.isLocal(address) ? address : host.route(to: address)?.source
        case .outside: return outside.clientHop(to: address) == nil ? nil : outside.clientAddress(address.family)
        case .router: return outside.isOnLink(address) ? outside.routerAddress(towards: address) : nil
        }
    }

    // MARK: Packets

    /// A packet leaves the station that made it.
    mutating func depart(_ flow: inout Flow, _ trip: Trip, from station: Station) -> End {
        let destination = trip.packet.destination
        switch station {
        case .container(let slot):
            let stack = stack(of: slot)
            if isOwn(destination, of: station) { return .arrived(station, trip) }
            guard let route = stack.route(to: destination) else { return .failed(.noRoute, station, trip) }
            return send(&flow, trip, from: stack, by: route.link, to: route.nextHop)
        case .host:
            return outOfHost(&flow, trip)
        case .outside:
            if isOwn(destination, of: station) { return .arrived(station, trip) }
            guard let hop = outside.clientHop(to: destination) else { return .failed(.noRoute, station, trip) }
            return send(&flow, trip, onUplinkFrom: station, to: hop)
        case .router:
            if isOwn(destination, of: station) { return .arrived(station, trip) }
            guard outside.isOnLink(destination) else { return .failed(.noRoute, station, trip) }
            return send(&flow, trip, onUplinkFrom: station, to: destination)
        }
    }

    /// A packet comes to the next hop, which is the one that it was sent for, or which passes it on.
    mutating func arrive(_ flow: inout Flow, _ trip: Trip, at station: Station) -> End {
        let destination = trip.packet.destination
        switch station {
        case .host: return intoHost(&flow, trip, by: lab.host.uplinkName)
        case .container, .outside:
            return isOwn(destination, of: station) ? .arrived(station, trip) : .lost(.noRouter, nil)
        case .router:
            if outside.isRouter(destination) { return .arrived(station, trip) }
            if outside.isOnLink(destination) { return send(&flow, trip, onUplinkFrom: station, to: destination) }
            guard destination.isRoutedOutside else { return .lost(.beyondUplink, nil) }
            let isKnown = trip.packet.source.isRoutedOutside || outside.isOnLink(trip.packet.source)
            return isKnown ? .arrived(station, trip) : .lost(.noReturnRoute, nil)
        }
    }

    /// What a chain decides, and the last rule that matched where it is asked for.
    mutating func ask(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket
    ) -> (verdict: FilterVerdict, rule: RulePlace?) {
        guard explains else { return (filter.verdict(table, chain, packet), nil) }
        let (verdict, matched) = filter.explanation(table, chain, packet)
        return (verdict, matched.last)
    }
}
