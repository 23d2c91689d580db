internal import Addressing
internal import PacketFilter
internal import PacketWire

/// What a `REJECT` rule answers.
extension Dataplane {
    /// Answers what a rule of the user rejects, as `--reject-with` says.
    mutating func reject(
        _ packet: IPPacket,
        withReset: Bool,
        _ kind: RejectionKind?,
        source: IPAddress?,
        from stack: Int
    ) {
        guard withReset, case .tcp(let segment) = packet.payload, !segment.flags.contains(.rst) else {
            let kind = kind ?? .standard(packet.family)
            sendError(about: packet, from: stack, source: source) { .unreachable(kind.unreachable, quoted: $0) }
            return
        }
        let reset = Self.reset(answering: segment)
        output(IPPacket(source: packet.destination, destination: packet.source, payload: .tcp(reset)), from: stack)
    }
}

extension RejectionKind {
    /// The code of the ICMP error.
    fileprivate var unreachable: ICMPMessage.Unreachable {
        switch self {
        case .netUnreachable, .noRoute6: .network
        case .hostUnreachable, .addressUnreachable6: .host
        case .protocolUnreachable: .protocolNumber
        case .netProhibited: .networkProhibited
        case .hostProhibited: .hostProhibited
        case .adminProhibited, .adminProhibited6: .prohibited
        case .portUnreachable, .portUnreachable6, .reset: .port
        }
    }
}
