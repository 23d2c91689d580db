internal import CLinux
internal import Glibc
internal import KernelBackend
internal import Lab

/// `netsim kernel up`.
struct KernelUp: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Make the lab in the Linux kernel",
        refusals: .own,
        details: """
            Every container that runs becomes a network namespace, with the simulation's
            interfaces, addresses, routes and rules, and so do the simulated host, its router
            and a client outside. The machine's own network is not touched. A process in the
            background keeps all of it, and answers DNS at 127.0.0.11 in the containers, until
            netsim kernel down. What other commands change in the lab meanwhile is not seen.
            Who is not root gets it in a user namespace.
            """
    )

    private var dryRun = false

    static var flags: [Flag<KernelUp>] {
        [.bool("dry-run", "Print the commands of ip, tc and nft that make the same, and do nothing") { $0.dryRun = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        // What no kernel takes is found out here, in words, before any process is started.
        let plan = try session.read { lab in try Self.plan(lab) }
        if dryRun {
            session.write(plan.script(prefix: "netsim-\(session.labName)"))
            return 0
        }
        let registry = KernelRegistry(home: try session.home(), lab: session.labName)
        switch registry.state() {
        case .up(let record):
            throw CommandFailure(
                "netsim: lab \(session.labName) is in the kernel already, kept by process \(record.process)"
            )
        case .busy: throw CommandFailure("netsim: lab \(session.labName) is being made or taken down")
        case .leftBehind:
            throw CommandFailure(
                "netsim: lab \(session.labName) was in the kernel, and its keeper was killed",
                hint: "netsim doctor --fix cleans up what it left"
            )
        case .down: break
        }
        let process = try Self.startKeeper(registry, session)
        session.print(
            "lab \(session.labName) is in the kernel: \(plan.spaces.count) namespaces, kept by process \(process)"
        )
        return 0
    }

    static func plan(_ lab: Lab) throws -> KernelPlan {
        var options = PlanBuilder.Options()
        options.isRootless = geteuid() != 0
        do throws(PlanRefusal) {
            return try PlanBuilder.plan(lab, options: options)
        } catch {
            throw CommandFailure("netsim: \(error)")
        }
    }

    // MARK: The keeper

    /// Starts the process that keeps the lab, and waits until it has made it.
    ///
    /// - Returns: the process's number.
    /// - Throws: what the keeper says where it cannot.
    private static func startKeeper(_ registry: KernelRegistry, _ session: Session) throws -> Int64 {
        try registry.makeFolder()
        let log = netsim_open(registry.logFile, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard log >= 0 else { throw failure("cannot create \(registry.logFile)", -log) }
        defer { _ = netsim_close(log) }
        var ends: (Int32, Int32) = (-1, -1)
        let piped = withUnsafeMutableBytes(of: &ends) {
            netsim_pipe($0.baseAddress?.assumingMemoryBound(to: Int32.self))
        }
        guard piped == 0 else { throw failure("cannot make a pipe", -piped) }
        defer { _ = netsim_close(ends.0) }
        let words = [
            "netsim", "--home", try session.home(), "--lab", session.labName, "__keep",
        ]
        let arguments = CStrings(words)
        let process = netsim_start_detached("/proc/self/exe", arguments.pointers, environ, ends.1, log)
        _ = netsim_close(ends.1)
        guard process > 0 else { throw failure("cannot start the keeper", Int32(clamping: -process)) }
        guard readLine(ends.0) == KernelKeep.ready else {
            var status: Int32 = 0
            waitpid(pid_t(clamping: process), &status, 0)
            let words = (try? TextFile.read(registry.logFile)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            unlink(registry.logFile)
            let said = words.split(separator: "\n").joined(separator: "\n")
            throw CommandFailure(said.isEmpty ? "netsim: the keeper ended without a word" : said)
        }
        return process
    }

    private static func failure(_ attempt: String, _ number: Int32) -> CommandFailure {
        CommandFailure("netsim: \(attempt): \(SystemError(number: number))")
    }

    /// A line from a descriptor, or what came before its end.
    private static func readLine(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 4096 {
            let count = netsim_read(descriptor, &byte, 1)
            if count == -Int(EINTR) { continue }
            if count <= 0 || byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// `netsim __keep`, which `netsim kernel up` starts: makes a lab in the kernel and keeps it until it is told to end.
struct KernelKeep: Command {
    static let synopsis = Synopsis("", .none, "Keep a lab in the kernel", refusals: .own)

    /// What the keeper says on its standard output once the lab is there.
    static let ready = "ready"

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let isRootless = geteuid() != 0
        if isRootless {
            // First of all: only a process with a single thread may.
            let status = netsim_become_namespace_root(geteuid(), getegid())
            guard status == 0 else {
                throw CommandFailure(
                    """
                    netsim: cannot make a user namespace: \(SystemError(number: -status))
                    netsim: without root the kernel has to allow them: sysctl kernel.unprivileged_userns_clone, \
                    user.max_user_namespaces
                    """
                )
            }
        }
        let lab = try session.read { $0 }
        let home = try session.home()
        let entry = try KernelRegistry(home: home, lab: session.labName).enter()
        var options = PlanBuilder.Options()
        options.isRootless = isRootless
        let kernel = try KernelLab.build(try PlanBuilder.plan(lab, options: options))
        // In the user namespace the process has another number for itself only where it has a new process namespace.
        let record = try KernelRecord(kernel, of: lab, process: getpid(), isRootless: isRootless)
        let proxy = try kernel.startProxy(of: lab)
        defer { proxy.stop() }
        try KernelResolver.run(lab, kernel, session) {
            try entry.write(record)
            session.print(Self.ready)
            try session.flush()
        }
        withExtendedLifetime((kernel, entry)) {}
        return 0
    }
}
