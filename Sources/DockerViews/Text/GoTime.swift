internal import Lab

/// Moments as Docker's tables print them.
enum GoTime {
    /// Go's `time.Time.String()` in UTC: `2026-11-23 19:06:12.325631501 +0000 UTC`.
    ///
    /// - Parameter wholeSeconds: whether the fraction is dropped, as where Docker's API carries Unix seconds.
    static func string(_ moment: Timestamp, wholeSeconds: Bool = false) -> String {
        var text = moment.description
        text.removeLast()
        let cut = wholeSeconds ? text.firstIndex(of: ".") ?? text.endIndex : text.endIndex
        let parts = text[..<cut].split(separator: "T", maxSplits: 1)
        return parts.joined(separator: " ") + " +0000 UTC"
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
