internal import Lab
internal import Text

/// One of the date and time layouts of `--filter until=`, read as Go's `time.Parse` does, with its error texts.
struct GoLayout {
    private enum Element: String {
        case year = "2006"
        case month = "01"
        case day = "02"
        case hour = "15"
        case minute = "04"
        case second = "05"
        case fraction = ".999999999"
        case zone = "Z07:00"
        case dash = "-"
        case letterT = "T"
        case colon = ":"
    }

    private let elements: [Element]

    private var text: String { elements.map(\.rawValue).joined() }

    /// The layout that the engine tries for a text, by the punctuation that it has.
    init(fitting text: String) {
        func count(_ byte: UInt8) -> Int { text.utf8.count { $0 == byte } }
        let hasLetterZ = text.utf8.contains { $0 == UInt8(ascii: "z") || $0 == UInt8(ascii: "Z") }
        let hasZone = hasLetterZ || text.contains("+") || count(UInt8(ascii: "-")) == 3
        var elements: [Element] = [.year, .dash, .month, .dash, .day]
        if text.contains(".") {
            elements += [.letterT, .hour, .colon, .minute, .colon, .second, .fraction]
        } else if text.contains("T") {
            var colons = count(UInt8(ascii: ":"))
            // A zone's offset has a colon of its own.
            if hasZone, !hasLetterZ, colons > 0 { colons -= 1 }
            elements += [.letterT, .hour]
            if colons >= 1 { elements += [.colon, .minute] }
            if colons >= 2 { elements += [.colon, .second] }
        }
        if hasZone { elements.append(.zone) }
        self.elements = elements
    }

    private struct Fields {
        var year = 0
        var month = 1
        var day = 1
        var hour = 0
        var minute = 0
        var second = 0
        var nanosecond: Int64 = 0
        /// Seconds east of UTC.
        var offset = 0
    }

    func parse(_ text: String) throws(GoMoment.Unreadable) -> Timestamp {
        var fields = Fields()
        var rest = Array(text.utf8)[...]
        for element in elements {
            let before = rest
            guard read(element, from: &rest, into: &fields) else {
                throw unreadable(
                    text,
                    " as \(GoQuote.quote(self.text)): cannot parse \(Self.quoted(before)) as "
                        + GoQuote.quote(element.rawValue)
                )
            }
            if let name = Self.outOfRange(element, fields) { throw unreadable(text, ": \(name) out of range") }
        }
        if !rest.isEmpty { throw unreadable(text, ": extra text: \(Self.quoted(rest))") }
        guard (1...Self.days(inMonth: fields.month, of: fields.year)).contains(fields.day) else {
            throw unreadable(text, ": day out of range")
        }
        let days = Self.daysSinceEpoch(fields.year, fields.month, fields.day)
        let seconds = ((days * 24 + fields.hour) * 60 + fields.minute) * 60 + fields.second - fields.offset
        return GoMoment.sum(Timestamp(seconds: Int64(seconds)), fields.nanosecond)
    }

    private func unreadable(_ text: String, _ reason: String) -> GoMoment.Unreadable {
        GoMoment.Unreadable(description: "parsing time \(GoQuote.quote(text))\(reason)")
    }

    /// Takes one element off the front; false if it is not there.
    private func read(_ element: Element, from rest: inout ArraySlice<UInt8>, into fields: inout Fields) -> Bool {
        switch element {
        case .dash, .letterT, .colon:
            guard rest.first == element.rawValue.utf8.first else { return false }
            rest.removeFirst()
        case .year: return Self.number(4, &rest, &fields.year)
        case .month: return Self.number(2, &rest, &fields.month)
        case .day: return Self.number(2, &rest, &fields.day)
        case .hour:
            // Only hours may be of one digit.
            return Self.number(2, &rest, &fields.hour) || Self.number(1, &rest, &fields.hour)
        case .minute: return Self.number(2, &rest, &fields.minute)
        case .second:
            guard Self.number(2, &rest, &fields.second) else { return false }
            // A fraction is taken even where the layout has none.
            Self.fraction(&rest, &fields.nanosecond)
        case .fraction: Self.fraction(&rest, &fields.nanosecond)
        case .zone: return Self.zone(&rest, &fields.offset)
        }
        return true
    }

    private static func outOfRange(_ element: Element, _ fields: Fields) -> String? {
        switch element {
        case .month where !(1...12).contains(fields.month): "month"
        case .hour where fields.hour > 23: "hour"
        case .minute where fields.minute > 59: "minute"
        case .second where fields.second > 59: "second"
        default: nil
        }
    }

    private static func number(_ digits: Int, _ rest: inout ArraySlice<UInt8>, _ value: inout Int) -> Bool {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy(GoMoment.isDigit) else { return false }
        value = text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        rest = rest.dropFirst(digits)
        return true
    }

    private static func fraction(_ rest: inout ArraySlice<UInt8>, _ nanosecond: inout Int64) {
        guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") else { return }
        let digits = rest.dropFirst().prefix(while: GoMoment.isDigit)
        guard !digits.isEmpty else { return }
        rest = rest.dropFirst(1 + digits.count)
        nanosecond = digits.prefix(9).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        for _ in 0..<max(0, 9 - digits.count) { nanosecond *= 10 }
    }

    private static func zone(_ rest: inout ArraySlice<UInt8>, _ offset: inout Int) -> Bool {
        if rest.first == UInt8(ascii: "Z") {
            rest.removeFirst()
            return true
        }
        var tail = rest.dropFirst()
        var (hours, minutes) = (0, 0)
        guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            number(2, &tail, &hours), tail.first == UInt8(ascii: ":")
        else { return false }
        tail.removeFirst()
        guard number(2, &tail, &minutes), hours <= 24, minutes <= 60 else { return false }
        offset = (hours * 60 + minutes) * 60 * (sign == UInt8(ascii: "-") ? -1 : 1)
        rest = tail
        return true
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
        GoQuote.quote(String(decoding: bytes, as: UTF8.self))
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Howard Hinnant's algorithm); years 0…9999.
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March here, and year 0 in the era before the first.
        let shifted = year + 400 - (month <= 2 ? 1 : 0)
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (shifted / 400 - 1) * 146_097 + dayOfEra - 719_468
    }
}
