internal import Engine
internal import Lab
internal import Synchronization

/// What a container's own command has written, as `logs` shows it.
struct LogReader: Sendable {
    /// Which lines are wanted, and how they are shown.
    struct Choice: Sendable {
        var stdout = true
        var stderr = true
        var since: Timestamp?
        var until: Timestamp?
        /// Lines from the end; nil for all.
        var tail: Int?
        var showsTimes = false

        init() {}

        init(_ request: APIRequest, now: Timestamp) throws(LabError) {
            stdout = request.flag("stdout")
            stderr = request.flag("stderr")
            since = try EventTime.moment(request.text("since"), now: now)
            until = try EventTime.moment(request.text("until"), now: now)
            if since == .never { since = nil }
            if until?.nanoseconds == 0 { until = nil }
            tail = Int(request.text("tail")).flatMap { $0 >= 0 ? $0 : nil }
            showsTimes = request.flag("timestamps")
        }
    }

    private let container: Container
    private let engine: Engine

    init(_ container: Container, _ engine: Engine) {
        self.container = container
        self.engine = engine
    }

    /// The lines so far, framed as the container's stream is.
    func chunks(_ choice: Choice) throws -> [[UInt8]] { try news(after: 0, choice).chunks }

    /// Shows the lines so far, and what is written from now on, until the container ends.
    func follow(_ choice: Choice, _ writer: any BodyWriter) {
        var later = choice
        later.tail = nil
        let (reader, chosen) = (self, later)
        let first = try? news(after: 0, choice)
        for chunk in first?.chunks ?? [] { writer.write(chunk) }
        let shown = Mutex(first?.count ?? 0)
        let show: @Sendable () -> Void = {
            shown.withLock { shown in
                guard let (chunks, count) = try? reader.news(after: shown, chosen) else { return }
                shown = count
                for chunk in chunks { writer.write(chunk) }
            }
        }
        let streams = engine.streams(of: container)
        let engine = engine
        let place = streams.join { output in
            // The log is read a moment later, outside the process' own turn.
            switch output {
            case .bytes: engine.after(nanoseconds: 0, show)
            case .end:
                // At once: who has waited for the end may remove the container, and its log goes with it.
                show()
                writer.end()
            }
        }
        writer.whenClosed { streams.leave(place) }
        // It may have ended before anybody watched: then all of it is in the log.
        let isUp = (try? engine.read { lab in lab.container(container.id)?.isUp ?? false }) ?? false
        show()
        if !isUp { writer.end() }
    }

    private func lines() throws -> [ContainerLog.Line] {
        engine.flushLog(of: container.id)
        return try ContainerLog(container.id, in: engine.lab).lines()
    }

    private func news(after shown: Int, _ choice: Choice) throws -> (chunks: [[UInt8]], count: Int) {
        let all = try lines()
        var news = all.dropFirst(shown).filter { line in
            if let since = choice.since, line.moment < since { return false }
            if let until = choice.until, line.moment > until { return false }
            return line.isError ? choice.stderr : choice.stdout
        }
        if let tail = choice.tail { news = news.suffix(tail) }
        let chunks = news.map { line in
            let text = choice.showsTimes ? "\(line.moment.nanosecondText) \(line.text)" : line.text
            let bytes = Array(text.utf8)
            return container.config.tty ? bytes : Framing.frame(bytes, isError: line.isError)
        }
        return (chunks, all.count)
    }
}

/// Moments as the API writes them: seconds since 1970, perhaps with nanoseconds behind a dot, or RFC 3339.
enum EventTime {
    static func moment(_ text: String, now: Timestamp) throws(LabError) -> Timestamp? {
        if text.isEmpty { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if let seconds = Int64(parts[0]) {
            let digits = parts.count > 1 ? String(parts[1].prefix(9)) : ""
            let padded = digits + String(repeating: "0", count: 9 - digits.count)
            let (base, isFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            guard !isFar, let fraction = Int64(padded.isEmpty ? "0" : padded), fraction >= 0 else {
                throw LabError(.invalidParameter, "invalid time: \(text)")
            }
            return Timestamp(nanoseconds: base.addingReportingOverflow(fraction).partialValue)
        }
        guard let moment = Timestamp(rfc3339: text) else {
            throw LabError(.invalidParameter, "failed to parse value as time or duration: \"\(text)\"")
        }
        return moment
    }
}
