/// What `--format` of a listing asks for.
package enum OutputFormat: Sendable, Hashable {
    /// A table: of the command's own columns, or of the given template's.
    case table(template: String?)
    /// One object a line.
    case json
    /// A list of objects. (Docker has no such format.)
    case yaml
    /// Each row through a template.
    case template(String)

    /// Reads the flag's argument as Docker does: whatever begins with `table` is a table, and nothing is one too.
    package init(_ argument: String?) {
        switch argument {
        case nil, "": self = .table(template: nil)
        case "json": self = .json
        case "yaml": self = .yaml
        case let argument?:
            guard argument.utf8.starts(with: "table".utf8) else {
                self = .template(argument)
                return
            }
            self = .table(template: argument == "table" ? nil : String(argument.dropFirst("table".count)))
        }
    }
}
