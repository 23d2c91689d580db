internal import DockerValues
internal import Engine
internal import Glibc
internal import KernelBackend
internal import Lab

/// `netsim logs`.
struct ContainerLogs: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER",
        .exactly(1),
        "Fetch the logs of a container",
        aliases: ["container logs", "logs"],
        details: """
            What a container's own command printed: a simulated tool, or in the kernel a program that
            runs detached. A simulated service prints nothing.
            """,
        operands: [.containers]
    )

    private var follows = false
    private var showsTimes = false
    private var since = ""
    private var until = ""
    private var tail = "all"

    static var flags: [Flag<ContainerLogs>] {
        [
            .ignored("details", as: nil, "Show extra details provided to logs"),
            .bool("follow", short: "f", "Follow log output") { $0.follows = $1 },
            .string(
                "since",
                "Show logs since timestamp (e.g. \"2013-01-02T13:23:37Z\") or relative (e.g. \"42m\" for 42 minutes)"
            ) { $0.since = $1 },
            .string("tail", short: "n", default: "\"all\"", "Number of lines to show from the end of the logs") {
                $0.tail = $1
            },
            .bool("timestamps", short: "t", "Show timestamps") { $0.showsTimes = $1 },
            .string(
                "until",
                "Show logs before a timestamp (e.g. \"2013-01-02T13:23:37Z\") or relative (e.g. \"42m\" for 42 minutes)"
            ) { $0.until = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let (id, isReal) = try session.read { lab in
            let container = try lab.container(matching: operands[0])
            return (container.id, container.config.labels[KernelProgram.label] != nil)
        }
        let range = try range(session)
        guard isReal else {
            try showKept(id, range, session)
            return 0
        }
        if showsTimes || !since.isEmpty || !until.isEmpty {
            throw CommandFailure(
                "netsim: the log of a program in the kernel keeps no times: leave out --timestamps, --since and --until"
            )
        }
        let log = LogFile(KernelRegistry(home: try session.home(), lab: session.labName).programLog(id))
        session.write(bytes: last(log.news()))
        while follows {
            try session.flush()
            let isRunning = try session.read { lab in lab.container(id)?.isUp ?? false }
            session.write(bytes: log.news())
            if !isRunning { break }
            usleep(200_000)
        }
        return 0
    }

    /// What a simulated tool printed.
    private func showKept(_ id: ContainerID, _ range: ClosedRange<Timestamp>?, _ session: Session) throws {
        var shown = 0
        while true {
            let lines = try ContainerLog(id, in: session.lab()).lines()
            var news = lines.dropFirst(shown).filter { range?.contains($0.moment) ?? true }
            if shown == 0, let count = Int(tail), count >= 0 { news = news.suffix(count) }
            shown = max(shown, lines.count)
            for line in news {
                let text = showsTimes ? "\(line.moment.nanosecondText) \(line.text)" : line.text
                if line.isError {
                    try session.flush()
                    _ = session.surroundings.write(.errors, Array(text.utf8))
                } else {
                    session.write(text)
                }
            }
            try session.flush()
            guard follows, try session.read({ lab in lab.container(id)?.isUp ?? false }) else { return }
            usleep(200_000)
        }
    }

    /// What `--since` and `--until` leave; nil for all.
    private func range(_ session: Session) throws(CommandFailure) -> ClosedRange<Timestamp>? {
        if since.isEmpty, until.isEmpty { return nil }
        let now = try session.now()
        let first = try since.isEmpty ? .never : PointInTime.read(since, "since", now)
        let last = try until.isEmpty ? Timestamp(nanoseconds: .max) : PointInTime.read(until, "until", now)
        return first <= last ? first...last : Timestamp(nanoseconds: .max)...Timestamp(nanoseconds: .max)
    }

    /// The last lines that were asked for: all where that is no number, as Docker has it.
    private func last(_ bytes: [UInt8]) -> [UInt8] {
        guard let count = Int(tail), count >= 0 else { return bytes }
        var (lines, start) = (0, bytes.endIndex)
        while start > 0 {
            // The newline at the very end belongs to the last line.
            if bytes[start - 1] == 10, start < bytes.endIndex {
                lines += 1
                if lines == count { break }
            }
            start -= 1
        }
        return count == 0 ? [] : Array(bytes[start...])
    }
}
