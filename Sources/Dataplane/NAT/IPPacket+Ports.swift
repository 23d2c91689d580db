internal import PacketWire

extension IPPacket {
    /// Changes the ports that are given; an echo has one number for both ends, its identifier.
    mutating func setPorts(source: UInt16? = nil, destination: UInt16? = nil) {
        switch payload {
        case .udp(var datagram):
            datagram.sourcePort = source ?? datagram.sourcePort
            datagram.destinationPort = destination ?? datagram.destinationPort
            payload = .udp(datagram)
        case .tcp(var segment):
            segment.sourcePort = source ?? segment.sourcePort
            segment.destinationPort = destination ?? segment.destinationPort
            payload = .tcp(segment)
        case .icmp(.echoRequest(let old, let sequence, let data)):
            let identifier = destination ?? source ?? old
            payload = .icmp(.echoRequest(identifier: identifier, sequence: sequence, payload: data))
        case .icmp(.echoReply(let old, let sequence, let data)):
            let identifier = destination ?? source ?? old
            payload = .icmp(.echoReply(identifier: identifier, sequence: sequence, payload: data))
        case .icmp, .other: break
        }
    }
}
