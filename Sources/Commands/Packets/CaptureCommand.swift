internal import DockerValues
internal import Lab

/// `netsim capture`.
struct CaptureCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [LINK|NETWORK|CONTAINER...] -- COMMAND [ARG...]",
        .any,
        "Record the packets on links while a tool runs",
        mode: .keepingDashes,
        refusals: .own,
        details: """
            COMMAND is one of netsim's that send packets: exec, run, ping, probe or dig.
            Frames are recorded on the links named, or on all: a container's, all of a
            network's, or one by its name on the host (veth..., or a bridge for all of its
            ports); "host" is the host's uplink, "outside" and "router" are the links of those
            beyond it. Without -w, a line for each frame follows the tool's own output: seconds
            since the tool began, the link, In towards the host or Out to the link's end, the
            frame, and behind # why its packet went no further.

            Queries to the embedded DNS at 127.0.0.11 stay within a container and cross no
            link, as on a real host; what it forwards does. Wireshark takes a segment's copy on
            a second link for a retransmission: name one link to follow a connection. The exit
            status is the tool's; 1 also says that nothing was recorded.

            For example: netsim capture -w ping.pcapng front -- exec user ping -c 3 web
            """,
        operands: [.networksAndContainers]
    )

    private var file: String?
    private var limit = Capturing.defaultLimit
    private var snapLength: UInt32 = 0

    static var flags: [Flag<CaptureCommand>] {
        [
            .custom(
                "limit",
                as: "frames",
                default: "\(Capturing.defaultLimit)",
                "Frames to record; those after them are only counted"
            ) { command, text throws(FlagValueError) in
                let count = try GoNumber.int64(text)
                guard count > 0 else { throw FlagValueError("must be 1 or more") }
                command.limit = Int(count)
            },
            .custom("snaplen", short: "s", as: "bytes", default: "0", "Bytes to keep of each frame; 0 for all") {
                command,
                text throws(FlagValueError) in
                command.snapLength = UInt32(truncatingIfNeeded: try GoNumber.unsigned(text, bits: 32))
            },
            .string("write", short: "w", "File to write, as pcapng; - for standard output") { $0.file = $1 }
                .completing(.files),
        ]
    }

    /// The commands that run tools.
    private static let verbs = ["dig", "exec", "ping", "probe", "run"]

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let end = operands.firstIndex(of: "--") ?? operands.endIndex
        let command = Array(operands[end...].dropFirst())
        try Self.check(command, hasDashes: end < operands.endIndex)
        let words = Array(operands[..<end])
        let filter = words.isEmpty ? nil : try session.read { lab in try CaptureFilter(words, lab) }
        return try CaptureOutput(file, snapLength: snapLength).run(
            Capturing(limit: limit, filter: filter),
            in: session
        ) {
            try Dispatcher(session: session, tree: CommandNode.all).run(command)
        }
    }

    private static func check(_ command: [String], hasDashes: Bool) throws(CommandFailure) {
        let example = "netsim capture -w FILE -- exec web ping -c 3 db"
        guard let first = command.first else {
            throw CommandFailure(
                "netsim: capture needs \(hasDashes ? "a command behind --" : "-- and a command"): \(example)"
            )
        }
        let verb = first == "container" ? command.dropFirst().first ?? "" : first
        guard verbs.contains(verb) else {
            let given = command.prefix(first == "container" ? 2 : 1).joined(separator: " ")
            throw CommandFailure(
                "netsim: capture runs \(verbs.dropLast().joined(separator: ", ")) or \(verbs.last ?? ""), not \(given)",
                hint: NearName.hint(for: verb, among: verbs)
            )
        }
    }
}
