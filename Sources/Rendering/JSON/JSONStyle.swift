/// How JSON is laid out and escaped.
package struct JSONStyle: Sendable, Hashable {
    /// Spaces per level; `nil` writes everything on one line without blanks.
    package var indent: Int?

    /// Writes `<`, `>` and `&` as `\u003c`, `\u003e` and `\u0026`, as Go's `json.Marshal` does by itself.
    package var escapesHTML: Bool

    package init(indent: Int? = nil, escapesHTML: Bool = false) {
        self.indent = indent
        self.escapesHTML = escapesHTML
    }

    /// One line, `<>&` as they are: Go's `json.Compact`, and `{{json .}}` in Docker's templates.
    package static let compact = JSONStyle()

    /// Four spaces, `<>&` as they are: `docker inspect`, which re-indents the engine's own bytes
    /// (docker/cli `cli/command/inspect/inspector.go`), and the engine does not escape them.
    package static let indented = JSONStyle(indent: 4)

    /// One line as `json.Marshal` writes it: the objects of `docker ps --format json`, whose fields are marshalled
    /// with escapes before the template function sees them (docker/cli `cli/command/formatter/reflect.go`).
    package static let marshal = JSONStyle(escapesHTML: true)

    /// As `json.MarshalIndent(value, "", "    ")` writes it.
    package static let marshalIndent = JSONStyle(indent: 4, escapesHTML: true)
}
