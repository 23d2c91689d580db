internal import Text

/// Why the value of an impairment was refused.
public struct ImpairmentTextError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Values in the spelling of tc (iproute2, `lib/utils.c`), units in any case. tc's own units for bare numbers hold:
/// microseconds, percent, bits a second.
extension Impairment {
    private static let times: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("nsec", 1), ("nsecs", 1), ("us", 1000), ("usec", 1000), ("usecs", 1000), ("ms", 1_000_000),
        ("msec", 1_000_000), ("msecs", 1_000_000), ("s", 1_000_000_000), ("sec", 1_000_000_000),
        ("secs", 1_000_000_000), ("", 1000),
    ]

    private static let rates: [(name: String, bits: Int64)] = [
        ("bit", 1), ("kbit", 1000), ("mbit", 1_000_000), ("gbit", 1_000_000_000), ("tbit", 1_000_000_000_000),
        ("kibit", 1 << 10), ("mibit", 1 << 20), ("gibit", 1 << 30), ("tibit", 1 << 40),
        ("bps", 8), ("kbps", 8000), ("mbps", 8_000_000), ("gbps", 8_000_000_000), ("tbps", 8_000_000_000_000),
        ("kibps", 8 << 10), ("mibps", 8 << 20), ("gibps", 8 << 30), ("tibps", 8 << 40), ("", 1),
    ]

    /// Reads a time such as `40ms` or `1.5s`, in nanoseconds.
    public static func time(_ text: String) throws(ImpairmentTextError) -> Int64 {
        let (number, unit) = try split(text, "time")
        guard let scale = times.first(where: { $0.name == unit })?.nanoseconds else {
            throw ImpairmentTextError("unknown unit \(GoQuote.quote(unit)): must be ns, us, ms or s")
        }
        return try number.scaled(by: scale, atMost: maximumTime, "1 hour")
    }

    /// Reads a share such as `1%` or `0.1%`, in parts per million.
    public static func chance(_ text: String) throws(ImpairmentTextError) -> Int {
        let (number, unit) = try split(text, "percentage")
        guard unit == "%" || unit.isEmpty else {
            throw ImpairmentTextError("unknown unit \(GoQuote.quote(unit)): must be %")
        }
        return Int(try number.scaled(by: 10_000, atMost: 1_000_000, "100%"))
    }

    /// Reads a rate such as `10mbit` or `1.5kbps`, in bits a second; `bps` are bytes.
    public static func rate(_ text: String) throws(ImpairmentTextError) -> Int64 {
        let (number, unit) = try split(text, "rate")
        guard let scale = rates.first(where: { $0.name == unit })?.bits else {
            throw ImpairmentTextError(
                "unknown unit \(GoQuote.quote(unit)): must be bit, kbit, mbit, gbit, tbit, or bps, kbps and so on for bytes"
            )
        }
        return try number.scaled(by: scale, atMost: maximumRate, "1000tbit")
    }

    private static func split(
        _ text: String,
        _ what: String
    ) throws(ImpairmentTextError) -> (ImpairmentNumber, unit: String) {
        var rest = text[...]
        guard let number = ImpairmentNumber(takenFrom: &rest) else { throw ImpairmentTextError("invalid \(what)") }
        return (number, rest.lowercased())
    }
}

/// A decimal number without a sign, exactly.
private struct ImpairmentNumber {
    /// All digits, those after the point included.
    private var digits: UInt64 = 0
    private var decimals: UInt64 = 1
    private var isTooLong = false

    /// Takes digits, perhaps with a point among them, from the front of `text`; nil where there are none.
    init?(takenFrom text: inout Substring) {
        var (count, hasPoint) = (0, false)
        var bytes = text.utf8
        while let byte = bytes.first {
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                count += 1
                append(UInt64(byte - UInt8(ascii: "0")), isDecimal: hasPoint)
            } else {
                break
            }
            bytes.removeFirst()
        }
        text = Substring(bytes)
        if count == 0 { return nil }
    }

    private mutating func append(_ digit: UInt64, isDecimal: Bool) {
        let (product, tooLarge) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        let (places, tooMany) = isDecimal ? decimals.multipliedReportingOverflow(by: 10) : (decimals, false)
        if tooLarge || carry || tooMany {
            isTooLong = true
        } else {
            (digits, decimals) = (sum, places)
        }
    }

    /// The number times `scale`, to the nearest integer.
    func scaled(by scale: Int64, atMost most: Int64, _ limit: String) throws(ImpairmentTextError) -> Int64 {
        if isTooLong { throw ImpairmentTextError("too many digits") }
        let product = UInt128(digits) * UInt128(scale)
        let rounded = (product + UInt128(decimals / 2)) / UInt128(decimals)
        guard rounded <= UInt128(most) else { throw ImpairmentTextError("out of range: at most \(limit)") }
        if rounded == 0, digits > 0 { throw ImpairmentTextError("too small to tell from 0") }
        return Int64(rounded)
    }
}

// MARK: - Showing

extension Impairment: CustomStringConvertible {
    /// What it does, in the words of `tc qdisc show` for netem and in units that can be read again: `delay 40ms 5ms loss
    /// 1% rate 10mbit`. Empty for an impairment that does nothing.
    public var description: String {
        var words: [String] = []
        if delay > 0 || jitter > 0 { words += ["delay", Self.time(delay)] }
        if jitter > 0 { words.append(Self.time(jitter)) }
        if loss > 0 { words += ["loss", Self.chance(loss)] }
        if duplication > 0 { words += ["duplicate", Self.chance(duplication)] }
        if reordering > 0 { words += ["reorder", Self.chance(reordering)] }
        if rate > 0 { words += ["rate", Self.rate(rate)] }
        return words.joined(separator: " ")
    }

    /// Nanoseconds in the largest unit that they have one of.
    public static func time(_ nanoseconds: Int64) -> String {
        shown(nanoseconds, [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000)], smallest: "ns")
    }

    /// Parts per million as percent.
    public static func chance(_ partsPerMillion: Int) -> String {
        decimal(Int64(partsPerMillion), per: 10_000) + "%"
    }

    /// Bits a second, likewise.
    public static func rate(_ bits: Int64) -> String {
        shown(
            bits,
            [("tbit", 1_000_000_000_000), ("gbit", 1_000_000_000), ("mbit", 1_000_000), ("kbit", 1000)],
            smallest: "bit"
        )
    }

    private static func shown(_ value: Int64, _ units: [(name: String, scale: Int64)], smallest: String) -> String {
        guard let unit = units.first(where: { value >= $0.scale }) else { return String(value) + smallest }
        return decimal(value, per: unit.scale) + unit.name
    }

    /// `value / scale`, a power of ten, without needless zeros.
    private static func decimal(_ value: Int64, per scale: Int64) -> String {
        let (whole, rest) = value.quotientAndRemainder(dividingBy: scale)
        if rest == 0 { return String(whole) }
        var digits = String(rest + scale).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
