/// A JSON document as an ordered tree: what is read, printed, and handed to templates.
///
/// Integers and other numbers stay apart, as Go keeps them: `1` is ``int(_:)``, `1.0` and `1e3` are ``double(_:)``.
/// Equality compares order too: two objects with the same members in another order print differently, so they differ.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    /// An integer above `Int64.max`; smaller ones are always ``int(_:)``.
    case unsigned(UInt64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Members in the order written; a repeated key keeps its first place and takes the last value.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject(minimumCapacity: elements.count)
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
}

extension JSONValue {
    /// An integer of any width; a value beyond 64 bits becomes the nearest ``double(_:)``, as a JSON reader would see it.
    package init(_ value: some BinaryInteger) {
        if let exact = Int64(exactly: value) {
            self = .int(exact)
        } else if let exact = UInt64(exactly: value) {
            self = .unsigned(exact)
        } else {
            self = .double(Double(value))
        }
    }

    package init(_ value: Bool) { self = .bool(value) }
    package init(_ value: Double) { self = .double(value) }
    package init(_ value: String) { self = .string(value) }
    package init(_ value: JSONObject) { self = .object(value) }
    package init(_ values: some Sequence<String>) { self = .array(values.map { .string($0) }) }
    package init(_ values: some Sequence<JSONValue>) { self = .array(Array(values)) }

    /// `null` for nothing, as Go prints a nil pointer, slice or map.
    package init(_ value: String?) { self = value.map { .string($0) } ?? .null }
    package init(_ value: JSONObject?) { self = value.map { .object($0) } ?? .null }

    /// A Go `map[string]string`: keys in byte order, as Go's encoder writes maps.
    package init(sortedByKey map: [String: String]) {
        self = .object(JSONObject(map.map { ($0.key, .string($0.value)) }).sortedByKey())
    }
}

extension JSONValue {
    package var isNull: Bool { self == .null }

    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var intValue: Int64? {
        if case .int(let value) = self { value } else { nil }
    }

    /// The number, whichever way it is kept.
    package var doubleValue: Double? {
        switch self {
        case .int(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of an object; `nil` for a missing key and for anything that is no object.
    package subscript(key: String) -> JSONValue? {
        objectValue?[key]
    }

    /// The element of an array; `nil` outside it and for anything that is no array.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The kind of value in a person's words, for error texts: `an object`, `a string`, …
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .unsigned: "an integer"
        case .double: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
