import Addressing

// Every read of packets goes through these. `load…` trusts that its caller checked the length, which a decoder does
// once for each header.

extension Span<UInt8> {
    /// The big-endian number at `offset`. The caller has checked that two bytes stand there.
    @inline(__always)
    func loadUInt16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The big-endian number at `offset`. The caller has checked that four bytes stand there.
    @inline(__always)
    func loadUInt32(at offset: Int) -> UInt32 {
        UInt32(loadUInt16(at: offset)) << 16 | UInt32(loadUInt16(at: offset + 2))
    }

    /// The address at `offset`. The caller has checked that six bytes stand there.
    @inline(__always)
    func loadMACAddress(at offset: Int) -> MACAddress {
        MACAddress(rawValue: UInt64(loadUInt16(at: offset)) << 32 | UInt64(loadUInt32(at: offset + 2)))
    }

    /// The address at `offset`. The caller has checked that four bytes stand there.
    @inline(__always)
    func loadIPv4Address(at offset: Int) -> IPv4Address {
        IPv4Address(rawValue: loadUInt32(at: offset))
    }

    /// The address at `offset`. The caller has checked that sixteen bytes stand there.
    @inline(__always)
    func loadIPv6Address(at offset: Int) -> IPv6Address {
        var number: UInt128 = 0
        for word in 0..<4 { number = number << 32 | UInt128(loadUInt32(at: offset + 4 * word)) }
        return IPv6Address(rawValue: number)
    }

    /// Whether `length` bytes stand at `offset`. Neither is negative.
    @inline(__always)
    func holds(_ length: Int, at offset: Int) -> Bool {
        offset <= count && length <= count - offset
    }

    /// Throws unless `length` bytes stand at `offset`.
    @inline(__always)
    func require(_ length: Int, at offset: Int, _ field: PacketField) throws(PacketDecodingError) {
        guard holds(length, at: offset) else { throw .truncated(field, offset: offset) }
    }

    /// A copy of the bytes from `offset` on. The caller has checked that `offset` is not behind the end.
    func copy(from offset: Int) -> [UInt8] {
        copy(offset..<count)
    }

    /// A copy of the bytes at `range`, which the caller has checked.
    func copy(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return part.withUnsafeBufferPointer { [UInt8]($0) }
    }
}
