/// Frames that were captured as octets.
extension PcapngWriter {
    /// Block type, length, interface, time and both lengths; and behind the octets `epb_flags`, the end of the options
    /// and the length again.
    private static let (octetsBefore, octetsBehind) = (28, 16)

    /// Writes a captured frame, cut to its interface's snap length: the same block that `add(_:)` writes, at once.
    ///
    /// - Throws: `.unknownInterface`, `.negativeTimestamp`, or `.tooLong`.
    package mutating func add(
        octets: UnsafeRawBufferPointer,
        originalLength: Int,
        on interface: Int,
        at timestamp: Int64,
        direction: PcapngPacket.Direction
    ) throws(PcapngError) {
        guard let snapLength = snapLength(of: interface) else { throw .unknownInterface(interface) }
        guard timestamp >= 0 else { throw .negativeTimestamp(timestamp) }
        guard octets.count...Int(UInt32.max) ~= originalLength else {
            throw .tooLong(.enhancedPacket, count: originalLength, limit: Int(UInt32.max))
        }
        let captured = min(octets.count, snapLength)
        let padding = -captured & 3
        let length = Self.octetsBefore + captured + padding + Self.octetsBehind
        extend(by: length) { block in
            func put(_ value: UInt32, at offset: Int) {
                block.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
            }
            put(PcapngBlockType.enhancedPacket, at: 0)
            put(UInt32(truncatingIfNeeded: length), at: 4)
            put(UInt32(truncatingIfNeeded: interface), at: 8)
            put(UInt32(truncatingIfNeeded: timestamp >> 32), at: 12)
            put(UInt32(truncatingIfNeeded: timestamp), at: 16)
            put(UInt32(truncatingIfNeeded: captured), at: 20)
            put(UInt32(truncatingIfNeeded: originalLength), at: 24)
            // The zeros first: the octets then cover all but the padding.
            let behind = Self.octetsBefore + captured + padding
            if padding > 0 { put(0, at: behind - 4) }
            UnsafeMutableRawBufferPointer(rebasing: block[Self.octetsBefore...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: octets[..<captured]))
            put(UInt32(PcapngOption.packetFlags) | 4 << 16, at: behind)
            put(UInt32(direction.rawValue), at: behind + 4)
            put(UInt32(PcapngOption.end), at: behind + 8)
            put(UInt32(truncatingIfNeeded: length), at: behind + 12)
        }
        count(on: interface, at: timestamp)
    }
}
