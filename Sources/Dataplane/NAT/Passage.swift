internal import Addressing
internal import PacketFilter

/// A packet's way through one stack.
struct Passage: Sendable {
    let stack: Int
    var inInterface: Int?
    var outInterface: Int?
    /// The stack whose process sent it; nil for the stack's own packets.
    var origin: Int32?
    /// Whether the destination is one of the stack's own addresses.
    var isLocalTarget = false
    /// Where it came from a port of one of the host's bridges, routed or only bridged.
    var entry: BridgeEntry?
    /// Whether NAT gave it another destination, so that its route is looked up again.
    var isRerouted = false
    /// Whether the stack sent it to itself.
    var isLoopedBack = false

    /// The connection it belongs to; -1 for none.
    var connection: Int32 = -1
    var isReply = false
    var state = ConnectionStates(rawValue: 0)

    init(stack: Int) {
        self.stack = stack
    }
}

/// What br_netfilter remembers of a packet that came in by a bridge's port (`nf_bridge_info`).
struct BridgeEntry: Sendable {
    let port: Int
    let source: MACAddress
    let destination: MACAddress
}

/// Where netfilter looks at a packet.
enum HostHook: Sendable {
    case prerouting
    case input
    case forward
    case output
    case postrouting
}
