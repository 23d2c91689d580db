import Rendering
import Testing
import YAML

@testable import Lint

/// Reports in SARIF, on the result of ``ReportTests`` and on all rules' examples.
@Suite("Reports of a check in SARIF")
struct SARIFTests {
    @Test
    func `SARIF has what code scanning asks for`() throws {
        let document = try JSONValue(parsing: ReportTests.report(.sarif))
        #expect(document["version"] == "2.1.0")
        let run = try #require(document["runs"]?[0])
        let rules = run["tool"]?["driver"]?["rules"]?.arrayValue ?? []
        let results = run["results"]?.arrayValue ?? []
        #expect(results.count == 4)
        for result in results {
            let index = try #require(result["ruleIndex"]?.intValue)
            #expect(rules[Int(index)]["id"] == result["ruleId"])
            #expect(result["partialFingerprints"]?["netsimSubject/v1"]?.stringValue?.count == 32)
        }
        #expect(results.compactMap { $0["level"]?.stringValue } == ["warning", "note", "error", "error"])
        #expect(
            results[2]["locations"]?[0]?["physicalLocation"]?.json() == """
                {"artifactLocation":{"uri":"my%20shop/compose.yaml"},\
                "region":{"startLine":5,"startColumn":35,"endColumn":50}}
                """
        )
        #expect(
            results[0]["suppressions"]?.json() == #"[{"kind":"inSource","justification":"it is meant | for all"}]"#
        )
        #expect(results[1]["suppressions"] == nil)
        #expect(rules.count == LintRule.all.count + 1)
        #expect(Set(rules.compactMap { $0["id"]?.stringValue }).count == rules.count)
    }

    /// Bad examples of every rule, in projects whose words mean something to SARIF.
    @Test
    func `SARIF keeps the standard's rules, whatever is found`() throws {
        let odd = """
            name: odd
            services:
              "a": {image: x, networks: {default: {aliases: ["{0}.[x](y)"]}}}
            x-netsim: {expect: ["a can reach {0}[x](y):80", "a can reach b"]}
            """
        var kinds: Set<String> = []
        for example in LintRule.all.map(\.bad) + [LintRule.Example(odd)] {
            let result = try CheckedFiles.check(example.files, host: example.host())
            kinds.formUnion(result.findings.map(\.rule))
            let report = CheckReport(result, failOn: .error, version: "1.2.3", style: TerminalStyle(isEnabled: false))
            #expect(SARIFRules.breaches(of: try JSONValue(parsing: report.text(.sarif))) == [], "\(example.files)")
        }
        #expect(kinds.isSuperset(of: LintRule.all.map(\.name)))
        #expect(kinds.contains(Finding.unreadableExpectation))
        #expect(SARIFRules.breaches(of: try JSONValue(parsing: ReportTests.report(.sarif))) == [])
    }

    static let breaches: [(change: @Sendable (inout JSONObject) -> Void, breach: String)] = [
        ({ $0["version"] = "2.0.0" }, #"/version is none of ["2.1.0"]"#),
        ({ $0["runs"] = nil }, "/ lacks runs"),
        ({ $0["runs"] = [[:]] }, "/runs/0 lacks tool"),
        ({ $0["colour"] = "red" }, "/colour is no property here"),
        (
            { $0["runs"] = [["tool": ["driver": ["name": "x"]], "results": [["message": ["text": "{0}"]]]]] },
            "/runs/0/results/0/message/text has a placeholder"
        ),
        (
            {
                $0["runs"] = [
                    ["tool": ["driver": ["name": "x"]], "results": [["ruleIndex": 3, "message": ["text": "x"]]]]
                ]
            }, "/runs/0/results/0/ruleIndex is not that of ruleId"
        ),
    ]

    @Test(arguments: breaches.indices)
    func `a breach of SARIF's rules is seen`(_ index: Int) throws {
        var document = try #require(try JSONValue(parsing: ReportTests.report(.sarif)).objectValue)
        Self.breaches[index].change(&document)
        #expect(SARIFRules.breaches(of: .object(document)) == [Self.breaches[index].breach])
    }

    static let uris = [
        ("compose.yaml", "compose.yaml"), ("a b/%c.yaml", "a%20b/%25c.yaml"), ("/srv/x.yaml", "file:///srv/x.yaml"),
        ("größe.yaml", "gr%C3%B6%C3%9Fe.yaml"),
    ]

    @Test(arguments: uris)
    func `paths become URIs`(_ path: String, _ uri: String) { #expect(SARIFReport.uri(path) == uri) }
}
