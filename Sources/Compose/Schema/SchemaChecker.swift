internal import Lab
internal import Text
internal import YAML

/// Holds a document against the table of keys, with the sentences of Compose's own schema check.
struct SchemaChecker {
    private(set) var errors: [SourceError] = []
    private var path: [String]

    /// `path` is where the node stands in its project, such as `services`, `web`.
    init(at path: [String] = []) {
        self.path = path
    }

    mutating func check(_ node: YAMLNode, _ shape: Shape) {
        // What is reset is gone, whatever it was.
        if node.tag == MergeTag.reset { return }
        switch shape {
        case .anything: break
        case .scalar(let kinds): check(node, kinds: kinds)
        case .word(let words): check(node, words)
        case .pattern(let pattern, let holds):
            check(node, kinds: .string)
            if let text = node.string, node.scalarKind == .string, !holds(text) {
                refuse(node, "'\(text)' does not match pattern '\(pattern)'")
            }
        case .bounded(let range):
            check(node, kinds: [.integer, .string])
            if node.scalarKind == .integer, let number = node.int, !range.contains(number) {
                let bound =
                    number < range.lowerBound
                    ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
                refuse(node, "must be \(bound)")
            }
        case .list(let item, let isUnique):
            guard let items = node.sequence else { return refuse(node, "must be a list") }
            check(items, item, isUnique: isUnique)
        case .mapping(let mapping):
            guard let entries = node.mapping else { return refuse(node, "must be a mapping") }
            check(entries, of: node, mapping)
        case .dictionary(let value, let rule):
            guard let entries = node.mapping else { return refuse(node, "must be a mapping") }
            for entry in entries { check(entry, value, rule) }
        case .either(let alternatives):
            guard let fitting = alternatives.first(where: { $0.accepts(kindOf: node) }) else {
                return refuse(node, "must be \(Self.joined(alternatives.map(\.name)))")
            }
            check(node, fitting)
        }
    }

    private mutating func check(_ node: YAMLNode, kinds: ScalarKinds) {
        guard case .scalar = node.content, kinds.contains(node.scalarKind) else {
            return refuse(node, "must be \(kinds.name)", help: Self.help(for: node, kinds))
        }
        if kinds == .string, case .timestamp? = node.value, path.count > 2 {
            let reason = "expected type 'string', got unconvertible type 'time.Time'"
            guard errors.count < LoadLog.maximumComplaints else { return }
            errors.append(DecodingFault.error(at: path, reason, node.place, help: "put it into quotes"))
        }
    }

    private mutating func check(_ node: YAMLNode, _ words: [String]) {
        check(node, kinds: .string)
        guard let text = node.string, node.scalarKind == .string, !words.contains(text) else { return }
        let quoted = words.map { "'\($0)'" }.joined(separator: ", ")
        refuse(
            node,
            words.count == 1 ? "value must be \(quoted)" : "value must be one of \(quoted)",
            help: NearName.hint(for: text, among: words)
        )
    }

    private mutating func check(_ items: [YAMLNode], _ shape: Shape, isUnique: Bool) {
        for (index, item) in items.enumerated() {
            path.append(String(index))
            check(item, shape)
            path.removeLast()
        }
        // Lists whose repeats Compose itself takes out never get here with any; see ListRules.
        guard isUnique, let key = path.last, ListRules.refusesRepeats(of: key, depth: path.count) else { return }
        var seen: [String: Int] = [:]
        for (index, item) in items.enumerated() {
            guard let string = item.string else { continue }
            // A number is no text, though they read alike.
            let text = item.scalarKind == .string ? "'\(string)" : string
            if let first = seen[text] {
                refuse(
                    item,
                    "items at \(first) and \(index) are equal",
                    related: [Placed("first given here", at: items[first].place)]
                )
            } else {
                seen[text] = index
            }
        }
    }

    private mutating func check(_ entries: [YAMLNode.Entry], of node: YAMLNode, _ mapping: MappingShape) {
        for entry in entries {
            if let field = mapping[entry.key] {
                path.append(entry.key)
                check(entry.value, field.shape)
                path.removeLast()
            } else if !mapping.takesAnyKey, !(mapping.allowsExtensions && entry.key.hasPrefix("x-")) {
                refuseKey(entry, among: mapping.fields.map(\.key))
            }
        }
        // A value that is merged upon another one need not be whole.
        guard node.tag == nil else { return }
        let missing = mapping.required.filter { key in !entries.contains { $0.key == key } }
        if let first = missing.first {
            refuse(
                node,
                missing.count == 1 ? "missing property '\(first)'" : "missing properties \(Self.quoted(missing))"
            )
        }
    }

