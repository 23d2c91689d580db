/// Turns tabs into columns as Go's `text/tabwriter` does with Docker's settings: columns at least ten wide, three
/// blanks between them (docker/cli `cli/command/formatter/formatter.go`).
///
/// A cell is text that ends in a tab; what follows the last tab of a line belongs to no column and is not padded.
/// Cells above each other in neighbouring lines form a column; a line without such a cell ends it.
package enum ElasticTabs {
    private static let minimumWidth = 10
    private static let padding = 3

    private struct Cell {
        /// Bytes of the text, without the tab behind it.
        var range: Range<Int>
        var width: Int
        /// The width of the cell's column.
        var columnWidth = 0
    }

    private struct Line {
        /// Those that end in a tab.
        var cells: Range<Int>
        /// What follows the last tab.
        var rest: Range<Int>
        /// A form feed ends every column.
        var endsColumns: Bool
    }

    /// - Parameter text: lines, each ended by a line feed except perhaps the last.
    package static func align(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var (lines, cells) = split(bytes)
        var column = 0
        var active = Array(lines.indices)
        while true {
            active.removeAll { lines[$0].cells.count <= column }
            if active.isEmpty { break }
            fit(column, of: &cells, lines, active)
            column += 1
        }
        return String(decoding: join(bytes, lines, cells), as: UTF8.self)
    }

    private static func split(_ bytes: [UInt8]) -> ([Line], [Cell]) {
        var lines: [Line] = []
        var cells: [Cell] = []
        var cellStart = 0
        var firstCell = 0
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\t"), 0x0B:
                let width = DisplayWidth.of(bytes[cellStart..<place])
                cells.append(Cell(range: cellStart..<place, width: width))
                cellStart = place + 1
            case UInt8(ascii: "\n"), 0x0C:
                let isFormFeed = byte == 0x0C
                lines.append(
                    Line(cells: firstCell..<cells.count, rest: cellStart..<place, endsColumns: isFormFeed)
                )
                cellStart = place + 1
                firstCell = cells.count
            default: break
            }
        }
        lines.append(Line(cells: firstCell..<cells.count, rest: cellStart..<bytes.count, endsColumns: false))
        return (lines, cells)
    }

    /// Sets the width of one column in each block of neighbouring lines that have it.
    ///
    /// - Parameter active: the lines that have the column, in order.
    private static func fit(_ column: Int, of cells: inout [Cell], _ lines: [Line], _ active: [Int]) {
        var blockStart = active.startIndex
        while blockStart < active.endIndex {
            var blockEnd = blockStart
            var width = minimumWidth
            repeat {
                let line = lines[active[blockEnd]]
                width = max(width, cells[line.cells.lowerBound + column].width + padding)
                blockEnd += 1
                if line.endsColumns { break }
            } while blockEnd < active.endIndex && active[blockEnd] == active[blockEnd - 1] + 1
            for place in blockStart..<blockEnd {
                cells[lines[active[place]].cells.lowerBound + column].columnWidth = width
            }
            blockStart = blockEnd
        }
    }

    private static func join(_ bytes: [UInt8], _ lines: [Line], _ cells: [Cell]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 2)
        for (number, line) in lines.enumerated() {
            for cell in cells[line.cells] {
                output += bytes[cell.range]
                output += repeatElement(UInt8(ascii: " "), count: cell.columnWidth - cell.width)
            }
            output += bytes[line.rest]
            if number < lines.count - 1 { output.append(UInt8(ascii: "\n")) }
        }
        return output
    }
}
