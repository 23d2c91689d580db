internal import DockerValues
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
            Containers in the kernel that run a program detached have one; a simulated service
            prints nothing.
            """,
        operands: [.containers]
    )

    private var follows = false
    private var tail = "all"

    static var flags: [Flag<ContainerLogs>] {
        [
            .bool("follow", short: "f", "Follow log output") { $0.follows = $1 },
            .string("tail", short: "n", default: "\"all\"", "Number of lines to show from the end of the logs") {
                $0.tail = $1
            },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let id = try session.read { lab in try lab.container(matching: operands[0]).id }
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
