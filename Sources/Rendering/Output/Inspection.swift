/// Prints things in full as Docker's `inspect` commands do (docker/cli `cli/command/inspect/inspector.go`).
package struct Inspection: Sendable {
    private enum Format {
        case indented, json, yaml
        case template(GoTemplate)
    }

    private let format: Format
    private var elements: [JSONValue] = []
    private var text = ""

    /// - Parameter format: what `--format` asks for; `nil` and `""` for indented JSON. Unlike a listing's, it is taken
    ///   as it is: no `table`, no `\t`.
    /// - Throws: ``TemplateError``, upon which Docker's commands exit with 64 before looking for anything.
    package init(format: String?) throws(TemplateError) {
        switch format {
        case nil, "": self.format = .indented
        case "json": self.format = .json
        case "yaml": self.format = .yaml
        case let template?: self.format = .template(try GoTemplate.parse(template))
        }
    }

    /// Adds a thing.
    ///
    /// - Parameter shape: the Go types behind it, for templates.
    /// - Throws: ``TemplateError`` if the template fails on this one; the others are printed all the same.
    package mutating func append(_ element: JSONValue, shape: GoShape = .any) throws(TemplateError) {
        guard case .template(let template) = format else {
            elements.append(element)
            return
        }
        text += try template.renderInspect(element, shape: shape) + "\n"
    }

    /// The whole output with its line feed at the end: a list even of one thing, `[]` of none. A template that
    /// printed nothing gives an empty line.
    package var rendered: String {
        switch format {
        case .indented: JSONValue.array(elements).json(.indented) + "\n"
        case .json: JSONValue.array(elements).json(.compact) + "\n"
        case .yaml: JSONValue.array(elements).yaml()
        case .template: text.isEmpty ? "\n" : text
        }
    }
}
