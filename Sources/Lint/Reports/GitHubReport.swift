internal import YAML

/// Workflow commands of GitHub Actions: annotations at the lines of a pull request.
struct GitHubReport {
    private let report: CheckReport

    init(_ report: CheckReport) { self.report = report }

    func text() -> String {
        var lines = report.result.active.map(command)
        if let assumed = ReportText.assumed(report.result) { lines.append(assumed) }
        lines.append(ReportText.scope(report.result))
        lines.append(ReportText.summary(report.result))
        return lines.joined(separator: "\n") + "\n"
    }

    private func command(_ finding: Finding) -> String {
        let name =
            switch finding.severity {
            case .error: "error"
            case .warning: "warning"
            case .info: "notice"
            }
        let place = finding.place
        let properties = [
            ("file", report.path(place)), ("line", "\(place.line)"), ("endLine", "\(place.line)"),
            ("col", "\(place.column)"), ("endColumn", "\(place.column &+ place.length)"), ("title", finding.rule),
        ]
        let text = ([finding.message] + report.notes(of: finding)).joined(separator: "\n")
        return "::\(name) \(properties.map { "\($0)=\(Self.property($1))" }.joined(separator: ","))::\(Self.data(text))"
    }

    /// As `@actions/core` escapes a command's data (`command.ts`, `escapeData`).
    static func data(_ text: String) -> String { escaped(text, [(":", nil), (",", nil)]) }

    /// As it escapes a property (`escapeProperty`).
    static func property(_ text: String) -> String { escaped(text, [(":", "%3A"), (",", "%2C")]) }

    private static func escaped(_ text: String, _ more: [(Unicode.Scalar, String?)]) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": out += "%25"
            case "\r": out += "%0D"
            case "\n": out += "%0A"
            default:
                if let code = more.first(where: { $0.0 == scalar })?.1 {
                    out += code
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out
    }
}
