/// What a scalar without quotes says, as Go's YAML reader (go.yaml.in/yaml, `resolve`) takes it: YAML 1.2's core schema,
/// with YAML 1.1's octal numbers, underscores and timestamps.
public enum YAMLValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// Its decimal digits: numbers up to 2^64 are integers there.
    case integer(String)
    case number(Double)
    /// A date, perhaps with a time, as Go prints it.
    case timestamp(String)
    case text

    public init(plain text: String) {
        guard let first = text.utf8.first else {
            self = .null
            return
        }
        switch first {
        case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): self = Self.numeric(text)
        case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"),
            UInt8(ascii: "f"), UInt8(ascii: "F"):
            switch text {
            case "~", "null", "Null", "NULL": self = .null
            case "true", "True", "TRUE": self = .boolean(true)
            case "false", "False", "FALSE": self = .boolean(false)
            default: self = .text
            }
        default: self = .text
        }
    }

    /// The value as Go prints it (`%v`); nil for a text, which is itself, and for null.
    public var printed: String? {
        switch self {
        case .null, .text: nil
        case .boolean(let value): value ? "true" : "false"
        case .integer(let digits): digits
        case .number(let value): Self.printed(value)
        case .timestamp(let text): text
        }
    }

    // MARK: - Numbers

    private static func numeric(_ text: String) -> YAMLValue {
        switch text {
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        default: break
        }
        // No number that a file means is longer; what is reads as a text.
        guard text.utf8.count <= 400 else { return .text }
        if let timestamp = YAMLTimestamp.printed(text) { return .timestamp(timestamp) }
        let digits =
            text.utf8.contains(UInt8(ascii: "_")) && text.utf8.first != UInt8(ascii: ".")
            ? text.filter { $0 != "_" } : text
        if let integer = integer(digits) { return .integer(integer) }
        if isFloat(digits), let value = Double(digits) { return .number(value) }
        return .text
    }

    /// Go's `ParseInt` and `ParseUint` with base 0.
    private static func integer(_ text: String) -> String? {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        var radix = 10
        if digits.first == "0", digits.utf8.count > 1 {
            switch digits.dropFirst().first {
            case "x", "X": (radix, digits) = (16, digits.dropFirst(2))
            case "b", "B": (radix, digits) = (2, digits.dropFirst(2))
            case "o", "O": (radix, digits) = (8, digits.dropFirst(2))
            default: (radix, digits) = (8, digits.dropFirst())
            }
        }
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
            let magnitude = UInt64(digits, radix: radix)
        else { return nil }
        // -0 is a float to Go, which keeps its sign.
        if isNegative { return magnitude == 0 || magnitude > 1 << 63 ? nil : "-\(magnitude)" }
        return "\(magnitude)"
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isFloat(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let whole = digits()
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = digits()
        }
        guard whole + fraction > 0 else { return false }
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// Go's shortest form of a float (`%g`): with an exponent, of at least two digits, below 1e-4 and from 1e6
    /// on.
    private static func printed(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Swift writes the same shortest digits: take them apart and put them together anew.
        var text = "\(value.magnitude)"
        var exponent = 0
        if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            exponent = Int(text[text.index(after: mark)...]) ?? 0
            text = String(text[..<mark])
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        var digits = String(parts[0]) + (parts.count > 1 ? parts[1] : "")
        var point = parts[0].count + exponent
        while digits.count > 1, digits.hasPrefix("0") {
            digits.removeFirst()
            point -= 1
        }
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        let sign = value.sign == .minus ? "-" : ""
        if digits == "0" { return sign + "0" }
        let power = point - 1
        if power < -4 || power >= 6 {
            let fraction = digits.dropFirst()
            let magnitude = power.magnitude < 10 ? "0\(power.magnitude)" : "\(power.magnitude)"
            return sign + digits.prefix(1) + (fraction.isEmpty ? "" : ".\(fraction)") + "e"
                + (power < 0 ? "-" : "+") + magnitude
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}

/// Dates and times as YAML 1.1 writes them, and Go prints them.
enum YAMLTimestamp {
    /// `2001-12-14 21:59:43.1 -0500 -0500`; nil where the text is none.
    static func printed(_ text: String) -> String? {
        var rest = Array(text.utf8)[...]
        // Four digits and a dash, or it is none.
        guard rest.count >= 8, rest.prefix(4).allSatisfy(isDigit), rest.dropFirst(4).first == UInt8(ascii: "-") else {
            return nil
        }
        func take(_ count: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { isDigit($0) }
            guard count.contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
        }
        func skip(_ byte: Character) -> Bool {
            guard rest.first == byte.asciiValue else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = take(4...4), skip("-"), let month = take(1...2), skip("-"), let day = take(1...2),
            (1...12).contains(month), (1...daysIn(month, year)).contains(day)
        else { return nil }
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        if rest.isEmpty {
            let isWhole = text.utf8.count == 10
            return isWhole ? "\(date) 00:00:00 +0000 UTC" : nil
        }
        guard skip("T") || skip("t") || skip(" ") else { return nil }
        guard let hour = take(1...2), skip(":"), let minute = take(1...2), skip(":"), let second = take(1...2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = ""
        if skip(".") {
            let digits = rest.prefix { isDigit($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            fraction = String(decoding: digits.prefix(9), as: UTF8.self)
            while fraction.hasSuffix("0") { fraction.removeLast() }
        }
        let time =
            "\(date) \(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
            + (fraction.isEmpty ? "" : ".\(fraction)")
        if rest.isEmpty || (rest.count == 1 && skip("Z")) { return "\(time) +0000 UTC" }
        let sign: String
        if skip("-") { sign = "-" } else if skip("+") { sign = "+" } else { return nil }
        guard let hours = take(1...2), skip(":"), let minutes = take(2...2), rest.isEmpty else { return nil }
        let zone = "\(sign)\(padded(hours, 2))\(padded(minutes, 2))"
        return "\(time) \(zone) \(zone)"
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func daysIn(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
