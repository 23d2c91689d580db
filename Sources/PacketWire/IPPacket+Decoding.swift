import Addressing

extension IPPacket {
    /// Reads the packet at the start of `bytes`. What stands behind it, such as a link's padding, is dropped, and so are
    /// IPv4 options, IPv6 extension headers and the flow label.
    ///
    /// A fragment's payload stays `.other`, be it the only one (RFC 6946).
    /// - Parameter verifyingChecksums: whether wrong checksums are errors, in the IPv4 header and, but for fragments, in
    ///   ICMP, UDP and TCP.
    /// - Throws: the first fault.
    package init(decoding bytes: Span<UInt8>, verifyingChecksums: Bool = false) throws(PacketDecodingError) {
        try bytes.require(1, at: 0, .version)
        let family: AddressFamily = bytes[0] >> 4 == 6 ? .ipv6 : .ipv4
        try self.init(decoding: bytes, at: 0, family: family, verifyingChecksums: verifyingChecksums)
    }

    /// Reads the packet at `start` of `bytes`, which must be of `family`.
    init(
        decoding bytes: Span<UInt8>,
        at start: Int,
        family: AddressFamily,
        verifyingChecksums: Bool
    ) throws(PacketDecodingError) {
        try bytes.require(1, at: start, .version)
        guard bytes[start] >> 4 == (family == .ipv4 ? 4 : 6) else { throw .invalid(.version, offset: start) }
        switch family {
        case .ipv4: try self.init(ipv4: bytes, at: start, verifyingChecksums)
        case .ipv6: try self.init(ipv6: bytes, at: start, verifyingChecksums)
        }
    }

    /// RFC 791 section 3.1.
    private init(
        ipv4 bytes: Span<UInt8>,
        at start: Int,
        _ verifiesChecksums: Bool
    ) throws(PacketDecodingError) {
        try bytes.require(20, at: start, .ipv4Header)
        let headerLength = Int(bytes[start] & 0xf) * 4
        guard headerLength >= 20 else { throw .invalid(.headerLength, offset: start) }
        try bytes.require(headerLength, at: start, .ipv4Header)
        let totalLength = Int(bytes.loadUInt16(at: start + 2))
        guard totalLength >= headerLength else { throw .invalid(.totalLength, offset: start + 2) }
        try bytes.require(totalLength, at: start, .ipv4Packet)
        if verifiesChecksums {
            var checksum = InternetChecksum()
            checksum.add(bytes.extracting(start..<start + headerLength))
            guard checksum.value == 0 else { throw .badChecksum(.ipv4Header, offset: start + 10) }
        }
        let bits = bytes.loadUInt16(at: start + 6)
        source = .v4(bytes.loadIPv4Address(at: start + 12))
        destination = .v4(bytes.loadIPv4Address(at: start + 16))
        hopLimit = bytes[start + 8]
        trafficClass = bytes[start + 1]
        identification = UInt32(bytes.loadUInt16(at: start + 4))
        dontFragment = bits & 0x4000 != 0
        if bits & 0x3fff != 0 { fragment = Fragment(offset: Int(bits & 0x1fff) * 8, hasMore: bits & 0x2000 != 0) }
        payload = .other(protocolNumber: bytes[start + 9], bytes: [])
        try decodePayload(
            bytes.extracting(..<(start + totalLength)),
            at: start + headerLength,
            protocolNumber: bytes[start + 9],
            verifiesChecksums
        )
    }

    /// RFC 8200 section 3.
    private init(
        ipv6 bytes: Span<UInt8>,
        at start: Int,
        _ verifiesChecksums: Bool
    ) throws(PacketDecodingError) {
        try bytes.require(40, at: start, .ipv6Header)
        let length = Int(bytes.loadUInt16(at: start + 4))
        try bytes.require(length, at: start + 40, .ipv6Payload)
        source = .v6(bytes.loadIPv6Address(at: start + 8))
        destination = .v6(bytes.loadIPv6Address(at: start + 24))
        hopLimit = bytes[start + 7]
        trafficClass = UInt8(truncatingIfNeeded: bytes.loadUInt16(at: start) >> 4)
        payload = .other(protocolNumber: bytes[start + 6], bytes: [])
        let packet = bytes.extracting(..<(start + 40 + length))
        let headers = try IPv6ExtensionHeaders(in: packet, at: start + 40, nextHeader: bytes[start + 6])
        if let fragmentHeader = headers.fragmentHeader {
            fragment = fragmentHeader.fragment
            identification = fragmentHeader.identification
        }
        try decodePayload(packet, at: headers.end, protocolNumber: headers.nextHeader, verifiesChecksums)
    }

    /// Reads the payload, which begins at `offset` and fills `bytes`, into a packet whose other fields are set.
    mutating func decodePayload(
        _ bytes: Span<UInt8>,
        at offset: Int,
        protocolNumber: UInt8,
        _ verifiesChecksums: Bool
    ) throws(PacketDecodingError) {
        guard fragment == nil else {
            payload = .other(protocolNumber: protocolNumber, bytes: bytes.copy(from: offset))
            return
        }
        switch (protocolNumber, family) {
        case (1, .ipv4), (58, .ipv6):
            let message = try ICMPMessage(decoding: bytes, at: offset, family: family)
            if verifiesChecksums {
                try verifyChecksum(of: .icmp, bytes, offset..<bytes.count, at: offset + 2, protocolNumber)
            }
            payload = .icmp(message)
        case (17, _):
            let (datagram, end) = try UDPDatagram.decode(bytes, at: offset)
            // In IPv4 a sender may leave the checksum out; in IPv6 it may not (RFC 8200 section 8.1).
            if verifiesChecksums, family == .ipv6 || bytes.loadUInt16(at: offset + 6) != 0 {
                guard bytes.loadUInt16(at: offset + 6) != 0 else { throw .badChecksum(.udpHeader, offset: offset + 6) }
                try verifyChecksum(of: .udpHeader, bytes, offset..<end, at: offset + 6, protocolNumber)
            }
            payload = .udp(datagram)
        case (6, _):
            let segment = try TCPSegment(decoding: bytes, at: offset)
            if verifiesChecksums {
                try verifyChecksum(of: .tcpHeader, bytes, offset..<bytes.count, at: offset + 16, protocolNumber)
            }
            payload = .tcp(segment)
        default:
            payload = .other(protocolNumber: protocolNumber, bytes: bytes.copy(from: offset))
        }
    }

    /// Throws unless the checksum at `place` is that of the bytes in `range`.
    private func verifyChecksum(
        of field: PacketField,
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        at place: Int,
        _ protocolNumber: UInt8
    ) throws(PacketDecodingError) {
        // ICMP for IPv4 alone has no pseudo-header.
        var checksum =
            protocolNumber == 1
            ? InternetChecksum()
            : InternetChecksum(from: source, to: destination, protocolNumber: protocolNumber, length: range.count)
        checksum.add(bytes.extracting(range))
        guard checksum.value == 0 else { throw .badChecksum(field, offset: place) }
    }
}
