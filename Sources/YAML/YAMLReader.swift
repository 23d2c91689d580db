internal import CYAML

/// Reads YAML text into trees, through libyaml's events.
///
/// Input is bounded: by its size, by how deep collections nest, and by how many nodes its aliases expand to.
public struct YAMLReader {
    public struct Limits: Sendable {
        /// Bytes of one file.
        public var bytes = 16 << 20
        /// Collections inside each other.
        public var depth = 100
        /// Nodes of one file, each alias counted as all that it stands for.
        public var nodes = 2_000_000

        public init() {}
    }

    private let file: Int
    private let limits: Limits

    /// Reads all documents of a file that stands in `table` at `file`.
    ///
    /// - Throws: ``SourceError`` for what is not YAML, keys that are repeated or no scalars, aliases without an anchor,
    ///   and what passes the limits.
    public static func read(
        file: Int,
        in table: SourceTable,
        limits: Limits = Limits()
    ) throws(SourceError) -> [YAMLNode] {
        guard table.files.indices.contains(file) else { return [] }
        return try YAMLReader(file: file, limits: limits).documents(of: table.files[file].bytes)
    }

    private init(file: Int, limits: Limits) {
        self.file = file
        self.limits = limits
    }

    private func documents(of bytes: [UInt8]) throws(SourceError) -> [YAMLNode] {
        let start = SourcePlace(file: file, line: 1, column: 1)
        guard bytes.count <= limits.bytes else {
            throw SourceError(
                "the file has \(bytes.count) bytes, more than the \(limits.bytes) that are read",
                at: start,
                help: "is this the right file?"
            )
        }
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { throw SourceError("out of memory", at: start) }
        defer { yaml_parser_delete(parser) }

        return try bytes.withUnsafeBufferPointer { buffer throws(SourceError) in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            var builder = YAMLBuilder(file: file, limits: limits)
            var event = yaml_event_t()
            while true {
                guard yaml_parser_parse(parser, &event) == 1 else { throw failure(of: parser, reading: bytes) }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT { return builder.documents }
                try builder.take(event)
            }
        }
    }

    /// libyaml's complaint, with the context it gives.
    private func failure(of parser: UnsafeMutablePointer<yaml_parser_t>, reading bytes: [UInt8]) -> SourceError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "cannot be read"
        let context = parser.pointee.context.map { String(cString: $0) }
        if parser.pointee.error == YAML_READER_ERROR {
            return SourceError(
                "not YAML text: \(problem)",
                at: place(ofOffset: parser.pointee.problem_offset, in: bytes)
            )
        }
        let place = SourcePlace(
            file: file,
            line: Int(clamping: parser.pointee.problem_mark.line) &+ 1,
            column: Int(clamping: parser.pointee.problem_mark.column) &+ 1
        )
        var related: [Placed<String>] = []
        if let context {
            let mark = parser.pointee.context_mark
            related.append(
                Placed(
                    context,
                    at: SourcePlace(
                        file: file,
                        line: Int(clamping: mark.line) &+ 1,
                        column: Int(clamping: mark.column) &+ 1
                    )
                )
            )
        }
        return SourceError("not valid YAML: \(problem)", at: place, help: Self.help(for: problem), related: related)
    }

    /// Where a byte stands: the reader's own marks stay behind when it meets bytes that are no text.
    private func place(ofOffset offset: Int, in bytes: [UInt8]) -> SourcePlace {
        let before = bytes.prefix(offset)
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return SourcePlace(
            file: file,
            line: before.count { $0 == 0x0a } + 1,
            // Every scalar has one byte that is no continuation.
            column: before[lineStart...].count { $0 & 0xc0 != 0x80 } + 1
        )
    }

    private static func help(for problem: String) -> String? {
        if problem.contains("cannot start any token") {
            return "YAML indents with spaces, not tabs; texts that begin with @ or ` need quotes"
        }
        if problem.contains("mapping values are not allowed") {
            return "a text with \": \" in it needs quotes; otherwise look at the indentation of this line"
        }
        if problem.contains("did not find expected key") || problem.contains("expected <block end>") {
            return "look at the indentation: keys of one mapping begin in one column"
        }
        return nil
    }
}
