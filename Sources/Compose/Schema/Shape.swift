/// What may stand at a place of a Compose file, as far as types go (compose-spec's JSON schema).
indirect enum Shape: Sendable {
    case anything
    case scalar(ScalarKinds)
    /// A text that must be one of these: JSON schema's `enum`.
    case word([String])
    /// A text that holds what a pattern describes, which stands as Compose names it.
    case pattern(String, @Sendable (String) -> Bool)
    /// An integer of a range, or a text.
    case bounded(ClosedRange<Int>)
    /// Whether an item may stand there twice: JSON schema's `uniqueItems`.
    case list(of: Shape, isUnique: Bool = false)
    /// Keys that are known.
    case mapping(MappingShape)
    /// Keys that the user makes up.
    case dictionary(of: Shape, keys: KeyRule = .any)
    /// The first alternative of the value's kind (scalar, list or mapping) counts.
    case either([Shape])

    enum KeyRule: Sendable {
        case any
        /// `^[a-zA-Z0-9._-]+$`, the names of services, networks and the like.
        case name
        /// `^[a-z]+$`, the names of limits; what has another name is not looked at.
        case lowercase
    }
}

/// The types of JSON schema that a scalar may have.
struct ScalarKinds: OptionSet, Sendable {
    let rawValue: UInt8

    static let string = ScalarKinds(rawValue: 1)
    static let integer = ScalarKinds(rawValue: 2)
    /// Integers among them.
    static let number = ScalarKinds(rawValue: 6)
    static let boolean = ScalarKinds(rawValue: 8)
    static let null = ScalarKinds(rawValue: 16)
}

/// A mapping with known keys.
struct MappingShape: Sendable {
    let fields: [Field]
    /// Position of each key in `fields`.
    let index: [String: Int]
    /// Whether keys that begin with `x-` pass.
    let allowsExtensions: Bool
    /// Whether keys that are not known pass too.
    let takesAnyKey: Bool
    let required: [String]

    init(
        _ fields: [Field],
        required: [String] = [],
        allowsExtensions: Bool = true,
        takesAnyKey: Bool = false
    ) {
        self.takesAnyKey = takesAnyKey
        self.fields = fields
        self.required = required
        self.allowsExtensions = allowsExtensions
        index = Dictionary(fields.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(key: String) -> Field? { index[key].map { fields[$0] } }
}

/// A key of a Compose file: what may stand there, how two files' values become one, and what we make of it.
struct Field: Sendable {
    let key: String
    let shape: Shape
    let merge: MergeRule
    let use: Use

    /// What becomes of a key's value.
    enum Use: String, Sendable {
        /// It is part of the project's model.
        case modelled
        /// Its type is checked; it says nothing about networks and names.
        case accepted
    }

    init(_ key: String, _ shape: Shape, merge: MergeRule = .standard, _ use: Use = .accepted) {
        self.key = key
        self.shape = shape
        self.merge = merge
        self.use = use
    }
}

/// How the values that two files give for one key become one (compose-go, `override`).
enum MergeRule: Sendable {
    /// Mappings by key, lists one after the other without repeats, all else replaced.
    case standard
    /// The later value, whatever it is.
    case replace
    /// Lists of names are mappings from name to nothing.
    case names
    /// `depends_on`: a list is a mapping from name to the default condition.
    case dependencies
    /// A list of `KEY=VALUE` is a mapping.
    case keyValues
    /// A single text is a list of one, a mapping a list of `KEY=VALUE`.
    case texts
    /// `ipam.config`: by subnet.
    case subnets
    /// `logging`: options join only where the driver is one.
    case logging
    /// `build`: a text is its `context`.
    case build
}
