internal import Text

/// A value while a template runs: JSON seen through its ``GoShape``.
struct GoValue: Sendable {
    enum Payload: Sendable {
        /// Go's zero `reflect.Value`: the result of a missing key. Together with ``GoValue/isBoxed`` a nil interface.
        case nothing
        case bool(Bool)
        case int(Int64, type: String)
        case float(Double)
        case string(String, type: String)
        /// Empty for one that was never set.
        case address(String, GoAddress)
        /// `nil` for a nil slice.
        case slice([JSONValue]?, element: GoShape)
        /// `nil` for a nil map.
        case map(JSONObject?, GoMap)
        case structure(JSONObject, GoStruct)
        /// `nil` for a nil pointer.
        case pointer(JSONObject?, GoStruct)
    }

    var payload: Payload
    /// Whether the value was found in an `interface {}` and its own type is not yet known to Go.
    var isBoxed = false

    static let nothing = GoValue(payload: .nothing)

    static func bool(_ value: Bool) -> GoValue { GoValue(payload: .bool(value)) }
    static func int(_ value: Int64) -> GoValue { GoValue(payload: .int(value, type: "int")) }
    static func float(_ value: Double) -> GoValue { GoValue(payload: .float(value)) }
    static func string(_ value: String) -> GoValue { GoValue(payload: .string(value, type: "string")) }
    static func strings(_ values: [String]) -> GoValue {
        GoValue(payload: .slice(values.map { .string($0) }, element: .string()))
    }

    /// - Parameter json: `nil` for a missing member, which is the zero value of its shape.
    init(_ json: JSONValue?, shape: GoShape) {
        switch (shape, json) {
        case (.bool, .bool(let value)?): payload = .bool(value)
        case (.bool, nil), (.bool, .null?): payload = .bool(false)
        case (.string(let type), .string(let value)?): payload = .string(value, type: type)
        case (.string(let type), nil), (.string(let type), .null?): payload = .string("", type: type)
        case (.address(let type), .string(let value)?): payload = .address(value, type)
        case (.address(let type), nil), (.address(let type), .null?): payload = .address("", type)
        case (.int(let type), .int(let value)?): payload = .int(value, type: type)
        case (.int(let type), nil), (.int(let type), .null?): payload = .int(0, type: type)
        case (.float, .double(let value)?): payload = .float(value)
        case (.float, .int(let value)?): payload = .float(Double(value))
        case (.float, nil), (.float, .null?): payload = .float(0)
        case (.slice(let element), .array(let elements)?): payload = .slice(elements, element: element)
        case (.slice(let element), nil), (.slice(let element), .null?): payload = .slice(nil, element: element)
        case (.map(let map), .object(let members)?): payload = .map(members, map)
        case (.map(let map), nil), (.map(let map), .null?): payload = .map(nil, map)
        case (.structure(let type), .object(let members)?): payload = .structure(members, type)
        case (.structure(let type), nil), (.structure(let type), .null?): payload = .structure(JSONObject(), type)
        case (.pointer(let type), .object(let members)?): payload = .pointer(members, type)
        case (.pointer(let type), nil), (.pointer(let type), .null?): payload = .pointer(nil, type)
        default:
            // No shape, or one that does not fit: the value speaks for itself.
            let isRaw = if case .raw = shape { true } else { false }
            self = GoValue(untyped: json ?? .null, isRaw: isRaw)
            isBoxed = true
        }
    }

    private init(untyped json: JSONValue, isRaw: Bool) {
        switch json {
        case .null: payload = .nothing
        case .bool(let value): payload = .bool(value)
        case .int(let value): payload = isRaw ? .string(String(value), type: "json.Number") : .int(value, type: "int")
        // Wider than any integer of the templates: it prints as it stands.
        case .unsigned(let value): payload = .string(String(value), type: "json.Number")
        case .double(let value):
            payload = isRaw ? .string(GoFloat.json(value), type: "json.Number") : .float(value)
        case .string(let value): payload = .string(value, type: "string")
        case .array(let elements): payload = .slice(elements, element: isRaw ? .raw : .any)
        case .object(let members): payload = .map(members, GoMap(element: isRaw ? .raw : .any))
        }
    }

    private init(payload: Payload, isBoxed: Bool = false) {
        self.payload = payload
        self.isBoxed = isBoxed
    }

    // MARK: What Go's reflection tells

    /// The value inside an interface.
    var unboxed: GoValue { GoValue(payload: payload) }

    /// Neither a zero value of reflection nor a nil interface.
    var isSomething: Bool {
        if case .nothing = payload { false } else { true }
    }

    /// The value's static type; `nil` for no value at all.
    var typeName: String? {
        isBoxed ? "interface {}" : dynamicTypeName
    }

    /// The type of what is inside; `nil` for nothing.
    var dynamicTypeName: String? {
        switch payload {
        case .nothing: nil
        case .bool: "bool"
        case .int(_, let type), .string(_, let type): type
        case .address(_, let type): type.rawValue
        case .float: "float64"
        case .slice(_, let element): "[]\(element.typeName)"
        case .map(_, let map): map.typeName
        case .structure(_, let type): type.name
        case .pointer(_, let type): "*\(type.name)"
        }
    }

    /// What Go's `reflect.Value.String` says: the text of a string, the type of anything else.
    var reflectedText: String {
        if case .string(let text, _) = payload { text } else { "<\(dynamicTypeName ?? "invalid") Value>" }
    }

    /// Whether an action like `if` takes the value for true: not the zero of its type, nor empty.
    var isTrue: Bool {
        switch payload {
        case .nothing: false
        case .bool(let value): value
        case .int(let value, _): value != 0
        case .float(let value): value != 0
        case .string(let value, _): !value.isEmpty
        case .slice(let elements, _): elements?.isEmpty == false
        case .map(let members, _): members?.isEmpty == false
        case .structure, .address: true
        case .pointer(let members, _): members != nil
        }
    }

    /// Nothing, or nil of its type.
    var isNil: Bool {
        switch payload {
        case .nothing, .slice(nil, _), .map(nil, _), .pointer(nil, _): true
        default: false
        }
    }

    /// The value as JSON: what `{{json .}}` prints.
    var json: JSONValue {
        switch payload {
        case .nothing: .null
        case .bool(let value): .bool(value)
        case .int(let value, _): .int(value)
        case .float(let value): .double(value)
        case .string(let value, "json.Number"): (try? JSONValue(parsing: value)) ?? .string(value)
        case .string(let value, _), .address(let value, _): .string(value)
        case .slice(let elements, let element):
            elements.map { GoShape.slice(element).marshalled(.array($0)) } ?? .null
        case .map(let members, let map): GoShape.map(map).marshalled(JSONValue(members))
        case .pointer(let members, let type): GoShape.pointer(type).marshalled(JSONValue(members))
        case .structure(let members, let type): GoShape.structure(type).marshalled(.object(members))
        }
    }
}
