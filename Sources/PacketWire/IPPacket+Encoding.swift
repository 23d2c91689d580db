import Addressing

extension IPPacket {
    /// The most bytes that the length field of an IPv4 header (the whole packet) or IPv6 header (behind it) can say.
    package static let maximumLength = 65535
    /// The largest offset of a fragment: 13 bits, in units of 8 bytes.
    package static let maximumFragmentOffset = 65528

    /// Appends the packet to `bytes`: an IPv4 header without options, or an IPv6 header and, for a fragment, its fragment
    /// header. All checksums are computed, but those in a fragment, which were when it was whole.
    ///
    /// What a packet of its family does not carry (DF in IPv6, an identification outside IPv6's fragments) is left out.
    /// - Throws: what is too long or does not fit; `bytes` are then as they were.
    package func encode(into bytes: inout [UInt8]) throws(PacketEncodingError) {
        try requireEncodable()
        append(to: &bytes)
    }

    /// Throws if the packet has a part that its fields on the wire cannot hold.
    func requireEncodable() throws(PacketEncodingError) {
        let limit = Self.maximumLength
        guard destination.family == family else { throw .mixedFamilies(source, destination) }
        switch family {
        case .ipv4:
            guard totalLength <= limit else { throw .tooLong(.ipv4Packet, count: totalLength, limit: limit) }
            guard identification <= 0xffff else {
                throw .outOfRange(.identification, value: Int(identification), limit: 0xffff)
            }
        case .ipv6:
            let count = totalLength - 40
            guard count <= limit else { throw .tooLong(.ipv6Payload, count: count, limit: limit) }
        }
        if let offset = fragment?.offset {
            guard 0...Self.maximumFragmentOffset ~= offset, offset % 8 == 0 else {
                throw .outOfRange(.fragmentOffset, value: offset, limit: Self.maximumFragmentOffset)
            }
        }
        if case .icmp(let message) = payload { try message.requireEncodable(in: family) }
    }

    /// Appends a packet that has been found encodable.
    func append(to bytes: inout [UInt8]) {
        switch family {
        case .ipv4: appendIPv4Header(to: &bytes)
        case .ipv6: appendIPv6Headers(to: &bytes)
        }
        appendPayload(to: &bytes)
    }

    /// Appends what stands behind the IP header. The packet has been found encodable.
    func appendPayload(to bytes: inout [UInt8]) {
        switch payload {
        case .icmp(let message): message.append(to: &bytes, from: source, to: destination)
        case .udp(let datagram): datagram.append(to: &bytes, from: source, to: destination)
        case .tcp(let segment): segment.append(to: &bytes, from: source, to: destination)
        case .other(_, let octets): bytes.append(contentsOf: octets)
        }
    }

    /// RFC 791 section 3.1.
    private func appendIPv4Header(to bytes: inout [UInt8]) {
        // Closures would copy all of a packet that they read from.
        let (source, destination, hopLimit, trafficClass) = (source, destination, hopLimit, trafficClass)
        let (identification, protocolNumber, totalLength) = (identification, protocolNumber, totalLength)
        let bits = fragmentBits >> 3 | (fragmentBits & 1) << 13 | (dontFragment ? 0x4000 : 0)
        let first = 0x4500_0000 | UInt32(trafficClass) << 16 | UInt32(truncatingIfNeeded: totalLength)
        let second = identification << 16 | UInt32(bits)
        let third = UInt16(hopLimit) << 8 | UInt16(protocolNumber)
        var checksum = InternetChecksum()
        checksum.add(word: first)
        checksum.add(word: second)
        checksum.add(word: third)
        checksum.add(source)
        checksum.add(destination)
        let sum = checksum.value
        bytes.append(addingCapacity: 20) { out in
            out.append(bigEndian: first)
            out.append(bigEndian: second)
            out.append(bigEndian: third)
            out.append(bigEndian: sum)
            out.append(source)
            out.append(destination)
        }
    }

    /// RFC 8200 sections 3 and 4.5.
    private func appendIPv6Headers(to bytes: inout [UInt8]) {
        let (source, destination, hopLimit, trafficClass) = (source, destination, hopLimit, trafficClass)
        let (identification, protocolNumber, totalLength) = (identification, protocolNumber, totalLength)
        let (isFragment, bits) = (fragment != nil, fragmentBits)
        bytes.append(addingCapacity: headerLength) { out in
            out.append(bigEndian: 0x6000_0000 | UInt32(trafficClass) << 20)
            out.append(bigEndian: UInt16(truncatingIfNeeded: totalLength - 40))
            out.append(isFragment ? IPv6ExtensionHeaders.fragment : protocolNumber)
            out.append(hopLimit)
            out.append(source)
            out.append(destination)
            guard isFragment else { return }
            out.append(protocolNumber)
            out.append(0)
            out.append(bigEndian: bits)
            out.append(bigEndian: identification)
        }
    }

    /// The offset in bytes, of which the low three bits are zero, and in the lowest whether fragments follow.
    private var fragmentBits: UInt16 {
        guard let fragment else { return 0 }
        return UInt16(truncatingIfNeeded: fragment.offset) | (fragment.hasMore ? 1 : 0)
    }
}
