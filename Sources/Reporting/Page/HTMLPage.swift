internal import Text

/// A report as one HTML page that asks nothing of the world, has no script, and is read on paper, on a phone, in light and
/// in dark.
enum HTMLPage {
    static func text(_ page: ReportPage) -> String {
        let badges = page.badges.map { "<span class=\"r-badge r-\($0.mood.rawValue)\">\(escaped($0.text))</span>" }
        let links = page.sections.map { "<a href=\"#\($0.anchor)\">\(escaped($0.title))</a>" }
        let sections = page.sections.map { section in
            "<section id=\"\(section.anchor)\">\n<h2>\(escaped(section.title))</h2>\n"
                + section.blocks.map(block).joined() + "</section>\n"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(escaped(page.title))</title>
            <style>\(style)</style>
            </head>
            <body>
            <header>
            <h1>\(escaped(page.title))</h1>
            <p class="r-badges">\(badges.joined(separator: " "))</p>
            <p>\(escaped(page.summary))</p>
            <nav>\(links.joined(separator: " "))</nav>
            </header>
            <main>
            \(sections.joined())</main>
            <footer>\(escaped(page.footer))</footer>
            </body>
            </html>

            """
    }

    private static func block(_ block: ReportPage.Block) -> String {
        switch block {
        case .paragraph(let text): return "<p>\(escaped(text))</p>\n"
        case .list(let items): return "<ul>\(items.map { "<li>\(escaped($0))</li>" }.joined())</ul>\n"
        case .picture(let svg, let width, _):
            return "<div class=\"r-picture\" style=\"--drawn:\(width)px\">\n\(svg)</div>\n"
        case .notes(let notes): return notes.map(note).joined()
        case .table(let titles, let rows): return table(titles, rows)
        case .matrix(let names, let rows): return matrix(names, rows)
        }
    }

    private static func table(_ titles: [String], _ rows: [[ReportPage.Cell]]) -> String {
        let head = titles.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        let body = rows.map { row in
            let cells = zip(titles, row).map { title, value in cell(value, "td", " data-label=\"\(escaped(title))\"") }
            return "<tr>\(cells.joined())</tr>\n"
        }
        return
            "<table class=\"r-table\">\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body.joined())</tbody>\n</table>\n"
    }

    /// Wide screens get the matrix, narrow ones the same as sentences.
    private static func matrix(_ names: [String], _ rows: [(name: String, cells: [ReportPage.Cell])]) -> String {
        let head = names.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr><th scope=\"row\">\(escaped(row.name))</th>\(row.cells.map { cell($0, "td", "") }.joined())</tr>\n"
        }
        let list = rows.map { row in
            let reached = zip(names, row.cells).filter { $1.mood == .good || $1.mood == .warning }
            let found = reached.map { "<b>\(escaped($0))</b> <code>\(escaped($1.text))</code>" }
            let apart = zip(names, row.cells).filter { $1.mood == .bad }.map { escaped($0.0) }
            let lines = [
                found.isEmpty ? "reaches nobody" : "reaches \(found.joined(separator: ", "))",
                apart.isEmpty ? nil : "<span class=\"r-bad\">not \(apart.joined(separator: ", "))</span>",
            ]
            return "<dt>\(escaped(row.name))</dt><dd>\(lines.compactMap { $0 }.joined(separator: "<br>"))</dd>\n"
        }
        return """
            <div class="r-wide"><table class="r-matrix">
            <thead><tr><th></th>\(head)</tr></thead>
            <tbody>
            \(body.joined())</tbody>
            </table></div>
            <dl class="r-narrow">
            \(list.joined())</dl>

            """
    }

    private static func cell(_ cell: ReportPage.Cell, _ tag: String, _ attributes: String) -> String {
        let text = cell.text.isEmpty ? "&nbsp;" : escaped(cell.text)
        let content = cell.isCode ? "<code>\(text)</code>" : "<span>\(text)</span>"
        let empty = cell.text.isEmpty ? " r-empty" : ""
        return "<\(tag)\(attributes) class=\"r-\(cell.mood.rawValue)\(empty)\">\(content)</\(tag)>"
    }

    private static func note(_ note: ReportPage.Note) -> String {
        let lines = note.lines.map { "<p>\(escaped($0))</p>" }.joined(separator: "\n")
        let steps = note.codeLines.map { "<li><code>\(escaped($0))</code></li>" }.joined()
        let code = steps.isEmpty ? "" : "<ul class=\"r-steps\">\(steps)</ul>"
        return """
            <article class="r-note r-edge-\(note.mood.rawValue)">
            <h3><span class="r-badge r-\(note.mood.rawValue)">\(escaped(note.label))</span> \(escaped(note.title))</h3>
            \(lines)\(code)
            </article>

            """
    }

    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in shown(text).unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// Text that may hold anything that a user wrote, with what a browser would obey made visible.
    static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Markup.isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { Markup.isControl($0) ? "\u{FFFD}" : $0 }))
    }
}
