internal import Addressing
internal import PacketWire

/// ICMP messages in tcpdump's words.
enum ICMPSummary {
    static func text(_ message: ICMPMessage, _ family: AddressFamily) -> String {
        let (head, separator) = family == .ipv4 ? ("ICMP", " ") : ("ICMP6", ", ")
        return head + separator + body(message, family) + ", length \(message.length)"
    }

    private static func body(_ message: ICMPMessage, _ family: AddressFamily) -> String {
        switch message {
        case .echoRequest(let id, let sequence, _): "echo request, id \(id), seq \(sequence)"
        case .echoReply(let id, let sequence, _): "echo reply, id \(id), seq \(sequence)"
        case .unreachable(let reason, let quoted): unreachable(reason, try? QuotedPacket(decoding: quoted), family)
        case .packetTooBig(let mtu, let quoted):
            family == .ipv4
                ? "\(target(try? QuotedPacket(decoding: quoted))) unreachable - need to frag (mtu \(mtu))"
                : "packet too big, mtu \(mtu)"
        case .timeExceeded(let quoted):
            family == .ipv4
                ? "time exceeded in-transit"
                : "time exceeded in-transit for \(target(try? QuotedPacket(decoding: quoted)))"
        case .neighborSolicitation(let target, _): "neighbor solicitation, who has \(target)"
        case .neighborAdvertisement(let target, _, _, _): "neighbor advertisement, tgt is \(target)"
        case .other(let type, let code, _): "type-#\(type), code \(code)"
        }
    }

    private static func target(_ cause: QuotedPacket?) -> String { cause.map { "\($0.destination)" } ?? "?" }

    private static func unreachable(
        _ reason: ICMPMessage.Unreachable,
        _ cause: QuotedPacket?,
        _ family: AddressFamily
    ) -> String {
        let what: String
        switch reason {
        case .network: what = "net \(target(cause)) unreachable"
        case .host: what = "host \(target(cause)) unreachable"
        case .protocolNumber: what = "\(target(cause)) protocol \(cause?.protocolNumber ?? 0) unreachable"
        case .port: what = "\(target(cause)) \(port(cause)) unreachable"
        case .networkProhibited: what = "net \(target(cause)) unreachable - admin prohibited"
        case .hostProhibited: what = "host \(target(cause)) unreachable - admin prohibited"
        case .prohibited: what = "host \(target(cause)) unreachable - admin prohibited filter"
        }
        return family == .ipv4 ? what : "destination unreachable, \(what)"
    }

    private static func port(_ cause: QuotedPacket?) -> String {
        let name = cause?.protocolNumber == 17 ? "udp" : "tcp"
        return "\(name) port \(cause?.destinationPort.map { "\($0)" } ?? "?")"
    }
}
