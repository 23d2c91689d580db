internal import Addressing
internal import Lab
internal import Rendering

/// Writes records as JSON: fields by name, addresses as text, identifiers in hexadecimal, times as RFC 3339.
///
/// A field that has no value, and a list or map that is empty, is left out.
struct ArchiveWriter: FieldCoder {
    /// What the last method wrote.
    private var value = JSONValue.null
    /// The fields so far of the record that is being written.
    private var members = JSONObject()

    static func json<T: Record>(_ record: T) throws(FieldError) -> JSONValue {
        var writer = ArchiveWriter()
        _ = try writer.record(record)
        return writer.value
    }

    // MARK: Values

    mutating func bool(_ given: Bool?) throws(FieldError) -> Bool { try put(given) { .bool($0) } }

    mutating func integer<T: FixedWidthInteger>(_ given: T?) throws(FieldError) -> T {
        try put(given) { JSONValue($0) }
    }

    mutating func text(_ given: String?) throws(FieldError) -> String { try put(given) { .string($0) } }

    mutating func choice<T: Choice>(_ given: T?) throws(FieldError) -> T { try put(given) { .string($0.rawValue) } }

    mutating func word(_ given: UInt64?) throws(FieldError) -> UInt64 { try put(given) { .string(Identifier.hex($0)) } }

    mutating func identifier(_ given: Identifier?) throws(FieldError) -> Identifier { try putText(given) }

    mutating func address(_ given: IPAddress?) throws(FieldError) -> IPAddress { try putText(given) }

    mutating func prefix(_ given: IPPrefix?) throws(FieldError) -> IPPrefix { try putText(given) }

    mutating func mac(_ given: MACAddress?) throws(FieldError) -> MACAddress { try putText(given) }

    mutating func time(_ given: Timestamp?) throws(FieldError) -> Timestamp { try putText(given) }

    mutating func port(_ given: ContainerPort?) throws(FieldError) -> ContainerPort { try putText(given) }

    mutating func ports(_ given: PortRange?) throws(FieldError) -> PortRange { try putText(given) }

    mutating func elements<T: FieldValue>(_ given: [T]?) throws(FieldError) -> [T] {
        let values = try Self.value(given)
        var elements: [JSONValue] = []
        elements.reserveCapacity(values.count)
        for element in values {
            _ = try T.code(element, with: &self)
            elements.append(value)
        }
        value = .array(elements)
        return values
    }

    mutating func record<T: Record>(_ given: T?) throws(FieldError) -> T {
        var outer = JSONObject()
        swap(&outer, &members)
        let record = try T.fields(given, with: &self)
        value = .object(members)
        members = outer
        return record
    }

    // MARK: Fields

    mutating func field<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T {
        let written = try T.code(given(), with: &self)
        add(name)
        return written
    }

    mutating func optional<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T?
    {
        guard let given = given() else { return nil }
        return try field(name, given)
    }

    mutating func list<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [T]?) throws(FieldError) -> [T]
    {
        let values = try elements(given())
        if !values.isEmpty { add(name) }
        return values
    }

    mutating func map<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [String: T]?) throws(FieldError)
        -> [String: T]
    {
        let values = try Self.value(given())
        var object = JSONObject(minimumCapacity: values.count)
        for (key, element) in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            _ = try T.code(element, with: &self)
            object[key] = value
        }
        value = .object(object)
        if !values.isEmpty { add(name) }
        return values
    }

    mutating func added<T: FieldValue & Equatable>(
        _ name: StaticString,
        default standard: T,
        _ given: @autoclosure () -> T?
    ) throws(FieldError) -> T {
        let value = try Self.value(given())
        return value == standard ? value : try field(name, value)
    }

    // MARK: -

    private static func value<T>(_ given: T?) throws(FieldError) -> T {
        guard let given else { throw FieldError("a value to write is missing") }
        return given
    }

    private mutating func put<T>(_ given: T?, _ json: (T) -> JSONValue) throws(FieldError) -> T {
        let given = try Self.value(given)
        value = json(given)
        return given
    }

    private mutating func putText<T: CustomStringConvertible>(_ given: T?) throws(FieldError) -> T {
        try put(given) { .string($0.description) }
    }

    private mutating func add(_ name: StaticString) {
        members[name.description] = value
    }
}
