internal import Addressing
internal import Lab

/// Writes records as the compact rows of the store.
///
/// Fields follow each other without names or padding: a number is a variable-length integer (LEB128, signed ones
/// zigzag), a text its length and UTF-8 bytes, a list its count and elements, an optional field a byte 0 or 1 before
/// it, which is left out with all that follows where a row ends in added fields that have their default. Identifiers, hardware addresses, IP addresses and times have fixed widths, in network byte order.
struct RowWriter: FieldCoder {
    /// The fields so far.
    private(set) var bytes: [UInt8] = []
    /// How many bytes at the end stand for added fields that have their default.
    private var defaults = 0

    /// The row of a record: the format's version, then its fields.
    static func row<T: Record>(_ record: T) throws(FieldError) -> [UInt8] {
        var writer = RowWriter()
        writer.bytes.reserveCapacity(512)
        writer.bytes.append(RowFormat.version)
        _ = try T.fields(record, with: &writer)
        writer.bytes.removeLast(writer.defaults)
        return writer.bytes
    }

    /// An identifier as it stands in rows.
    static func bytes(of identifier: Identifier) throws(FieldError) -> [UInt8] {
        var writer = RowWriter()
        _ = try writer.identifier(identifier)
        return writer.bytes
    }

    // MARK: Values

    mutating func bool(_ given: Bool?) throws(FieldError) -> Bool {
        let value = try Self.value(given)
        bytes.append(value ? 1 : 0)
        return value
    }

    mutating func integer<T: FixedWidthInteger>(_ given: T?) throws(FieldError) -> T {
        let value = try Self.value(given)
        if T.isSigned {
            let wide = Int64(truncatingIfNeeded: value)
            append(UInt64(bitPattern: wide << 1 ^ wide >> 63))
        } else {
            append(UInt64(truncatingIfNeeded: value))
        }
        return value
    }

    mutating func text(_ given: String?) throws(FieldError) -> String {
        let value = try Self.value(given)
        append(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
        return value
    }

    mutating func choice<T: Choice>(_ given: T?) throws(FieldError) -> T {
        let value = try Self.value(given)
        guard let number = T.numbered.firstIndex(of: value) else { throw FieldError("\(value.rawValue) has no number") }
        append(UInt64(number))
        return value
    }

    mutating func word(_ given: UInt64?) throws(FieldError) -> UInt64 {
        let value = try Self.value(given)
        append(bits: value, bytes: 8)
        return value
    }

    mutating func identifier(_ given: Identifier?) throws(FieldError) -> Identifier {
        let value = try Self.value(given)
        for word in [value.words.0, value.words.1, value.words.2, value.words.3] { append(bits: word, bytes: 8) }
        return value
    }

    mutating func address(_ given: IPAddress?) throws(FieldError) -> IPAddress {
        let value = try Self.value(given)
        switch value {
        case .v4(let address):
            bytes.append(RowFormat.ipv4)
            append(bits: UInt64(address.rawValue), bytes: 4)
        case .v6(let address):
            bytes.append(RowFormat.ipv6)
            append(bits: UInt64(truncatingIfNeeded: address.rawValue >> 64), bytes: 8)
            append(bits: UInt64(truncatingIfNeeded: address.rawValue), bytes: 8)
        }
        return value
    }

    mutating func prefix(_ given: IPPrefix?) throws(FieldError) -> IPPrefix {
        let value = try Self.value(given)
        _ = try address(value.address)
        bytes.append(UInt8(truncatingIfNeeded: value.length))
        return value
    }

    mutating func mac(_ given: MACAddress?) throws(FieldError) -> MACAddress {
        let value = try Self.value(given)
        append(bits: value.rawValue, bytes: 6)
        return value
    }

    mutating func time(_ given: Timestamp?) throws(FieldError) -> Timestamp {
        let value = try Self.value(given)
        append(bits: UInt64(bitPattern: value.nanoseconds), bytes: 8)
        return value
    }

    mutating func port(_ given: ContainerPort?) throws(FieldError) -> ContainerPort {
        let value = try Self.value(given)
        _ = try choice(value.transport)
        _ = try integer(value.number)
        return value
    }

    mutating func ports(_ given: PortRange?) throws(FieldError) -> PortRange {
        let value = try Self.value(given)
        _ = try integer(value.first)
        _ = try integer(value.last)
        return value
    }

    mutating func elements<T: FieldValue>(_ given: [T]?) throws(FieldError) -> [T] {
        let values = try Self.value(given)
        append(UInt64(values.count))
        for value in values { _ = try T.code(value, with: &self) }
        return values
    }

    mutating func record<T: Record>(_ given: T?) throws(FieldError) -> T {
        try T.fields(given, with: &self)
    }

    // MARK: Fields

    mutating func field<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T {
        try T.code(given(), with: &self)
    }

    mutating func optional<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T?
    {
        let given = given()
        bytes.append(given == nil ? 0 : 1)
        return if let given { try T.code(given, with: &self) } else { nil }
    }

    mutating func list<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [T]?) throws(FieldError) -> [T]
    {
        try elements(given())
    }

    mutating func map<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [String: T]?) throws(FieldError)
        -> [String: T]
    {
        let values = try Self.value(given())
        append(UInt64(values.count))
        for (key, value) in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            _ = try text(key)
            _ = try T.code(value, with: &self)
        }
        return values
    }

    mutating func added<T: FieldValue & Equatable>(
        _ name: StaticString,
        default standard: T,
        _ given: @autoclosure () -> T?
    ) throws(FieldError) -> T {
        let value = try Self.value(given())
        let isDefault = value == standard
        defaults = isDefault ? defaults + 1 : 0
        bytes.append(isDefault ? 0 : 1)
        return isDefault ? value : try T.code(value, with: &self)
    }

    // MARK: Bytes

    private static func value<T>(_ given: T?) throws(FieldError) -> T {
        guard let given else { throw FieldError("a value to write is missing") }
        return given
    }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func append(bits: UInt64, bytes count: Int) {
        for index in stride(from: count - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(index))))
        }
    }
}

/// What ``RowWriter`` and ``RowReader`` agree on.
enum RowFormat {
    /// The first byte of every row.
    static let version: UInt8 = 1
    static let ipv4: UInt8 = 4
    static let ipv6: UInt8 = 6
}
