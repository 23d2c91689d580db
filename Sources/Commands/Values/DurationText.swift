internal import DockerValues
internal import Lab
internal import Text

/// Lengths of time such as `1m30s` as Go's `time.ParseDuration` reads them.
enum DurationText {
    /// The nanoseconds of a length of time; nil where ``check(_:)`` would refuse it, or where there are too many.
    static func nanoseconds(_ text: String) -> Int64? {
        guard (try? check(text)) != nil else { return nil }
        let units: [Substring: Double] = [
            "ns": 1, "us": 1e3, "\u{b5}s": 1e3, "\u{3bc}s": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
        ]
        var rest = text.drop { $0 == "-" || $0 == "+" }
        var total = 0.0
        while !rest.isEmpty, rest != "0" {
            let number = rest.prefix { $0 == "." || ($0.isASCII && $0.isNumber) }
            rest = rest[number.endIndex...]
            let unit = rest.prefix { $0 != "." && !($0.isASCII && $0.isNumber) }
            rest = rest[unit.endIndex...]
            let digits = number.hasPrefix(".") ? "0" + number : number.hasSuffix(".") ? number.dropLast() : number
            guard let count = Double(digits), let size = units[unit] else { return nil }
            total += count * size
        }
        return total < 9e18 ? Int64(text.hasPrefix("-") ? -total : total) : nil
    }

    static func check(_ text: String) throws(FlagValueError) {
        let quoted = GoQuote.quote(text)
        var rest = Substring(text)
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        if rest == "0" { return }
        if rest.isEmpty { throw FlagValueError("time: invalid duration \(quoted)") }
        while !rest.isEmpty {
            let whole = takeDigits(&rest)
            var fraction = 0
            if rest.first == "." {
                rest.removeFirst()
                fraction = takeDigits(&rest)
            }
            if whole + fraction == 0 { throw FlagValueError("time: invalid duration \(quoted)") }
            let unit = rest.prefix { $0 != "." && !($0.isASCII && $0.isNumber) }
            rest = rest[unit.endIndex...]
            if unit.isEmpty { throw FlagValueError("time: missing unit in duration \(quoted)") }
            guard ["ns", "us", "\u{b5}s", "\u{3bc}s", "ms", "s", "m", "h"].contains(unit) else {
                throw FlagValueError("time: unknown unit \(GoQuote.quote(String(unit))) in duration \(quoted)")
            }
        }
    }

    /// Drops leading digits; gives how many there were.
    private static func takeDigits(_ text: inout Substring) -> Int {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        text = text[digits.endIndex...]
        return digits.count
    }
}
