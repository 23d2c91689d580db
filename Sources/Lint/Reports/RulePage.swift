package import Rendering

/// What `netsim check --explain` and `--list-rules` print.
package enum RulePage {
    /// The page of one rule.
    package static func text(_ rule: LintRule, style: TerminalStyle) -> String {
        var lines = [
            style(rule.name, .bold) + " (\(rule.severity.name))", "", "  \(rule.summary)", "",
            style("Why", .bold), "",
        ]
        lines += wrapped(rule.reason).map { "  \($0)" }
        let effect = Effect.of(rule.name)
        lines += ["", style("What happens", .bold) + " (\(effect.certainty.rawValue))", ""]
        lines += wrapped(effect.text(about: "")).map { "  \($0)" }
        lines += ["", style("Fix", .bold), ""]
        lines += wrapped(rule.fix).map { "  \($0)" }
        for (title, example) in [("Found in", rule.bad), ("Not found in", rule.good)] {
            for (number, file) in example.files.enumerated() {
                lines += ["", style(example.files.count > 1 ? "\(title) (\(number + 1))" : title, .bold), ""]
                lines += abridged(file).map { $0.isEmpty ? "" : "  \($0)" }
            }
        }
        if rule.needsFacts { lines += ["", "The rule needs facts of the host."] }
        lines += [
            "", "To ignore it: a comment \"# netsim-ignore: \(rule.name) REASON\" at the line, or x-netsim.ignore.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Every rule with its severity and what it finds.
    package static func list(style: TerminalStyle) -> String {
        let rules = LintRule.all
        let width = rules.map(\.name.count).max() ?? 0
        return rules.map { rule in
            let name = rule.name + String(repeating: " ", count: width - rule.name.count)
            let severity = rule.severity.name + String(repeating: " ", count: 7 - rule.severity.name.count)
            let color: TerminalStyle.Attribute =
                switch rule.severity {
                case .error: .red
                case .warning: .yellow
                case .info: .cyan
                }
            return
                "\(style(name, .bold))  \(style(severity, color))  \(rule.summary)\(rule.needsFacts ? " (facts)" : "")"
        }.joined(separator: "\n") + "\n"
    }

    /// Lines of at most 88 characters.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > 88 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// An example without most of what is long in it.
    private static func abridged(_ file: String) -> [String] {
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count > 24 else { return lines.map { $0.count > 100 ? "\($0.prefix(97))..." : $0 } }
        return abridged(lines.prefix(12).joined(separator: "\n")) + ["…"]
            + abridged(lines.suffix(6).joined(separator: "\n"))
    }
}
