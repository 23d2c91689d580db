import Compose
import Foundation
import FoundationXML
import Rendering
import Testing
import YAML

@testable import Lint

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
                  = so: nothing breaks; Compose does not make it (certain)

                error[subnet-overlap]: subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front
                 --> ./my shop/compose.yaml:5:35
                  |
                5 |   back: {ipam: {config: [{subnet: 172.30.128.0/17}]}}
                  |                                   ^^^^^^^^^^^^^^^
                 ::: ./my shop/compose.yaml:4:36: 172.30.0.0/16 is used here
                  = so: the engine refuses back, and what joins it does not start (certain)
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
                "fix":"give one of the two another subnet","change":null,\
                "effect":"the engine refuses back, and what joins it does not start","certainty":"certain",\
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
                so: the engine refuses back, and what joins it does not start (certain)
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
                no service joins <back> & "co", 100%25: or\u{1B}[31m%0Aso: nothing breaks; Compose does not make it (certain)
                ::error \(file),line=5,endLine=5,col=35,endColumn=50,title=subnet-overlap::\
                subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front%0A\
                my shop/compose.yaml:4: 172.30.0.0/16 is used here%0A\
                so: the engine refuses back, and what joins it does not start (certain)%0Afix: give one of the two another subnet%0A\
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
                | 🔵 note | `network-unused` | `my shop/compose.yaml:5` | no service joins &lt;back&gt; &amp; "co", 100%: or\u{FFFD}\\[31m<br>so: nothing breaks; Compose does not make it (certain) |
                | 🔴 error | `subnet-overlap` | `my shop/compose.yaml:5` | subnet 172.30.128.0/17 of back overlaps 172.30.0.0/16 of front<br>so: the engine refuses back, and what joins it does not start (certain)<br>*fix:* give one of the two another subnet |
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
