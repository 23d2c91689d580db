package import Addressing

/// An IPv4 (RFC 791) or IPv6 (RFC 8200) packet. Both addresses are of one family, which is the packet's.
package struct IPPacket: Hashable, Sendable {
    package enum Payload: Hashable, Sendable {
        /// ICMP for IPv4, ICMPv6 for IPv6; the family of the packet says which.
        case icmp(ICMPMessage)
        case udp(UDPDatagram)
        case tcp(TCPSegment)
        /// Any other protocol, and every fragment (of which only the first has a transport header).
        case other(protocolNumber: UInt8, bytes: [UInt8])
    }

    /// A fragment's place (RFC 791 section 3.2, RFC 8200 section 4.5).
    package struct Fragment: Hashable, Sendable {
        /// In bytes, a multiple of 8.
        package var offset: Int
        package var hasMore: Bool
        package init(offset: Int, hasMore: Bool) {
            self.offset = offset
            self.hasMore = hasMore
        }
    }

    package var source: IPAddress
    package var destination: IPAddress
    /// TTL or hop limit.
    package var hopLimit: UInt8
    /// DSCP and ECN.
    package var trafficClass: UInt8 = 0
    /// 16 bits in IPv4; in IPv6 it is sent in fragments only.
    package var identification: UInt32 = 0
    /// IPv4 only; no IPv6 packet is fragmented on its way.
    package var dontFragment = false
    package var fragment: Fragment?
    package var payload: Payload

    package init(source: IPAddress, destination: IPAddress, hopLimit: UInt8 = 64, payload: Payload) {
        self.source = source
        self.destination = destination
        self.hopLimit = hopLimit
        self.payload = payload
    }

    package var family: AddressFamily { source.family }

    package var protocolNumber: UInt8 {
        switch payload {
        case .icmp: family == .ipv4 ? 1 : 58
        case .udp: 17
        case .tcp: 6
        case .other(let number, _): number
        }
    }

    /// Bytes behind the IP header (and behind IPv6's fragment header).
    package var payloadLength: Int {
        switch payload {
        case .icmp(let message): message.length
        case .udp(let datagram): UDPDatagram.headerLength + datagram.payload.count
        case .tcp(let segment): segment.headerLength + segment.payload.count
        case .other(_, let bytes): bytes.count
        }
    }

    package var headerLength: Int { family == .ipv4 ? 20 : fragment == nil ? 40 : 48 }

    /// The bytes of the whole packet, which an MTU bounds.
    package var totalLength: Int { headerLength + payloadLength }
}
