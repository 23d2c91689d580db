import Addressing

extension ARPMessage {
    /// Bytes on the wire, for IPv4 over Ethernet.
    package static let length = 28

    /// Hardware type Ethernet, protocol type IPv4, and the lengths of their addresses.
    private static let preamble: (UInt32, UInt16) = (0x0001_0800, 0x0604)

    /// Appends the message to `bytes`.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.length) { out in
            out.append(bigEndian: Self.preamble.0)
            out.append(bigEndian: Self.preamble.1)
            out.append(bigEndian: operation.rawValue)
            out.append(senderMAC)
            out.append(bigEndian: senderAddress.rawValue)
            out.append(targetMAC)
            out.append(bigEndian: targetAddress.rawValue)
        }
    }

    /// Reads the message at `offset`; `nil` if it is about other protocols than IPv4 over Ethernet.
    ///
    /// - Throws: `.truncated(.arp, …)`.
    package init?(decoding bytes: Span<UInt8>, at offset: Int = 0) throws(PacketDecodingError) {
        try bytes.require(8, at: offset, .arp)
        guard (bytes.loadUInt32(at: offset), bytes.loadUInt16(at: offset + 4)) == Self.preamble else { return nil }
        try bytes.require(Self.length, at: offset, .arp)
        self.init(
            Operation(rawValue: bytes.loadUInt16(at: offset + 6)),
            senderMAC: bytes.loadMACAddress(at: offset + 8),
            senderAddress: bytes.loadIPv4Address(at: offset + 14),
            targetMAC: bytes.loadMACAddress(at: offset + 18),
            targetAddress: bytes.loadIPv4Address(at: offset + 24)
        )
    }
}
