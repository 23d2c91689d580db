// Every read of message bytes goes through these. `load…` trusts that its caller checked the length, which a decoder
// does once for each fixed header; `read…` checks, advances, and names the field when bytes lack.

extension Span<UInt8> {
    /// The big-endian number at `offset`. The caller has checked that two octets stand there.
    func loadUInt16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The big-endian number at `offset`. The caller has checked that four octets stand there.
    func loadUInt32(at offset: Int) -> UInt32 {
        UInt32(loadUInt16(at: offset)) << 16 | UInt32(loadUInt16(at: offset + 2))
    }

    /// Throws unless `length` octets stand at `offset`.
    func require(_ length: Int, at offset: Int, _ field: WireField) throws(DNSWireError) {
        guard offset <= count, length <= count - offset else { throw .truncated(field, offset: offset) }
    }

    func readUInt8(_ offset: inout Int, _ field: WireField) throws(DNSWireError) -> UInt8 {
        try require(1, at: offset, field)
        defer { offset += 1 }
        return self[offset]
    }

    func readUInt16(_ offset: inout Int, _ field: WireField) throws(DNSWireError) -> UInt16 {
        try require(2, at: offset, field)
        defer { offset += 2 }
        return loadUInt16(at: offset)
    }

    func readUInt32(_ offset: inout Int, _ field: WireField) throws(DNSWireError) -> UInt32 {
        try require(4, at: offset, field)
        defer { offset += 4 }
        return loadUInt32(at: offset)
    }

    /// The number in `length` octets, at most 16, big-endian.
    func readNumber(_ length: Int, _ offset: inout Int, _ field: WireField) throws(DNSWireError) -> UInt128 {
        try require(length, at: offset, field)
        var number: UInt128 = 0
        for index in offset..<offset + length { number = number << 8 | UInt128(self[index]) }
        offset += length
        return number
    }

    func readBytes(_ length: Int, _ offset: inout Int, _ field: WireField) throws(DNSWireError) -> [UInt8] {
        try require(length, at: offset, field)
        defer { offset += length }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        bytes.append(copying: self.extracting(offset..<offset + length))
        return bytes
    }
}

extension [UInt8] {
    mutating func append(copying bytes: Span<UInt8>) {
        // No reserveCapacity here: it grows to fit exactly, so that many small appends would copy each time.
        for index in bytes.indices { append(bytes[index]) }
    }

    mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }

    /// Writes `value` over the two octets at `offset`, which are there already.
    mutating func patch(bigEndian value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}
