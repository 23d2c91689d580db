internal import Addressing
internal import Lab
internal import PacketFilter

/// Somebody with a network stack.
enum Station: Hashable, Sendable {
    /// By the container that stands for the stack.
    case container(Slab<Container>.Slot)
    case host
    /// The client on the uplink's LAN.
    case outside
    /// The router on the uplink's LAN, and the world behind it.
    case router
}

/// One packet on its way.
struct Trip: Sendable {
    enum Phase: Hashable, Sendable {
        case question
        /// An echo reply, a segment or a datagram.
        case answer
        /// An ICMP error about the question.
        case error
    }

    /// What the host's connection tracking makes of it.
    enum Tracking: Hashable, Sendable {
        /// It has not passed the host, or the host knows nothing of it.
        case none
        case original
        case reply
        case related
    }

    let phase: Phase
    /// The container whose packet it is; the other stations are never parted from anybody.
    let origin: Slab<Container>.Slot?
    /// What the host's rules see.
    var packet: FilterPacket
    var tracking = Tracking.none
    /// The container that is likely to hold the destination.
    let hint: Slab<Container>.Slot?
    /// What kept a neighbour from being asked for.
    var obstacle: RulePlace?
}

/// How a packet's way ends.
enum End: Sendable {
    case arrived(Station, Trip)
    /// Silently.
    case lost(Verdict.Reason, RulePlace?)
    /// A station could not pass it on, and says so to the sender.
    case failed(Verdict.Reason, Station, Trip)
    /// A rule of the host's rejects it.
    case rejected(RulePlace?, Trip)
}

/// What the host remembers of a connection: the addresses and ports of its first packet, and those of the answers.
struct Connection: Sendable {
    let source: IPAddress
    let sourcePort: UInt16
    let destination: IPAddress
    let destinationPort: UInt16
    var answerSource: IPAddress
    var answerSourcePort: UInt16
    var answerDestination: IPAddress

    init(_ packet: FilterPacket) {
        source = packet.source
        sourcePort = packet.sourcePort
        destination = packet.destination
        destinationPort = packet.destinationPort
        (answerSource, answerSourcePort, answerDestination) = (destination, destinationPort, source)
    }

    func isAnswered(by packet: FilterPacket) -> Bool {
        packet.source == answerSource && packet.sourcePort == answerSourcePort
            && packet.destination == answerDestination && packet.destinationPort == sourcePort
    }
}
