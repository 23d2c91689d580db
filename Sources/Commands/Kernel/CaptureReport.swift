internal import Capture

/// What is said of a capture on real links.
enum CaptureReport {
    /// `1240 frames on 3 links, 131 kB, 2 dropped`.
    static func progress(_ progress: LiveCapture.Progress) -> String {
        "\(frames(progress)), \(size(progress.bytes)), \(progress.dropped) dropped"
    }

    /// `14 frames on 2 links written to a.pcapng`, and what was lost.
    static func text(_ progress: LiveCapture.Progress, _ place: String, fileCount: Int) -> String {
        var text = frames(progress) + place
        if fileCount > 1 { text += " and the like, \(fileCount) files one after the other" }
        var losses: [String] = []
        if progress.dropped > 0 { losses.append("\(progress.dropped) more lost: the buffer was full (see -B)") }
        let others = progress.statistics.reduce(0 as UInt64) { $0 &+ $1.droppedByInterface }
        if others > 0 { losses.append("\(others) dropped by the interfaces") }
        if !losses.isEmpty { text += " (\(losses.joined(separator: "; ")))" }
        return text
    }

    private static func frames(_ progress: LiveCapture.Progress) -> String {
        let (frames, links) = (progress.frames, progress.linkCount)
        return "\(frames) frame\(frames == 1 ? "" : "s") on \(links) link\(links == 1 ? "" : "s")"
    }

    private static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(bytes) bytes"
        case ..<1_000_000: "\(bytes / 1000) kB"
        default: "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
        }
    }
}

/// A line on a terminal that is written over again and again; nothing where standard error is none.
struct ProgressLine {
    private let session: Session
    private let isShown: Bool
    private var isThere = false

    init(_ session: Session, isWanted: Bool) {
        self.session = session
        isShown = isWanted && session.surroundings.isTerminal(.errors)
    }

    mutating func show(_ text: String) {
        guard isShown else { return }
        isThere = true
        _ = session.surroundings.write(.errors, Array("\r\u{1b}[K\(text)".utf8))
    }

    /// Takes the line away, so that another may be written.
    mutating func clear() {
        guard isThere else { return }
        isThere = false
        _ = session.surroundings.write(.errors, Array("\r\u{1b}[K".utf8))
    }
}
