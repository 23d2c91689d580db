/// A moment in UTC: nanoseconds since 1970-01-01T00:00:00Z. Always a parameter, never read from a clock here.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        nanoseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Go's zero time, which Docker prints for "never" (`0001-01-01T00:00:00Z`).
    public static let never = Timestamp(nanoseconds: .min)

    /// The earliest moment after this one.
    var next: Timestamp { nanoseconds == .max ? self : Timestamp(nanoseconds: nanoseconds + 1) }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

    /// RFC 3339 with as many fractional digits as are not zero, as Go's `time.RFC3339Nano` prints it.
    public var description: String { String(decoding: rfc3339, as: UTF8.self) }

    /// RFC 3339 with all nine digits, as the engine stamps lines of logs and events (`RFC3339NanoFixed`).
    public var nanosecondText: String {
        let parts = description.dropLast().split(separator: ".", maxSplits: 1)
        let digits = parts.count > 1 ? String(parts[1]) : ""
        return "\(parts[0]).\(digits)\(String(repeating: "0", count: max(0, 9 - digits.count)))Z"
    }

    /// RFC 3339 without a fraction, as the engine writes when a volume was made.
    package var secondText: String { "\(description.prefix(19))Z" }

    /// The bytes of ``description``: a listing asks for many.
    package var rfc3339: [UInt8] {
        if self == .never { return Array("0001-01-01T00:00:00Z".utf8) }
        let (seconds, fraction) = Self.floorDivide(nanoseconds, 1_000_000_000)
        let (days, secondOfDay) = Self.floorDivide(seconds, 86_400)
        let (year, month, day) = Self.civil(daysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(30)
        Self.append(year, digits: 4, to: &text)
        Self.append(month, digits: 2, after: "-", to: &text)
        Self.append(day, digits: 2, after: "-", to: &text)
        Self.append(secondOfDay / 3600, digits: 2, after: "T", to: &text)
        Self.append(secondOfDay / 60 % 60, digits: 2, after: ":", to: &text)
        Self.append(secondOfDay % 60, digits: 2, after: ":", to: &text)
        if fraction != 0 {
            Self.append(fraction, digits: 9, after: ".", to: &text)
            while text.last == UInt8(ascii: "0") { text.removeLast() }
        }
        text.append(UInt8(ascii: "Z"))
        return text
    }

    /// Appends a number from 0 to 10^digits - 1: 64 bits of nanoseconds reach from 1677 to 2262.
    private static func append(
        _ number: Int64,
        digits: Int,
        after separator: Unicode.Scalar? = nil,
        to text: inout [UInt8]
    ) {
        if let separator { text.append(UInt8(ascii: separator)) }
        var scale: Int64 = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / scale % 10))
            scale /= 10
        }
    }

    private static func floorDivide(_ a: Int64, _ b: Int64) -> (Int64, Int64) {
        let remainder = a % b
        return remainder < 0 ? (a / b - 1, remainder + b) : (a / b, remainder)
    }

    /// Days since the epoch as a proleptic Gregorian date (Howard Hinnant's algorithm).
    private static func civil(daysSinceEpoch: Int64) -> (Int64, Int64, Int64) {
        let z = daysSinceEpoch + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
