internal import YAML

/// JUnit's XML, as CI servers read it: a test for each rule and one for each expectation.
struct JUnitReport {
    private let report: CheckReport

    init(_ report: CheckReport) { self.report = report }

    func text() -> String {
        let result = report.result
        let expectations = result.checked.map(testCase)
        let rules = lint()
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        let all = rules + expectations
        lines.append("<testsuites name=\"netsim check\" \(Self.counts(all))>")
        lines += suite("lint", rules) + suite("expectations", expectations)
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Test {
        let name: String
        let group: String
        var failures: [Finding] = []
        /// Below the severity that fails, or ignored.
        var remarks: [Finding] = []
        var skipped: String?
        var file: String?
        var line: Int32?
    }

    private func lint() -> [Test] {
        var tests: [Test] = []
        var places: [String: Int] = [:]
        for rule in LintRule.all {
            places[rule.name] = tests.count
            tests.append(Test(name: rule.name, group: "netsim.lint"))
        }
        for finding in report.result.findings
        where ![Finding.expectation, Finding.unreadableExpectation, Finding.doubtfulExpectation].contains(finding.rule)
        {
            let place = places[finding.rule] ?? tests.count
            if place == tests.count {
                places[finding.rule] = place
                tests.append(Test(name: finding.rule, group: "netsim.lint"))
            }
            if finding.suppression == nil, finding.severity >= report.failOn {
                tests[place].failures.append(finding)
            } else {
                tests[place].remarks.append(finding)
            }
        }
        // A rule that had nothing to go by was not passed.
        if report.result.rulesWithoutFacts > 0 {
            for rule in LintRule.all where rule.needsFacts {
                if let place = places[rule.name] { tests[place].skipped = "needs facts of the host" }
            }
        }
        return tests
    }

    private func testCase(_ checked: CheckedExpectation) -> Test {
        var test = Test(name: checked.text.value, group: "netsim.expectations.\(checked.project)")
        (test.file, test.line) = (report.path(checked.text.place), checked.text.place.line)
        if let finding = report.result.findings.first(where: { $0.isAbout(checked) }) {
            if finding.suppression == nil, finding.severity >= report.failOn {
                test.failures = [finding]
            } else {
                test.remarks = [finding]
            }
        }
        return test
    }

    private static func counts(_ tests: [Test]) -> String {
        let failed = tests.count { !$0.failures.isEmpty }
        let skipped = tests.count { $0.skipped != nil }
        return "tests=\"\(tests.count)\" failures=\"\(failed)\" errors=\"0\" skipped=\"\(skipped)\""
    }

    private func suite(_ name: String, _ tests: [Test]) -> [String] {
        var lines = ["  <testsuite name=\"\(name)\" \(Self.counts(tests))>"]
        for test in tests {
            var head = "    <testcase name=\"\(Self.escaped(test.name))\" classname=\"\(Self.escaped(test.group))\""
            if let file = test.file { head += " file=\"\(Self.escaped(file))\"" }
            if let line = test.line { head += " line=\"\(line)\"" }
            if test.failures.isEmpty, test.remarks.isEmpty, test.skipped == nil {
                lines.append(head + "/>")
                continue
            }
            lines.append(head + ">")
            if let skipped = test.skipped { lines.append("      <skipped message=\"\(skipped)\"/>") }
            for finding in test.failures {
                lines.append(
                    "      <failure type=\"\(finding.severity.name)\" message=\"\(Self.escaped(finding.message))\">"
                        + "\(Self.escaped(body(finding)))</failure>"
                )
            }
            if !test.remarks.isEmpty {
                let text = test.remarks.map { finding in
                    "\(finding.severity.name): \(finding.message)\(finding.suppression.map { " (ignored: \($0))" } ?? "")"
                        + "\n\(body(finding))"
                }
                lines.append("      <system-out>\(Self.escaped(text.joined(separator: "\n")))</system-out>")
            }
            lines.append("    </testcase>")
        }
        lines.append("  </testsuite>")
        return lines
    }

    private func body(_ finding: Finding) -> String {
        (["\(report.path(finding.place)):\(finding.place.line):\(finding.place.column)"] + report.notes(of: finding))
            .joined(separator: "\n")
    }

    /// Characters that XML 1.0 has no place for are replaced, in attributes and text alike.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "\n", "\t": out.append(scalar)
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xfffe && scalar.value != 0xffff
                out.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return String(out)
    }
}

extension Finding {
    /// Whether a finding, perhaps silenced since, is of an expectation.
    func isAbout(_ checked: CheckedExpectation) -> Bool {
        guard let own = checked.finding else { return false }
        return own.rule == rule && own.subject == subject && own.place == place
    }
}
