internal import Lint
internal import YAML

/// What a check found, and what was expected.
enum FindingSections {
    static func expectations(_ result: CheckResult) -> ReportPage.Section {
        var failures: [ReportPage.Note] = []
        let rows: [[ReportPage.Cell]] = result.checked.map { checked in
            let text = checked.text.value
            guard let failure = checked.finding else {
                return [.init("holds", .good), .init(text), .init(checked.proof.joined(separator: "; "), .quiet)]
            }
            let reason = failure.message.hasPrefix("\(text): ") ? failure.message.dropFirst(text.count + 2) : "it fails"
            let isSilenced = result.findings.contains { finding in
                finding.suppression != nil && finding.place == failure.place && finding.message == failure.message
            }
            if !failure.details.isEmpty, !isSilenced {
                failures.append(
                    ReportPage.Note(label: "fails", mood: .bad, title: text, lines: [], codeLines: failure.details)
                )
            }
            return [isSilenced ? .init("ignored", .quiet) : .init("fails", .bad), .init(text), .init(String(reason))]
        }
        var blocks: [ReportPage.Block] = [.table(["Result", "Expectation", "Evidence"], rows)]
        if !failures.isEmpty {
            blocks += [.paragraph("What the packets and names of those that fail meet:"), .notes(failures)]
        }
        return ReportPage.Section(title: "What is expected", anchor: "expectations", blocks: blocks)
    }

    static func findings(_ result: CheckResult) -> ReportPage.Section {
        var blocks: [ReportPage.Block] = []
        let active = result.active.filter { finding in
            // Told above, each at its line.
            !result.checked.contains { $0.text.place == finding.place && $0.finding != nil }
        }
        let sorted = active.enumerated().sorted { a, b in
            (b.element.severity, a.offset) < (a.element.severity, b.offset)
        }.map(\.element)
        if sorted.isEmpty {
            let count = result.rules
            blocks.append(.paragraph("No findings: \(count) rules were asked."))
        } else {
            blocks.append(.notes(sorted.map { note($0, result) }))
        }
        let silenced = result.findings.filter { $0.suppression != nil }
        if !silenced.isEmpty {
            blocks.append(.paragraph("Found, and ignored for a reason:"))
            blocks.append(.list(silenced.map { "\($0.message) (\($0.rule)): \($0.suppression ?? "")" }))
        }
        return ReportPage.Section(title: "Findings", anchor: "findings", blocks: blocks)
    }

    private static func note(_ finding: Finding, _ result: CheckResult) -> ReportPage.Note {
        let (label, mood): (String, ReportPage.Mood) =
            switch finding.severity {
            case .error: ("error", .bad)
            case .warning: ("warning", .warning)
            case .info: ("note", .quiet)
            }
        var lines = ["So: \(finding.effect) (\(finding.certainty.rawValue))"]
        if let fix = finding.fix { lines.append("To do: \(fix)") }
        lines += finding.details
        lines.append("\(finding.rule), \(result.sources.path(of: finding.place)):\(finding.place.line)")
        return ReportPage.Note(label: label, mood: mood, title: finding.message, lines: lines)
    }
}
