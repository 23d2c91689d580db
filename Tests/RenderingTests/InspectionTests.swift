import Rendering
import Testing

/// Formats and texts of `docker context inspect`, Docker 28.2.2.
@Suite
struct InspectionTests {
    private static let things: [JSONValue] = [["Name": "a", "Opts": [:]], ["Name": "<b>", "Opts": ["x": "1"]]]

    private func inspect(_ things: [JSONValue], _ format: String?) throws -> String {
        var inspection = try Inspection(format: format)
        for thing in things { try inspection.append(thing) }
        return inspection.rendered
    }

    @Test func `indents a list even of one`() throws {
        let expected = """
            [
                {
                    "Name": "a",
                    "Opts": {}
                }
            ]

            """
        #expect(try inspect([Self.things[0]], nil) == expected)
        #expect(try inspect([Self.things[0]], "") == expected)
    }

    @Test(
        arguments: [
            ("json", "[{\"Name\":\"a\",\"Opts\":{}},{\"Name\":\"<b>\",\"Opts\":{\"x\":\"1\"}}]\n"),
            ("yaml", "- Name: a\n  Opts: {}\n- Name: \"<b>\"\n  Opts:\n    x: \"1\"\n"),
            ("{{.Name}}", "a\n<b>\n"),
            (#"{{.Name}}\t"#, "a\\t\n<b>\\t\n"),
            ("table {{.Name}}", "table a\ntable <b>\n"),
            ("{{json .Opts}}", "{}\n{\"x\":\"1\"}\n"),
        ] as [(String, String)]
    )
    func `prints all things`(format: String, output: String) throws {
        #expect(try inspect(Self.things, format) == output)
    }

    @Test(arguments: [(nil, "[]\n"), ("json", "[]\n"), ("yaml", "[]\n"), ("{{.Name}}", "\n")] as [(String?, String)])
    func `prints nothing`(format: String?, output: String) throws {
        #expect(try inspect([], format) == output)
    }

    @Test func `things that a template cannot print do not stop the others`() throws {
        var inspection = try Inspection(format: "{{.Opts.x}}")
        #expect(throws: TemplateError.self) { try inspection.append(Self.things[0]) }
        try inspection.append(Self.things[1])
        #expect(inspection.rendered == "1\n")
    }

    @Test(
        arguments: [
            ("{{foo}}", #"template parsing error: template: :1: function "foo" not defined"#),
            ("{{.Name", "template parsing error: template: :1: unclosed action"),
        ] as [(String, String)]
    )
    func `refuses a template before any thing`(format: String, message: String) {
        let error = #expect(throws: TemplateError.self) { try Inspection(format: format) }
        #expect(error?.dockerMessage == message)
        #expect(error?.phase == .parsing)
    }
}
