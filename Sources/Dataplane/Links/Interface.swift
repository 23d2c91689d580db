internal import Addressing

/// An interface of a stack: one end of a link, a bridge's own device, or the loopback.
struct Interface: Sendable {
    enum Kind: Sendable {
        case loopback
        /// The end of a cable to a bridge (veth), or the host's uplink.
        case wire
        /// A bridge device: a port of its own bridge without a cable.
        case bridge
        /// macvlan in its modes; ipvlan shares the parent's MAC address and is told apart by IP address.
        case macvlan(isolated: Bool)
        case ipvlan(layer3: Bool, isolated: Bool)
    }

    let stack: Int
    let name: String
    let kind: Kind
    let mac: MACAddress
    let mtu: Int
    let addresses: [IPPrefix]
    /// The segment it belongs to; -1 for the loopback.
    let segment: Int
    /// Its cable; -1 where it has none.
    let link: Int
    /// What it has moved.
    var tally = InterfaceTally()

    var isLoopback: Bool { if case .loopback = kind { true } else { false } }

    /// Whether neighbours are resolved at all: layer 3 ipvlan interfaces have no ARP.
    var resolvesNeighbors: Bool { if case .ipvlan(layer3: true, isolated: _) = kind { false } else { !isLoopback } }
}
