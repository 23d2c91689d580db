/// The variables that files may name: those of the process, then those of environment files.
struct ProjectEnvironment: Sendable {
    private var values: [String: String]

    init(_ values: [String: String]) {
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    mutating func set(_ name: String, _ value: String) {
        values[name] = value
    }

    /// Adds variables that are not there yet.
    mutating func add(_ others: [String: String]) {
        values.merge(others) { old, _ in old }
    }
}
