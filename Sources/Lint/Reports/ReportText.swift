internal import Projects
internal import Rendering
internal import Text
internal import YAML

/// What reports have in common: clean text, excerpts and the summary.
enum ReportText {
    /// Text that may hold anything a user wrote: control characters, which a terminal would obey, become visible.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Markup.isControl) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            out.append(scalar == "\t" ? " " : Markup.isControl(scalar) ? "\u{FFFD}" : scalar)
        }
        return String(out)
    }

    /// `3 findings: 1 error, 2 warnings (1 ignored)`.
    static func counts(_ result: CheckResult) -> String {
        let kinds: [(Severity, String)] = [(.error, "error"), (.warning, "warning"), (.info, "note")]
        let parts = kinds.compactMap { severity, noun in
            let count = result.count(severity)
            return count == 0 ? nil : Count.of(count, noun)
        }
        let ignored = result.findings.count - result.active.count
        let silenced = ignored == 0 ? "" : " (\(ignored) ignored)"
        if parts.isEmpty { return "no findings\(silenced)" }
        return "\(Count.of(result.active.count, "finding")): \(parts.joined(separator: ", "))\(silenced)"
    }

    /// `14 of 15 expectations hold`.
    static func expectations(_ result: CheckResult) -> String {
        switch result.expectations {
        case 0: "no expectations"
        case result.holding:
            "\(result.holding == 1 ? "the expectation holds" : "all \(result.holding) expectations hold")"
        default: "\(result.holding) of \(Count.of(result.expectations, "expectation")) hold"
        }
    }

    /// What was looked at: a result without findings has to say so.
    static func scope(_ result: CheckResult) -> String {
        let facts =
            result.rulesWithoutFacts == 0 ? "" : " (\(result.rulesWithoutFacts) more need facts of the host)"
        return "checked \(Count.list(result.projects.map(clean))): \(Count.of(result.services, "service")), "
            + "\(Count.of(result.networks, "network")), \(Count.of(result.containers, "container")); "
            + "\(Count.of(result.rules, "rule"))\(facts)"
    }

    /// What was taken to be so; nil where nothing was.
    static func assumed(_ result: CheckResult) -> String? { Assumption.line(result.assumptions).map(clean) }

    static func summary(_ result: CheckResult) -> String {
        "\(counts(result)); \(expectations(result))"
    }
}
