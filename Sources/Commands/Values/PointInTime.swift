internal import Lab
internal import Text

/// Values of `--since` and `--until`.
enum PointInTime {
    /// A moment as Docker's command line reads it (`timetypes.GetTimestamp`).
    static func read(_ text: String, _ flag: String, _ now: Timestamp) throws(CommandFailure) -> Timestamp {
        if let seconds = Int64(text) { return Timestamp(seconds: seconds) }
        for full in [text, text + "Z", text + ":00Z", text + "T00:00:00Z"] {
            if let moment = Timestamp(rfc3339: full) { return moment }
        }
        if let length = DurationText.nanoseconds(text) {
            return Timestamp(nanoseconds: now.nanoseconds.subtractingReportingOverflow(length).partialValue)
        }
        throw CommandFailure(
            "invalid value for \"\(flag)\": failed to parse value as time or duration: \(GoQuote.quote(text))"
        )
    }
}
