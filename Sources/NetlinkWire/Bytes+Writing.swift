// Netlink's numbers are in the byte order of the machine, but for addresses and a few ports, which are big-endian.

extension [UInt8] {
    mutating func append(host value: UInt16) {
        append(UInt8(truncatingIfNeeded: Self.isLittleEndian ? value : value >> 8))
        append(UInt8(truncatingIfNeeded: Self.isLittleEndian ? value >> 8 : value))
    }

    mutating func append(host value: UInt32) {
        let (low, high) = (UInt16(truncatingIfNeeded: value), UInt16(truncatingIfNeeded: value >> 16))
        append(host: Self.isLittleEndian ? low : high)
        append(host: Self.isLittleEndian ? high : low)
    }

    mutating func append(host value: UInt64) {
        let (low, high) = (UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
        append(host: Self.isLittleEndian ? low : high)
        append(host: Self.isLittleEndian ? high : low)
    }

    mutating func append(host value: Int32) { append(host: UInt32(bitPattern: value)) }

    /// Writes `value` over the two octets at `offset`; nothing where they are not there.
    mutating func patch(host value: UInt16, at offset: Int) {
        guard indices.contains(offset), indices.contains(offset + 1) else { return }
        var octets: [UInt8] = []
        octets.append(host: value)
        replaceSubrange(offset..<offset + 2, with: octets)
    }

    /// Writes `value` over the four octets at `offset`; nothing where they are not there.
    mutating func patch(host value: UInt32, at offset: Int) {
        patch(host: UInt16(truncatingIfNeeded: Self.isLittleEndian ? value : value >> 16), at: offset)
        patch(host: UInt16(truncatingIfNeeded: Self.isLittleEndian ? value >> 16 : value), at: offset + 2)
    }

    mutating func pad(toMultipleOf alignment: Int, from start: Int) {
        while (count - start) % alignment != 0 { append(0) }
    }

    static var isLittleEndian: Bool { UInt16(1).littleEndian == 1 }
}
