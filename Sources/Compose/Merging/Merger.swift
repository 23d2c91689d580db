internal import YAML

/// Puts one Compose document upon another one, by compose-spec's rules of merging.
struct Merger {
    private(set) var errors: [SourceError] = []
    /// Values that may still be made: merging lists over and over would otherwise grow without bound.
    private var budget: Int
    private var path: [String] = []

    init(budget: Int) {
        self.budget = budget
    }

    var remainingBudget: Int { budget }

    /// `over` upon `base`, at a place of the given shape.
    mutating func merge(_ base: YAMLNode, _ over: YAMLNode, _ shape: Shape, _ rule: MergeRule = .standard) -> YAMLNode {
        if over.tag == MergeTag.override { return Self.withoutTags(over) }
        switch rule {
        case .replace: return Self.withoutTags(over)
        case .names: return join(Self.names(base), Self.names(over), shape)
        case .dependencies: return join(Self.dependencies(base), Self.dependencies(over), shape)
        case .keyValues: return join(Self.keyValues(base), Self.keyValues(over), shape, nullReplaces: true)
        case .texts: return append(Self.texts(base), Self.texts(over))
        case .subnets: return subnets(base, over, shape)
        case .logging:
            if let old = base["driver"]?.string, let new = over["driver"]?.string, old != new {
                return Self.withoutTags(over)
            }
            return join(base, over, shape)
        case .build: return join(Self.build(base), Self.build(over), shape)
        case .standard: return standard(base, over, shape)
        }
    }

    private mutating func standard(_ base: YAMLNode, _ over: YAMLNode, _ shape: Shape) -> YAMLNode {
        if over.isNull { return base }
        switch (base.content, over.content) {
        case (.mapping, .mapping): return join(base, over, shape)
        case (.sequence, .sequence): return append(base, over)
        case (.scalar, _): return Self.withoutTags(over)
        default:
            errors.append(SourceError("cannot override \(path.joined(separator: "."))", at: over.place))
            return base
        }
    }

    /// Two mappings by key; where one is none, the other stays.
    private mutating func join(
        _ base: YAMLNode,
        _ over: YAMLNode,
        _ shape: Shape,
        nullReplaces: Bool = false
    ) -> YAMLNode {
        guard let additions = over.mapping else { return over.isNull ? base : Self.withoutTags(over) }
        guard var entries = base.mapping else { return Self.withoutTags(over) }
        guard spend(additions.count, at: over.place) else { return base }
        var index: [String: Int]? = entries.count + additions.count > 16 ? Self.index(of: entries) : nil
        var removed: Set<Int> = []
        for addition in additions {
            let position = index.map { $0[addition.key] } ?? entries.firstIndex { $0.key == addition.key }
            guard let position, !removed.contains(position) else {
                if addition.value.tag == MergeTag.reset { continue }
                index?[addition.key] = entries.count
                entries.append(
                    .init(key: addition.key, at: addition.keyPlace, value: Self.withoutTags(addition.value))
                )
                continue
            }
            if addition.value.tag == MergeTag.reset {
                removed.insert(position)
                continue
            }
            let (childShape, rule) = shape.child(addition.key)
            if nullReplaces {
                entries[position].value = Self.withoutTags(addition.value)
            } else {
                path.append(addition.key)
                let old = entries[position].value
                entries[position].value = merge(old, addition.value, childShape, rule)
                path.removeLast()
            }
        }
        if !removed.isEmpty {
            entries = entries.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
        }
        return YAMLNode(.mapping(entries), at: base.place)
    }

    /// One list after the other, without what is there already.
    private mutating func append(_ base: YAMLNode, _ over: YAMLNode) -> YAMLNode {
        guard let additions = over.sequence else { return over.isNull ? base : Self.withoutTags(over) }
        guard var items = base.sequence else { return Self.withoutTags(over) }
        guard spend(items.count + additions.count, at: over.place) else { return base }
        var known = Set(items.map(\.canonicalText))
        for addition in additions where addition.tag != MergeTag.reset {
            if known.insert(addition.canonicalText).inserted { items.append(Self.withoutTags(addition)) }
        }
        return YAMLNode(.sequence(items), at: base.place)
    }

    /// The later file's subnets, each upon the earlier one of the same prefix (compose-go's `mergeIPAMConfig`, which
    /// drops earlier subnets that the later list does not name).
    private mutating func subnets(_ base: YAMLNode, _ over: YAMLNode, _ shape: Shape) -> YAMLNode {
        guard let old = base.sequence, let new = over.sequence else { return standard(base, over, shape) }
        let item = shape.item
        let joined = new.map { addition in
            guard let subnet = addition["subnet"]?.string,
                let same = old.first(where: { $0["subnet"]?.string == subnet })
            else { return Self.withoutTags(addition) }
            return join(same, addition, item)
        }
        return YAMLNode(.sequence(joined), at: over.place)
    }

    private mutating func spend(_ count: Int, at place: SourcePlace) -> Bool {
        budget -= count
        if budget >= 0 { return true }
        if errors.isEmpty { errors.append(SourceError("merging makes more values than are read", at: place)) }
        return false
    }

    private static func index(of entries: [YAMLNode.Entry]) -> [String: Int] {
        Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
