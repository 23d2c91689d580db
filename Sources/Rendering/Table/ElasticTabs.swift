/// Turns tabs into columns as Go's `text/tabwriter` does with Docker's settings: columns at least ten wide, three
/// blanks between them (docker/cli `cli/command/formatter/formatter.go`).
///
/// A cell is text that ends in a tab; what follows the last tab of a line belongs to no column and is not padded.
/// Cells above each other in neighbouring lines form a column; a line without such a cell ends it.
package enum ElasticTabs {
    private static let minimumWidth = 10
    private static let padding = 3

    private struct Line {
        /// Ended by tabs, but for the last.
        var cells: [Substring]
        /// The width of each column; those that do not take part in one have none.
        var widths: [Int]
        /// A form feed ends every column.
        var endsColumns: Bool
    }

    /// - Parameter text: lines, each ended by a line feed except perhaps the last.
    package static func align(_ text: String) -> String {
        var lines = lines(of: text)
        var column = 0
        var active = Array(lines.indices)
        while true {
            active = active.filter { lines[$0].cells.count - 1 > column }
            if active.isEmpty { break }
            fit(column, of: &lines, active)
            column += 1
        }
        return join(lines)
    }

    private static func lines(of text: String) -> [Line] {
        var lines: [Line] = []
        var rest = text[...]
        while true {
            let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "\n") || $0 == 0x0C }
            let line = rest[..<(end ?? rest.endIndex)]
            let cells = line.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\t") || $0 == 0x0B }
                .map { Substring($0) }
            let isFormFeed = end.map { rest.utf8[$0] == 0x0C } ?? false
            let widths = Array(repeating: 0, count: cells.count - 1)
            lines.append(Line(cells: cells, widths: widths, endsColumns: isFormFeed))
            guard let end else { return lines }
            rest = rest[rest.utf8.index(after: end)...]
        }
    }

    /// Sets the width of one column in each block of neighbouring lines that have it.
    ///
    /// - Parameter active: the lines that have the column, in order.
    private static func fit(_ column: Int, of lines: inout [Line], _ active: [Int]) {
        var blockStart = active.startIndex
        while blockStart < active.endIndex {
            var blockEnd = blockStart
            var width = minimumWidth
            repeat {
                let line = lines[active[blockEnd]]
                width = max(width, DisplayWidth.of(line.cells[column]) + padding)
                blockEnd += 1
                if line.endsColumns { break }
            } while blockEnd < active.endIndex && active[blockEnd] == active[blockEnd - 1] + 1
            for place in blockStart..<blockEnd { lines[active[place]].widths[column] = width }
            blockStart = blockEnd
        }
    }

    private static func join(_ lines: [Line]) -> String {
        var text = ""
        for (number, line) in lines.enumerated() {
            for (cell, width) in zip(line.cells, line.widths) {
                text += cell
                text += String(repeating: " ", count: max(0, width - DisplayWidth.of(cell)))
            }
            text += line.cells.last ?? ""
            if number < lines.count - 1 { text += "\n" }
        }
        return text
    }
}
