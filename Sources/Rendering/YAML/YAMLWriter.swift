internal import Text

/// Writes a value as YAML in block style, as a person would write it.
///
/// Strings stand plain only where every reader, of YAML 1.1 or 1.2, takes them for strings; all others are quoted.
struct YAMLWriter {
    private(set) var text = ""

    /// Longer keys must be marked as such (YAML 1.2 §8.2.2).
    private static let longestPlainKey = 1024

    /// Writes a value that begins where the text ends, and ends with a line feed.
    ///
    /// - Parameter indent: blanks in front of its further lines.
    mutating func write(_ value: JSONValue, indent: Int) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for (position, member) in members.enumerated() {
                if position > 0 { indentation(indent) }
                write(member, indent: indent)
            }
        case .array(let elements) where !elements.isEmpty:
            for (position, element) in elements.enumerated() {
                if position > 0 { indentation(indent) }
                text += "- "
                write(element, indent: indent + 2)
            }
        default: text += scalar(value) + "\n"
        }
    }

    private mutating func write(_ member: JSONObject.Member, indent: Int) {
        let key = YAMLString.spelling(of: member.key)
        if key.utf8.count > Self.longestPlainKey {
            text += "? \(key)\n"
            indentation(indent)
        } else {
            text += key
        }
        text += ":"
        switch member.value {
        case .object(let members) where !members.isEmpty: nested(member.value, indent: indent + 2)
        case .array(let elements) where !elements.isEmpty: nested(member.value, indent: indent + 2)
        default: text += " \(scalar(member.value))\n"
        }
    }

    private mutating func nested(_ value: JSONValue, indent: Int) {
        text += "\n"
        indentation(indent)
        write(value, indent: indent)
    }

    private mutating func indentation(_ count: Int) {
        text += String(repeating: " ", count: count)
    }

    private func scalar(_ value: JSONValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .unsigned(let value): return String(value)
        case .double(let value): return number(value)
        case .string(let value): return YAMLString.spelling(of: value)
        case .array: return "[]"
        case .object: return "{}"
        }
    }

    /// Always with a point: YAML 1.1 knows no number `1e+21`, and `1` would come back as an integer.
    private func number(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let spelling = GoFloat.json(value)
        if spelling.contains(".") { return spelling }
        guard let exponent = spelling.firstIndex(of: "e") else { return spelling + ".0" }
        return spelling[..<exponent] + ".0" + spelling[exponent...]
    }
}

extension JSONValue {
    /// The value as a YAML document in block style, with a line feed at its end.
    package func yaml() -> String {
        var writer = YAMLWriter()
        writer.write(self, indent: 0)
        return writer.text
    }
}
