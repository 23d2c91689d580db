// Lines of dig's question and record sections. BIND lays them out in columns at 24 (TTL), 32 (class), 40 (type) and 48
// (RDATA), filled with tabs as far as they reach and then with spaces.

extension ResourceRecord: CustomStringConvertible {
    /// The record as dig's line: `alpha.`, tabs, `600`, `IN`, `A`, `10.111.0.2`.
    package var description: String {
        var line = ColumnLine()
        line.append(name.description)
        line.append(ttl.description, at: 24)
        line.append(`class`.description, at: 32)
        line.append(type.description, at: 40)
        line.append(data.description, at: 48)
        return line.text
    }
}

extension Question: CustomStringConvertible {
    /// The question as dig's line without the semicolon before it, which does not count as a column.
    package var description: String {
        var line = ColumnLine()
        line.append(name.description)
        line.append(`class`.description, at: 32)
        line.append(type.description, at: 40)
        return line.text
    }
}

/// A line of text that is filled up to columns with tabs of eight.
private struct ColumnLine {
    private(set) var text = ""
    private var column = 0

    mutating func append(_ word: String) {
        text += word
        column += word.utf8.count
    }

    /// Appends `word` at the column `target`, or one further on than now if the line is that long already.
    mutating func append(_ word: String, at target: Int) {
        let start = max(target, column + 1)
        let tabs = start / 8 - column / 8
        text += String(repeating: "\t", count: tabs)
        text += String(repeating: " ", count: start - (tabs > 0 ? start / 8 * 8 : column))
        column = start
        append(word)
    }
}
