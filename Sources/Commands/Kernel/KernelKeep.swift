internal import CLinux
internal import DNSService
internal import Glibc
internal import KernelBackend
internal import Lab
internal import LabStore
internal import Netlink
internal import Resolver
internal import Verification

/// `netsim __keep`, which `netsim kernel up` starts: makes a lab in the kernel and keeps it until it is told to end.
struct KernelKeep: Command {
    static let synopsis = Synopsis("", .none, "Keep a lab in the kernel", refusals: .own)

    private var uplink = false

    static var flags: [Flag<KernelKeep>] {
        [.bool("uplink", "Connect the lab's router to the machine's network") { $0.uplink = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var options = PlanBuilder.Options()
        options.isRootless = try Self.becomeRoot()
        // Who started this process may be gone when it says that it is ready.
        signal(SIGPIPE, SIG_IGN)
        let location = try session.location()
        let registry = KernelRegistry(home: location.home, lab: location.name)
        let entry = try registry.enter()
        defer { entry.leave() }
        // Read behind the entry: what changes afterwards is told.
        let store = try location.store()
        let lab = try store.read { $0 }
        let generation = store.snapshotStamp?.generation ?? 0
        let keeper = try Keeper(
            lab,
            generation: generation,
            at: location,
            registry,
            options,
            hasUplink: uplink,
            clock: try clock(session)
        )
        let control = try registry.listen()
        defer { keeper.leave(entry) }
        try serveNames(keeper, session) {
            try keeper.enter(entry)
            try OwnThread.start(for: "the commands that ask the keeper") {
                control.serve(while: {
                    keeper.endAbandoned(entry)
                    return entry.isThere
                }) { keeper.answer($0, entry) }
                // Nobody can find the lab any more.
                kill(getpid(), SIGTERM)
            }
            session.print(KeeperProcess.ready)
            try session.flush()
        }
        return 0
    }

    /// The moments of what the keeper itself changes in the lab.
    private func clock(_ session: Session) throws -> @Sendable () -> Timestamp {
        if session.surroundings.environment("NETSIM_TIME")?.isEmpty == false {
            let fixed = try session.now()
            return { fixed }
        }
        nonisolated(unsafe) let clock = session.surroundings.clock
        return { clock() }
    }

    /// Makes a user namespace where the process is not root.
    ///
    /// - Parameter refusal: the exit status where it cannot.
    /// - Returns: whether it did.
    static func becomeRoot(refusal: Int32 = 1) throws(CommandFailure) -> Bool {
        if geteuid() == 0 { return false }
        // First of all: only a process with a single thread may.
        let status = netsim_become_namespace_root(geteuid(), getegid())
        guard status == 0 else {
            throw CommandFailure(
                """
                netsim: cannot make a user namespace: \(SystemError(number: -status))
                netsim: without root the kernel has to allow them: sysctl kernel.unprivileged_userns_clone, \
                user.max_user_namespaces
                """,
                status: refusal
            )
        }
        return true
    }

    /// Answers at 127.0.0.11 in the containers until a signal ends it.
    ///
    /// - Parameter onReady: called once the sockets are open.
    private func serveNames(_ keeper: Keeper, _ session: Session, onReady: () throws -> Void) throws {
        var configuration = keeper.source.configuration
        configuration.order = session.options.dnsOrder ?? .rotate
        configuration.seed = UInt64(bitPattern: try session.now().nanoseconds)
        configuration.followsSignals = true
        nonisolated(unsafe) let report = session.surroundings.write
        configuration.report = { line in _ = report(.errors, Array("netsim: \(line)\n".utf8)) }
        let server = try DNSServer(configuration, lab: keeper.source)
        var failure: (any Error)?
        var isReady = false
        try server.run { _ in
            guard !isReady else { return }
            isReady = true
            do {
                // A second one shall not end this process while it takes the lab down.
                netsim_ignore_signals_after_waking()
                try onReady()
            } catch {
                failure = error
                server.stopHandle.stop()
            }
        }
        if let failure { throw failure }
    }
}
