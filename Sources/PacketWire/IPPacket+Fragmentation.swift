import Addressing

extension IPPacket {
    /// The packets of at most `mtu` bytes that the packet is sent as: itself where it fits, else fragments (RFC 791 section
    /// 3.2, RFC 8200 section 4.5) with its identification, which the caller has set.
    ///
    /// Routers cut IPv4 packets, fragments among them; IPv6 packets are cut at their source alone, so that a fragment of
    /// IPv6 is not cut again.
    /// - Throws: `.mustNotFragment`, `.mtuTooSmall`, or why the packet cannot be written.
    package func fragmented(mtu: Int) throws(PacketEncodingError) -> [IPPacket] {
        try requireEncodable()
        guard totalLength > mtu else { return [self] }
        guard family == .ipv4 ? !dontFragment : fragment == nil else {
            throw .mustNotFragment(length: totalLength, mtu: mtu)
        }
        let headerLength = family == .ipv4 ? 20 : 48
        guard mtu >= headerLength + 8 else { throw .mtuTooSmall(mtu, minimum: headerLength + 8) }

        var bytes: [UInt8] = []
        bytes.reserveCapacity(payloadLength)
        appendPayload(to: &bytes)
        let base = fragment?.offset ?? 0
        let room = mtu - headerLength
        var fragments: [IPPacket] = []
        var start = 0
        while start < bytes.count {
            // Only the last fragment's length need not be a multiple of 8.
            let isLast = bytes.count - start <= room
            let end = isLast ? bytes.count : start + room / 8 * 8
            guard base + start <= Self.maximumFragmentOffset else {
                throw .outOfRange(.fragmentOffset, value: base + start, limit: Self.maximumFragmentOffset)
            }
            var piece = self
            piece.fragment = Fragment(offset: base + start, hasMore: !isLast || fragment?.hasMore ?? false)
            piece.payload = .other(protocolNumber: protocolNumber, bytes: [UInt8](bytes[start..<end]))
            fragments.append(piece)
            start = end
        }
        return fragments
    }
}
