import Compose
import Foundation
import FoundationXML
import Rendering
import Testing
import YAML

@testable import Topology

/// Each format on one result: a finding with everything, one that is plain, one that is ignored, and two expectations.
@Suite("Reports of a check")
struct ReportTests {
    static func result(clean: Bool = false) -> CheckResult {
        var sources = SourceTable()
        let file = sources.add(
            path: "./my shop/compose.yaml",
            bytes: Array(
                """
                services:
                  größe: {image: nginx, ports: ["8080:80"]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/16}]}}
                  back: {ipam: {config: [{subnet: 172.30.128.0/17}]}}
                x-netsim:
                  expect:
                    - web can reach db:5432
                    - web resolves db to 1 address

                """.utf8
            )
        )
        func place(_ line: Int, _ column: Int, _ length: Int) -> SourcePlace {
            SourcePlace(file: file, line: line, column: column, length: length)
        }
        var ignored = Finding(
            rule: "port-all-interfaces",
            severity: .warning,
            message: "größe: port 80 (8080 on the host) can be reached on every address of the host",
            at: place(2, 33, 9),
            subject: "shop/service/größe/port/80/tcp",
            fix: "write 127.0.0.1:8080:80"
        )
        ignored.suppression = "it is meant | for all"
        let overlap = Finding(
            rule: "subnet-overlap",
            severity: .error,
            message: "subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front",
            at: place(5, 35, 15),
            subject: "shop/network/back/subnet/172.30.128.0/17",
            related: [Placed("172.30.0.0/16 is used here", at: place(4, 36, 13))],
            fix: "give one of the two another subnet",
            details: ["the engine: Pool overlaps with other one on this address space"]
        )
        let note = Finding(
            rule: "network-unused",
            severity: .info,
            message: "no service joins <back> & \"co\", 100%: or\u{1B}[31m",
            at: place(5, 3, 4),
            subject: "shop/network/back/members"
        )
        let expectation = Finding(
            rule: Finding.expectation,
            severity: .error,
            message: "web can reach db:5432: web does not resolve \"db\"",
            at: place(8, 7, 21),
            subject: "shop/expect/web can reach db:5432",
            details: ["web asks 127.0.0.11"]
        )
        let texts = [
            Placed("web can reach db:5432", at: place(8, 7, 21)),
            Placed("web resolves db to 1 address", at: place(9, 7, 28)),
        ]
        return CheckResult(
            findings: clean ? [] : [ignored, note, overlap, expectation],
            projects: ["shop"],
            services: 1,
            networks: 2,
            containers: 1,
            rules: 46,
            rulesWithoutFacts: 4,
            expectations: 2,
            holding: clean ? 2 : 1,
            sources: sources,
            checked: texts.enumerated().map { number, text in
                CheckedExpectation(text: text, project: "shop", finding: number == 0 && !clean ? expectation : nil)
            }
        )
    }

    /// The text of a check that finds one rule as often as said in each of two files, and an expectation in between.
    static func text(of counts: [Int], all: Bool = false) -> String {
        var sources = SourceTable()
        var findings: [Finding] = []
        for (number, count) in counts.enumerated() {
            let file = sources.add(path: "\(number).yaml", bytes: Array("a: 1\n".utf8))
            for line in 0..<count {
                for rule in ["alias-scope", Finding.expectation] {
                    findings.append(
                        Finding(
                            rule: rule,
                            severity: .warning,
                            message: "\(rule == Finding.expectation ? "expectation" : "finding") \(line)",
                            at: SourcePlace(file: file, line: 10 + line, column: 1),
                            subject: "\(number)/\(line)"
                        )
                    )
                }
            }
        }
        let result = CheckResult(
            findings: findings,
            projects: ["shop"],
            services: 1,
            networks: 1,
            containers: 1,
            rules: 1,
            rulesWithoutFacts: 0,
            expectations: 0,
            holding: 0,
            sources: sources,
            checked: []
        )
        return CheckReport(
            result,
            failOn: .error,
            version: "1.2.3",
            style: TerminalStyle(isEnabled: false),
            showsAll: all
        ).text(.text)
    }

