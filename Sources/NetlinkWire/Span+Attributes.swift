internal import Addressing

// Every read of the kernel's octets goes through these: they check, and give nil where octets lack.

extension Span<UInt8> {
    func hostUInt16(at offset: Int) -> UInt16? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        let (first, second) = (UInt16(self[offset]), UInt16(self[offset + 1]))
        return [UInt8].isLittleEndian ? second << 8 | first : first << 8 | second
    }

    func hostUInt32(at offset: Int) -> UInt32? {
        guard let first = hostUInt16(at: offset), let second = hostUInt16(at: offset + 2) else { return nil }
        return [UInt8].isLittleEndian
            ? UInt32(second) << 16 | UInt32(first) : UInt32(first) << 16 | UInt32(second)
    }

    func hostUInt64(at offset: Int) -> UInt64? {
        guard let first = hostUInt32(at: offset), let second = hostUInt32(at: offset + 4) else { return nil }
        return [UInt8].isLittleEndian
            ? UInt64(second) << 32 | UInt64(first) : UInt64(first) << 32 | UInt64(second)
    }

    func octet(at offset: Int) -> UInt8? { indices.contains(offset) ? self[offset] : nil }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for index in range { bytes.append(self[index]) }
        return bytes
    }

    /// The attribute at `offset`, which moves behind it and its padding; nil at `end`.
    ///
    /// - Throws: where the attribute's length is less than its header's, or reaches beyond `end`.
    func nextAttribute(
        _ offset: inout Int,
        end: Int
    ) throws(NetlinkDecodingError) -> (type: UInt16, value: Range<Int>)? {
        guard offset < end else { return nil }
        guard end <= count, offset <= end - 4, let length = hostUInt16(at: offset),
            let type = hostUInt16(at: offset + 2)
        else { throw .truncated(.attributeHeader, offset: offset) }
        guard length >= 4, Int(length) <= end - offset else {
            throw .badLength(.attributeHeader, offset: offset)
        }
        let value = offset + 4..<offset + Int(length)
        offset = Swift.min(end, offset + (Int(length) + 3) / 4 * 4)
        // The two highest bits say that the value is attributes, or big-endian.
        return (type & 0x3fff, value)
    }

    // MARK: Values

    func uint8(_ value: Range<Int>) throws(NetlinkDecodingError) -> UInt8 {
        guard value.count >= 1, let number = octet(at: value.lowerBound) else {
            throw .truncated(.attributeValue, offset: value.lowerBound)
        }
        return number
    }

    func uint16(_ value: Range<Int>) throws(NetlinkDecodingError) -> UInt16 {
        guard value.count >= 2, let number = hostUInt16(at: value.lowerBound) else {
            throw .truncated(.attributeValue, offset: value.lowerBound)
        }
        return number
    }

    func uint32(_ value: Range<Int>) throws(NetlinkDecodingError) -> UInt32 {
        guard value.count >= 4, let number = hostUInt32(at: value.lowerBound) else {
            throw .truncated(.attributeValue, offset: value.lowerBound)
        }
        return number
    }

    func uint64(_ value: Range<Int>) throws(NetlinkDecodingError) -> UInt64 {
        guard value.count >= 8, let number = hostUInt64(at: value.lowerBound) else {
            throw .truncated(.attributeValue, offset: value.lowerBound)
        }
        return number
    }

    func bigEndianUInt16(_ value: Range<Int>) throws(NetlinkDecodingError) -> UInt16 {
        guard value.count >= 2, let high = octet(at: value.lowerBound), let low = octet(at: value.lowerBound + 1) else {
            throw .truncated(.attributeValue, offset: value.lowerBound)
        }
        return UInt16(high) << 8 | UInt16(low)
    }

    /// A string up to its zero, or to the value's end.
    func string(_ value: Range<Int>) -> String {
        String(decoding: bytes(value).prefix { $0 != 0 }, as: UTF8.self)
    }

    func address(_ value: Range<Int>) throws(NetlinkDecodingError) -> IPAddress {
        guard let address = IPAddress(bytes: bytes(value)) else {
            throw .badLength(.attributeValue, offset: value.lowerBound)
        }
        return address
    }
}
