package import Addressing

/// An ICMP message (RFC 792) or ICMPv6 message (RFC 4443, RFC 4861), by meaning: the packet's family decides the numbers.
package enum ICMPMessage: Hashable, Sendable {
    /// Why a destination could not be reached. Numbers differ between the families, and some exist in one only.
    package enum Unreachable: UInt8, Hashable, Sendable, CaseIterable {
        /// IPv4 code 0; IPv6 code 0 (no route).
        case network
        /// IPv4 code 1; IPv6 code 3 (address).
        case host
        /// IPv4 code 2; IPv6 parameter problem (type 4 code 1) is sent instead.
        case protocolNumber
        /// IPv4 code 3; IPv6 code 4.
        case port
        /// IPv4 code 13 (communication administratively prohibited); IPv6 code 1.
        case prohibited
        /// IPv4 code 9; IPv6 has but one code for what is prohibited.
        case networkProhibited
        /// IPv4 code 10.
        case hostProhibited
    }

    case echoRequest(identifier: UInt16, sequence: UInt16, payload: [UInt8])
    case echoReply(identifier: UInt16, sequence: UInt16, payload: [UInt8])
    /// `quoted` is the beginning of the packet that caused the error, from its IP header on.
    case unreachable(Unreachable, quoted: [UInt8])
    /// IPv4 type 3 code 4 with the next hop's MTU (RFC 1191); IPv6 type 2.
    case packetTooBig(mtu: UInt32, quoted: [UInt8])
    /// Type 11 code 0, or IPv6 type 3 code 0.
    case timeExceeded(quoted: [UInt8])
    /// IPv6 only (RFC 4861 section 4.3). `sourceMAC` is nil in duplicate address detection.
    case neighborSolicitation(target: IPv6Address, sourceMAC: MACAddress?)
    /// IPv6 only (RFC 4861 section 4.4).
    case neighborAdvertisement(target: IPv6Address, targetMAC: MACAddress?, isSolicited: Bool, isOverride: Bool)
    /// The rest of the message behind type, code and checksum.
    case other(type: UInt8, code: UInt8, body: [UInt8])

    /// Bytes on the wire, the 4 of type, code and checksum included.
    package var length: Int {
        switch self {
        case .echoRequest(_, _, let payload), .echoReply(_, _, let payload): 8 + payload.count
        case .unreachable(_, let quoted), .packetTooBig(_, let quoted), .timeExceeded(let quoted): 8 + quoted.count
        case .neighborSolicitation(_, let mac): mac == nil ? 24 : 32
        case .neighborAdvertisement(_, let mac, _, _): mac == nil ? 24 : 32
        case .other(_, _, let body): 4 + body.count
        }
    }

    /// Whether the message reports an error, about which no error may be sent (RFC 1122 section 3.2.2).
    package var isError: Bool {
        switch self {
        case .unreachable, .packetTooBig, .timeExceeded: true
        // The errors without a case of their own: redirect, source quench, parameter problem, time exceeded in
        // reassembly. No type here is an error in one family and something else in the other.
        case .other(let type, _, _): [1, 2, 3, 4, 5, 11, 12].contains(type)
        default: false
        }
    }
}
