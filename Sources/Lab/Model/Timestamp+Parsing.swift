extension Timestamp {
    /// Reads RFC 3339 with up to nine fractional digits and `Z` or a numeric offset, as Go's `time.RFC3339Nano` does.
    ///
    /// nil for anything else, for dates that the calendar lacks, leap seconds (which Go refuses too), and moments that
    /// 64 bits of nanoseconds cannot hold (before 1677-09-21 or after 2262-04-11) but ``never``.
    public init?(rfc3339 text: String) {
        var text = text
        guard let parsed = text.withUTF8({ RFC3339Reader.read($0) }) else { return nil }
        self = parsed
    }

    /// Days from the epoch to a date of the proleptic Gregorian calendar (Howard Hinnant's algorithm).
    fileprivate static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private struct RFC3339Reader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        var reader = RFC3339Reader(bytes: bytes)
        return reader.moment()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func moment() -> Timestamp? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("T"),
            let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            (1...12).contains(month), day >= 1, day <= Self.daysIn(month, of: year), hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction: Int64 = 0
        if take(".") {
            guard let digits = nanoseconds() else { return nil }
            fraction = digits
        }
        guard let offset = offset(), position == bytes.count else { return nil }
        let days = Timestamp.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        if seconds == Self.zeroTime, fraction == 0 { return .never }
        // The fraction is added to whole seconds rounded towards zero, so that the range is used to its ends.
        let (wholes, rest) = seconds < 0 && fraction > 0 ? (seconds + 1, fraction - 1_000_000_000) : (seconds, fraction)
        let (product, tooLarge) = wholes.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(rest)
        // The lowest number stands for Go's zero time.
        guard !tooLarge, !carry, sum != .min else { return nil }
        return Timestamp(nanoseconds: sum)
    }

    /// 0001-01-01T00:00:00Z in seconds.
    private static let zeroTime: Int64 = -62_135_596_800

    private static func daysIn(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private mutating func number(_ digits: Int) -> Int64? {
        guard bytes.count - position >= digits else { return nil }
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int64? {
        guard position < bytes.count, (0x30...0x39).contains(bytes[position]) else { return nil }
        defer { position += 1 }
        return Int64(bytes[position] - 0x30)
    }

    private mutating func nanoseconds() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            guard count < 9 else { return nil }
            value = value * 10 + digit
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let sign: Int64
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
