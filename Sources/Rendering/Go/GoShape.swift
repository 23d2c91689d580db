/// What Go type stands behind a JSON value, where that changes what a template sees.
///
/// Docker's commands run templates over Go structs, JSON knows only objects. The difference shows: a struct lacks a
/// field with an error, a map lacks a key with `<no value>`; a missing label is `""` to `index`, because the map holds
/// strings; a null list prints as `[]`. Where no shape is known, ``any`` takes objects for `map[string]interface {}`.
package indirect enum GoShape: Sendable {
    case any
    /// As ``any``, but numbers are `json.Number`, a string: what Docker sees in the engine's raw JSON.
    case raw
    case bool
    /// A string, or a type of its own made from one: only `string` itself fits the arguments of functions.
    case string(type: String = "string")
    /// A `netip.Addr` or `netip.Prefix`: a text whose zero value says that it is none.
    case address(GoAddress)
    case int(type: String = "int")
    case float
    case slice(GoShape)
    case map(GoMap)
    /// A struct by value: never nil.
    case structure(GoStruct)
    /// A pointer to a struct: nil where the JSON is null or missing.
    case pointer(GoStruct)

    /// `map[string]T`.
    package static func map(of element: GoShape) -> GoShape { .map(GoMap(element: element)) }

    /// `map[string]string`, as labels and options are.
    package static let labels = GoShape.map(of: .string())

    /// `[]string`.
    package static let strings = GoShape.slice(.string())
}

/// Go's types of IP addresses.
package enum GoAddress: String, Sendable {
    case address = "netip.Addr"
    case prefix = "netip.Prefix"

    /// What one prints as that was never set.
    var zeroText: String { self == .address ? "invalid IP" : "invalid Prefix" }
}

/// A Go map with string keys.
package struct GoMap: Sendable {
    package var element: GoShape
    /// The type's own name, as `formatter.SubHeaderContext`; without one it is `map[string]T`.
    package var name: String?
    package var methods: [String: GoStruct.Method]

    package init(element: GoShape, name: String? = nil, methods: [String: GoStruct.Method] = [:]) {
        self.element = element
        self.name = name
        self.methods = methods
    }

    var typeName: String { name ?? "map[string]\(element.typeName)" }

    /// Whether the map was made from an object without a shape.
    var standsForAny: Bool {
        if case .any = element { true } else { false }
    }
}

/// A Go struct, or a pointer to one: which fields a template may name, in the order in which Go prints them.
package struct GoStruct: Sendable {
    /// A method of one string, as `.Label "com.example.role"` of `docker ps --format`.
    package typealias Method = @Sendable (String) -> String

    package struct Field: Sendable {
        /// Its name in templates.
        package var name: String
        /// Its key in the JSON object.
        package var key: String
        package var shape: GoShape

        /// - Parameter key: the name itself if none is given.
        package init(_ name: String, key: String? = nil, _ shape: GoShape = .any) {
            self.name = name
            self.key = key ?? name
            self.shape = shape
        }
    }

    /// The type's name in error texts, as `formatter.ContainerContext`; a pointer's begins with `*` by itself.
    package var name: String
    package var fields: [Field]
    package var methods: [String: Method]
    /// The fields are methods without parameters, as in the rows of `docker ps`; only error texts differ.
    package var fieldsAreMethods: Bool
    /// Whether the struct is marshalled in the order of its fields, where the JSON has another.
    package var ordersMembers: Bool

    package init(
        name: String,
        fields: [Field],
        methods: [String: Method] = [:],
        fieldsAreMethods: Bool = false,
        ordersMembers: Bool = false
    ) {
        self.ordersMembers = ordersMembers
        self.name = name
        self.fields = fields
        self.methods = methods
        self.fieldsAreMethods = fieldsAreMethods
    }

    func field(named name: String) -> Field? {
        fields.first { $0.name == name }
    }

    /// The members of an object in the order in which the struct is marshalled.
    fileprivate func ordered(_ members: JSONObject) -> [(key: String, value: JSONValue)] {
        let all = members.map { ($0.key, $0.value) }
        if !ordersMembers { return all }
        let places = Dictionary(fields.enumerated().map { ($1.key, $0) }) { first, _ in first }
        return all.enumerated()
            .sorted { (places[$0.element.0] ?? .max, $0.offset) < (places[$1.element.0] ?? .max, $1.offset) }
            .map(\.element)
    }
}

extension GoShape {
    /// JSON as Go would marshal it: the keys of maps in byte order, those of structs in their own.
    ///
    /// Without a shape an object is left as it is: it more likely stands for a struct.
    func marshalled(_ json: JSONValue) -> JSONValue {
        switch (self, json) {
        case (.raw, .array(let elements)): .array(elements.map { marshalled($0) })
        case (.raw, .object(let members)):
            .object(JSONObject(members.sortedByKey().map { ($0.key, marshalled($0.value)) }))
        case (.slice(let element), .array(let elements)): .array(elements.map { element.marshalled($0) })
        case (.map(let map), .object(let members)) where !map.standsForAny:
            .object(JSONObject(members.sortedByKey().map { ($0.key, map.element.marshalled($0.value)) }))
        case (.structure(let type), .object(let members)), (.pointer(let type), .object(let members)):
            .object(
                JSONObject(
                    type.ordered(members).map { member in
                        let field = type.fields.first { $0.key == member.key }
                        return (member.key, field?.shape.marshalled(member.value) ?? member.value)
                    }
                )
            )
        default: json
        }
    }

    /// The type as Go spells it.
    var typeName: String {
        switch self {
        case .any, .raw: "interface {}"
        case .bool: "bool"
        case .string(let type), .int(let type): type
        case .address(let type): type.rawValue
        case .float: "float64"
        case .slice(let element): "[]\(element.typeName)"
        case .map(let map): map.typeName
        case .structure(let type): type.name
        case .pointer(let type): "*\(type.name)"
        }
    }
}
