internal import Addressing
internal import PacketWire

/// ICMP and ICMPv6 in every stack (RFC 792, RFC 1122 section 3.2.2, RFC 4443).
extension Dataplane {
    mutating func receive(_ message: ICMPMessage, _ packet: IPPacket, in stack: Int, on interface: Int) {
        switch message {
        case .echoRequest(let identifier, let sequence, let payload):
            // No answer to a broadcast (`icmp_echo_ignore_broadcasts`), nor from one.
            guard isUnicast(packet.destination, in: stack) else { return }
            var reply = IPPacket(
                source: packet.destination,
                destination: packet.source,
                payload: .icmp(.echoReply(identifier: identifier, sequence: sequence, payload: payload))
            )
            reply.trafficClass = packet.trafficClass
            answer(reply, from: stack)
        case .echoReply(let identifier, let sequence, let payload):
            receiveEcho(identifier, sequence, payload, packet, in: stack)
        case .unreachable, .packetTooBig, .timeExceeded:
            receiveError(message, packet, in: stack)
        case .neighborSolicitation(let target, let mac):
            receiveSolicitation(of: target, from: packet.source, mac, on: interface)
        case .neighborAdvertisement(let target, let mac, _, _):
            confirmNeighbor(.v6(target), mac, on: interface)
        case .other: break
        }
    }

    /// Answers from the address that was asked, as a router would for its own or the world's addresses.
    mutating func answer(_ packet: IPPacket, from stack: Int) {
        output(packet, from: stack)
    }

    func isUnicast(_ address: IPAddress, in stack: Int) -> Bool {
        if stacks[stack].isWorld { return !address.isMulticast && address != Self.limitedBroadcast }
        return stacks[stack].local[address] != nil || address.isLoopback
    }

    /// Says that a port or protocol of the stack is closed.
    mutating func refuse(_ packet: IPPacket, _ reason: ICMPMessage.Unreachable, from stack: Int) {
        guard isUnicast(packet.destination, in: stack) else { return }
        sendError(about: packet, from: stack, source: packet.destination) { .unreachable(reason, quoted: $0) }
    }

    /// Sends an error about a packet back to its source, unless one may not be sent (RFC 1122 section 3.2.2).
    mutating func sendError(
        about packet: IPPacket,
        from stack: Int,
        source: IPAddress? = nil,
        _ message: (_ quoted: [UInt8]) -> ICMPMessage
    ) {
        if case .icmp(let cause) = packet.payload, cause.isError { return }
        if let fragment = packet.fragment, fragment.offset > 0 { return }
        let isAnswerable = !packet.source.isMulticast && !packet.source.isUnspecified && !packet.destination.isMulticast
        guard isAnswerable, packet.source != Self.limitedBroadcast, packet.destination != Self.limitedBroadcast,
            let choice = route(packet.source, in: stack), let sender = source ?? choice.source
        else { return }
        guard let quoted = try? packet.quoted() else { return }
        output(IPPacket(source: sender, destination: packet.source, payload: .icmp(message(quoted))), from: stack)
    }

    /// An error about a packet that one of the stack's sockets sent.
    private mutating func receiveError(_ message: ICMPMessage, _ packet: IPPacket, in stack: Int) {
        let kind: Reception.ReceivedError.Kind
        let quoted: [UInt8]
        switch message {
        case .unreachable(let reason, let bytes): (kind, quoted) = (.unreachable(reason), bytes)
        case .packetTooBig(let mtu, let bytes): (kind, quoted) = (.packetTooBig(mtu: mtu), bytes)
        case .timeExceeded(let bytes): (kind, quoted) = (.timeExceeded, bytes)
        default: return
        }
        guard let cause = try? QuotedPacket(decoding: quoted) else { return }
        if case .packetTooBig(let mtu) = kind, stacks[stack].local[cause.source] != nil {
            // RFC 1191 section 6.3, RFC 8201: never below the minimum.
            let least = cause.family == .ipv4 ? 552 : 1280
            stacks[stack].pathMTU[cause.destination] = max(least, Int(mtu))
        }
        let error = Reception.ReceivedError(
            kind: kind,
            source: packet.source,
            isLocal: false,
            sequence: 0,
            hopLimit: packet.hopLimit,
            time: now
        )
        reportError(error, about: cause, in: stack)
    }
}
