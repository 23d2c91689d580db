internal import PacketWire

/// Something that will happen at a moment of simulated time.
struct Event: Sendable {
    enum Kind: Sendable {
        /// A frame comes out of a link at an interface.
        case arrival(Flight, interface: Int)
        /// A frame from an interface comes out of its link at the segment's switch.
        case switching(Flight, from: Int)
        case timer(Timer)
    }

    let time: Int64
    let kind: Kind
}

/// A frame under way, and the stack whose process sent the packet in it.
struct Flight: Sendable {
    var frame: EthernetFrame
    var origin: Int32
    /// The port by which it came into a bridge of the host; -1 elsewhere.
    var bridgePort: Int32 = -1
}

/// What a stack asked to be reminded of.
enum Timer: Sendable {
    case neighbor(stack: Int, NeighborTable.Key, generation: UInt32)
    case tcp(socket: Int, generation: UInt32)
    case reassembly(stack: Int)
}
