internal import Lab

/// Moments as Docker's tables print them.
enum GoTime {
    /// Go's `time.Time.String()` in UTC: `2026-11-23 19:06:12.325631501 +0000 UTC`.
    ///
    /// - Parameter wholeSeconds: whether the fraction is dropped, as where Docker's API carries Unix seconds.
    static func string(_ moment: Timestamp, wholeSeconds: Bool = false) -> String {
        // By bytes, for a listing calls this for every row.
        var text = moment.rfc3339
        text.removeLast()
        if wholeSeconds, let point = text.firstIndex(of: UInt8(ascii: ".")) { text.removeSubrange(point...) }
        if let separator = text.firstIndex(of: UInt8(ascii: "T")) { text[separator] = UInt8(ascii: " ") }
        text += " +0000 UTC".utf8
        return String(decoding: text, as: UTF8.self)
    }

    /// How long ago `moment` was, in words.
    static func age(of moment: Timestamp, at now: Timestamp, wholeSeconds: Bool = false) -> String {
        var start = moment.nanoseconds
        if wholeSeconds, start != .min { start -= start % nanosecondsPerSecond }
        let (age, overflow) = now.nanoseconds.subtractingReportingOverflow(start)
        return HumanDuration.text(nanoseconds: overflow ? .max : age)
    }

    static let nanosecondsPerSecond: Int64 = 1_000_000_000
}
