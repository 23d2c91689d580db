internal import DockerValues

/// One record of comma-separated values, read as Go's `encoding/csv` reads it, with its error texts.
///
/// Docker takes such lists for `--subnet`, `--alias` and others, and for the long form of `--network`.
enum CommaSeparated {
    /// The fields of the first line; none for an empty text.
    static func fields(of text: String) throws(FlagValueError) -> [String] {
        if text.isEmpty { return [] }
        // Empty lines before the first record do not count.
        let bytes = Array(text.utf8.drop { $0 == newline })
        var fields: [String] = []
        var position = 0
        while true {
            if position < bytes.count, bytes[position] == quote {
                fields.append(try quotedField(bytes, &position))
            } else {
                fields.append(try plainField(bytes, &position))
            }
            guard position < bytes.count, bytes[position] == comma else { return fields }
            position += 1
        }
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")

    private static func plainField(_ bytes: [UInt8], _ position: inout Int) throws(FlagValueError) -> String {
        let start = position
        while position < bytes.count, bytes[position] != comma, bytes[position] != newline {
            if bytes[position] == quote {
                throw FlagValueError("parse error on line 1, column \(position + 1): bare \" in non-quoted-field")
            }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func quotedField(_ bytes: [UInt8], _ position: inout Int) throws(FlagValueError) -> String {
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte != quote {
                content.append(byte)
            } else if position < bytes.count, bytes[position] == quote {
                content.append(quote)
                position += 1
            } else if position == bytes.count || bytes[position] == comma || bytes[position] == newline {
                return String(decoding: content, as: UTF8.self)
            } else {
                throw strayQuote(column: position)
            }
        }
        throw strayQuote(column: position + 1)
    }

    private static func strayQuote(column: Int) -> FlagValueError {
        FlagValueError("parse error on line 1, column \(column): extraneous or missing \" in quoted-field")
    }
}
