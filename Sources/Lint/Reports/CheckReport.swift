package import Rendering
internal import YAML

/// The result of a check, ready to be written in one of the formats.
package struct CheckReport {
    let result: CheckResult
    /// Findings of this severity and above are failures.
    let failOn: Severity
    /// netsim's own version.
    let version: String
    let style: TerminalStyle
    /// Whether the text for people has every finding, however many are alike.
    let showsAll: Bool

    package init(
        _ result: CheckResult,
        failOn: Severity,
        version: String,
        style: TerminalStyle,
        showsAll: Bool = false
    ) {
        self.result = result
        self.failOn = failOn
        self.version = version
        self.style = style
        self.showsAll = showsAll
    }

    /// Whether some finding is at or above the severity that fails.
    package var hasFailed: Bool { result.worst.map { $0 >= failOn } ?? false }

    package func text(_ format: ReportFormat) -> String {
        switch format {
        case .text: TextReport(self).text()
        case .json: JSONReport(self).text()
        case .sarif: SARIFReport(self).text()
        case .junit: JUnitReport(self).text()
        case .github: GitHubReport(self).text()
        case .markdown: MarkdownReport(self).text()
        }
    }

    /// The names of files as reports for other programs write them: `./` in front means nothing.
    func path(_ place: SourcePlace) -> String {
        let path = result.sources.path(of: place)
        return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    }

    /// What a finding says beside its message: other places, the fix and the details.
    func notes(of finding: Finding) -> [String] {
        finding.related.map { "\(path($0.place)):\($0.place.line): \($0.value)" }
            + [finding.consequence, finding.fix.map { "fix: \($0)" }].compactMap { $0 } + finding.details
    }
}
