internal import CYAML

/// Puts libyaml's events together into trees.
struct YAMLBuilder {
    /// A collection that is still open.
    private struct Open {
        var node: YAMLNode
        var anchor: String?
        /// Nodes inside so far, aliases counted with all they stand for.
        var weight = 1
        var items: [YAMLNode] = []
        var entries: [YAMLNode.Entry] = []
        /// Where each key was first written.
        var keys: [String: SourcePlace] = [:]
        /// A key that waits for its value.
        var key: (text: String, place: SourcePlace, isText: Bool, isMerge: Bool)?
        /// What `<<` named, in order; explicit keys win over them.
        var merged: [YAMLNode] = []
        let isMapping: Bool
    }

    private let file: Int
    private let limits: YAMLReader.Limits
    private var stack: [Open] = []
    private var anchors: [String: (node: YAMLNode, weight: Int)] = [:]
    private(set) var documents: [YAMLNode] = []

    init(file: Int, limits: YAMLReader.Limits) {
        self.file = file
        self.limits = limits
    }

    mutating func take(_ event: yaml_event_t) throws(SourceError) {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            // Go's reader knows YAML 1.1 by that name only.
            if let version = event.data.document_start.version_directive?.pointee,
                version.major != 1 || version.minor != 1
            {
                throw SourceError("not valid YAML: found incompatible YAML document", at: place(event))
            }
            anchors = [:]
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = Self.text(scalar.value, Int(clamping: scalar.length))
            let tag = Self.text(scalar.tag)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && tag == nil || Self.isTyped(tag)
            let node = YAMLNode(
                .scalar(.init(text, isPlain: isPlain)),
                at: place(event),
                tag: Self.isTyped(tag) ? nil : tag
            )
            try add(node, weight: 1, anchor: Self.text(scalar.anchor))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try open(event, tag: Self.text(start.tag), anchor: Self.text(start.anchor), isMapping: false)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try open(event, tag: Self.text(start.tag), anchor: Self.text(start.anchor), isMapping: true)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            try close()
        case YAML_ALIAS_EVENT:
            let name = Self.text(event.data.alias.anchor) ?? ""
            guard let known = anchors[name] else {
                throw SourceError("no anchor &\(name) stands before this alias", at: place(event))
            }
            try add(known.node, weight: known.weight, anchor: nil, isAliasAt: place(event))
        default:
            break
        }
    }

    // MARK: - Collections

    private mutating func open(
        _ event: yaml_event_t,
        tag: String?,
        anchor: String?,
        isMapping: Bool
    ) throws(SourceError) {
        let place = place(event)
        guard stack.count < limits.depth else {
            throw SourceError("collections are nested more than \(limits.depth) deep", at: place)
        }
        if let last = stack.last, last.isMapping, last.key == nil {
            throw SourceError("a key must be a text, not a list or a mapping", at: place)
        }
        let content = isMapping ? YAMLNode.Content.mapping([]) : .sequence([])
        stack.append(Open(node: YAMLNode(content, at: place, tag: tag), anchor: anchor, isMapping: isMapping))
    }

    private mutating func close() throws(SourceError) {
        guard var closed = stack.popLast() else { return }
        if closed.isMapping {
            try Self.merge(&closed)
            closed.node.content = .mapping(closed.entries)
        } else {
            closed.node.content = .sequence(closed.items)
        }
        try add(closed.node, weight: closed.weight, anchor: closed.anchor)
    }

    private mutating func add(
        _ node: YAMLNode,
        weight: Int,
        anchor: String?,
        isAliasAt alias: SourcePlace? = nil
    ) throws(SourceError) {
        if let anchor { anchors[anchor] = (node, weight) }
        guard var last = stack.popLast() else {
            documents.append(node)
            return
        }
        last.weight += weight
        guard last.weight <= limits.nodes else {
            throw SourceError(
                "the file's aliases expand to more than \(limits.nodes) values",
                at: alias ?? node.place
            )
        }
        if !last.isMapping {
            last.items.append(node)
        } else if let key = last.key {
            last.key = nil
            if key.isMerge {
                last.merged.append(node)
            } else {
                last.entries.append(.init(key: key.text, at: key.place, value: node, isTextKey: key.isText))
            }
        } else {
            try Self.take(key: node, at: alias ?? node.place, &last)
        }
        stack.append(last)
    }

    private static func take(key node: YAMLNode, at place: SourcePlace, _ mapping: inout Open) throws(SourceError) {
        guard case .scalar(let scalar) = node.content else {
            throw SourceError("a key must be a text, not \(node.kind)", at: place)
        }
        let value = node.value ?? .text
        let text = value.printed ?? (value == .null ? "<nil>" : scalar.text)
        if let first = mapping.keys[text] {
            throw SourceError(
                "the key \"\(text)\" is already defined in this mapping",
                at: place,
                help: "remove one of the two, or join their values",
                related: [Placed("first defined here", at: first)]
            )
        }
        mapping.keys[text] = place
        mapping.key = (text, place, value == .text, scalar.isPlain && text == "<<")
    }

    /// YAML's own tags for types: a quoted text with one is what it would be without quotes.
    private static func isTyped(_ tag: String?) -> Bool {
        switch tag {
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            true
        default: false
        }
    }

    /// YAML 1.1's merge key: keys of the mappings that `<<` names, where the mapping has none of its own; of several,
    /// the first wins (https://yaml.org/type/merge.html).
    private static func merge(_ mapping: inout Open) throws(SourceError) {
        if mapping.merged.isEmpty { return }
        var known = Set(mapping.keys.keys)
        for node in mapping.merged {
            let sources: [YAMLNode]
            switch node.content {
            case .mapping: sources = [node]
            case .sequence(let nodes): sources = nodes
            case .scalar: sources = [node]
            }
            for source in sources {
                guard let entries = source.mapping else {
                    throw SourceError(
                        "<< takes a mapping or a list of mappings, not \(source.kind)",
                        at: source.place
                    )
                }
                for entry in entries where known.insert(entry.key).inserted { mapping.entries.append(entry) }
            }
        }
    }

    // MARK: - Events

    private func place(_ event: yaml_event_t) -> SourcePlace {
        let (start, end) = (event.start_mark, event.end_mark)
        let isOneLine = start.line == end.line
        return SourcePlace(
            file: file,
            line: Int(clamping: start.line) &+ 1,
            column: Int(clamping: start.column) &+ 1,
            length: isOneLine ? Int(clamping: end.column) &- Int(clamping: start.column) : 1
        )
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?, _ count: Int) -> String {
        pointer.map { String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self) } ?? ""
    }
}
