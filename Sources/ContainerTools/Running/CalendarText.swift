internal import Lab

/// A moment as tools print it, in UTC.
struct CalendarText {
    private let year: Substring
    private let month: Int
    private let day: Substring
    private let time: Substring
    private let weekday: Int

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    init(_ moment: Timestamp) {
        // RFC 3339: the date's parts have fixed places.
        let text = moment.description
        year = text.prefix(4)
        month = Int(text.dropFirst(5).prefix(2)) ?? 1
        day = text.dropFirst(8).prefix(2)
        time = text.dropFirst(11).prefix(8)
        let secondsPerDay: Int64 = 86_400
        let seconds = moment.nanoseconds / 1_000_000_000 - (moment.nanoseconds % 1_000_000_000 < 0 ? 1 : 0)
        let days = seconds / secondsPerDay - (seconds % secondsPerDay < 0 ? 1 : 0)
        // The epoch was a Thursday.
        weekday = Int((days % 7 + 7 + 4) % 7)
    }

    /// `Mon Nov 23 19:50:58 UTC 2026`, as in dig's `WHEN`.
    var dig: String { "\(Self.weekdays[weekday]) \(monthName) \(day) \(time) UTC \(year)" }

    /// `Nov 23 19:50`, as in long listings of files.
    var listing: String {
        "\(monthName) \(day.hasPrefix("0") ? " " + day.dropFirst() : String(day)) \(time.prefix(5))"
    }

    private var monthName: String { Self.months[max(1, min(month, 12)) - 1] }
}
