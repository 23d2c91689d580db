internal import Addressing
internal import Lab
internal import PacketWire

/// One network namespace: interfaces, routes, neighbours and sockets.
struct NetworkStack: Sendable {
    enum Kind: Sendable {
        /// A container's own namespace, by the container that owns it.
        case container(Int32)
        case host
        /// A client on the uplink's LAN.
        case outside
        /// The router on the uplink's LAN, and everything behind it.
        case world
    }

    struct Route: Sendable {
        /// /0 for the default route.
        let prefix: IPPrefix
        /// nil on the link.
        let gateway: IPAddress?
        let interface: Int
        /// The preferred source.
        let source: IPAddress?
    }

    let kind: Kind
    /// Its name for people: the container's, `host`, `outside`, `router`.
    let name: String
    /// The container whose partitions count; nil for the others.
    let container: ContainerID?
    var interfaces: [Int] = []
    /// Longest prefix first, then in order of making.
    var routes: [Route] = []
    /// The stack's own addresses, and the interface that has each.
    var local: [IPAddress: Int] = [:]
    var routeCache: [IPAddress: RouteChoice] = [:]
    /// What path MTU discovery learned.
    var pathMTU: [IPAddress: Int] = [:]
    var neighbors = NeighborTable()
    var reassembler = Reassembler()
    var ports = PortTable()
    var nextIdentification: UInt32

    var isHost: Bool { if case .host = kind { true } else { false } }
    var isWorld: Bool { if case .world = kind { true } else { false } }

    mutating func add(_ route: Route) {
        let place = routes.firstIndex { $0.prefix.length < route.prefix.length } ?? routes.count
        routes.insert(route, at: place)
    }
}

/// Where a packet goes.
struct RouteChoice: Sendable {
    enum Target: Sendable {
        /// The stack's own address.
        case local
        case broadcast
        case unicast(nextHop: IPAddress)
    }

    let target: Target
    let interface: Int
    /// The source address that the stack would choose; nil where the interface has none of the family.
    let source: IPAddress?
    /// The route taken; nil for the stack's own addresses.
    let route: NetworkStack.Route?
}
