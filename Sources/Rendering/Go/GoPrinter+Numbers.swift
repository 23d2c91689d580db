internal import Text

extension GoPrinter {
    // MARK: Integers

    /// Prints an integer under a verb: bases, characters, code points.
    mutating func print(_ number: Int64, verb: Unicode.Scalar, _ value: GoValue) {
        switch verb {
        case "v", "d": printInteger(number, radix: 10)
        case "b": printInteger(number, radix: 2, prefix: "0b")
        case "o": printInteger(number, radix: 8, prefix: "0")
        case "O": printInteger(number, radix: 8, prefix: "0", always: "0o")
        case "x": printInteger(number, radix: 16, prefix: "0x")
        case "X": printInteger(number, radix: 16, prefix: "0X")
        case "c": pad(String(Self.scalar(number)))
        case "q": pad(GoQuote.quote(Self.scalar(number), ascii: flags.plus))
        case "U": printCodePoint(number)
        default: badVerb(verb, value)
        }
    }

    private static func scalar(_ number: Int64) -> Unicode.Scalar {
        UInt32(exactly: number).flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}"
    }

    /// - Parameters:
    ///   - prefix: what `#` adds; an octal number has at most one leading zero of it.
    ///   - always: a prefix that stands without `#` too.
    private mutating func printInteger(_ number: Int64, radix: Int, prefix: String = "", always: String = "") {
        if flags.precision == 0, number == 0 {
            withoutZeros { $0.pad("") }
            return
        }
        let sign = number < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : ""
        var digits = String(number.magnitude, radix: radix, uppercase: prefix == "0X")
        var minimum = flags.precision ?? 0
        if flags.precision == nil, flags.zero, !flags.minus, let width = flags.width {
            minimum = width - sign.utf8.count
        }
        digits = String(repeating: "0", count: max(0, minimum - digits.utf8.count)) + digits
        if flags.sharp, !(radix == 8 && digits.hasPrefix("0")) { digits = prefix + digits }
        withoutZeros { $0.pad(sign + always + digits) }
    }

    private mutating func printCodePoint(_ number: Int64) {
        let digits = String(UInt64(bitPattern: number), radix: 16, uppercase: true)
        let minimum = max(4, flags.precision ?? 4)
        var text = "U+" + String(repeating: "0", count: max(0, minimum - digits.utf8.count)) + digits
        if flags.sharp, let scalar = UInt32(exactly: number).flatMap({ Unicode.Scalar($0) }),
            GoUnicode.isPrintable(scalar)
        {
            text += " '\(scalar)'"
        }
        withoutZeros { $0.pad(text) }
    }

    /// Zeros were dealt with as digits already, or do not belong here.
    private mutating func withoutZeros(_ print: (inout GoPrinter) -> Void) {
        let zero = flags.zero
        flags.zero = false
        print(&self)
        flags.zero = zero
    }

    // MARK: Floating point

    /// Prints a floating point number under a verb.
    mutating func print(_ number: Double, verb: Unicode.Scalar, _ value: GoValue) {
        switch verb {
        case "v", "g", "G": printFloat(number, notation: "g", uppercase: verb == "G", precision: flags.precision)
        case "e", "E": printFloat(number, notation: "e", uppercase: verb == "E", precision: flags.precision ?? 6)
        case "f", "F": printFloat(number, notation: "f", uppercase: false, precision: flags.precision ?? 6)
        default: badVerb(verb, value)
        }
    }

    private mutating func printFloat(_ number: Double, notation: Unicode.Scalar, uppercase: Bool, precision: Int?) {
        var text = GoFloat.format(number, notation: notation, precision: precision)
        if !number.isFinite {
            if number.isNaN, flags.plus || flags.space { text = (flags.plus ? "+" : " ") + text }
            if text.hasPrefix("+"), !flags.plus, !number.isNaN {
                text = (flags.space ? " " : "") + text.dropFirst(flags.space ? 1 : 0)
            }
            withoutZeros { $0.pad(text) }
            return
        }
        if uppercase { text = GoUnicode.uppercased(text) }
        var sign = ""
        if text.hasPrefix("-") {
            sign = "-"
            text.removeFirst()
        } else if flags.plus || flags.space {
            sign = flags.plus ? "+" : " "
        }
        if flags.sharp { text = Self.withPoint(text, digits: notation == "g" ? precision ?? 6 : nil) }
        if !sign.isEmpty, flags.zero, !flags.minus, let width = flags.width, width > text.utf8.count + 1 {
            // The sign stands before the zeros.
            write(sign + String(repeating: "0", count: width - text.utf8.count - 1) + text)
        } else {
            pad(sign + text)
        }
    }

    /// `#` keeps the point, and under `%g` as many digits as the precision says.
    private static func withPoint(_ text: String, digits: Int?) -> String {
        let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
        var mantissa = String(parts.first ?? "")
        let exponent = text.dropFirst(mantissa.utf8.count)
        if !mantissa.contains(".") { mantissa += "." }
        if let digits {
            let significant = mantissa.filter { $0 != "." }.drop { $0 == "0" }.count
            let counted = significant == 0 && mantissa == "0." ? 1 : significant
            mantissa += String(repeating: "0", count: max(0, digits - counted))
        }
        return mantissa + exponent
    }
}