    private mutating func check(_ entry: YAMLNode.Entry, _ shape: Shape, _ rule: Shape.KeyRule) {
        switch rule {
        case .any: break
        case .name: if !Self.isName(entry.key) { return refuseKey(entry, among: []) }
        case .lowercase: if !entry.key.utf8.allSatisfy({ (0x61...0x7a).contains($0) }) { return }
        }
        path.append(entry.key)
        check(entry.value, shape)
        path.removeLast()
    }

    // MARK: - Complaints

    private mutating func refuse(
        _ node: YAMLNode,
        _ what: String,
        help: String? = nil,
        related: [Placed<String>] = []
    ) {
        guard errors.count < LoadLog.maximumComplaints else { return }
        let text = path.isEmpty ? what : "\(path.joined(separator: ".")) \(what)"
        errors.append(SourceError(text, at: node.place, help: help, related: related))
    }

    private mutating func refuseKey(_ entry: YAMLNode.Entry, among known: [String]) {
        guard errors.count < LoadLog.maximumComplaints else { return }
        let what = "additional properties '\(entry.key)' not allowed"
        // Looking for near names takes its time, and nobody reads this many.
        let isHelped = errors.count < LoadLog.maximumHints
        errors.append(
            SourceError(
                path.isEmpty ? what : "\(path.joined(separator: ".")) \(what)",
                at: entry.keyPlace,
                help: (isHelped ? NearName.hint(for: entry.key, among: known) : nil)
                    ?? (known.isEmpty ? "names are made of letters, digits, \".\", \"_\" and \"-\"" : nil)
            )
        )
    }

    private static func help(for node: YAMLNode, _ kinds: ScalarKinds) -> String? {
        guard let scalar = node.scalar, kinds.contains(.string), node.scalarKind != .null else { return nil }
        return "\(scalar.text) is \(node.kind) here; put it into quotes"
    }

    private static func quoted(_ keys: [String]) -> String { keys.map { "'\($0)'" }.joined(separator: ", ") }

    private static func joined(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "something else" }
        return "\(names.dropLast().joined(separator: ", ")) or \(last)"
    }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension Shape {
    /// Whether a value of the node's kind (scalar, list or mapping) is what this alternative speaks of.
    fileprivate func accepts(kindOf node: YAMLNode) -> Bool {
        switch (self, node.content) {
        case (.anything, _): true
        case (.word, .scalar), (.pattern, .scalar), (.bounded, .scalar): true
        case (.scalar(let kinds), .scalar):
            // `null` beside a mapping says that there may be nothing; a number beside it is a mistake of its own.
            kinds == .null ? node.isNull : true
        case (.list, .sequence): true
        case (.mapping, .mapping), (.dictionary, .mapping): true
        case (.either(let alternatives), _): alternatives.contains { $0.accepts(kindOf: node) }
        default: false
        }
    }

    fileprivate var name: String {
        switch self {
        case .anything: "anything"
        case .scalar(let kinds): kinds.name
        case .word, .pattern: "a string"
        case .bounded: "a string or an integer"
        case .list: "a list"
        case .mapping, .dictionary: "a mapping"
        case .either(let alternatives): alternatives.map(\.name).joined(separator: " or ")
        }
    }
}

extension ScalarKinds {
    /// `a string`, `a string or an integer`.
    fileprivate var name: String {
        var names: [String] = []
        if contains(.string) { names.append("a string") }
        if contains(.number) { names.append("a number") } else if contains(.integer) { names.append("an integer") }
        if contains(.boolean) { names.append("a boolean") }
        if contains(.null) { names.append("null") }
        return names.joined(separator: " or ")
    }
}

extension YAMLNode {
    /// The type that JSON schema sees in a scalar.
    var scalarKind: ScalarKinds {
        guard let scalar else { return [] }
        let value = tag == MergeTag.override ? YAMLValue(plain: scalar.text) : self.value
        switch value {
        case .null: return .null
        case .boolean: return .boolean
        case .integer: return .integer
        // JSON schema asks whether there is a fraction. 4 is the part of `number` that `integer` is not.
        case .number(let number): return number == number.rounded() ? .integer : ScalarKinds(rawValue: 4)
        case .timestamp, .text, nil: return .string
        }
    }
}
