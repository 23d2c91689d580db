internal import Text
internal import YAML

/// For the description or a comment of a pull request.
struct MarkdownReport {
    private let report: CheckReport

    init(_ report: CheckReport) { self.report = report }

    func text() -> String {
        let result = report.result
        var lines = ["### netsim check: \(ReportText.summary(result))", ""]
        if !result.active.isEmpty {
            lines += ["| | Rule | Where | What |", "|---|---|---|---|"]
            lines += result.active.map { finding in
                let cells = [
                    Self.sign(finding.severity), "`\(finding.rule)`",
                    Self.code("\(report.path(finding.place)):\(finding.place.line)"),
                    Self.escaped(finding.message)
                        + (finding.consequence.map { "<br>\(Self.escaped($0))" } ?? "")
                        + (finding.fix.map { "<br>*fix:* \(Self.escaped($0))" } ?? ""),
                ]
                return "| \(cells.joined(separator: " | ")) |"
            }
            lines.append("")
        }
        for finding in result.active where !finding.details.isEmpty {
            lines.append("<details><summary>\(Self.escaped(finding.message))</summary>")
            lines += ["", Self.fenced(finding.details), "", "</details>", ""]
        }
        if !result.checked.isEmpty {
            lines += ["| | Expectation |", "|---|---|"]
            lines += result.checked.map { checked in
                let isIgnored = result.findings.first { $0.isAbout(checked) }?.suppression != nil
                let sign = checked.finding == nil ? "✅" : isIgnored ? "➖" : "❌"
                return "| \(sign) | \(Self.escaped(checked.text.value)) |"
            }
            lines.append("")
        }
        let ignored = result.findings.filter { $0.suppression != nil }
        if !ignored.isEmpty {
            lines.append("<details><summary>\(Count.of(ignored.count, "finding")) ignored</summary>")
            lines.append("")
            lines += ignored.map { finding in
                "- `\(finding.rule)`: \(Self.escaped(finding.message)) — \(Self.escaped(finding.suppression ?? ""))"
            }
            lines += ["", "</details>", ""]
        }
        if let assumed = ReportText.assumed(result) { lines += ["\(Self.escaped(assumed)).", ""] }
        lines.append("\(Self.escaped(ReportText.scope(result))).")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func sign(_ severity: Severity) -> String {
        switch severity {
        case .error: "🔴 error"
        case .warning: "🟡 warning"
        case .info: "🔵 note"
        }
    }

    /// Text without meaning to Markdown or HTML, on one line.
    static func escaped(_ text: String) -> String { Markup.markdown(ReportText.clean(text)) }

    /// A span of code: backticks and bars of the text are replaced, for no escape works inside.
    private static func code(_ text: String) -> String {
        "`\(String(String.UnicodeScalarView(ReportText.clean(text).unicodeScalars.map { $0 == "`" || $0 == "|" ? "'" : $0 })))`"
    }

    private static func fenced(_ lines: [String]) -> String {
        let clean = lines.map(ReportText.clean)
        // Longer than any run of backticks inside.
        let longest = clean.map { $0.split { $0 != "`" }.map(\.count).max() ?? 0 }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return ([fence] + clean + [fence]).joined(separator: "\n")
    }
}
