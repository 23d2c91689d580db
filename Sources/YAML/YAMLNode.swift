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

        public init(key: String, at keyPlace: SourcePlace, value: YAMLNode) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
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

    /// A scalar's text; nil for collections and null.
    public var string: String? {
        guard case .scalar(let scalar) = content, !isNull else { return nil }
        return scalar.text
    }

    public var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
    public var mapping: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }
    public var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }

    /// The value of a mapping's key; nil where the node is no mapping or has no such key.
    public subscript(key: String) -> YAMLNode? { mapping?.first { $0.key == key }?.value }

    public func entry(_ key: String) -> Entry? { mapping?.first { $0.key == key } }

    /// An integer as YAML's core schema writes it (decimal, `0x`, `0o`), or the same in quotes.
    public var int: Int? {
        guard let text = string else { return nil }
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
        if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
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
            if int != nil || Double(scalar.text) != nil { return "a number" }
            return scalar.text == "true" || scalar.text == "false" ? "a boolean" : "a string"
        }
    }
}

extension String {
    var lowercasedASCII: String {
        String(decoding: utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
