internal import Text

/// A report as Markdown, as forges show it. The picture is left to a Mermaid block.
enum MarkdownPage {
    static func text(_ page: ReportPage) -> String {
        var lines = ["# \(escaped(page.title))", ""]
        lines += [
            page.badges.map { "**\(escaped($0.text))**" }.joined(separator: " · "), "", escaped(page.summary), "",
        ]
        for section in page.sections {
            lines += ["## \(escaped(section.title))", ""]
            for block in section.blocks { lines += self.lines(block) + [""] }
        }
        lines += ["---", "", escaped(page.footer)]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ block: ReportPage.Block) -> [String] {
        switch block {
        case .paragraph(let text): return [escaped(text)]
        case .list(let items): return items.map { "- \(escaped($0))" }
        case .picture(_, _, let text):
            return ["```mermaid", text.hasSuffix("\n") ? String(text.dropLast()) : text, "```"]
        case .table(let titles, let rows): return table(titles, rows)
        case .matrix(let names, let rows):
            return table([""] + names, rows.map { [ReportPage.Cell($0.name)] + $0.cells })
        case .notes(let notes):
            return notes.flatMap { note in
                ["- **\(escaped(note.label))** \(escaped(note.title))"]
                    + (note.lines + note.codeLines).map { "  - \(escaped($0))" }
            }
        }
    }

    private static func table(_ titles: [String], _ rows: [[ReportPage.Cell]]) -> [String] {
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
        return [line(titles.map(escaped)), line(titles.map { _ in "---" })]
            + rows.map { row in line(row.map(cell)) }
    }

    private static func cell(_ cell: ReportPage.Cell) -> String {
        // No escape works within a span of code.
        guard cell.isCode, !cell.text.isEmpty, !cell.text.contains(where: { "`|\n".contains($0) }) else {
            return escaped(cell.text)
        }
        return "`\(HTMLPage.shown(cell.text))`"
    }

    /// Text without meaning to Markdown or HTML, on one line.
    static func escaped(_ text: String) -> String { Markup.markdown(HTMLPage.shown(text)) }
}
