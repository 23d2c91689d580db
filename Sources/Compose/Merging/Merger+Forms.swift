internal import YAML

extension Merger {
    /// A list of names as a mapping to nothing.
    static func names(_ node: YAMLNode) -> YAMLNode {
        mapping(of: node) { YAMLNode(.scalar(.init("")), at: $0) }
    }

    /// A list of services as a mapping to the condition that the short form stands for.
    static func dependencies(_ node: YAMLNode) -> YAMLNode {
        mapping(of: node) { place in
            let condition = YAMLNode(.scalar(.init("service_started", isPlain: false)), at: place)
            return YAMLNode(.mapping([.init(key: "condition", at: place, value: condition)]), at: place)
        }
    }

    private static func mapping(of node: YAMLNode, _ value: (SourcePlace) -> YAMLNode) -> YAMLNode {
        guard let items = node.sequence else { return node }
        var entries: [YAMLNode.Entry] = []
        var known: Set<String> = []
        for item in items where item.tag != MergeTag.reset {
            guard let name = item.string, known.insert(name).inserted else { continue }
            entries.append(.init(key: name, at: item.place, value: value(item.place)))
        }
        return YAMLNode(.mapping(entries), at: node.place, tag: node.tag)
    }

    /// A list of `KEY=VALUE` as a mapping; a key alone has no value. The last of several wins, at the first's position.
    static func keyValues(_ node: YAMLNode) -> YAMLNode {
        guard let items = node.sequence else { return node }
        var entries: [YAMLNode.Entry] = []
        var positions: [String: Int] = [:]
        for item in items where item.tag != MergeTag.reset {
            guard let text = item.string else { continue }
            let equals = text.firstIndex(of: "=")
            let key = String(text[..<(equals ?? text.endIndex)])
            let value: YAMLNode.Scalar =
                equals.map { .init(String(text[text.index(after: $0)...]), isPlain: false) } ?? .init("")
            let entry = YAMLNode.Entry(key: key, at: item.place, value: YAMLNode(.scalar(value), at: item.place))
            if let position = positions[key] {
                entries[position] = entry
            } else {
                positions[key] = entries.count
                entries.append(entry)
            }
        }
        return YAMLNode(.mapping(entries), at: node.place, tag: node.tag)
    }

    /// A text as a list of one, a mapping as a list of `KEY=VALUE`.
    static func texts(_ node: YAMLNode) -> YAMLNode {
        switch node.content {
        case .sequence: return node
        case .scalar:
            return node.isNull ? node : YAMLNode(.sequence([node]), at: node.place, tag: node.tag)
        case .mapping(let entries):
            var items: [YAMLNode] = []
            for entry in entries where entry.value.tag != MergeTag.reset {
                for value in entry.value.sequence ?? [entry.value] {
                    let text = value.string.map { "\(entry.key)=\($0)" } ?? entry.key
                    items.append(YAMLNode(.scalar(.init(text, isPlain: false)), at: entry.keyPlace))
                }
            }
            return YAMLNode(.sequence(items), at: node.place, tag: node.tag)
        }
    }

    /// `build: .` as a mapping.
    static func build(_ node: YAMLNode) -> YAMLNode {
        guard node.string != nil else { return node }
        return YAMLNode(.mapping([.init(key: "context", at: node.place, value: node)]), at: node.place)
    }

    /// `over` without keys that have no value where `base` has one: they change nothing, and the schema, which Compose
    /// asks after merging, would refuse them.
    static func withoutIdleNulls(_ over: YAMLNode, upon base: YAMLNode, _ shape: Shape) -> YAMLNode {
        guard let entries = over.mapping, let old = base.mapping, !old.isEmpty else { return over }
        switch shape {
        case .mapping, .dictionary(.mapping, _): break
        default: return over
        }
        let known = Dictionary(old.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        var kept: [YAMLNode.Entry] = []
        for var entry in entries {
            if let before = known[entry.key] {
                let (child, rule) = shape.child(entry.key)
                // Where the later value replaces the earlier whatever it is, so does null.
                if entry.value.isNull, entry.value.tag == nil, !before.isNull, rule != .replace { continue }
                entry.value = withoutIdleNulls(entry.value, upon: before, child)
            }
            kept.append(entry)
        }
        return YAMLNode(.mapping(kept), at: over.place, tag: over.tag)
    }

    /// A value as it stands without an earlier one: nothing of `!reset` is left, and `!override` says nothing.
    static func withoutTags(_ node: YAMLNode) -> YAMLNode { cleaned(node) ?? node }

    /// nil where there is nothing to take away.
    private static func cleaned(_ node: YAMLNode) -> YAMLNode? {
        let isTagged = node.tag == MergeTag.override || node.tag == MergeTag.reset
        var changed = node
        if isTagged { changed.tag = nil }
        switch node.content {
        case .scalar: return isTagged ? changed : nil
        case .sequence(let items):
            var kept: [YAMLNode]?
            for (index, item) in items.enumerated() {
                let isGone = item.tag == MergeTag.reset
                let new = isGone ? nil : cleaned(item)
                if kept == nil, isGone || new != nil { kept = Array(items[..<index]) }
                if !isGone { kept?.append(new ?? item) }
            }
            if let kept { changed.content = .sequence(kept) } else if !isTagged { return nil }
        case .mapping(let entries):
            var kept: [YAMLNode.Entry]?
            for (index, entry) in entries.enumerated() {
                let isGone = entry.value.tag == MergeTag.reset
                let new = isGone ? nil : cleaned(entry.value)
                if kept == nil, isGone || new != nil { kept = Array(entries[..<index]) }
                if !isGone { kept?.append(.init(key: entry.key, at: entry.keyPlace, value: new ?? entry.value)) }
            }
            if let kept { changed.content = .mapping(kept) } else if !isTagged { return nil }
        }
        return changed
    }
}

extension YAMLNode {
    /// The value without places: two nodes are the same value where their texts are.
    var canonicalText: String {
        switch content {
        case .scalar(let scalar):
            return isNull ? "null" : "\(scalar.text.utf8.count):\(scalar.text)"
        case .sequence(let items):
            return "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
        case .mapping(let entries):
            let members = entries.map { "\($0.key.utf8.count):\($0.key)=\($0.value.canonicalText)" }
            return "{" + members.sorted().joined(separator: ",") + "}"
        }
    }
}

extension Shape {
    /// What stands under a key, and how it is merged.
    func child(_ key: String) -> (Shape, MergeRule) {
        switch self {
        case .mapping(let mapping): return mapping[key].map { ($0.shape, $0.merge) } ?? (.anything, .standard)
        case .dictionary(let value, _): return (value, .standard)
        case .either(let alternatives):
            for alternative in alternatives {
                switch alternative {
                case .mapping, .dictionary: return alternative.child(key)
                default: continue
                }
            }
            return (.anything, .standard)
        default: return (.anything, .standard)
        }
    }

    /// What stands in a list.
    var item: Shape {
        if case .list(let item, _) = self { return item }
        return .anything
    }
}
