internal import CLinux

/// How far something is, on one line of a terminal: a bar, a rate, and the time that is left. Of what is no terminal
/// nothing is seen.
final class ProgressBar {
    private var line: ProgressLine
    private let start = netsim_monotonic()
    private var shown: UInt64 = 0

    /// Between two drawings, in nanoseconds.
    private static let interval: UInt64 = 100_000_000
    private static let width = 30

    init(_ session: Session) {
        line = ProgressLine(session, isWanted: true)
    }

    /// - Parameter title: what is being done: `web.yaml`.
    func show(_ title: String, _ done: Int, of total: Int) {
        let now = netsim_monotonic()
        guard now - shown >= Self.interval || done == total, total > 0 else { return }
        shown = now
        let full = min(Self.width, Self.width * done / total)
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        let seconds = Double(now - start) / 1e9
        var text = "\(title) \(bar) \(done)/\(total)"
        if done > 0, seconds > 0 {
            let rate = Double(done) / seconds
            text += "  \(Int(rate)) trials/s"
            if done < total { text += "  \(Self.time(Double(total - done) / rate)) left" }
        }
        line.show(text)
    }

    /// Takes the line away.
    func clear() { line.clear() }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
