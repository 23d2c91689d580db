internal import Lab

/// A moment as tools print it, in UTC.
struct CalendarText {
    let year: Substring
    let month: Int
    let day: Substring
    let time: Substring
    /// 0 is Sunday.
    let weekday: Int
    /// Since 1970.
    let second: Int64
    let nanosecond: Int64

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    init(_ moment: Timestamp) {
        // RFC 3339: the date's parts have fixed places.
        let text = moment.description
        year = text.prefix(4)
        month = Int(text.dropFirst(5).prefix(2)) ?? 1
        day = text.dropFirst(8).prefix(2)
        time = text.dropFirst(11).prefix(8)
        let secondsPerDay: Int64 = 86_400
        second = moment.nanoseconds / 1_000_000_000 - (moment.nanoseconds % 1_000_000_000 < 0 ? 1 : 0)
        nanosecond = (moment.nanoseconds % 1_000_000_000 + 1_000_000_000) % 1_000_000_000
        let days = second / secondsPerDay - (second % secondsPerDay < 0 ? 1 : 0)
        // The epoch was a Thursday.
        weekday = Int((days % 7 + 7 + 4) % 7)
    }

    /// `Mon Nov 23 19:50:58 UTC 2026`, as in dig's `WHEN`.
    var dig: String { "\(weekdayName) \(monthName) \(day) \(time) UTC \(year)" }

    /// `Nov 23 19:50`, as in long listings of files.
    var listing: String {
        "\(monthName) \(day.hasPrefix("0") ? " " + day.dropFirst() : String(day)) \(time.prefix(5))"
    }

    var weekdayName: String { String(longWeekday.prefix(3)) }
    var longWeekday: String { Self.weekdays[weekday] }
    var monthName: String { String(longMonth.prefix(3)) }
    var longMonth: String { Self.months[max(1, min(month, 12)) - 1] }

    /// 1 is the first of January.
    var dayOfYear: Int {
        let number = Int(year) ?? 1970
        let isLeap = number % 4 == 0 && (number % 100 != 0 || number % 400 == 0)
        return Self.daysBefore[max(1, min(month, 12)) - 1] + (Int(day) ?? 1) + (isLeap && month > 2 ? 1 : 0)
    }
}
