internal import Rendering
internal import YAML

/// For people: each finding with its line, a caret, and what to do; then what was looked at.
struct TextReport {
    private let report: CheckReport
    private let excerpt: SourceExcerpt

    init(_ report: CheckReport) {
        self.report = report
        excerpt = SourceExcerpt(sources: report.result.sources, style: report.style)
    }

    func text() -> String {
        var lines: [String] = []
        for finding in report.result.active { lines += block(finding) + [""] }
        lines.append(ReportText.scope(report.result))
        lines.append(report.style(ReportText.summary(report.result), .bold, color))
        return lines.joined(separator: "\n") + "\n"
    }

    private var color: TerminalStyle.Attribute {
        report.result.worst.map(Self.color) ?? .green
    }

    private static func color(_ severity: Severity) -> TerminalStyle.Attribute {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .info: .cyan
        }
    }

    private func block(_ finding: Finding) -> [String] {
        let style = report.style
        let color = Self.color(finding.severity)
        let margin = String(max(finding.place.line, 1)).count
        let blank = String(repeating: " ", count: margin)
        var lines = [
            style("\(finding.severity.name)[\(finding.rule)]", .bold, color)
                + style(": \(ReportText.clean(finding.message))", .bold),
            "\(blank)\(style("-->", .blue)) \(excerpt.position(finding.place))",
        ]
        lines += excerpt.lines(finding.place, margin: margin, color: color)
        for related in finding.related {
            lines.append(
                "\(blank)\(style(":::", .blue)) \(excerpt.position(related.place)): \(ReportText.clean(related.value))"
            )
        }
        func note(_ text: String) { lines.append("\(blank) \(style("=", .blue)) \(ReportText.clean(text))") }
        if let fix = finding.fix { note("fix: \(fix)") }
        for detail in finding.details { note(detail) }
        return lines
    }
}
