internal import Addressing
internal import Lab

/// Reads records from the rows that ``RowWriter`` writes.
///
/// It reads the database's own memory, which is valid while the row is current: everything that it returns is a copy.
/// Whatever the bytes say, it either makes a value or throws: lengths are checked against the bytes that are left
/// before any is read, and lists grow as elements are found rather than as their count promises.
struct RowReader: FieldCoder {
    // Memory is touched in `take`, `byte` and `text` alone, each behind its check of `rest`.
    private var next: UnsafeRawPointer
    private var rest: Int

    private init(_ bytes: UnsafeRawBufferPointer) throws(FieldError) {
        guard let start = bytes.baseAddress else { throw FieldError("the row is empty") }
        next = start
        rest = bytes.count
    }

    /// The record in a row, all of whose bytes must belong to it.
    static func read<T: Record>(_ type: T.Type, from bytes: UnsafeRawBufferPointer) throws(FieldError) -> T {
        var reader = try RowReader(bytes)
        let version = try reader.byte()
        guard version == RowFormat.version else { throw FieldError("the row has the unknown version \(version)") }
        let record = try T.fields(nil, with: &reader)
        guard reader.rest == 0 else { throw FieldError("\(reader.rest) bytes follow the last field") }
        return record
    }

    // MARK: Values

