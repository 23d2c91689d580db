internal import PacketWire

extension IPPacket {
    mutating func setSourcePort(_ port: UInt16) {
        switch payload {
        case .udp(var datagram):
            datagram.sourcePort = port
            payload = .udp(datagram)
        case .tcp(var segment):
            segment.sourcePort = port
            payload = .tcp(segment)
        case .icmp(.echoRequest(_, let sequence, let data)):
            payload = .icmp(.echoRequest(identifier: port, sequence: sequence, payload: data))
        case .icmp(.echoReply(_, let sequence, let data)):
            payload = .icmp(.echoReply(identifier: port, sequence: sequence, payload: data))
        case .icmp, .other: break
        }
    }

    mutating func setDestinationPort(_ port: UInt16) {
        switch payload {
        case .udp(var datagram):
            datagram.destinationPort = port
            payload = .udp(datagram)
        case .tcp(var segment):
            segment.destinationPort = port
            payload = .tcp(segment)
        case .icmp(.echoRequest(_, let sequence, let data)):
            payload = .icmp(.echoRequest(identifier: port, sequence: sequence, payload: data))
        case .icmp(.echoReply(_, let sequence, let data)):
            payload = .icmp(.echoReply(identifier: port, sequence: sequence, payload: data))
        case .icmp, .other: break
        }
    }
}
