/// Prints a list of things as Docker's `ls` and `ps` commands do (docker/cli `cli/command/formatter`).
package struct Listing: Sendable {
    /// A column that templates can name.
    package struct Column: Sendable {
        /// Its name in templates and in JSON, as `ID`.
        package var name: String
        /// What stands above it, as `CONTAINER ID`; without one it is `<no value>`, as of some columns in Docker.
        package var title: String?

        package init(_ name: String, title: String?) {
            self.name = name
            self.title = title
        }
    }

    /// One thing.
    package struct Row: Sendable {
        /// Its value for each column, mostly strings.
        package var columns: JSONObject
        /// What `{{.Label "key"}}` looks up.
        package var labels: [String: String]

        package init(_ columns: JSONObject, labels: [String: String] = [:]) {
            self.columns = columns
            self.labels = labels
        }
    }

    private let columns: [Column]
    private let typeName: String
    private let defaultTemplate: String
    private let hasLabels: Bool

    /// - Parameters:
    ///   - typeName: the Go type in error texts, as `formatter.ContainerContext`.
    ///   - defaultTemplate: the row of the table without a template, as `{{.ID}}\t{{.Names}}`.
    ///   - hasLabels: whether there is a `.Label` to ask.
    package init(columns: [Column], typeName: String, defaultTemplate: String, hasLabels: Bool = false) {
        self.columns = columns
        self.typeName = typeName
        self.defaultTemplate = defaultTemplate
        self.hasLabels = hasLabels
    }

    /// The whole output, each line with its line feed.
    ///
    /// - Throws: ``TemplateError``; nothing of the list is to be printed then.
    package func render(_ rows: [Row], as format: OutputFormat) throws(TemplateError) -> String {
        switch format {
        case .table(let template):
            let template = try parse(template ?? defaultTemplate)
            let body = try lines(rows, template)
            let titles = JSONObject(
                columns.compactMap { column in column.title.map { (column.name, .string($0)) } }
            )
            return ElasticTabs.align(template.renderHeader(titles) + "\n" + body)
        case .json: return try lines(rows, try GoTemplate.parse("{{json .}}"))
        case .yaml:
            return JSONValue.array(rows.map { row in .object(ordered(row.columns)) }).yaml()
        case .template(let template): return try lines(rows, try parse(template))
        }
    }

    /// Docker reads `\t` and `\n` in the flag's argument as tab and line feed, wherever they stand.
    private func parse(_ template: String) throws(TemplateError) -> GoTemplate {
        var text: [UInt8] = []
        var bytes = trimmed(template).utf8.makeIterator()
        var next = bytes.next()
        while let byte = next {
            next = bytes.next()
            switch (byte, next) {
            case (UInt8(ascii: "\\"), UInt8(ascii: "t")):
                text.append(UInt8(ascii: "\t"))
                next = bytes.next()
            case (UInt8(ascii: "\\"), UInt8(ascii: "n")):
                text.append(UInt8(ascii: "\n"))
                next = bytes.next()
            default: text.append(byte)
            }
        }
        return try GoTemplate.parse(String(decoding: text, as: UTF8.self))
    }

    private func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }

    private func lines(_ rows: [Row], _ template: GoTemplate) throws(TemplateError) -> String {
        var type = GoStruct(
            name: typeName,
            fields: columns.map { GoStruct.Field($0.name) },
            fieldsAreMethods: true
        )
        var text = ""
        for row in rows {
            let labels = row.labels
            if hasLabels { type.methods = ["Label": { labels[$0] ?? "" }] }
            text += try template.render(.object(row.columns), shape: .pointer(type))
            text += "\n"
        }
        return text
    }

    /// The columns in the order of their declaration.
    private func ordered(_ members: JSONObject) -> JSONObject {
        JSONObject(columns.map { ($0.name, members[$0.name] ?? .null) })
    }
}
