internal import Text

/// Functions on texts from Go's `strings`, `text/template` and `net/url`.
enum GoText {
    /// `strings.Split`: an empty separator splits between characters.
    static func split(_ text: String, by separator: String) -> [String] {
        guard !separator.isEmpty else { return text.unicodeScalars.map { String($0) } }
        let bytes = Array(text.utf8)
        let pattern = Array(separator.utf8)
        var parts: [String] = []
        var start = 0
        var position = 0
        while position + pattern.count <= bytes.count {
            if bytes[position] == pattern[0], bytes[position...].starts(with: pattern) {
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
                position += pattern.count
                start = position
            } else {
                position += 1
            }
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }

    /// `template.HTMLEscapeString`.
    static func escapedHTML(_ text: String) -> String {
        mapped(text) { scalar in
            switch scalar {
            case "\0": "\u{FFFD}"
            case "\"": "&#34;"
            case "'": "&#39;"
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: nil
            }
        }
    }

    /// `template.JSEscapeString`.
    static func escapedJavaScript(_ text: String) -> String {
        mapped(text) { scalar in
            switch scalar {
            case "\\", "'", "\"": return "\\\(scalar)"
            case "<", ">", "&", "=": return unicodeEscape(scalar)
            case _ where scalar.isASCII ? scalar.value >= 0x20 : GoUnicode.isPrintable(scalar): return nil
            default: return unicodeEscape(scalar)
            }
        }
    }

    /// `url.QueryEscape`.
    static func escapedQuery(_ text: String) -> String {
        mapped(text) { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~": return nil
            case " ": return "+"
            default:
                return String(scalar).utf8.map { "%" + hexadecimal(UInt32($0), width: 2) }.joined()
            }
        }
    }

    /// Replaces characters; `nil` keeps one.
    private static func mapped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let replacement = replacement(scalar) {
                result += replacement
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func unicodeEscape(_ scalar: Unicode.Scalar) -> String {
        "\\u" + hexadecimal(scalar.value, width: 4)
    }

    private static func hexadecimal(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
