import Rendering
import Testing

@Suite
struct ListingTests {
    private static let contexts = Listing(
        columns: [
            .init("Name", title: "NAME"), .init("Description", title: "DESCRIPTION"),
            .init("DockerEndpoint", title: "DOCKER ENDPOINT"), .init("Error", title: "ERROR"),
            .init("Current", title: nil),
        ],
        typeName: "formatter.clientContextContext",
        defaultTemplate: #"{{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}"#
    )

    struct Example: Sendable, CustomTestStringConvertible {
        var format: String
        var output: String?
        var error: String?

        var testDescription: String { JSONValue.string(format).json() }
    }

    private static func rows() throws -> [Listing.Row] {
        try JSONValue(parsing: DockerContextTable.rows).arrayValue.map { rows in
            rows.compactMap { $0.objectValue.map { Listing.Row($0) } }
        } ?? []
    }

    static let examples: [Example] = {
        do {
            return try DockerContextTable.cases.split(separator: "\n").map { line in
                let members = try JSONValue(parsing: String(line))
                return Example(
                    format: members["format"]?.stringValue ?? "",
                    output: members["output"]?.stringValue,
                    error: members["error"]?.stringValue
                )
            }
        } catch {
            Issue.record(error)
            return []
        }
    }()

    @Test(arguments: examples)
    func `prints what docker context ls prints`(example: Example) throws {
        let rows = try Self.rows()
        do throws(TemplateError) {
            let output = try Self.contexts.render(rows, as: OutputFormat(example.format))
            #expect(output == example.output)
        } catch {
            #expect(error.dockerMessage == example.error)
        }
    }

    @Test func `there are examples and rows`() throws {
        #expect(Self.examples.count > 25)
        #expect(try Self.rows().count == 6)
    }

    // MARK: Labels, and formats that Docker lacks

    private static let labelled = Listing(
        columns: [.init("ID", title: "CONTAINER ID"), .init("Names", title: "NAMES")],
        typeName: "formatter.ContainerContext",
        defaultTemplate: #"{{.ID}}\t{{.Names}}"#,
        hasLabels: true
    )

    private static let containers = [
        Listing.Row(["Names": "web", "ID": "0123456789ab"], labels: ["com.example.my-role": "front"]),
        Listing.Row(["Names": "db", "ID": "ba9876543210"]),
    ]

    @Test(
        arguments: [
            (nil, "CONTAINER ID   NAMES\n0123456789ab   web\nba9876543210   db\n"),
            (
                #"table {{.Names}}\t{{.Label "com.example.my-role"}}"#,
                "NAMES     my role\nweb       front\ndb        \n"
            ),
            (#"{{.Label "com.example.my-role" | upper}}"#, "FRONT\n\n"),
            ("json", "{\"ID\":\"0123456789ab\",\"Names\":\"web\"}\n{\"ID\":\"ba9876543210\",\"Names\":\"db\"}\n"),
            ("yaml", "- ID: 0123456789ab\n  Names: web\n- ID: ba9876543210\n  Names: db\n"),
        ] as [(String?, String)]
    )
    func `prints rows with labels`(format: String?, output: String) throws {
        #expect(try Self.labelled.render(Self.containers, as: OutputFormat(format)) == output)
    }

    @Test(
        arguments: [
            (nil, "CONTAINER ID   NAMES\n"), ("json", ""), ("yaml", "[]\n"), ("{{.ID}}", ""),
        ] as [(String?, String)]
    )
    func `prints an empty list`(format: String?, output: String) throws {
        #expect(try Self.labelled.render([], as: OutputFormat(format)) == output)
    }

    @Test(
        arguments: [
            ("{{.Label}}", "wrong number of args for Label: want 1 got 0"),
            (#"{{.Label "a" "b"}}"#, "wrong number of args for Label: want 1 got 2"),
            ("{{.Label 1}}", "expected string; found 1"),
            ("{{.Nope}}", "can't evaluate field Nope in type *formatter.ContainerContext"),
            (#"{{.Names "x"}}"#, "wrong number of args for Names: want 0 got 1"),
        ] as [(String, String)]
    )
    func `refuses`(format: String, message: String) {
        let error = #expect(throws: TemplateError.self) {
            try Self.labelled.render(Self.containers, as: OutputFormat(format))
        }
        #expect(error?.description.hasSuffix(">: " + message) == true)
    }

    @Test(
        arguments: [
            (#"{{.ID}}\t{{.Name}}"#, ["ID", "Name"]),
            (#"{{.ID}}\t{{.Missing}}\t{{.Count}}"#, ["ID", "Missing", "Count"]),
            ("{{.ID}}", ["ID"]), (#"{{.ID}}\t"#, nil), (#"{{.ID}} {{.Name}}"#, nil), (#"{{.ID }}"#, nil), ("", nil),
            (#"{{.Label "a"}}"#, nil), (#"x{{.ID}}"#, nil), (#"{{.ID}"#, nil),
        ] as [(String, [String]?)]
    )
    func `a table of fields alone is written without a template, and is the same`(template: String, fields: [String]?)
        throws
    {
        let listing = Listing(
            columns: [
                .init("Count", title: "COUNT"), .init("ID", title: "ID"), .init("Name", title: "NAME"),
                .init("Missing", title: nil),
            ],
            typeName: "test.context",
            defaultTemplate: template
        )
        #expect(listing.defaultFields == fields)
        guard fields != nil else { return }
        let rows = [
            Listing.Row(["Count": 3, "ID": "abc", "Name": "a longer name", "Missing": ""]),
            Listing.Row(["Count": 4, "ID": "a much longer identifier", "Name": "é€😀", "Missing": "x"]),
        ]
        let plain = try listing.render(rows, as: .table(template: nil))
        #expect(try plain == listing.render(rows, as: .table(template: template)))
    }
}
