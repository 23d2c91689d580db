import Rendering
import Testing
import YAML

@testable import Lint

/// Many findings that are alike.
@Suite("Reports of a check with many findings")
struct FoldingTests {
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
}
