internal import Lab
internal import Text

/// A moment as `--filter until=` takes it: a length of time before now, a date, or seconds since 1970
/// (Docker Engine: `timestamp.GetTimestamp`). Without a zone it is UTC.
enum GoMoment {
    struct Unreadable: Error, CustomStringConvertible {
        /// Go's own text.
        let description: String
    }

    static func parse(_ text: String, now: Timestamp) throws(Unreadable) -> Timestamp {
        if text != "0", let length = duration(text) {
            let (moment, overflow) = now.nanoseconds.subtractingReportingOverflow(length)
            // The engine keeps whole seconds of what it counts back to.
            let whole = overflow ? (length < 0 ? .max : .min + 1) : moment
            return Timestamp(nanoseconds: whole - floorRemainder(whole, GoTime.nanosecondsPerSecond))
        }
        do {
            return try GoLayout(fitting: text).parse(text)
        } catch {
            if text.contains("-") { throw error }
            guard let moment = unixTime(text) else {
                throw Unreadable(
                    description: "failed to parse value as time or duration: \(GoQuote.quote(text))"
                )
            }
            return moment
        }
    }

    /// Go's `time.ParseDuration`, in nanoseconds: `90s`, `1h30m`, `1.5h`.
    static func duration(_ text: String) -> Int64? {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        if rest.elementsEqual("0".utf8) { return 0 }
        var total: Int64 = 0
        while !rest.isEmpty {
            let whole = rest.prefix { isDigit($0) }
            rest = rest.dropFirst(whole.count)
            var fraction = rest.prefix(0)
            if rest.first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
                fraction = rest.prefix { isDigit($0) }
                rest = rest.dropFirst(fraction.count)
            }
            let name = rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
            rest = rest.dropFirst(name.count)
            guard !(whole.isEmpty && fraction.isEmpty), let unit = units[String(decoding: name, as: UTF8.self)],
                let count = Int64(whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self))
            else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: unit)
            var part = product
            // Past nine digits a fraction of an hour is under a microsecond.
            let digits = fraction.prefix(9)
            var scale: Int64 = 1
            var value: Int64 = 0
            for digit in digits {
                value = value * 10 + Int64(digit - 0x30)
                scale *= 10
            }
            part = part.addingReportingOverflow(Int64(Double(value) * Double(unit) / Double(scale))).partialValue
            let (sum, sumOverflow) = total.addingReportingOverflow(part)
            if overflow || part < product || sumOverflow { return nil }
            total = sum
        }
        return isNegative ? -total : total
    }

    private static let units: [String: Int64] = [
        "ns": 1, "us": 1_000, "\u{b5}s": 1_000, "\u{3bc}s": 1_000, "ms": 1_000_000, "s": 1_000_000_000,
        "m": 60_000_000_000, "h": 3_600_000_000_000,
    ]

    /// `seconds` or `seconds.fraction`.
    private static func unixTime(_ text: String) -> Timestamp? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = Int64(parts[0]) else { return nil }
        guard parts.count == 2 else { return Timestamp(seconds: seconds) }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy(isDigit) else { return nil }
        let digits = parts[1].prefix(9)
        let fraction = Int64(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0
        return sum(Timestamp(seconds: seconds), fraction)
    }

    static func sum(_ moment: Timestamp, _ nanoseconds: Int64) -> Timestamp {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? moment : Timestamp(nanoseconds: sum)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func floorRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 && value > .min + divisor ? remainder + divisor : remainder
    }
}
