internal import Addressing
internal import PacketWire

/// Who talks to whom, as connection tracking tells flows apart.
struct FlowTuple: Hashable, Sendable {
    var source: IPAddress
    var destination: IPAddress
    var protocolNumber: UInt8
    /// For echoes the identifier, at both ends; 0 where the protocol has no ports.
    var sourcePort: UInt16
    var destinationPort: UInt16

    init(
        source: IPAddress,
        destination: IPAddress,
        protocolNumber: UInt8,
        sourcePort: UInt16 = 0,
        destinationPort: UInt16 = 0
    ) {
        self.source = source
        self.destination = destination
        self.protocolNumber = protocolNumber
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
    }

    /// nil for ICMP errors, which belong to the flow that they quote, and for neighbour discovery.
    init?(_ packet: borrowing IPPacket) {
        switch packet.payload {
        case .udp(let datagram):
            self.init(
                source: packet.source,
                destination: packet.destination,
                protocolNumber: 17,
                sourcePort: datagram.sourcePort,
                destinationPort: datagram.destinationPort
            )
        case .tcp(let segment):
            self.init(
                source: packet.source,
                destination: packet.destination,
                protocolNumber: 6,
                sourcePort: segment.sourcePort,
                destinationPort: segment.destinationPort
            )
        case .icmp(.echoRequest(let identifier, _, _)), .icmp(.echoReply(let identifier, _, _)):
            self.init(
                source: packet.source,
                destination: packet.destination,
                protocolNumber: packet.protocolNumber,
                sourcePort: identifier,
                destinationPort: identifier
            )
        case .icmp: return nil
        case .other(let number, _):
            self.init(source: packet.source, destination: packet.destination, protocolNumber: number)
        }
    }

    init?(_ quoted: QuotedPacket) {
        self.init(
            source: quoted.source,
            destination: quoted.destination,
            protocolNumber: quoted.protocolNumber,
            sourcePort: quoted.echoIdentifier ?? quoted.sourcePort ?? 0,
            destinationPort: quoted.echoIdentifier ?? quoted.destinationPort ?? 0
        )
    }

    /// The same flow the other way.
    var inverse: FlowTuple {
        FlowTuple(
            source: destination,
            destination: source,
            protocolNumber: protocolNumber,
            sourcePort: destinationPort,
            destinationPort: sourcePort
        )
    }

    // A multiplicative mix before the standard hash: one short round of it instead of two for each address.
    func hash(into hasher: inout Hasher) {
        var mixed = Self.fold(source) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ mixed >> 29) &+ Self.fold(destination) &* 0xbf58_476d_1ce4_e5b9
        mixed ^= UInt64(sourcePort) << 48 | UInt64(destinationPort) << 32 | UInt64(protocolNumber)
        hasher.combine(mixed)
    }

    private static func fold(_ address: IPAddress) -> UInt64 {
        switch address {
        case .v4(let address): UInt64(address.rawValue)
        case .v6(let address): UInt64(truncatingIfNeeded: address.rawValue ^ address.rawValue >> 64)
        }
    }
}
