/// Text as Go prints it, for messages that the engine builds with `%q`.
package enum GoText {
    /// `text` in double quotes with Go's escapes (`strconv.Quote`).
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{7}": out += "\\a"
            case "\u{8}": out += "\\b"
            case "\u{b}": out += "\\v"
            case "\u{c}": out += "\\f"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7f {
                    out += "\\x" + Identifier.hex(UInt64(scalar.value) << 56, digits: 2)
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}

extension GoText {
    /// Go's `strconv.ParseBool`; nil for anything else.
    package static func bool(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }
}
