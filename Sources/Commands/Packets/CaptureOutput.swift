internal import DockerValues
internal import Lab
internal import PacketWire

/// Where a capture goes: a file, standard output, or lines for people.
struct CaptureOutput {
    private let file: String?
    private let snapLength: UInt32

    static let terminal = CommandFailure(
        "netsim: a capture is not for terminals: redirect standard output, or name a file"
    )

    /// - Parameter file: `-` for standard output; nil for lines behind the tool's output.
    init(_ file: String?, snapLength: UInt32 = 0) {
        self.file = file
        self.snapLength = snapLength
    }

    /// Runs a tool, and writes what was recorded meanwhile.
    ///
    /// - Returns: the tool's exit status.
    /// - Throws: what the tool throws; a capture that cannot be written, before the tool runs wherever that shows then.
    func run(_ capturing: Capturing, in session: Session, _ tool: () throws -> Int32) throws -> Int32 {
        let now = try session.now()
        guard now.nanoseconds >= 0 else {
            throw CommandFailure("netsim: a capture cannot begin before 1970, at \(now)")
        }
        guard let file else {
            let (status, taken) = try record(capturing, session, tool)
            guard let taken else { return status }
            session.write(taken.text)
            try session.flush()
            session.complain(taken.report(""))
            return status
        }
        if file == "-" { return try writeOut(capturing, session, tool) }
        return try write(capturing, into: try Self.opened(file), named: file, session, tool)
    }

    private func write(
        _ capturing: Capturing,
        into target: consuming WholeFile,
        named name: String,
        _ session: Session,
        _ tool: () throws -> Int32
    ) throws -> Int32 {
        let (status, taken) = try record(capturing, session, tool)
        guard let taken else { return status }
        let bytes = try pcapng(taken, session)
        do throws(ValueError) {
            try target.commit(bytes)
        } catch {
            throw Self.failure(error, after: status)
        }
        session.complain(taken.report(" written to \(name)"))
        return status
    }

    private func writeOut(_ capturing: Capturing, _ session: Session, _ tool: () throws -> Int32) throws -> Int32 {
        if session.surroundings.isTerminal(.output) {
            throw Self.terminal
        }
        session.isDiverted = true
        defer { session.isDiverted = false }
        let (status, taken) = try record(capturing, session, tool)
        guard let taken else { return status }
        session.isDiverted = false
        session.write(bytes: try pcapng(taken, session))
        try session.flush()
        session.complain(taken.report(" written to standard output"))
        return status
    }

    /// - Returns: nil for the recording where help was asked for.
    private func record(
        _ capturing: Capturing,
        _ session: Session,
        _ tool: () throws -> Int32
    ) throws -> (status: Int32, taken: Capturing?) {
        session.capturing = capturing
        defer { session.capturing = nil }
        let status = try tool()
        try session.flush()
        if session.options.wantsHelp { return (status, nil) }
        guard let taken = session.capturing, taken.recording != nil else {
            throw CommandFailure(
                "netsim: nothing was captured: the command ran no simulated tool",
                status: status == 0 ? 1 : status
            )
        }
        return (status, taken)
    }

    private func pcapng(_ taken: Capturing, _ session: Session) throws -> [UInt8] {
        let epoch = try session.now()
        do throws(PcapngError) {
            return try taken.pcapng(epoch: epoch, snapLength: snapLength)
        } catch {
            throw CommandFailure("netsim: cannot write the capture: \(error)")
        }
    }

    private static func opened(_ file: String) throws(CommandFailure) -> WholeFile {
        do throws(ValueError) {
            return try WholeFile(file)
        } catch {
            throw failure(error, after: 0)
        }
    }

    private static func failure(_ error: ValueError, after status: Int32) -> CommandFailure {
        CommandFailure("netsim: cannot write the capture: \(error.message)", status: status == 0 ? 1 : status)
    }
}
