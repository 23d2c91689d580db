package import Addressing

/// The beginning of a packet that an ICMP error quotes: enough to find whose packet the error is about, and for NAT to
/// show its receiver the packet that it knows.
///
/// The packet may be cut anywhere behind its IP header; checksums are not verified.
package struct QuotedPacket: Hashable, Sendable {
    /// What a connection is told by, as far as the quote has it.
    package enum Transport: Hashable, Sendable {
        /// Of UDP or TCP.
        case ports(source: UInt16, destination: UInt16)
        case echo(isRequest: Bool, identifier: UInt16, sequence: UInt16)
    }

    /// The quote, from the IP header on.
    package let bytes: [UInt8]
    package let source: IPAddress
    package let destination: IPAddress
    /// Of the header behind the IP header and IPv6's extension headers.
    package let protocolNumber: UInt8
    /// Nil where the quote ends too soon, in fragments but the first, and for other protocols and ICMP messages.
    package let transport: Transport?
    /// Where the header behind the IP headers begins; nil where the packet does not begin with one.
    let transportOffset: Int?

    package var family: AddressFamily { source.family }

    package var sourcePort: UInt16? {
        if case .ports(let port, _)? = transport { port } else { nil }
    }

    package var destinationPort: UInt16? {
        if case .ports(_, let port)? = transport { port } else { nil }
    }

    package var echoIdentifier: UInt16? {
        if case .echo(_, let identifier, _)? = transport { identifier } else { nil }
    }

    package var echoSequence: UInt16? {
        if case .echo(_, _, let sequence)? = transport { sequence } else { nil }
    }

    /// Reads the quote of an ICMP error.
    ///
    /// - Throws: a fault of the IP header, or that it is not whole; of IPv6's extension headers too many or one cut short.
    package init(decoding bytes: [UInt8]) throws(PacketDecodingError) {
        let span = bytes.span
        try span.require(1, at: 0, .version)
        self.bytes = bytes
        let isFirst: Bool
        let offset: Int
        switch span[0] >> 4 {
        case 4:
            try span.require(20, at: 0, .ipv4Header)
            offset = Int(span[0] & 0xf) * 4
            guard offset >= 20 else { throw .invalid(.headerLength, offset: 0) }
            try span.require(offset, at: 0, .ipv4Header)
            source = .v4(span.loadIPv4Address(at: 12))
            destination = .v4(span.loadIPv4Address(at: 16))
            protocolNumber = span[9]
            isFirst = span.loadUInt16(at: 6) & 0x1fff == 0
        case 6:
            try span.require(40, at: 0, .ipv6Header)
            source = .v6(span.loadIPv6Address(at: 8))
            destination = .v6(span.loadIPv6Address(at: 24))
            let headers = try IPv6ExtensionHeaders(in: span, at: 40, nextHeader: span[6])
            offset = headers.end
            protocolNumber = headers.nextHeader
            isFirst = headers.fragmentHeader?.fragment.offset ?? 0 == 0
        default:
            throw .invalid(.version, offset: 0)
        }
        transportOffset = isFirst ? offset : nil
        transport =
            isFirst ? Self.transport(in: span, at: offset, protocolNumber, isIPv4: source.family == .ipv4) : nil
    }

    private static func transport(
        in bytes: Span<UInt8>,
        at offset: Int,
        _ protocolNumber: UInt8,
        isIPv4: Bool
    ) -> Transport? {
        switch protocolNumber {
        case UDPDatagram.protocolNumber, TCPSegment.protocolNumber:
            guard bytes.holds(4, at: offset) else { return nil }
            return .ports(source: bytes.loadUInt16(at: offset), destination: bytes.loadUInt16(at: offset + 2))
        case isIPv4 ? 1 : 58:
            guard bytes.holds(8, at: offset) else { return nil }
            let request = isIPv4 ? ICMPType.echoRequest : ICMPv6Type.echoRequest
            let reply = isIPv4 ? ICMPType.echoReply : ICMPv6Type.echoReply
            guard bytes[offset] == request || bytes[offset] == reply else { return nil }
            return .echo(
                isRequest: bytes[offset] == request,
                identifier: bytes.loadUInt16(at: offset + 4),
                sequence: bytes.loadUInt16(at: offset + 6)
            )
        default:
            return nil
        }
    }
}
