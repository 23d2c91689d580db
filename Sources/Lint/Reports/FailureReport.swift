package import Compose
package import Rendering
package import YAML

/// What is said of files that cannot be read, with the same excerpts as findings.
package enum FailureReport {
    package static func text(_ failure: ComposeFailure, in sources: SourceTable, style: TerminalStyle) -> String {
        let excerpt = SourceExcerpt(sources: sources, style: style)
        var blocks: [String] = []
        for error in failure.errors {
            var lines = [style("error", .bold, .red) + style(": \(ReportText.clean(error.message))", .bold)]
            let margin = error.place.map { String(max($0.line, 1)).count } ?? 1
            let blank = String(repeating: " ", count: margin)
            if let place = error.place {
                lines.append("\(blank)\(style("-->", .blue)) \(excerpt.position(place))")
                lines += excerpt.lines(place, margin: margin, color: .red)
            }
            for related in error.related {
                lines.append(
                    "\(blank)\(style(":::", .blue)) \(excerpt.position(related.place)): "
                        + ReportText.clean(related.value)
                )
            }
            if let help = error.help { lines.append("\(blank) \(style("=", .blue)) \(ReportText.clean(help))") }
            blocks.append(lines.joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }
}
