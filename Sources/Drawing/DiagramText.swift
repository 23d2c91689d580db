/// Names as the formats can hold them: whatever a name contains, it stays text.
enum DiagramText {
    /// Without characters that are invisible, steer terminals or turn the direction of writing.
    static func shown(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
        var result = ""
        for scalar in text.unicodeScalars { result.unicodeScalars.append(isShown(scalar) ? scalar : "\u{fffd}") }
        return result
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    /// For XML's text and attribute values (XML 1.0, section 2.4), and so for HTML's and SVG's.
    static func xml(_ text: String) -> String {
        var result = ""
        for scalar in shown(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// For a quoted label of DOT: there, `\` begins Graphviz's own sequences and `&` entities.
    static func dot(_ text: String) -> String {
        var result = ""
        for scalar in shown(text).unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "&": result += "&amp;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// For a quoted label of a Mermaid flowchart: letters, digits and harmless marks as they are, all else as
    /// Mermaid's entity codes (`#38;`).
    ///
    /// Labels are Markdown to some versions, and a few words mean something to Mermaid's lexer even within quotes.
    static func mermaid(_ text: String) -> String {
        let scalars = Array(shown(text).unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            let isInWord =
                index > 0 && index + 1 < scalars.count && isAlphanumeric(scalars[index - 1])
                && isAlphanumeric(scalars[index + 1])
            let isLiteral =
                switch scalar {
                case "-", "_", ".": isInWord
                case " ", ":", "/", ",", "×", "→", "…", "–", "·": true
                default: isAlphanumeric(scalar)
                }
            if isLiteral { result.unicodeScalars.append(scalar) } else { result += "#\(scalar.value);" }
        }
        for (word, harmless) in [
            ("direction", "#100;irection"), ("style", "#115;tyle"), ("Style", "#83;tyle"), ("classDef", "#99;lassDef"),
        ] {
            result = replacing(word, with: harmless, in: result)
        }
        return result
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    private static func replacing(_ word: String, with other: String, in text: String) -> String {
        text.contains(word) ? text.replacing(word, with: other) : text
    }

    /// At most `limit` characters, with a gap in the middle where there were more: both ends tell names apart.
    static func shortened(_ text: String, to limit: Int) -> String {
        guard limit > 3, text.count > limit else { return text }
        let head = (limit - 1) * 2 / 3
        return "\(text.prefix(head))…\(text.suffix(limit - 1 - head))"
    }
}