    @Test
    func `of many findings of a rule in a file the text shows three, and of expectations all`() {
        let text = Self.text(of: [7, 4])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count { $0.hasPrefix("warning[alias-scope]") } == 3 + 4)
        #expect(lines.count { $0.hasPrefix("warning[expectation]") } == 7 + 4)
        #expect(
            lines.filter { $0.hasPrefix("…") }
                == ["… and 4 more of alias-scope, lines 13 to 16 of 0.yaml (--all shows them)"]
        )
        #expect(lines.last == "22 findings: 22 warnings; no expectations")
        let all = Self.text(of: [7, 4], all: true)
        #expect(!all.contains("…") && all.contains("finding 6"))
    }

    static func report(_ format: ReportFormat, colour: Bool = false, clean: Bool = false) -> String {
        CheckReport(
            result(clean: clean),
            failOn: .error,
            version: "1.2.3",
            style: TerminalStyle(isEnabled: colour)
        ).text(format)
    }

    @Test
    func `text shows the line, a caret, what belongs to it and what to do`() {
        #expect(
            Self.report(.text) == """
                info[network-unused]: no service joins <back> & "co", 100%: or\u{FFFD}[31m
                 --> ./my shop/compose.yaml:5:3
                  |
                5 |   back: {ipam: {config: [{subnet: 172.30.128.0/17}]}}
                  |   ^^^^

                error[subnet-overlap]: subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front
                 --> ./my shop/compose.yaml:5:35
                  |
                5 |   back: {ipam: {config: [{subnet: 172.30.128.0/17}]}}
                  |                                   ^^^^^^^^^^^^^^^
                 ::: ./my shop/compose.yaml:4:36: 172.30.0.0/16 is used here
                  = fix: give one of the two another subnet
                  = the engine: Pool overlaps with other one on this address space

                error[expectation]: web can reach db:5432: web does not resolve "db"
                 --> ./my shop/compose.yaml:8:7
                  |
                8 |     - web can reach db:5432
                  |       ^^^^^^^^^^^^^^^^^^^^^
                  = web asks 127.0.0.11

                checked shop: 1 service, 2 networks, 1 container; 46 rules (4 more need facts of the host)
                3 findings: 2 errors, 1 note (1 ignored); 1 of 2 expectations hold

                """
        )
    }

    @Test
    func `a clean text says what was looked at`() {
        #expect(
            Self.report(.text, clean: true) == """
                checked shop: 1 service, 2 networks, 1 container; 46 rules (4 more need facts of the host)
                no findings; all 2 expectations hold

                """
        )
    }

    @Test
    func `colours change nothing but colours`() {
        let coloured = Self.report(.text, colour: true)
        #expect(coloured.contains("\u{1B}[1;31merror[subnet-overlap]\u{1B}[0m"))
        #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == Self.report(.text))
    }

    @Test
    func `json has every field, ignored findings among them`() throws {
        let document = try JSONValue(parsing: Self.report(.json))
        #expect(document["summary"]?.json() == #"{"errors":2,"warnings":0,"infos":1,"ignored":1,"failed":true}"#)
        #expect(
            document["checked"]?.json()
                == #"{"services":1,"networks":2,"containers":1,"rules":46,"rulesWithoutFacts":4}"#
        )
        #expect(
            document["expectations"]?["checked"]?.arrayValue?.compactMap { $0["holds"]?.boolValue } == [false, true]
        )
        #expect(
            document["findings"]?[2]?.json() == """
                {"rule":"subnet-overlap","severity":"error",\
                "message":"subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front",\
                "file":"my shop/compose.yaml","line":5,"column":35,"length":15,\
                "subject":"shop/network/back/subnet/172.30.128.0/17",\
                "fingerprint":"\(Self.result().findings[2].fingerprint(0))",\
                "fix":"give one of the two another subnet",\
                "details":["the engine: Pool overlaps with other one on this address space"],\
                "related":[{"message":"172.30.0.0/16 is used here","file":"my shop/compose.yaml","line":4,"column":36}],\
                "ignored":null}
                """
        )
        #expect(document["findings"]?[0]?["ignored"] == "it is meant | for all")
    }

    @Test
    func `fingerprints know no lines, and tell equal subjects apart`() {
        let finding = Self.result().findings[2]
        var moved = Finding(
            rule: finding.rule,
            severity: finding.severity,
            message: "other words",
            at: SourcePlace(file: 0, line: 99, column: 1),
            subject: finding.subject
        )
        moved.fix = nil
        #expect(Finding.fingerprints(of: [finding]) == Finding.fingerprints(of: [moved]))
        let both = Finding.fingerprints(of: [finding, moved])
        #expect(both[0] != both[1])
        // SHA-256 of "a\nb\n0", its first sixteen bytes, as sha256sum prints them.
        let plain = Finding(
            rule: "a",
            severity: .info,
            message: "",
            at: SourcePlace(file: 0, line: 1, column: 1),
            subject: "b"
        )
        #expect(plain.fingerprint(0) == "bc3f096eed6900d728264ca1c289f9db")
    }

    @Test
    func `SARIF has what code scanning asks for`() throws {
        let document = try JSONValue(parsing: Self.report(.sarif))
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
        #expect(SARIFRules.breaches(of: try JSONValue(parsing: Self.report(.sarif))) == [])
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
        var document = try #require(try JSONValue(parsing: Self.report(.sarif)).objectValue)
        Self.breaches[index].change(&document)
        #expect(SARIFRules.breaches(of: .object(document)) == [Self.breaches[index].breach])
    }

    static let uris = [
        ("compose.yaml", "compose.yaml"), ("a b/%c.yaml", "a%20b/%25c.yaml"), ("/srv/x.yaml", "file:///srv/x.yaml"),
        ("größe.yaml", "gr%C3%B6%C3%9Fe.yaml"),
    ]

    @Test(arguments: uris)
    func `paths become URIs`(_ path: String, _ uri: String) { #expect(SARIFReport.uri(path) == uri) }

    @Test
    func `JUnit has a test for each rule and each expectation`() throws {
        let text = Self.report(.junit)
        let lines = text.split(separator: "\n").map(String.init)
        let rules = LintRule.all.count
        let skipped = LintRule.all.count(where: \.needsFacts)
        #expect(lines[0] == #"<?xml version="1.0" encoding="UTF-8"?>"#)
        #expect(
            lines[1]
                == #"<testsuites name="netsim check" tests="\#(rules + 2)" failures="2" errors="0" skipped="\#(skipped)">"#
        )
        #expect(lines.contains(#"    <testcase name="subnet-host-bits" classname="netsim.lint"/>"#))
        #expect(
            text.contains(
                """
                    <testcase name="subnet-overlap" classname="netsim.lint">
                      <failure type="error" message="subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front">\
                my shop/compose.yaml:5:35
                my shop/compose.yaml:4: 172.30.0.0/16 is used here
                fix: give one of the two another subnet
                the engine: Pool overlaps with other one on this address space</failure>
                    </testcase>
                """
            )
        )
        #expect(
            text.contains(
                """
                    <testcase name="web can reach db:5432" classname="netsim.expectations.shop" \
                file="my shop/compose.yaml" line="8">
                      <failure type="error" message="web can reach db:5432: web does not resolve &quot;db&quot;">
                """
            )
        )
        #expect(
            text.contains(
                #"<system-out>info: no service joins &lt;back&gt; &amp; &quot;co&quot;, 100%: or"# + "\u{FFFD}[31m"
            )
        )
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse())
    }

    @Test
    func `annotations escape what commands of GitHub's would read`() {
        let file = "file=my shop/compose.yaml"
        #expect(
            Self.report(.github) == """
                ::notice \(file),line=5,endLine=5,col=3,endColumn=7,title=network-unused::\
                no service joins <back> & "co", 100%25: or\u{1B}[31m
                ::error \(file),line=5,endLine=5,col=35,endColumn=50,title=subnet-overlap::\
                subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front%0A\
                my shop/compose.yaml:4: 172.30.0.0/16 is used here%0Afix: give one of the two another subnet%0A\
                the engine: Pool overlaps with other one on this address space
                ::error \(file),line=8,endLine=8,col=7,endColumn=28,title=expectation::\
                web can reach db:5432: web does not resolve "db"%0Aweb asks 127.0.0.11
                checked shop: 1 service, 2 networks, 1 container; 46 rules (4 more need facts of the host)
                3 findings: 2 errors, 1 note (1 ignored); 1 of 2 expectations hold

                """
        )
        #expect(GitHubReport.property("a:b,c%d\n") == "a%3Ab%2Cc%25d%0A")
        #expect(GitHubReport.data("a:b,c%d\r\n") == "a:b,c%25d%0D%0A")
    }

    @Test
    func `Markdown fits a pull request`() {
        #expect(
            Self.report(.markdown) == """
                ### netsim check: 3 findings: 2 errors, 1 note (1 ignored); 1 of 2 expectations hold

                | | Rule | Where | What |
                |---|---|---|---|
                | 🔵 note | `network-unused` | `my shop/compose.yaml:5` | no service joins &lt;back&gt; &amp; "co", 100%: or\u{FFFD}\\[31m |
                | 🔴 error | `subnet-overlap` | `my shop/compose.yaml:5` | subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front<br>*fix:* give one of the two another subnet |
                | 🔴 error | `expectation` | `my shop/compose.yaml:8` | web can reach db:5432: web does not resolve "db" |

                <details><summary>subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front</summary>

                ```
                the engine: Pool overlaps with other one on this address space
                ```

                </details>

                <details><summary>web can reach db:5432: web does not resolve "db"</summary>

                ```
                web asks 127.0.0.11
                ```

                </details>

                | | Expectation |
                |---|---|
                | ❌ | web can reach db:5432 |
                | ✅ | web resolves db to 1 address |

                <details><summary>1 finding ignored</summary>

                - `port-all-interfaces`: größe: port 80 (8080 on the host) can be reached on every address of the host — it is meant \\| for all

                </details>

                checked shop: 1 service, 2 networks, 1 container; 46 rules (4 more need facts of the host).

                """
        )
    }

    @Test
    func `every rule has a page`() {
        for rule in LintRule.all {
            let page = RulePage.text(rule, style: TerminalStyle(isEnabled: false))
            #expect(page.hasPrefix("\(rule.name) (\(rule.severity.name))"))
            #expect(page.contains("Why") && page.contains("Fix") && page.contains("Found in"))
            let words = page.split(separator: "\n").filter { $0.count > 140 }
            #expect(words.isEmpty)
        }
        #expect(
            RulePage.list(style: TerminalStyle(isEnabled: false)).split(separator: "\n").count == LintRule.all.count
        )
    }
}
