import Rendering
import Testing

/// Templates made to hang, trap or fill the memory.
@Suite
struct HostileTemplateTests {
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(
        arguments: [
            ("{{" + repeated("(", 20_000) + "1" + repeated(")", 20_000) + "}}", "max expression depth exceeded"),
            (repeated("{{if 1}}", 20_000), "max expression depth exceeded"),
            ("{{if 1}}" + repeated("{{else if 1}}", 20_000) + "{{end}}", "max expression depth exceeded"),
            (repeated("{{define \"a\"}}", 10_000), "unexpected <define> in command"),
            (repeated("{{block \"a\" .}}", 20_000), "max expression depth exceeded"),
            (repeated("{{", 20_000), #"unexpected "{" in command"#),
        ] as [(String, String)]
    )
    func `nesting without end is refused`(template: String, message: String) {
        let error = #expect(throws: TemplateError.self) { try GoTemplate.parse(template) }
        #expect(error?.description == "template: :1: " + message)
        #expect(error?.phase == .parsing)
    }

    @Test(
        arguments: [
            (#"{{define "a"}}{{template "a"}}{{end}}{{template "a"}}"#, "exceeded maximum template depth (500)"),
            (
                #"{{define "a"}}{{if 1}}{{with 1}}{{template "a"}}{{end}}{{end}}{{end}}{{template "a"}}"#,
                "exceeded maximum template depth (500)"
            ),
            (
                #"{{define "a"}}{{template "a"}}{{template "a"}}{{end}}{{template "a"}}"#,
                "exceeded maximum template depth (500)"
            ),
            (#"{{range 9223372036854775807}}{{end}}"#, "too much work for one template"),
            (#"{{$x := "aaaaaaaa"}}{{range 100}}{{$x = print $x $x}}{{end}}"#, "too much work for one template"),
            (#"{{range 100000000}}{{if printf "%1000000d" 1}}{{end}}{{end}}"#, "too much work for one template"),
            (#"{{printf "%99999999d" 1}}"#, nil),
            (#"{{printf "%.99999999f" 1.0}}"#, nil),
            (#"{{printf "%*d" 1000001 1}}"#, nil),
            (#"{{pad "a" 9223372036854775807 1}}"#, "error calling pad: text longer than 67108864 bytes"),
            (#"{{pad "a" -9223372036854775808 1}}"#, "error calling pad: strings: negative Repeat count"),
            (
                #"{{truncate "abc" -9223372036854775808}}"#,
                "error calling truncate: runtime error: slice bounds out of range [:-9223372036854775808]"
            ),
            (#"{{index "abc" -9223372036854775808}}"#, "error calling index: index out of range: -9223372036854775808"),
            (#"{{slice "abc" 9223372036854775807}}"#, "error calling slice: index out of range: 9223372036854775807"),
        ] as [(String, String?)]
    )
    func `work without end is stopped`(template: String, message: String?) throws {
        let template = try GoTemplate.parse(template)
        guard let message else {
            _ = try template.render(.null)
            return
        }
        let error = #expect(throws: TemplateError.self) { try template.render(.null) }
        #expect(error?.description.hasSuffix(": " + message) == true, "\(error?.description ?? "")")
    }

    @Test func `templates that call each other exponentially are stopped`() throws {
        var text = "{{define \"t0\"}}x{{end}}"
        for level in 1...40 {
            text += "{{define \"t\(level)\"}}{{template \"t\(level - 1)\"}}{{template \"t\(level - 1)\"}}{{end}}"
        }
        let template = try GoTemplate.parse(text + "{{template \"t40\"}}")
        let error = #expect(throws: TemplateError.self) { try template.render(.null) }
        #expect(error?.description.hasSuffix("too much work for one template") == true)
    }

    @Test func `a printf of many wide verbs is stopped`() throws {
        let verbs = Self.repeated("%1000000[1]d", 1000)
        let error = #expect(throws: TemplateError.self) {
            try GoTemplate.parse("{{printf \"\(verbs)\" 1}}").render(.null)
        }
        #expect(error?.description.hasSuffix("error calling printf: text longer than 67108864 bytes") == true)
    }

    @Test func `changed templates never trap`() throws {
        let seed: UInt64 = 0x5EED_0001
        var random = SplitMix64(state: seed)
        let alphabet = Array("{}(). |$\"'`-:=,\n\\/*ax19%é#[".unicodeScalars)
        let sources = GoTemplateTable.untyped.map { Array($0.template.unicodeScalars) }.filter { !$0.isEmpty }
        let data = GoTemplateTable.untyped[0].data
        for round in 0..<3000 {
            var scalars = sources[Int.random(in: 0..<sources.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) where !scalars.isEmpty {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                let scalar = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                switch Int.random(in: 0..<3, using: &random) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(scalar, at: place)
                default: scalars[place] = scalar
                }
            }
            let text = String(String.UnicodeScalarView(scalars))
            do throws(TemplateError) {
                _ = try GoTemplate.parse(text).render(data)
            } catch {
                #expect(
                    error.description.hasPrefix("template: :"),
                    "seed \(seed), round \(round), template \(JSONValue.string(text).json())"
                )
            }
        }
    }
}
