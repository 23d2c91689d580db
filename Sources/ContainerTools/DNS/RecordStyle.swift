internal import DNSWire

/// How dig lays a record out: which fields, and in which columns they begin (BIND's master file styles).
struct RecordStyle {
    var showsTTL = true
    var showsClass = true
    /// `10m` rather than 600.
    var usesTTLUnits = false
    /// SOA over several lines with comments.
    var isMultiline = false
    /// All eight groups of an IPv6 address, with their zeros.
    var expandsIPv6 = false

    private static let tabWidth = 8

    /// Where the TTL, the class, the type and the data begin.
    private var columns: (ttl: Int, class: Int, type: Int, data: Int) {
        if isMultiline || !(showsTTL || showsClass) { return (24, 24, 24, 32) }
        return showsTTL && showsClass ? (24, 32, 40, 48) : (24, 24, 32, 40)
    }

    /// The record as one line, or more if its data has several.
    func line(_ record: ResourceRecord) -> String {
        var row = Row(text: record.name.description)
        if showsTTL {
            row.append(usesTTLUnits ? Self.units(record.ttl) : String(record.ttl), at: columns.ttl)
        }
        if showsClass { row.append(record.class.description, at: columns.class) }
        row.append(record.type.description, at: columns.type)
        row.append(record.data.text(expandsIPv6: expandsIPv6, isMultiline: isMultiline), at: columns.data)
        return row.text
    }

    /// The question as one line, behind a semicolon.
    func line(_ question: Question) -> String {
        var row = Row(text: question.name.description)
        if showsClass { row.append(question.class.description, at: columns.class) }
        row.append(question.type.description, at: columns.type)
        return ";" + row.text
    }

    /// A line under way, with the tabs that BIND puts between its fields.
    private struct Row {
        var text: String
        private var column: Int

        init(text: String) {
            self.text = text
            column = text.utf8.count
        }

        mutating func append(_ field: String, at wanted: Int) {
            let target = max(wanted, column + 1)
            let tabs = target / tabWidth - column / tabWidth
            if tabs > 0 {
                text += String(repeating: "\t", count: tabs)
                column = target / tabWidth * tabWidth
            }
            text += String(repeating: " ", count: target - column) + field
            column = target + field.utf8.count
        }
    }

    /// Seconds as weeks, days, hours, minutes and seconds: `1h30m`.
    static func units(_ seconds: UInt32) -> String {
        let parts = spans(seconds).map { "\($0.count)\($0.unit.prefix(1))" }
        return parts.isEmpty ? "0s" : parts.joined()
    }

    /// The same in words: `1 hour 30 minutes`.
    static func words(_ seconds: UInt32) -> String {
        let parts = spans(seconds).map { "\($0.count) \($0.unit)\($0.count == 1 ? "" : "s")" }
        return parts.isEmpty ? "0 seconds" : parts.joined(separator: " ")
    }

    private static func spans(_ seconds: UInt32) -> [(count: UInt32, unit: String)] {
        var rest = seconds
        return [(604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")].compactMap {
            (length: UInt32, unit) in
            let count = rest / length
            rest %= length
            return count == 0 ? nil : (count, unit)
        }
    }
}
