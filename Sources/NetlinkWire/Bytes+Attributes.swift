internal import Addressing

/// Attributes as they are written: length, type, value, padding to four octets (`struct nlattr`).
extension [UInt8] {
    /// Writes an attribute whose value `body` appends; attributes inside are attributes of their own.
    ///
    /// - Throws: ``NetlinkEncodingError`` where the value is longer than the attribute's length can say.
    mutating func attribute(
        _ type: UInt16,
        _ body: (inout [UInt8]) throws(NetlinkEncodingError) -> Void
    ) throws(NetlinkEncodingError) {
        let start = count
        append(host: 0 as UInt16)
        append(host: type)
        try body(&self)
        let length = count - start
        guard let short = UInt16(exactly: length) else { throw .attributeTooLong(type: type, length: length) }
        patch(host: short, at: start)
        pad(toMultipleOf: 4, from: start)
    }

    mutating func attribute(_ type: UInt16, _ value: [UInt8]) throws(NetlinkEncodingError) {
        try attribute(type) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in bytes += value }
    }

    /// A string, with the zero that ends it.
    ///
    /// - Throws: ``NetlinkEncodingError`` also where the string has a zero inside, behind which the kernel reads nothing.
    mutating func attribute(_ type: UInt16, _ value: String) throws(NetlinkEncodingError) {
        let octets = [UInt8](value.utf8)
        if octets.contains(0) { throw .zeroInString(type: type) }
        try attribute(type, octets + [0])
    }

    mutating func attribute(_ type: UInt16, _ value: UInt8) throws(NetlinkEncodingError) {
        try attribute(type, [value])
    }

    mutating func attribute(_ type: UInt16, _ value: UInt16) throws(NetlinkEncodingError) {
        try attribute(type) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in bytes.append(host: value) }
    }

    mutating func attribute(_ type: UInt16, _ value: UInt32) throws(NetlinkEncodingError) {
        try attribute(type) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in bytes.append(host: value) }
    }

    mutating func attribute(_ type: UInt16, _ value: UInt64) throws(NetlinkEncodingError) {
        try attribute(type) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in bytes.append(host: value) }
    }

    mutating func attribute(_ type: UInt16, bigEndian value: UInt16) throws(NetlinkEncodingError) {
        try attribute(type, [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)])
    }

    mutating func attribute(_ type: UInt16, _ value: IPAddress) throws(NetlinkEncodingError) {
        try attribute(type, value.bytes)
    }
}
