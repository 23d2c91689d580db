internal import Addressing
internal import Lab

/// A layer 2 segment with a switch in its middle: a bridge, or the wire on the host's uplink.
struct Segment: Sendable {
    enum Kind: Sendable {
        /// A bridge network; its frames pass the host's filter (br_netfilter).
        case bridge(network: Int32)
        /// The LAN at the host's uplink, with the macvlan and ipvlan networks on it.
        case uplink
        /// The dummy parent of a macvlan or ipvlan network, or one without carrier of its own.
        case parent
    }

    struct Learned: Sendable {
        var interface: Int
        var seen: Int64
    }

    let kind: Kind
    /// The name of the bridge device or parent.
    let name: String
    /// Interfaces that came to life.
    var members: [Int] = []
    /// The bridge's own device, in the host's stack; -1 without one.
    var device = -1
    /// What the switch has learned of MAC addresses.
    var learned: [MACAddress: Learned] = [:]
    /// The networks on it, for finding who has an address.
    var networks: [Int32] = []

    /// How long a bridge remembers a MAC address: 300 s (Linux's default ageing time).
    static let ageing: Int64 = 300_000_000_000
}
