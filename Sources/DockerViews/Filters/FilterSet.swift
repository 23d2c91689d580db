internal import Lab

/// What `--filter` options ask for: keys, each with one value or more (Docker Engine: `filters.Args`).
///
/// Values of one key are alternatives, except that all labels must fit; all keys must fit.
package struct FilterSet: Hashable, Sendable {
    /// In the order in which keys and values were given, without repetitions.
    private var fields: [Field] = []

    private struct Field: Hashable {
        let key: String
        var values: [String]
    }

    /// A `--filter` argument that is not `key=value`; the text is the command line's own.
    package struct FormatError: Error, Hashable, CustomStringConvertible {
        package var description: String { "bad format of filter (expected name=value)" }
    }

    package init() {}

    /// Reads command line arguments.
    package init(parsing arguments: [String]) throws(FormatError) {
        for argument in arguments { try add(parsing: argument) }
    }

    /// The map that Docker's API takes.
    package init(_ map: [String: [String]]) {
        for (key, values) in map.sorted(by: { $0.key < $1.key }) {
            for value in values { add(key, value) }
        }
    }

    /// Reads one command line argument; keys are folded to lower case, and an empty argument asks for nothing.
    package mutating func add(parsing argument: String) throws(FormatError) {
        if argument.isEmpty { return }
        guard let equals = argument.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw FormatError() }
        let key = Self.trimmed(argument[..<equals]).lowercased()
        add(key, Self.trimmed(argument[argument.utf8.index(after: equals)...]))
    }

    package mutating func add(_ key: String, _ value: String) {
        guard let index = fields.firstIndex(where: { $0.key == key }) else {
            fields.append(Field(key: key, values: [value]))
            return
        }
        if !fields[index].values.contains(value) { fields[index].values.append(value) }
    }

    package var isEmpty: Bool { fields.isEmpty }

    package func contains(_ key: String) -> Bool { fields.contains { $0.key == key } }

    /// The values of a key, in the order given; empty where the key was not.
    package func values(_ key: String) -> [String] {
        fields.first { $0.key == key }?.values ?? []
    }

    /// - Throws: `invalidParameter` for a key that a command does not know.
    func checkKeys(_ known: Set<String>, as engine: EngineSettings? = nil) throws(LabError) {
        for field in fields where !known.contains(field.key) {
            throw LabError(
                .invalidParameter,
                "\(engine?.has(.lowerCaseFilterText) != false ? "invalid" : "Invalid") filter '\(field.key)'",
                hint: "known filters: \(known.sorted().joined(separator: ", "))"
            )
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

// MARK: - Matching

extension FilterSet {
    /// Whether the key was not given, or one of its values is `text`.
    func isExactly(_ key: String, _ text: String) -> Bool {
        let values = values(key)
        return values.isEmpty || values.contains(text)
    }

    /// The values of a key, ready to be looked for in many texts; `nil` where the key was not given.
    func patterns(_ key: String) -> Patterns? {
        contains(key) ? Patterns(values: values(key)) : nil
    }

    /// Whether the key was not given, or every value `name` or `name=value` fits one of `labels`.
    func fitsLabels(_ labels: [String: String], key: String = "label") -> Bool {
        values(key).allSatisfy { wanted in
            let parts = wanted.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let value = parts.first.flatMap({ labels[String($0)] }) else { return false }
            return parts.count == 1 || parts[1] == value
        }
    }

    /// Values that fit a text by being equal to it, or as a regular expression that occurs in it.
    struct Patterns {
        private let values: [String]
        private let compiled: [FilterPattern]

        init(values: [String]) {
            self.values = values
            // What is no regular expression can still be equal to a name.
            compiled = values.compactMap { FilterPattern($0) }
        }

        func fit(_ text: String) -> Bool {
            values.contains(text) || compiled.contains { $0.occurs(in: text) }
        }
    }
}
