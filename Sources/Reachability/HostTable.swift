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
        let port: PublishedPort
    }

    private(set) var localAddresses: Set<IPAddress> = []
    private var routes: [IPPrefix: Exit] = [:]
    /// Prefix lengths that occur, longest first.
    private var lengths: [AddressFamily: [Int]] = [:]
    private let gateways: [IPAddress]
    /// Containers by the host ports that they published.
    private(set) var publishers: [HostPorts.Holding: [Publisher]] = [:]
    /// Ports of the containers in the host's stack.
    private(set) var sharedPorts: Set<ContainerPort> = []
    private let outside: [AddressFamily: IPAddress]

    init(_ lab: Lab) {
        gateways = lab.host.gateways
        var outside: [AddressFamily: IPAddress] = [:]
        for prefix in lab.host.outsideClientAddresses where outside[prefix.family] == nil {
            outside[prefix.family] = prefix.address
        }
        self.outside = outside
        var found: [AddressFamily: Set<Int>] = [:]
        func add(_ prefix: IPPrefix, _ exit: Exit) {
            localAddresses.insert(prefix.address)
            guard prefix.hostBits > 0 else { return }
            if routes[prefix.masked] == nil { routes[prefix.masked] = exit }
            found[prefix.family, default: []].insert(prefix.length)
        }
        for prefix in lab.host.uplinkAddresses { add(prefix, .uplink) }
        for slot in lab.networks.slots where lab.networks[slot].deviceName != nil {
            for prefix in lab.bridgeAddresses(lab.networks[slot]) where !prefix.address.isLinkLocalUnicast {
                add(prefix, .bridge(slot))
            }
        }
        lengths = found.mapValues { $0.sorted(by: >) }
    }

    mutating func add(_ port: PublishedPort, of slot: Slab<Container>.Slot) {
        let holding = HostPorts.Holding(transport: port.port.transport, port: port.hostPort)
        publishers[holding, default: []].append(Publisher(slot: slot, port: port))
    }

    mutating func add(sharedPorts ports: [ContainerPort]) { sharedPorts.formUnion(ports) }

    func isLocal(_ address: IPAddress) -> Bool { address.isLoopback || localAddresses.contains(address) }

    /// The way out towards an address; nil without a route.
    func route(to address: IPAddress) -> (exit: Exit, isOnLink: Bool)? {
        for length in lengths[address.family] ?? [] {
            if let prefix = IPPrefix(address: address, length: length)?.masked, let exit = routes[prefix] {
                return (exit, true)
            }
        }
        return gateways.contains { $0.family == address.family } ? (.uplink, false) : nil
    }

    /// The container whose proxy listens on a port at a local address.
    func publisher(_ port: ContainerPort, at address: IPAddress) -> Publisher? {
        let holding = HostPorts.Holding(transport: port.transport, port: port.number)
        return publishers[holding]?.first {
            let bound = $0.port.hostAddress
            return bound == address || bound.isUnspecified && bound.family == address.family
        }
    }

    /// The outside client's address.
    func outsideAddress(_ family: AddressFamily) -> IPAddress? { outside[family] }
}