    mutating func bool(_ given: Bool?) throws(FieldError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        case let value: throw FieldError("\(value) is neither 0 nor 1")
        }
    }

    mutating func integer<T: FixedWidthInteger>(_ given: T?) throws(FieldError) -> T {
        let number = try number()
        if T.isSigned {
            let value = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
            if let exact = T(exactly: value) { return exact }
        } else if let exact = T(exactly: number) {
            return exact
        }
        throw FieldError("\(number) is out of range")
    }

    mutating func text(_ given: String?) throws(FieldError) -> String {
        let count = try count()
        guard count > 0 else { return "" }
        let utf8 = UnsafeRawBufferPointer(start: next, count: count).assumingMemoryBound(to: UInt8.self)
        guard let span = try? UTF8Span(validating: utf8.span) else { throw FieldError("a text is not UTF-8") }
        let text = String(copying: span)
        skip(count)
        return text
    }

    mutating func choice<T: Choice>(_ given: T?) throws(FieldError) -> T {
        let number = try byte()
        let numbered = T.numbered
        guard Int(number) < numbered.count else { throw FieldError("\(number) stands for nothing") }
        return numbered[Int(number)]
    }

    mutating func word(_ given: UInt64?) throws(FieldError) -> UInt64 {
        UInt64(bigEndian: try take(UInt64.self))
    }

    mutating func identifier(_ given: Identifier?) throws(FieldError) -> Identifier {
        Identifier(words: (try word(nil), try word(nil), try word(nil), try word(nil)))
    }

    mutating func address(_ given: IPAddress?) throws(FieldError) -> IPAddress {
        switch try byte() {
        case RowFormat.ipv4: return .v4(IPv4Address(rawValue: UInt32(bigEndian: try take(UInt32.self))))
        case RowFormat.ipv6: return .v6(IPv6Address(rawValue: UInt128(try word(nil)) << 64 | UInt128(try word(nil))))
        case let family: throw FieldError("\(family) is no IP version")
        }
    }

    mutating func prefix(_ given: IPPrefix?) throws(FieldError) -> IPPrefix {
        let address = try address(nil)
        let length = Int(try byte())
        guard let prefix = IPPrefix(address: address, length: length) else {
            throw FieldError("/\(length) is no prefix length of \(address)")
        }
        return prefix
    }

    mutating func mac(_ given: MACAddress?) throws(FieldError) -> MACAddress {
        let high = UInt64(UInt16(bigEndian: try take(UInt16.self)))
        return MACAddress(rawValue: high << 32 | UInt64(UInt32(bigEndian: try take(UInt32.self))))
    }

    mutating func time(_ given: Timestamp?) throws(FieldError) -> Timestamp {
        Timestamp(nanoseconds: Int64(bitPattern: try word(nil)))
    }

    mutating func port(_ given: ContainerPort?) throws(FieldError) -> ContainerPort {
        let transport: TransportProtocol = try choice(nil)
        return ContainerPort(try integer(nil), transport)
    }

    mutating func ports(_ given: PortRange?) throws(FieldError) -> PortRange {
        let (first, last): (UInt16, UInt16) = (try integer(nil), try integer(nil))
        guard first <= last else { throw FieldError("ports \(first) to \(last) are no range") }
        return PortRange(first...last)
    }

    mutating func elements<T: FieldValue>(_ given: [T]?) throws(FieldError) -> [T] {
        let count = try count()
        if count == 0 { return [] }
        var values: [T] = []
        values.reserveCapacity(min(count, 16))
        for index in 0..<count {
            do throws(FieldError) {
                values.append(try T.code(nil, with: &self))
            } catch {
                throw error.inside(index: index)
            }
        }
        return values
    }

    mutating func record<T: Record>(_ given: T?) throws(FieldError) -> T {
        try T.fields(nil, with: &self)
    }

    // MARK: Fields

    mutating func field<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T {
        do throws(FieldError) {
            return try T.code(nil, with: &self)
        } catch {
            throw error.inside(name)
        }
    }

    mutating func optional<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T?
    {
        do throws(FieldError) {
            return if try bool(nil) { try T.code(nil, with: &self) } else { nil }
        } catch {
            throw error.inside(name)
        }
    }

    mutating func list<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [T]?) throws(FieldError) -> [T]
    {
        do throws(FieldError) {
            return try elements(nil)
        } catch {
            throw error.inside(name)
        }
    }

    mutating func map<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [String: T]?) throws(FieldError)
        -> [String: T]
    {
        do throws(FieldError) {
            let count = try count()
            if count == 0 { return [:] }
            var values: [String: T] = [:]
            for _ in 0..<count {
                let key = try text(nil)
                do throws(FieldError) {
                    let value = try T.code(nil, with: &self)
                    guard values.updateValue(value, forKey: key) == nil else {
                        throw FieldError("the key is there twice")
                    }
                } catch {
                    throw error.inside(key: key)
                }
            }
            return values
        } catch {
            throw error.inside(name)
        }
    }

    mutating func added<T: FieldValue & Equatable>(
        _ name: StaticString,
        default standard: T,
        _ given: @autoclosure () -> T?
    ) throws(FieldError) -> T {
        rest == 0 ? standard : try optional(name, nil) ?? standard
    }

    // MARK: Bytes

    private static let tooShort = FieldError("the row ends within it")

    @inline(__always)
    private mutating func skip(_ count: Int) {
        next += count
        rest -= count
    }

    @inline(__always)
    private mutating func byte() throws(FieldError) -> UInt8 {
        guard rest > 0 else { throw Self.tooShort }
        let value = next.load(as: UInt8.self)
        skip(1)
        return value
    }

    @inline(__always)
    private mutating func take<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws(FieldError) -> T {
        guard rest >= MemoryLayout<T>.size else { throw Self.tooShort }
        let value = next.loadUnaligned(as: T.self)
        skip(MemoryLayout<T>.size)
        return value
    }

    /// A number of things that follow, each of at least one byte.
    @inline(__always)
    private mutating func count() throws(FieldError) -> Int {
        let number = try number()
        guard number <= UInt64(rest) else { throw Self.tooShort }
        return Int(number)
    }

    @inline(__always)
    private mutating func number() throws(FieldError) -> UInt64 {
        let first = try byte()
        return first < 0x80 ? UInt64(first) : try longNumber(first)
    }

    private mutating func longNumber(_ first: UInt8) throws(FieldError) -> UInt64 {
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        while true {
            let byte = try byte()
            let bits = UInt64(byte & 0x7f)
            guard shift < 63 || (shift == 63 && bits <= 1) else { throw FieldError("a number has more than 64 bits") }
            value |= bits << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }
}
