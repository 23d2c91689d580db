internal import Addressing
internal import Lab

/// What the host knows by address: its own addresses, its routes, and who published which of its ports.
struct HostTable: Sendable {
    enum Exit: Hashable, Sendable {
        case bridge(Slab<Network>.Slot)
        case uplink
    }

    struct Publisher: Sendable {
        let slot: Slab<Container>.Slot
        let run: PublishedRun
    }

    private struct Route: Sendable {
        let exit: Exit
        /// nil: the outgoing interface's first address.
        let source: IPAddress?
    }

    private(set) var localAddresses: Set<IPAddress> = []
    private var routes = PrefixMap<Route>()
    /// Containers by the host ports that they published.
    private var publishers = PortMap<Publisher>()
    /// All of them, as they were added.
    private(set) var published: [PublishedRun] = []
    /// What the containers in the host's stack listen on.
    private(set) var shared = ListeningSet()
    private let gateways: [IPAddress]
    private let uplinkAddresses: [IPPrefix]
    private let onLinkRoutes: [IPPrefix]

    init(_ lab: Lab) {
        gateways = lab.host.gateways
        uplinkAddresses = lab.host.uplinkAddresses
        onLinkRoutes = lab.host.onLinkRoutes
        for prefix in uplinkAddresses { add(prefix, .uplink) }
        for prefix in lab.host.onLinkRoutes { routes.add(prefix, Route(exit: .uplink, source: nil)) }
        for slot in lab.networks.slots where lab.networks[slot].deviceName != nil {
            for prefix in lab.bridgeAddresses(lab.networks[slot]) where !prefix.address.isLinkLocalUnicast {
                add(prefix, .bridge(slot))
            }
        }
    }

    private mutating func add(_ prefix: IPPrefix, _ exit: Exit) {
        localAddresses.insert(prefix.address)
        if prefix.hostBits > 0 { routes.add(prefix, Route(exit: exit, source: prefix.address)) }
    }

    mutating func add(_ run: PublishedRun, of slot: Slab<Container>.Slot) {
        guard let hostPorts = run.hostPorts else { return }
        publishers.add(PortRun(hostPorts, run.ports.transport), Publisher(slot: slot, run: run))
        published.append(run)
    }

    mutating func add(shared listeners: ListeningSet) { shared.formUnion(listeners) }

    /// Whether a container in the host's stack takes what comes to a port at a local address.
    func isShared(_ port: ContainerPort, at address: IPAddress) -> Bool { shared.takes(port, at: address) }

    func isLocal(_ address: IPAddress) -> Bool { address.isLoopback || localAddresses.contains(address) }

    /// The way out towards an address, with the source that the host would choose; nil without a route.
    func route(to address: IPAddress) -> (exit: Exit, nextHop: IPAddress, source: IPAddress?)? {
        if let route = routes[address] {
            return (route.exit, address, route.source ?? uplinkAddress(towards: address, address.family))
        }
        guard let gateway = gateways.first(where: { $0.family == address.family }) else { return nil }
        return (.uplink, gateway, uplinkAddress(towards: gateway, address.family))
    }

    /// The way over the uplink, whatever other routes there are; an address that none is for is taken to be on the link.
    func uplinkRoute(to address: IPAddress) -> (exit: Exit, nextHop: IPAddress, source: IPAddress?)? {
        let isOnLink = (uplinkAddresses + onLinkRoutes).contains { $0.hostBits > 0 && $0.contains(address) }
        let gateway = gateways.first { $0.family == address.family }
        let hop = isOnLink ? address : gateway ?? address
        return (.uplink, hop, uplinkAddress(towards: hop, address.family))
    }

    private func uplinkAddress(towards hop: IPAddress, _ family: AddressFamily) -> IPAddress? {
        let own = uplinkAddresses.filter { $0.family == family }
        return (own.first { $0.contains(hop) } ?? own.first)?.address
    }

    /// The container whose proxy listens on a port at a local address.
    func publisher(
        _ port: ContainerPort,
        at address: IPAddress
    ) -> (slot: Slab<Container>.Slot, port: PublishedPort)? {
        for publisher in publishers[port] where Self.isBound(publisher.run.hostAddress, at: address) {
            if let found = publisher.run.published(atHostPort: port.number) { return (publisher.slot, found) }
        }
        return nil
    }

    /// Whether who listens at `bound` is asked at an address.
    static func isBound(_ bound: IPAddress, at address: IPAddress) -> Bool {
        bound == address || bound.isUnspecified && bound.family == address.family
    }
}

/// Values by prefix; the longest that holds an address counts, and of equal ones the first.
struct PrefixMap<Value: Sendable>: Sendable {
    private var values: [IPPrefix: Value] = [:]
    /// Prefix lengths that occur, longest first.
    private var lengths: [AddressFamily: [Int]] = [:]

    mutating func add(_ prefix: IPPrefix, _ value: Value) {
        let prefix = prefix.masked
        guard values[prefix] == nil else { return }
        values[prefix] = value
        var known = lengths[prefix.family] ?? []
        guard !known.contains(prefix.length) else { return }
        known.insert(prefix.length, at: known.firstIndex { $0 < prefix.length } ?? known.count)
        lengths[prefix.family] = known
    }

    subscript(address: IPAddress) -> Value? {
        for length in lengths[address.family] ?? [] {
            if let prefix = IPPrefix(address: address, length: length)?.masked, let value = values[prefix] {
                return value
            }
        }
        return nil
    }
}
