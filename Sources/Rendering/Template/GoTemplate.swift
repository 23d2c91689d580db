/// A template in the language of Go's `text/template`, with the functions that Docker's commands add.
///
/// Templates come from the command line, so nothing in one may hang or trap: nesting, work and output are bounded,
/// and going beyond a bound is a ``TemplateError`` like any other.
package struct GoTemplate: Sendable {
    /// What the key of a map that has no such key gives.
    package enum MissingKey: Sendable {
        /// `<no value>`, as Go does by default.
        case noValue
        /// `map has no entry for key "…"`, as Docker does where it falls back to the engine's raw JSON.
        case error
    }

    private let text: String
    /// The trees by name; the template itself is the one without a name.
    let definitions: [String: [TemplateNode]]

    /// Parses a template.
    ///
    /// - Throws: ``TemplateError`` with Go's text, for instance `template: :1: unclosed action`.
    package static func parse(_ text: String) throws(TemplateError) -> GoTemplate {
        GoTemplate(text: text, definitions: try TemplateParser.parse(text))
    }

    /// Executes the template.
    ///
    /// - Parameters:
    ///   - data: what `.` is.
    ///   - shape: the Go types behind it.
    /// - Throws: ``TemplateError`` with Go's text, for instance
    ///   `template: :1:2: executing "" at <.Foo>: can't evaluate field Foo in type string`.
    package func render(
        _ data: JSONValue,
        shape: GoShape = .any,
        missingKey: MissingKey = .noValue
    ) throws(TemplateError) -> String {
        var executor = TemplateExecutor(self, data: GoValue(data, shape: shape).unboxed, missingKey: missingKey)
        if let error = executor.run() { throw error }
        return executor.output
    }

    /// Executes the template as `docker inspect --format` does: first over the typed value; if that fails, over the
    /// raw JSON, where a missing key is an error and numbers are strings (docker/cli
    /// `cli/command/inspect/inspector.go`). The error of the second try is the one reported.
    ///
    /// Without a shape the one try there is reports missing keys, and numbers stay numbers.
    package func renderInspect(_ data: JSONValue, shape: GoShape = .any) throws(TemplateError) -> String {
        if case .any = shape { return try render(data, missingKey: .error) }
        do throws(TemplateError) {
            return try render(data, shape: shape)
        } catch {
            return try render(data, shape: .raw, missingKey: .error)
        }
    }

    /// Executes the template over the titles of columns, as Docker makes the first line of a table. What was printed
    /// before an error stands, and the error is dropped.
    func renderHeader(_ titles: JSONObject) -> String {
        let map = GoMap(
            element: .string(),
            name: "formatter.SubHeaderContext",
            methods: ["Label": Self.headerLabel]
        )
        let data = GoValue(.object(titles), shape: .map(map))
        var executor = TemplateExecutor(self, data: data, missingKey: .noValue, isHeader: true)
        _ = executor.run()
        return executor.output
    }

    /// `com.example.my-role` is headed `my role`.
    private static func headerLabel(_ name: String) -> String {
        let last = GoText.split(name, by: ".").last ?? ""
        return String(last.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }

    /// The line, from 1, and the bytes before the place on it.
    func location(of position: Int) -> (line: Int, column: Int) {
        let before = Array(text.utf8.prefix(position))
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return (before.count { $0 == UInt8(ascii: "\n") } + 1, before.count - lineStart)
    }
}
