internal import DockerValues
internal import Lab

/// Checks lengths of time such as `1m30s` as Go's `time.ParseDuration` reads them; netsim has no use for their values.
enum DurationText {
    static func check(_ text: String) throws(FlagValueError) {
        let quoted = GoText.quoted(text)
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
                throw FlagValueError("time: unknown unit \(GoText.quoted(String(unit))) in duration \(quoted)")
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
