/// Text that may hold anything, made harmless for who reads it as markup.
package enum Markup {
    /// Whether a scalar does something else than being shown: C0, DEL, C1, and what turns the direction of text around.
    package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || (0x202a...0x202e).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }

    /// Text without meaning to Markdown, or to the HTML within it.
    ///
    /// - Parameter text: on one line, without control characters.
    package static func markdown(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "|", "\\", "`", "*", "_", "[", "]", "#", "~":
                out.append("\\")
                out.append(scalar)
            default: out.append(scalar)
            }
        }
        return String(out)
    }
}
