internal import Text

/// A table for people, laid out as Docker's: titles in capitals, columns three blanks apart.
package struct TextTable: Sendable {
    private var text: String
    private let columnCount: Int

    /// - Parameter titles: are put in capitals.
    package init(_ titles: [String]) {
        columnCount = titles.count
        text = Self.line(titles.map(GoUnicode.uppercased))
    }

    /// Adds a line. Missing cells are empty, further ones are dropped; a tab or line feed in a cell becomes a blank.
    package mutating func append(_ cells: [String]) {
        let missing = Array(repeating: "", count: max(0, columnCount - cells.count))
        text += Self.line(cells.prefix(columnCount) + missing)
    }

    /// The lines, each with its line feed.
    package var rendered: String { ElasticTabs.align(text) }

    private static func line(_ cells: some Sequence<String>) -> String {
        let clean = cells.map { cell in
            cell.utf8.contains { $0 < 0x0E && $0 > 0x08 }
                ? String(
                    String.UnicodeScalarView(cell.unicodeScalars.map { (0x09...0x0D).contains($0.value) ? " " : $0 })
                )
                : cell
        }
        return clean.joined(separator: "\t") + "\n"
    }
}
