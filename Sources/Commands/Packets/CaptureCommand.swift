internal import Capture
internal import DockerValues
internal import Lab
internal import Text

/// `netsim capture`.
struct CaptureCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [LINK|NETWORK|CONTAINER...] [-- COMMAND [ARG...]]",
        .any,
        "Record the packets on links while a tool runs, or on real links until told to stop",
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
            status is the tool's; 1 also says that nothing was recorded. With --file the tool runs
            in the lab that Compose files come to; where there is no lab, in the folder's.

            For example: netsim capture -w ping.pcapng front -- exec user ping -c 3 web

            With the kernel as backend, real links are captured on: until COMMAND ends, which
            may be any of netsim's, or without one until the capture is interrupted. Filters
            are libpcap's (pcap-filter(7)). Large segments and wrong checksums are what the
            kernel hands from link to link before a network card cuts and sums them.

            For example: netsim capture --backend kernel -f "tcp port 80" -w - | wireshark -k -i -
            """,
        operands: [.networksAndContainers]
    )

    private var file: String?
    private var limit: Int?
    private var snapLength: UInt32 = 0
    private var kernel = KernelCapture()
    /// Flags that were given and mean something in the kernel alone.
    private var kernelFlags: [String] = []
    private var request = ProjectRequest()

    static var flags: [Flag<CaptureCommand>] {
        // The letter is the filter's, as tcpdump's users know it.
        (own + DesignRequest.flags(without: ["f"]).map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    private static var own: [Flag<CaptureCommand>] {
        [
            kernelFlag("buffer-size", "B", "KiB", "In the kernel: room for the frames of a link that are not read yet")
            {
                command,
                text throws(FlagValueError) in
                command.kernel.bufferSize = Int32(try positive(text, atMost: 1 << 20)) << 10
            },
            kernelFlag("count", "c", "frames", "In the kernel: end after so many frames") {
                command,
                text throws(FlagValueError) in
                command.kernel.count = try positive(text)
            },
            kernelFlag(
                "file-size",
                "C",
                "size",
                "In the kernel: begin another file after so many millions of bytes, or with k, m or g so many KiB, MiB or GiB"
            ) { command, text throws(FlagValueError) in
                command.kernel.rotation.size = try size(text)
            },
            kernelFlag("filter", "f", "filter", "In the kernel: record only what passes, such as 'tcp port 80'") {
                command,
                text in
                command.kernel.filter = text
            },
            kernelFlag("rotate-seconds", "G", "seconds", "In the kernel: begin another file after so many seconds") {
                command,
                text throws(FlagValueError) in
                command.kernel.rotation.seconds = try positive(text, atMost: 1 << 32)
            },
            kernelFlag("immediate", nil, nil, "In the kernel: hand over each frame at once, for five times the work") {
                command,
                text throws(FlagValueError) in
                command.kernel.isImmediate = try FlagNumber.bool(text)
            },
            .custom(
                "limit",
                as: "frames",
                default: "\(Capturing.defaultLimit)",
                "Simulated: frames to record; those after them are only counted"
            ) { command, text throws(FlagValueError) in
                command.limit = try positive(text)
            },
            .custom("snaplen", short: "s", as: "bytes", default: "0", "Bytes to keep of each frame; 0 for all") {
                command,
                text throws(FlagValueError) in
                command.snapLength = UInt32(truncatingIfNeeded: try FlagNumber.unsigned(text, bits: 32))
            },
            .string("write", short: "w", "File to write, as pcapng; - for standard output") { $0.file = $1 }
                .completing(.files),
            kernelFlag("file-count", "W", "files", "In the kernel: write the first file anew after so many: a ring") {
                command,
                text throws(FlagValueError) in
                command.kernel.rotation.count = try positive(text, atMost: 1_000_000)
            },
        ]
    }

    /// A flag that is noted, to be refused where a simulation is captured. Without a value's name it is a switch.
    private static func kernelFlag(
        _ name: String,
        _ short: Unicode.Scalar?,
        _ valueName: String?,
        _ help: String,
        set: @escaping Flag<CaptureCommand>.Setter
    ) -> Flag<CaptureCommand> {
        let noted: Flag<CaptureCommand>.Setter = { command, text throws(FlagValueError) in
            try set(&command, text)
            command.kernelFlags.append("--\(name)")
        }
        guard let valueName else {
            var flag = Flag<CaptureCommand>.bool(name, help) { _, _ in }
            flag = Flag(spec: flag.spec, set: noted)
            return flag
        }
        return .custom(name, short: short, as: valueName, help, set: noted)
    }

    private static func positive(_ text: String, atMost limit: Int64 = .max) throws(FlagValueError) -> Int {
        let count = try FlagNumber.int64(text)
        guard count > 0 else { throw FlagValueError("must be 1 or more") }
        guard count <= limit else { throw FlagValueError("must be \(limit) or less") }
        return Int(count)
    }

    /// Millions of bytes, as tcpdump has it; or, as it has it since 5.0, with a letter powers of 1,024.
    private static func size(_ text: String) throws(FlagValueError) -> Int {
        let units: [(Character, Int)] = [("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30)]
        let unit = units.first { text.last?.lowercased() == String($0.0) }
        let count = try positive(unit == nil ? text : String(text.dropLast()), atMost: 1_000_000)
        return count * (unit?.1 ?? 1_000_000)
    }

    /// The commands that run tools.
    private static let verbs = ["dig", "exec", "ping", "probe", "run"]

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let end = operands.firstIndex(of: "--") ?? operands.endIndex
        let command = Array(operands[end...].dropFirst())
        let words = Array(operands[..<end])
        if !request.files.isEmpty || !session.meansKernel { try session.useDesign(request) }
        if session.meansKernel {
            if limit != nil {
                throw CommandFailure("netsim: --limit is for simulations: -c ends a capture in the kernel")
            }
            if end < operands.endIndex, command.isEmpty { try Self.check(command, hasDashes: true) }
            var kernel = kernel
            (kernel.file, kernel.snapLength) = (file, snapLength)
            return try kernel.run(words, command, in: session)
        }
        if let flag = kernelFlags.first {
            throw CommandFailure(
                "netsim: \(flag) is for captures in the kernel: --backend kernel",
                hint: flag == "--filter" ? "a Compose file is named with --file" : nil
            )
        }
        try Self.check(command, hasDashes: end < operands.endIndex)
        let filter = words.isEmpty ? nil : try session.read { lab in try CaptureFilter(words, lab) }
        return try CaptureOutput(file, snapLength: snapLength).run(
            Capturing(limit: limit ?? Capturing.defaultLimit, filter: filter),
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
