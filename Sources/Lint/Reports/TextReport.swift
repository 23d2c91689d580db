internal import Rendering
internal import YAML

/// For people: each finding with its line, a caret, and what to do; then what was looked at.
///
/// What one rule says in the same words of several services is told once. Of many that one rule finds in one file the
/// first few are shown, and how many more there are: who reads the fourth learns nothing new. Expectations are the user's
/// own words, and each is answered.
struct TextReport {
    /// Findings that are alike.
    private struct Kind: Hashable {
        let rule: String
        let severity: Severity
        let file: Int
    }

    /// How many of a kind are shown where there are at least two more.
    private static let shown = 3

    private let report: CheckReport
    private let excerpt: SourceExcerpt

    init(_ report: CheckReport) {
        self.report = report
        excerpt = SourceExcerpt(sources: report.result.sources, style: report.style)
    }

    func text() -> String {
        var lines: [String] = []
        let alike = Alike.groups(of: report.result.active, folding: !report.showsAll)
        let groups = Dictionary(grouping: alike) { Self.kind($0.first) }
        var seen: [Kind: Int] = [:]
        for one in alike {
            let kind = Self.kind(one.first)
            let group = groups[kind] ?? []
            let isFolded = !report.showsAll && Self.folds(kind) && group.count > Self.shown + 1
            let number = seen[kind, default: 0] + 1
            seen[kind] = number
            if isFolded, number > Self.shown { continue }
            lines += block(one) + [""]
            if isFolded, number == Self.shown {
                lines += [rest(group.dropFirst(Self.shown).flatMap { [$0.first] + $0.others }[...]), ""]
            }
        }
        if let assumed = ReportText.assumed(report.result) { lines.append(assumed) }
        lines.append(ReportText.scope(report.result))
        lines.append(report.style(ReportText.summary(report.result), .bold, color))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func kind(_ finding: Finding) -> Kind {
        Kind(rule: finding.rule, severity: finding.severity, file: Int(finding.place.file))
    }

    private static func folds(_ kind: Kind) -> Bool {
        ![Finding.expectation, Finding.unreadableExpectation, Finding.doubtfulExpectation].contains(kind.rule)
    }

    /// `… and 28 more of name-shadowed, lines 40 to 93 of compose.yaml (--all shows them)`.
    private func rest(_ findings: ArraySlice<Finding>) -> String {
        guard let first = findings.first, let last = findings.last else { return "" }
        let (from, to) = (first.place.line, last.place.line)
        let file = ReportText.clean(report.path(first.place))
        let place = from == to ? "line \(from) of \(file)" : "lines \(from) to \(to) of \(file)"
        return report.style("… and \(findings.count) more of \(first.rule), \(place) (--all shows them)", .dim)
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

    private func block(_ one: Alike) -> [String] {
        let finding = one.first
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
        if let text = one.text { note(text) }
        if let consequence = finding.consequence { note(consequence) }
        if let fix = finding.fix { note("fix: \(fix)") }
        for detail in finding.details { note(detail) }
        return lines
    }
}
