/// Go's quoted strings, as `strconv.Quote` writes and `strconv.Unquote` reads them.
package enum GoQuote {
    /// `"…"` with Go's escapes.
    ///
    /// - Parameter ascii: escapes everything beyond ASCII, as `%+q`.
    package static func quote(_ text: String, ascii: Bool = false) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars { append(scalar, to: &quoted, delimiter: "\"", ascii: ascii) }
        return quoted + "\""
    }

    /// `'x'` with Go's escapes.
    package static func quote(_ scalar: Unicode.Scalar, ascii: Bool = false) -> String {
        var quoted = "'"
        append(scalar, to: &quoted, delimiter: "'", ascii: ascii)
        return quoted + "'"
    }

    /// Whether a text can stand unchanged between backquotes.
    package static func canBackquote(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar != "`" && scalar != "\u{FEFF}" && scalar != "\u{7F}" && (scalar.value >= 0x20 || scalar == "\t")
        }
    }

    /// `U+0041`, or `U+0041 'A'`.
    package static func codePoint(_ scalar: Unicode.Scalar, withCharacter: Bool) -> String {
        let name = "U+" + padded(scalar.value, radix: 16, width: 4, uppercase: true)
        return withCharacter && GoUnicode.isPrintable(scalar) ? "\(name) '\(scalar)'" : name
    }

    /// The text of a string constant with its quotes; `nil` if the syntax is wrong.
    package static func unquote(_ constant: String) -> String? {
        guard let quote = constant.unicodeScalars.first else { return nil }
        if quote == "`" {
            return String(
                String.UnicodeScalarView(constant.unicodeScalars.dropFirst().dropLast().filter { $0 != "\r" })
            )
        }
        var bytes: [UInt8] = []
        var rest = constant.unicodeScalars.dropFirst().dropLast()
        while !rest.isEmpty {
            guard let character = takeCharacter(&rest, quote: quote) else { return nil }
            switch character {
            case .byte(let byte): bytes.append(byte)
            case .scalar(let scalar): bytes.append(contentsOf: String(scalar).utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value of a character constant with its quotes.
    package static func unquoteCharacter(_ constant: String) -> CharacterConstant {
        var rest = constant.unicodeScalars.dropFirst()
        guard let character = takeCharacter(&rest, quote: "'") else { return .invalid }
        guard rest.count == 1 else { return .malformed }
        switch character {
        case .byte(let byte): return .value(Int64(byte))
        case .scalar(let scalar): return .value(Int64(scalar.value))
        }
    }

    package enum CharacterConstant {
        case value(Int64)
        case invalid
        /// More than one character.
        case malformed
    }

    private enum Character {
        case byte(UInt8)
        case scalar(Unicode.Scalar)
    }

    /// Takes one character or escape; `nil` if there is none.
    private static func takeCharacter(
        _ rest: inout Substring.UnicodeScalarView,
        quote: Unicode.Scalar
    ) -> Character? {
        guard let first = rest.popFirst(), first != quote else { return nil }
        guard first == "\\" else { return .scalar(first) }
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case "a": return .scalar("\u{07}")
        case "b": return .scalar("\u{08}")
        case "f": return .scalar("\u{0C}")
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "v": return .scalar("\u{0B}")
        case "\\": return .scalar("\\")
        case "'", "\"": return letter == quote ? .scalar(letter) : nil
        case "x": return takeDigits(&rest, count: 2, radix: 16).flatMap { UInt8(exactly: $0) }.map { .byte($0) }
        case "u": return takeDigits(&rest, count: 4, radix: 16).flatMap { Unicode.Scalar($0) }.map { .scalar($0) }
        case "U": return takeDigits(&rest, count: 8, radix: 16).flatMap { Unicode.Scalar($0) }.map { .scalar($0) }
        case "0"..."7":
            guard let others = takeDigits(&rest, count: 2, radix: 8) else { return nil }
            return UInt8(exactly: (letter.value - 0x30) * 64 + others).map { .byte($0) }
        default: return nil
        }
    }

    private static func takeDigits(_ rest: inout Substring.UnicodeScalarView, count: Int, radix: Int) -> UInt32? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ $0.properties.isASCIIHexDigit }) else { return nil }
        rest.removeFirst(count)
        return UInt32(String(String.UnicodeScalarView(digits)), radix: radix)
    }

    private static func append(
        _ scalar: Unicode.Scalar,
        to text: inout String,
        delimiter: Unicode.Scalar,
        ascii: Bool
    ) {
        switch scalar {
        case delimiter, "\\": text += "\\\(scalar)"
        case _ where GoUnicode.isPrintable(scalar) && (scalar.isASCII || !ascii): text.unicodeScalars.append(scalar)
        case "\u{07}": text += "\\a"
        case "\u{08}": text += "\\b"
        case "\u{0C}": text += "\\f"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{0B}": text += "\\v"
        case _ where scalar.isASCII: text += "\\x" + padded(scalar.value, radix: 16, width: 2)
        case _ where scalar.value < 0x10000: text += "\\u" + padded(scalar.value, radix: 16, width: 4)
        default: text += "\\U" + padded(scalar.value, radix: 16, width: 8)
        }
    }

    private static func padded(_ value: UInt32, radix: Int, width: Int, uppercase: Bool = false) -> String {
        let digits = String(value, radix: radix, uppercase: uppercase)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
