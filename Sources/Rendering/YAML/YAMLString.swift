internal import Text

/// How a string is spelled in YAML.
enum YAMLString {
    /// Plain where that is safe, else in double quotes.
    static func spelling(of text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    // MARK: Plain

    private static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, isPlainStart(first), last != UInt8(ascii: " "),
            last != UInt8(ascii: ":")
        else { return false }
        for (place, byte) in bytes.enumerated() {
            guard isPlain(byte) else { return false }
            // ": " ends a key, " #" begins a comment.
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            if byte == UInt8(ascii: ":"), next == UInt8(ascii: " ") { return false }
            if byte == UInt8(ascii: " "), next == UInt8(ascii: "#") { return false }
        }
        return !isWordOfYAML(text) && !isMarker(bytes) && !looksLikeNumber(bytes) && !looksLikeDate(bytes)
    }

    /// Letters, digits, and what begins paths, versions and options: no indicator of YAML.
    private static func isPlainStart(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "/._+$(".utf8.contains(byte)
    }

    /// Printable ASCII but for `"` and `\`, which are clearer between quotes. Inside a scalar of block style nothing
    /// else means anything, save the pairs that are looked for beside this.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Words that YAML 1.1 or 1.2 reads as null, a truth value, a number that is none, or a merge.
    private static func isWordOfYAML(_ text: String) -> Bool {
        guard text.utf8.count <= 5 else { return false }
        switch text.lowercased() {
        case "y", "yes", "n", "no", "true", "false", "on", "off", "null", ".nan", ".inf", "+.inf", ".", "..":
            return true
        default: return false
        }
    }

    /// The end of a document.
    private static func isMarker(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: repeatElement(UInt8(ascii: "."), count: 3))
    }

    /// Anything that an integer or floating point number of YAML 1.1 (underscores, bases, sexagesimals) or 1.2 could
    /// be. An IPv4 address, with its three points, is none; a port mapping such as `8080:80` may be one.
    private static func looksLikeNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        guard rest.contains(where: isDigit) else { return false }
        if rest.first == UInt8(ascii: "0"), rest.count > 1, "xXoObB".utf8.contains(rest[rest.startIndex + 1]) {
            return rest.dropFirst(2).allSatisfy { $0 == UInt8(ascii: "_") || isHexadecimal($0) }
        }
        let points = rest.count { $0 == UInt8(ascii: ".") }
        let isMadeOfNumbers = rest.allSatisfy { isDigit($0) || "_.:eE+-".utf8.contains($0) }
        return isMadeOfNumbers && points < 3
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    /// `2026-08-01…`, a date or a point in time to YAML 1.1.
    private static func looksLikeDate(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes[..<4].allSatisfy(isDigit) && bytes[4] == UInt8(ascii: "-") && isDigit(bytes[5])
            && bytes[6...].prefix(2).contains(UInt8(ascii: "-"))
    }

    // MARK: Quoted (YAML 1.2 §7.3.1)

    private static func quoted(_ text: String) -> String {
        var spelling = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": spelling += "\\\(scalar)"
            case "\n": spelling += "\\n"
            case "\r": spelling += "\\r"
            case "\t": spelling += "\\t"
            case _ where isPrintable(scalar): spelling.unicodeScalars.append(scalar)
            case _ where scalar.value > 0xFFFF: spelling += "\\U" + hexadecimal(scalar.value, width: 8)
            default: spelling += "\\u" + hexadecimal(scalar.value, width: 4)
            }
        }
        return spelling + "\""
    }

    /// What YAML allows unescaped and a person can see.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        GoUnicode.isPrintable(scalar) && scalar.value != 0xFEFF
    }

    private static func hexadecimal(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
