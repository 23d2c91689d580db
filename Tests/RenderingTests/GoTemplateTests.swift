import Rendering
import Testing

@Suite
struct GoTemplateTests {
    @Test(arguments: GoTemplateTable.untyped)
    func `prints over maps what Go prints`(example: GoTemplateCase) {
        example.check { template throws(TemplateError) in try template.render(example.data) }
    }

    @Test(arguments: GoTemplateTable.typed)
    func `prints over structs what Go prints`(example: GoTemplateCase) {
        let shape = GoTemplateCase.inspectShape
        example.check { template throws(TemplateError) in try template.render(example.data, shape: shape) }
    }

    @Test(arguments: GoTemplateTable.raw)
    func `prints over raw JSON what Go prints`(example: GoTemplateCase) {
        example.check { template throws(TemplateError) in
            try template.render(example.data, shape: .raw, missingKey: .error)
        }
    }

    @Test func `the tables are not empty`() {
        #expect(GoTemplateTable.untyped.count > 300)
        #expect(GoTemplateTable.typed.count > 40)
        #expect(GoTemplateTable.raw.count > 40)
    }

    // MARK: docker inspect

    /// A field by its JSON name, which the struct does not have, is found in the raw JSON.
    @Test(
        arguments: [
            ("{{.ID}}", "abc"), ("{{.Id}}", "abc"), ("{{index .Config.Labels \"nope\"}}", ""),
            ("{{.Config.Labels.nope}}", "<no value>"), ("{{.NotInTheStruct}}", "here"),
            // In raw JSON numbers are strings, which are true unless empty.
            ("{{.NotInTheStruct}}{{if .Pid}}{{.Pid}}{{end}}", "here0"), ("{{if .Pid}}{{.Pid}}{{end}}", ""),
        ] as [(String, String)]
    )
    func `inspect tries the struct, then the raw JSON`(template: String, output: String) throws {
        let data: JSONValue = [
            "Id": "abc", "Pid": 0, "NotInTheStruct": "here", "Config": ["Labels": ["a": "1"]],
        ]
        let template = try GoTemplate.parse(template)
        #expect(try template.renderInspect(data, shape: GoTemplateCase.inspectShape) == output)
    }

    /// docker 28.2.2 prints this for a field that a network does not have.
    @Test func `inspect reports a field that exists nowhere as a missing key`() throws {
        let template = try GoTemplate.parse("{{.Foo}}")
        for shape in [GoShape.any, GoTemplateCase.inspectShape] {
            let error = #expect(throws: TemplateError.self) { try template.renderInspect(["Name": "x"], shape: shape) }
            #expect(
                error?.dockerMessage
                    == #"template parsing error: template: :1:2: executing "" at <.Foo>: map has no entry for key "Foo""#
            )
            #expect(error?.phase == .executing)
        }
    }

    @Test func `pointers inside a value are printed as what they point to`() throws {
        let data: JSONValue = ["Config": ["Hostname": "h"], "Networks": ["br": ["IPAddress": "1.2.3.4"]]]
        let template = try GoTemplate.parse("{{.Config}} {{.Networks}}")
        #expect(
            try template.render(data, shape: GoTemplateCase.inspectShape)
                == "{h map[] []} map[br:&{<nil> [] 1.2.3.4 0 0 map[]}]"
        )
    }

    @Test func `json keeps the order of structs and sorts maps`() throws {
        let data: JSONValue = ["Name": "x", "Id": "y", "Config": ["Labels": ["b": "<1>", "a": "2"], "Hostname": "h"]]
        let template = try GoTemplate.parse("{{json .}}")
        #expect(
            try template.render(data, shape: GoTemplateCase.inspectShape)
                == #"{"Name":"x","Id":"y","Config":{"Labels":{"a":"2","b":"<1>"},"Hostname":"h"}}"#
        )
        #expect(try template.render(data) == data.json())
    }
}
