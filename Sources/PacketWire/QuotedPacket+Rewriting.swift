package import Addressing

extension QuotedPacket {
    /// The quote with what is not nil put in place, as NAT puts it into the packets of the connection.
    ///
    /// The IPv4 header's checksum is computed anew. A checksum of UDP, TCP or ICMP that is in the quote is adjusted
    /// (RFC 1624), so that one which was wrong stays wrong by as much; a UDP checksum of 0 stays, for there is none.
    /// - Throws: `.mixedFamilies` for an address of the other family; `.absent` for ports or an echo identifier that the
    ///   quote does not have.
    package func rewriting(
        source newSource: IPAddress? = nil,
        destination newDestination: IPAddress? = nil,
        sourcePort newSourcePort: UInt16? = nil,
        destinationPort newDestinationPort: UInt16? = nil,
        echoIdentifier newIdentifier: UInt16? = nil
    ) throws(PacketEncodingError) -> [UInt8] {
        for address in [newSource, newDestination] {
            if let address, address.family != family { throw .mixedFamilies(source, address) }
        }
        guard newSourcePort == nil && newDestinationPort == nil || sourcePort != nil else { throw .absent(.ports) }
        guard newIdentifier == nil || echoIdentifier != nil else { throw .absent(.echoIdentifier) }

        var patched = bytes
        let checksumOffset = self.checksumOffset
        var checksum = InternetChecksum(adjusting: checksumOffset.map { bytes.span.loadUInt16(at: $0) } ?? 0)
        // ICMP for IPv4 alone has no pseudo-header.
        let coversAddresses = !(family == .ipv4 && protocolNumber == 1)
        let sourceOffset = family == .ipv4 ? 12 : 8
        let length = family.bitWidth / 8
        for (old, new, offset) in [
            (source, newSource, sourceOffset), (destination, newDestination, sourceOffset + length),
        ] {
            guard let new else { continue }
            patched.replaceSubrange(offset..<offset + length, with: new.bytes)
            if coversAddresses { checksum.replace(old, by: new) }
        }
        if let start = transportOffset {
            for (old, new, offset) in [
                (sourcePort, newSourcePort, start), (destinationPort, newDestinationPort, start + 2),
                (echoIdentifier, newIdentifier, start + 4),
            ] {
                guard let old, let new else { continue }
                patched.patch(bigEndian: new, at: offset)
                checksum.replace(old, by: new)
            }
        }
        if let checksumOffset {
            let isUDP = protocolNumber == UDPDatagram.protocolNumber
            patched.patch(bigEndian: isUDP ? checksum.udpValue : checksum.value, at: checksumOffset)
        }
        if family == .ipv4 { Self.mendHeaderChecksum(&patched) }
        return patched
    }

    /// Where a checksum of the transport stands that has to follow changes; nil where the quote has none.
    private var checksumOffset: Int? {
        guard let start = transportOffset else { return nil }
        let place: Int
        switch (protocolNumber, family) {
        case (UDPDatagram.protocolNumber, _): place = start + 6
        case (TCPSegment.protocolNumber, _): place = start + 16
        case (1, .ipv4), (58, .ipv6): place = start + 2
        default: return nil
        }
        guard bytes.span.holds(2, at: place) else { return nil }
        let isMissing = protocolNumber == UDPDatagram.protocolNumber && bytes.span.loadUInt16(at: place) == 0
        return isMissing ? nil : place
    }

    /// The header is whole: it could not be read otherwise.
    private static func mendHeaderChecksum(_ bytes: inout [UInt8]) {
        bytes.patch(bigEndian: 0, at: 10)
        var checksum = InternetChecksum()
        checksum.add(bytes.span.extracting(..<(Int(bytes[0] & 0xf) * 4)))
        bytes.patch(bigEndian: checksum.value, at: 10)
    }
}

extension IPPacket {
    /// The most bytes of a packet that Linux quotes in an ICMP error for IPv4: with both headers they are 576 bytes
    /// (`icmp_send`; RFC 1812 section 4.3.2.3).
    package static let maximumIPv4Quote = 548
    /// The most bytes of a packet that an ICMPv6 error quotes: with both headers they are IPv6's least MTU, 1280 bytes
    /// (RFC 4443 section 2.4 (c)).
    package static let maximumIPv6Quote = 1232

    /// The beginning of the packet's bytes, as an ICMP error about it quotes it.
    ///
    /// - Throws: why the packet cannot be written.
    package func quoted() throws(PacketEncodingError) -> [UInt8] {
        var bytes: [UInt8] = []
        try encode(into: &bytes)
        let limit = family == .ipv4 ? Self.maximumIPv4Quote : Self.maximumIPv6Quote
        if bytes.count > limit { bytes.removeSubrange(limit...) }
        return bytes
    }
}
