/// Numbers as C's formats print them, and durations as people write them.
enum Decimal {
    /// A whole number of `divisor`ths with so many places: `fixed(40123, 1000, 3)` is `40.123`. Excess places are cut.
    static func fixed(_ value: Int64, _ divisor: Int64, _ places: Int) -> String {
        let magnitude = value.magnitude
        let divisor = max(1, divisor.magnitude)
        let sign = value < 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(magnitude / divisor)" }
        var digits = ""
        var rest = magnitude % divisor
        for _ in 0..<min(places, 9) {
            let (product, overflow) = rest.multipliedReportingOverflow(by: 10)
            if overflow { break }
            digits += "\(product / divisor)"
            rest = product % divisor
        }
        return "\(sign)\(magnitude / divisor).\(digits)"
    }

    /// `%g` of a percentage: six significant digits without zeros at the end.
    static func percentage(of part: Int, in whole: Int) -> String {
        guard whole > 0 else { return "0" }
        let scale: Int64 = 100_000_000
        let (product, overflow) = Int64(part).multipliedReportingOverflow(by: 100 * scale)
        guard !overflow else { return "\(part / whole * 100)" }
        let value = product / Int64(whole)
        let places = value >= 100 * scale ? 3 : value >= 10 * scale ? 4 : value >= scale ? 5 : 6
        var unit = scale
        for _ in 0..<places { unit /= 10 }
        let rounded = (value + unit / 2) / unit
        var text = fixed(rounded, scale / unit, places)[...]
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return String(text)
    }

    /// Nanoseconds of a number of seconds such as `0.5`; nil where it is none, is negative, or has no end.
    static func nanoseconds(_ text: String) -> Int64? {
        guard let seconds = Double(text), seconds >= 0, seconds < 1e9 else { return nil }
        return Int64(seconds * 1e9)
    }

    /// The whole square root, rounded down.
    static func squareRoot(_ value: Int64) -> Int64 {
        guard value > 0 else { return 0 }
        var root = Int64(Double(value).squareRoot())
        while root > 0, root.multipliedReportingOverflow(by: root).overflow || root * root > value { root -= 1 }
        return root
    }
}
