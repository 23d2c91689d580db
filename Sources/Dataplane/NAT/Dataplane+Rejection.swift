internal import Addressing
internal import PacketFilter
internal import PacketWire

/// What a `REJECT` rule answers.
extension Dataplane {
    /// Answers with an ICMP error, as `--reject-with` says.
    mutating func reject(_ packet: IPPacket, _ kind: RejectionKind?, source: IPAddress?, from stack: Int) {
        let kind = kind ?? .standard(packet.family)
        sendError(about: packet, from: stack, source: source) { .unreachable(kind.unreachable, quoted: $0) }
    }

    /// Answers with a reset (`nf_send_reset`), and a reset not at all.
    ///
    /// A packet that came by a bridge's port is answered there, past all that is asked of other packets: with the
    /// addresses that NAT has given it so far, which its sender may not know.
    ///
    /// - Parameter sent: the packet as its sender sent it.
    mutating func reset(_ packet: IPPacket, sent: IPPacket, _ passage: Passage) {
        let rejected = passage.entry == nil ? sent : packet
        guard case .tcp(let segment) = rejected.payload, !segment.flags.contains(.rst) else { return }
        let answer = IPPacket(
            source: rejected.destination,
            destination: rejected.source,
            payload: .tcp(Self.reset(answering: segment))
        )
        if let entry = passage.entry {
            sendBack(answer, by: entry, from: passage.stack)
        } else {
            output(answer, from: passage.stack)
        }
    }
}

extension BridgeEntry {
    /// nil for a frame that came in elsewhere.
    init?(_ flight: Flight) {
        guard flight.bridgePort >= 0 else { return nil }
        self.init(port: Int(flight.bridgePort), source: flight.frame.source, destination: flight.frame.destination)
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
