/// A YAML document as a tree whose every node knows where it was written.
///
/// Scalars keep their text: which type a scalar has is the reader's question, as Compose's own schema asks it
/// (`"8080"` and `8080` are both a port). Aliases share the storage of what they name.
public struct YAMLNode: Sendable {
    public indirect enum Content: Sendable {
        case scalar(Scalar)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    public struct Scalar: Hashable, Sendable {
        public var text: String
        /// Written without quotes, so that `null`, `true` and `12` mean what they say.
        public var isPlain: Bool

        public init(_ text: String, isPlain: Bool = true) {
            self.text = text
            self.isPlain = isPlain
        }
    }

    public struct Entry: Sendable {
        public let key: String
        public let keyPlace: SourcePlace
        public var value: YAMLNode
        /// Whether the key is a text. `1: x` and `true: x` are mappings from a number and a truth value, which Compose
        /// refuses.
        public let isTextKey: Bool

        public init(key: String, at keyPlace: SourcePlace, value: YAMLNode, isTextKey: Bool = true) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
            self.isTextKey = isTextKey
        }
    }

    public var content: Content
    public var place: SourcePlace
    /// An explicit tag, such as `!reset` or `!override`; nil for none.
    public var tag: String?

    public init(_ content: Content, at place: SourcePlace, tag: String? = nil) {
        self.content = content
        self.place = place
        self.tag = tag
    }
}

extension YAMLNode {
    /// Whether the node is YAML's null: nothing, `~` or `null`, unquoted.
    public var isNull: Bool {
        guard case .scalar(let scalar) = content, scalar.isPlain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    }

    /// What a scalar without quotes says; a text for all others, nil for collections.
    public var value: YAMLValue? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar.isPlain ? YAMLValue(plain: scalar.text) : .text
    }

    /// A scalar as Compose passes it on: a text as it stands, a number or truth value as Go prints it (`022` is 18, `1e3`
    /// is 1000); nil for collections and null.
    public var string: String? {
        guard case .scalar(let scalar) = content else { return nil }
        guard scalar.isPlain else { return scalar.text }
        let value = YAMLValue(plain: scalar.text)
        return value == .null ? nil : value.printed ?? scalar.text
    }

    public var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
    public var mapping: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }
    public var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }

    /// The value of a mapping's key; nil where the node is no mapping or has no such key.
    public subscript(key: String) -> YAMLNode? { mapping?.first { $0.key == key }?.value }

    public func entry(_ key: String) -> Entry? { mapping?.first { $0.key == key } }

    /// An integer, however YAML writes it, or a decimal one in quotes.
    public var int: Int? {
        guard let text = string else { return nil }
        return Int(text)
    }

    /// A truth value: `true` or `false` in YAML's spellings, or what Compose's interpolation also takes
    /// (`yes`, `no`, `on`, `off`, `y`, `n`, `1`, `0`).
    public var bool: Bool? {
        switch string?.lowercasedASCII {
        case "true"?, "yes"?, "on"?, "y"?, "1"?: true
        case "false"?, "no"?, "off"?, "n"?, "0"?: false
        default: nil
        }
    }

    /// What the node is, for messages: `a string`, `a number`, `a list`, …
    public var kind: String {
        switch content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let scalar):
            if isNull { return "null" }
            guard scalar.isPlain else { return "a string" }
            switch YAMLValue(plain: scalar.text) {
            case .null: return "null"
            case .boolean: return "a boolean"
            case .integer, .number: return "a number"
            case .timestamp: return "a date"
            case .text: return "a string"
            }
        }
    }
}

extension String {
    var lowercasedASCII: String {
        String(decoding: utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
