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
    /// Containers in the stack of another, by the slot of the one that stands for the stack.
    let joiners: [Slab<Container>.Slot: [Slab<Container>.Slot]]
    /// The container that stands for the stack of each joiner.
    let standIns: [Slab<Container>.Slot: Slab<Container>.Slot]
    /// The macvlan and ipvlan networks on each parent interface.
    let parentNetworks: [String: [Slab<Network>.Slot]]

    /// Stacks that are asked for often, by the slots that stand for them.
    var known: [Slab<Container>.Slot: Stack] = [:]

    /// Whether verdicts name the rules that decided. Their numbers in long chains are what costs most.
    var explains = true

    /// One question on its way.
    struct Flow: Sendable {
        let asker: Node
        let service: Service
        /// What was asked for.
        let asked: IPAddress
        let askedPort: UInt16
        /// The asker's own link that the question left by, and its network.
        var link: Stack.Link?
        /// What the host's rules see.
        var packet: FilterPacket
        /// The source before any translation, and the one that the server sees.
        let origin: IPAddress
        var seen: IPAddress
        var way = Verdict.Way.direct
        /// The last rule that let it through.
        var passed: RulePlace?
        /// Whether the host keeps track of the connection, so that it knows the answer.
        var isTracked = false
        /// The container that is likely to hold the address asked for.
        let hint: Slab<Container>.Slot?

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

    // MARK: Questions

    /// What becomes of a question to an address.
    mutating func trace(
        from asker: Node,
        to address: IPAddress,
        _ service: Service,
        port: UInt16? = nil,
        near hint: Slab<Container>.Slot? = nil
    ) -> Verdict {
        switch asker {
        case .host: return fromHost(to: address, service, port, hint)
        case .outside: return fromOutside(to: address, service, port, hint)
        case .container(let slot):
            let stack = stack(of: slot)
            if stack.form == .host { return fromHost(to: address, service, port, hint) }
            return fromContainer(stack, to: address, service, port, hint)
        }
    }

    private func flow(
        _ asker: Node,
        _ source: IPAddress,
        _ address: IPAddress,
        _ service: Service,
        _ port: UInt16?,
        _ hint: Slab<Container>.Slot?
    ) -> Flow {
        let wire = service.wire(address.family)
        let packet = FilterPacket(
            source: source,
            destination: address,
            protocolNumber: wire.protocolNumber,
            // Any port of a client: no rule of Docker's looks at it.
            sourcePort: wire.port == 0 ? 0 : 40_000,
            destinationPort: port ?? wire.port,
            destinationIsLocal: host.isLocal(address)
        )
        return Flow(
            asker: asker,
            service: service,
            asked: address,
            askedPort: port ?? wire.port,
            packet: packet,
            origin: source,
            seen: source,
            hint: hint
        )
    }

    private mutating func fromContainer(
        _ stack: Stack,
        to address: IPAddress,
        _ service: Service,
        _ port: UInt16?,
        _ hint: Slab<Container>.Slot?
    ) -> Verdict {
        if address.isLoopback || stack.link(with: address) != nil {
            let isOpen = service.port.map { stack.ports.contains(ContainerPort(port ?? $0.number, $0.transport)) }
            var verdict = Verdict(.reached, .ownStack, way: .local, address: address, port: port ?? 0)
            if isOpen == false { (verdict.outcome, verdict.reason) = (.refused, .portClosed) }
            verdict.port = port ?? service.port?.number ?? 0
            verdict.seenSource = address
            return verdict
        }
        var failed = Verdict(.unreachable, .noRoute, address: address, port: port ?? service.port?.number ?? 0)
        guard let route = stack.route(to: address),
            let source = stack.links[route.link].address(address.family)?.address
        else { return failed }
        let link = stack.links[route.link]
        if link.isCut {
            failed.reason = .linkDown
            return failed
        }
        var flow = flow(.container(stack.slot), source, address, service, port, hint)
        flow.link = link
        return lab.networks[link.network].driver == .bridge
            ? ontoBridge(&flow, route.nextHop) : ontoParent(&flow, stack, route.nextHop)
    }

    /// A frame on a bridge: to the bridge itself, or switched to another container.
    private mutating func ontoBridge(_ flow: inout Flow, _ nextHop: IPAddress) -> Verdict {
        guard let link = flow.link, let device = lab.networks[link.network].deviceName else {
            return flow.verdict(.unreachable, .noRoute)
        }
        flow.packet.inInterface = device
        if isBridge(nextHop, of: link.network) { return intoHost(&flow) }
        guard let neighbor = owner(of: nextHop, on: link.network, near: flow.hint) else {
            return flow.verdict(.unreachable, .noNeighbor)
        }
        if isPartitioned(flow.asker, neighbor.slot) { return flow.verdict(.unreachable, .partitioned) }
        if neighbor.links[neighbor.link].isCut { return flow.verdict(.unreachable, .linkDown) }
        // Bridged frames pass the host's rules too (br_netfilter).
        if let stopped = decide(&flow, .raw, .prerouting) { return stopped }
        if let stopped = decide(&flow, .nat, .prerouting) { return stopped }
        flow.packet.outInterface = device
        if let stopped = decide(&flow, .filter, .forward) { return stopped }
        flow.isTracked = true
        if nextHop != flow.packet.destination { return flow.verdict(.dropped, .noRouter) }
        return deliver(flow, to: neighbor.slot)
    }

    private mutating func fromHost(
        to address: IPAddress,
        _ service: Service,
        _ port: UInt16?,
        _ hint: Slab<Container>.Slot?
    ) -> Verdict {
        let source = host.isLocal(address) ? address : sourceAddress(towards: address)
        guard let source else {
            return Verdict(.unreachable, .noRoute, address: address, port: port ?? service.port?.number ?? 0)
        }
        var flow = flow(.host, source, address, service, port, hint)
        flow.isTracked = true
        if let stopped = decide(&flow, .nat, .output) { return stopped }
        return flow.packet.destinationIsLocal ? atHost(flow) : forward(&flow)
    }

    private mutating func fromOutside(
        to address: IPAddress,
        _ service: Service,
        _ port: UInt16?,
        _ hint: Slab<Container>.Slot?
    ) -> Verdict {
        let number = port ?? service.port?.number ?? 0
        guard let source = host.outsideAddress(address.family), !address.isLoopback else {
            return Verdict(.unreachable, .noRoute, address: address, port: number)
        }
        var flow = flow(.outside, source, address, service, port, hint)
        if address == source { return flow.verdict(.reached, .ownStack) }
        flow.packet.inInterface = lab.host.uplinkName
        if host.isLocal(address) { return intoHost(&flow) }
        if let child = childOfUplink(address, near: hint) {
            // What lies on the uplink is asked directly, and a layer 3 child answers for its parent.
            let isOnLink = lab.host.uplinkAddresses.contains { $0.contains(address) }
            if child.links[child.link].isCut { return flow.verdict(.unreachable, .linkDown) }
            if isOnLink || isLayer3(child.links[child.link].network) { return deliver(flow, to: child.slot) }
            return flow.verdict(.dropped, .beyondUplink)
        }
        guard let route = host.route(to: address) else { return flow.verdict(.unreachable, .noRoute) }
        switch route.exit {
        case .bridge: return intoHost(&flow)
        case .uplink: return flow.verdict(.unreachable, route.isOnLink ? .noNeighbor : .noRoute)
        }
    }

    // MARK: The host

    /// A packet that came in by an interface of the host.
    private mutating func intoHost(_ flow: inout Flow) -> Verdict {
        flow.isTracked = true
        if let stopped = decide(&flow, .raw, .prerouting) { return stopped }
        if let stopped = decide(&flow, .nat, .prerouting) { return stopped }
        if !flow.packet.destinationIsLocal { return forward(&flow) }
        if let stopped = decide(&flow, .filter, .input) { return stopped }
        return atHost(flow)
    }

    /// A packet for one of the host's own processes.
    private mutating func atHost(_ flow: Flow) -> Verdict {
        if let loss = answerOfHost(flow) { return flow.verdict(.dropped, loss.reason, loss.rule) }
        guard case .port(let service) = flow.service else {
            var verdict = flow.verdict(.reached, .allowed, flow.passed)
            verdict.seenSource = flow.seen
            return verdict
        }
        let port = ContainerPort(flow.packet.destinationPort, service.transport)
        let address = flow.packet.destination
        if lab.host.isListening(port.transport, address, port.number) || host.sharedPorts.contains(port) {
            var verdict = flow.verdict(.reached, .allowed, flow.passed)
            verdict.seenSource = flow.seen
            return verdict
        }
        guard let publisher = host.publisher(port, at: address) else { return flow.verdict(.refused, .portClosed) }
        return throughProxy(flow, publisher)
    }

    /// The userland proxy opens a connection of its own from the host to the container.
    private mutating func throughProxy(_ flow: Flow, _ publisher: HostTable.Publisher) -> Verdict {
        let stack = stack(of: publisher.slot)
        guard let target = stack.publishingAddress(publisher.port.hostAddress.family) else {
            return flow.verdict(.refused, .portClosed)
        }
        var verdict = fromHost(
            to: target,
            .port(publisher.port.port),
            publisher.port.port.number,
            publisher.slot
        )
        verdict.way = .proxied
        verdict.address = flow.asked
        verdict.port = flow.askedPort
        return verdict
    }

    /// Routes a packet out of the host.
    private mutating func forward(_ flow: inout Flow) -> Verdict {
        let destination = flow.packet.destination
        guard let route = host.route(to: destination) else { return flow.verdict(.unreachable, .noRoute) }
        flow.packet.outInterface = device(route.exit)
        let isOwn = flow.asker == .host
        if let stopped = decide(&flow, .filter, isOwn ? .output : .forward) { return stopped }
        if let stopped = decide(&flow, .nat, .postrouting) { return stopped }
        switch route.exit {
        case .bridge(let network):
            guard let neighbor = owner(of: destination, on: network, near: flow.hint) else {
                return flow.verdict(.unreachable, .noNeighbor)
            }
            if isPartitioned(flow.asker, neighbor.slot) { return flow.verdict(.dropped, .partitioned) }
            if neighbor.links[neighbor.link].isCut { return flow.verdict(.unreachable, .linkDown) }
            return deliver(flow, to: neighbor.slot)
        case .uplink:
            if destination == host.outsideAddress(destination.family) { return atOutside(flow) }
            if childOfUplink(destination, near: flow.hint) != nil { return flow.verdict(.unreachable, .parent) }
            return route.isOnLink
                ? flow.verdict(.unreachable, .noNeighbor) : flow.verdict(.dropped, .beyondUplink)
        }
    }

    /// Applies a chain; gives the verdict that ends the way, or nil where it goes on, perhaps translated.
    private mutating func decide(_ flow: inout Flow, _ table: FilterTable, _ chain: ChainName) -> Verdict? {
        let (verdict, rule) = ask(table, chain, flow.packet)
        switch verdict {
        case .accept:
            if table == .filter, rule?.rule.target == .accept { flow.passed = rule }
        case .drop: return flow.verdict(.dropped, .rule, rule)
        case .reject: return flow.verdict(.refused, .rejected, rule)
        case .dnat(let address, let port):
            // Rules may ask for what the connection was opened to.
            flow.packet.originalDestination = flow.packet.destination
            flow.packet.originalDestinationPort = flow.packet.destinationPort
            flow.packet.destination = address
            if let port { flow.packet.destinationPort = port }
            flow.packet.destinationIsLocal = host.isLocal(address)
            flow.way = .published
        case .snat(let address): flow.seen = address
        case .masquerade:
            if let own = address(of: flow.packet.outInterface, flow.origin.family) { flow.seen = own }
        }
        return nil
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

    // MARK: Arrival

    /// Hands a packet to a container's stack and sees whether the answer comes back.
    mutating func deliver(_ flow: Flow, to slot: Slab<Container>.Slot) -> Verdict {
        let stack = stack(of: slot)
        if let loss = answer(flow, of: stack) { return flow.verdict(.dropped, loss.reason, loss.rule) }
        if case .port(let service) = flow.service,
            !stack.ports.contains(ContainerPort(flow.packet.destinationPort, service.transport))
        {
            return flow.verdict(.refused, .portClosed)
        }
        var verdict = flow.verdict(.reached, .allowed, flow.passed)
        verdict.seenSource = flow.seen
        return verdict
    }

    /// Hands a packet to the client outside, where nothing listens.
    mutating func atOutside(_ flow: Flow) -> Verdict {
        if let loss = answerOfOutside(flow) { return flow.verdict(.dropped, loss.reason, loss.rule) }
        if case .port = flow.service { return flow.verdict(.refused, .portClosed) }
        var verdict = flow.verdict(.reached, .allowed, flow.passed)
        verdict.seenSource = flow.seen
        return verdict
    }
}
