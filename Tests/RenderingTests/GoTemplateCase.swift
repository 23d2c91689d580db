import Rendering
import Testing

/// A template, what it is executed over, and what Go makes of it.
struct GoTemplateCase: Sendable, CustomTestStringConvertible {
    var template: String
    var data: JSONValue
    var output: String?
    var error: String?

    var testDescription: String { JSONValue.string(template).json() }

    /// Reads a table of `GoTemplateTable`.
    static func parse(data: String, cases: String) -> [GoTemplateCase] {
        do {
            let data = try JSONValue(parsing: data)
            return try cases.split(separator: "\n").map { line in
                let members = try JSONValue(parsing: String(line))
                return GoTemplateCase(
                    template: members["template"]?.stringValue ?? "",
                    data: data,
                    output: members["output"]?.stringValue,
                    error: members["error"]?.stringValue
                )
            }
        } catch {
            Issue.record(error)
            return []
        }
    }

    func check(_ render: (GoTemplate) throws(TemplateError) -> String) {
        do throws(TemplateError) {
            let output = try render(try GoTemplate.parse(template))
            #expect(output == self.output)
        } catch {
            #expect(error.description == self.error)
        }
    }

    /// The Go types that the table's typed cases were executed over.
    static let inspectShape: GoShape = {
        let ipam = GoStruct(name: "main.IPAMConfig", fields: [.init("IPv4Address", .string())])
        let endpoint = GoStruct(
            name: "main.Endpoint",
            fields: [
                .init("IPAMConfig", .pointer(ipam)), .init("Aliases", .strings), .init("IPAddress", .string()),
                .init("IPPrefixLen", .int()), .init("GwPriority", .int()), .init("DriverOpts", .labels),
            ]
        )
        let config = GoStruct(
            name: "main.Config",
            fields: [.init("Hostname", .string()), .init("Labels", .labels), .init("Env", .strings)]
        )
        return .structure(
            GoStruct(
                name: "main.Inspect",
                fields: [
                    .init("ID", key: "Id", .string()), .init("Name", .string()), .init("Running", .bool),
                    .init("Pid", .int()), .init("Load", .float), .init("State", .string(type: "main.State")),
                    .init("Config", .pointer(config)), .init("Networks", .map(of: .pointer(endpoint))),
                    .init("Mounts", .slice(.structure(config))), .init("Extra", .any),
                ]
            )
        )
    }()
}
