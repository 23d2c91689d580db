internal import CYAML

/// Where the nodes of a YAML file begin and end in its text, for what changes the text and keeps the rest of it.
///
/// Nodes are as they are written: aliases stay aliases, and merge keys are keys.
public struct YAMLOutline: Sendable {
    public enum Kind: Hashable, Sendable {
        /// With its value as YAML reads it.
        case scalar(String, ScalarStyle)
        case sequence(isFlow: Bool)
        case mapping(isFlow: Bool)
        case alias
    }

    public enum ScalarStyle: Hashable, Sendable {
        case plain
        case single
        case double
        /// Literal or folded.
        case block
    }

    public struct Node: Sendable {
        public let kind: Kind
        /// In octets, quotes and brackets included; a block collection ends with its last node.
        public internal(set) var range: Range<Int>
        /// Whether an anchor or a tag stands before it.
        public let hasProperties: Bool
        public let parent: Int?
        /// Of a mapping keys and values in turn.
        public internal(set) var children: [Int] = []
    }

    private struct Place: Hashable {
        let line: Int
        let column: Int
        let isScalar: Bool
    }

    public private(set) var nodes: [Node] = []
    private var places: [Place: Int] = [:]
    private var open: [Int] = []

    /// Reads a file that stands in the table; nil where it is not YAML, not UTF-8, or has more than is read.
    public init?(file: Int, in table: SourceTable, limits: YAMLReader.Limits = YAMLReader.Limits()) {
        guard table.files.indices.contains(file) else { return nil }
        let bytes = table.files[file].bytes
        guard bytes.count <= limits.bytes, !bytes.starts(with: [0xff, 0xfe]), !bytes.starts(with: [0xfe, 0xff]) else {
            return nil
        }
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { return nil }
        defer { yaml_parser_delete(parser) }
        let isRead = bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            var event = yaml_event_t()
            while yaml_parser_parse(parser, &event) == 1 {
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT { return true }
                guard open.count < limits.depth, nodes.count < limits.nodes else { return false }
                take(event, file, table)
            }
            return false
        }
        guard isRead else { return nil }
    }

    /// The scalar, or the collection, that begins at a place.
    public func node(at place: SourcePlace, isScalar: Bool) -> Int? {
        places[Place(line: Int(place.line), column: Int(place.column), isScalar: isScalar)]
    }

    private mutating func take(_ event: yaml_event_t, _ file: Int, _ table: SourceTable) {
        func offset(_ mark: yaml_mark_t) -> Int {
            let line = Int(clamping: mark.line) &+ 1
            return table.offset(line: line, column: Int(clamping: mark.column) &+ 1, of: file)
                ?? table.files[file].bytes.count
        }
        let kind: Kind
        var hasProperties = false
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let count = Int(clamping: scalar.length)
            let text = scalar.value.map {
                String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
            }
            kind = .scalar(text ?? "", Self.style(scalar.style))
            hasProperties = scalar.anchor != nil || scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            kind = .sequence(isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE)
            hasProperties = start.anchor != nil || start.tag != nil
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            kind = .mapping(isFlow: start.style == YAML_FLOW_MAPPING_STYLE)
            hasProperties = start.anchor != nil || start.tag != nil
        case YAML_ALIAS_EVENT: kind = .alias
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            close(at: offset(event.end_mark))
            return
        default: return
        }
        let (from, to) = (offset(event.start_mark), offset(event.end_mark))
        let number = nodes.count
        nodes.append(
            Node(kind: kind, range: from..<max(from, to), hasProperties: hasProperties, parent: open.last)
        )
        if let parent = open.last { nodes[parent].children.append(number) }
        var isScalar = false
        if case .scalar = kind { isScalar = true }
        if kind != .alias {
            let place = Place(
                line: Int(clamping: event.start_mark.line) &+ 1,
                column: Int(clamping: event.start_mark.column) &+ 1,
                isScalar: isScalar
            )
            places[place] = number
        }
        if event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT { open.append(number) }
    }

    private mutating func close(at end: Int) {
        guard let number = open.popLast() else { return }
        let node = nodes[number]
        let isFlow =
            switch node.kind {
            case .sequence(let isFlow), .mapping(let isFlow): isFlow
            default: true
            }
        // The end of a block collection is where the next thing begins, past blank lines and comments.
        let last = node.children.last.map { nodes[$0].range.upperBound } ?? node.range.lowerBound
        nodes[number].range = node.range.lowerBound..<max(node.range.lowerBound, isFlow ? end : last)
    }

    private static func style(_ style: yaml_scalar_style_t) -> ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .single
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .double
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }
}
