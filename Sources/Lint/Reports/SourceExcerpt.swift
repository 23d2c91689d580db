internal import Rendering
internal import YAML

/// A place in a file with its line and a caret below, as compilers show it.
struct SourceExcerpt {
    /// Longer lines are cut around the place.
    private static var width: Int { 120 }

    let sources: SourceTable
    let style: TerminalStyle

    /// `path:line:column`, with the project's own control characters made visible.
    func position(_ place: SourcePlace) -> String { ReportText.clean(sources.text(of: place)) }

    /// The lines of an excerpt: a bar, the line with its number, and carets.
    func lines(_ place: SourcePlace, margin: Int, color: TerminalStyle.Attribute) -> [String] {
        let column = max(0, Int(place.column) - 1)
        let first = column > Self.width * 2 / 3 ? column - Self.width / 3 : 0
        // One more than is shown tells whether there is more.
        guard
            let scalars = sources.scalars(
                ofLine: Int(place.line),
                of: Int(place.file),
                from: first,
                count: Self.width + 1
            )
        else { return [] }
        let start = min(column - first, scalars.count)
        let length = max(1, Int(place.length))
        let shown = scalars.prefix(Self.width)
        let before = first > 0 ? "…" : ""
        let after = scalars.count > Self.width ? "…" : ""
        let lead = before + ReportText.clean(Self.text(scalars[..<start]))
        let end = min(start.addingReportingOverflow(length).partialValue, shown.endIndex)
        let marked = ReportText.clean(Self.text(scalars[start..<max(start, end)]))
        let bar = style("|", .blue)
        let number = style(Self.padded(place.line, to: margin), .blue)
        let blank = String(repeating: " ", count: margin)
        let carets = String(repeating: "^", count: max(1, DisplayWidth.of(Array(marked.utf8)[...])))
        return [
            "\(blank) \(bar)",
            "\(number) \(bar) \(before)\(ReportText.clean(Self.text(shown)))\(after)",
            "\(blank) \(bar) \(String(repeating: " ", count: DisplayWidth.of(Array(lead.utf8)[...])))\(style(carets, .bold, color))",
        ]
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    static func padded(_ number: Int32, to width: Int) -> String {
        let text = "\(number)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
