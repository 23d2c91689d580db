internal import Engine
internal import Glibc
internal import KernelBackend
internal import Lab
internal import Netlink

/// The lab in the kernel, as commands that are not about it come across it.
extension Session {
    /// Whether programs run in the kernel: where it is asked for, or where the lab is there and nobody asks for the
    /// simulation. Asked for, the lab is made there if it is not yet.
    func usesKernel() throws -> Bool {
        guard meansKernel else { return false }
        _ = try kernelRecord()
        return true
    }

    /// Whether the kernel is meant, be the lab there already or not.
    var meansKernel: Bool {
        // A design is nowhere but in its files.
        if design != nil { return false }
        if let backend = options.backend { return backend == .kernel }
        guard let home = options.home, case .up = KernelRegistry(home: home, lab: labName).state() else { return false }
        return true
    }

    /// The lab in the kernel, for commands that do not make it there.
    func recordInKernel(status: Int32 = 1) throws(CommandFailure) -> KernelRecord {
        guard case .up(let record) = KernelRegistry(home: try home(), lab: labName).state() else {
            throw CommandFailure(
                "netsim: lab \(labName) is not in the kernel",
                status: status,
                hint: "netsim kernel up makes it there"
            )
        }
        return record
    }

    /// The lab in the kernel, made there if it is not.
    func kernelRecord() throws -> KernelRecord {
        let registry = KernelRegistry(home: try home(), lab: labName)
        guard case .up(let record) = settled(registry) else {
            try ensureKeeper(registry)
            return try recordThere(registry)
        }
        // A command that was killed may have changed the lab and not said so.
        if try record.generation != lab().generation() { hasChangedLab = true }
        try followInKernel()
        return try recordThere(registry)
    }

    /// The lab in the kernel with what others have changed.
    func freshKernelRecord() throws -> KernelRecord {
        let registry = KernelRegistry(home: try home(), lab: labName)
        try askToFollow(registry)
        return try recordThere(registry)
    }

    private func recordThere(_ registry: KernelRegistry) throws -> KernelRecord {
        guard case .up(let record) = registry.state() else {
            throw CommandFailure("netsim: the keeper of lab \(labName) has ended")
        }
        return record
    }

    /// Makes the lab in the kernel.
    ///
    /// - Returns: the number of the process that keeps it.
    func startKeeper() throws -> Int64 {
        if wantsUplink, geteuid() != 0 {
            throw CommandFailure("netsim: --uplink needs root: it changes the network of the machine itself")
        }
        let registry = KernelRegistry(home: try home(), lab: labName)
        switch settled(registry) {
        case .up(let record):
            throw CommandFailure("netsim: lab \(labName) is in the kernel already, kept by process \(record.process)")
        case .busy: throw CommandFailure("netsim: lab \(labName) is being made or taken down")
        case .leftBehind: throw Self.leftBehind(labName)
        case .down: break
        }
        // What no kernel takes is found out here, in words, before any process is started.
        _ = try read { lab in try KernelUp.plan(lab) }
        hasChangedLab = false
        return try KeeperProcess.keep(registry, home: try home(), hasUplink: wantsUplink)
    }

    /// What there is of the lab in the kernel, once nobody makes it or takes it down any more; for a minute at most.
    private func settled(_ registry: KernelRegistry) -> KernelRegistry.State {
        var state = registry.state()
        for _ in 0..<3_000 {
            guard case .busy = state else { break }
            usleep(20_000)
            state = registry.state()
        }
        return state
    }

    /// Makes the lab in the kernel where nobody else has by then.
    private func ensureKeeper(_ registry: KernelRegistry) throws {
        do {
            if case .down = settled(registry) {
                let generation = try lab().generation()
                _ = try startKeeper()
                madeInKernel = generation
            }
        } catch {
            guard case .up = settled(registry) else { throw error }
        }
        if case .leftBehind = registry.state() { throw Self.leftBehind(labName) }
    }

    private static func leftBehind(_ lab: String) -> CommandFailure {
        CommandFailure(
            "netsim: lab \(lab) was in the kernel, and its keeper was killed",
            hint: "netsim doctor --fix cleans up what it left"
        )
    }

    /// Has the kernel follow what this command changed in the lab: where the lab is there, or is asked to be.
    ///
    /// - Throws: where the kernel cannot. The lab itself has changed.
    func followInKernel() throws {
        guard hasChangedLab, let home = options.home else { return }
        hasChangedLab = false
        let registry = KernelRegistry(home: home, lab: labName)
        if leavesKernel, try read({ lab in !lab.allContainers.contains(where: \.isUp) }) {
            guard case .up(let record) = registry.state() else { return }
            // From within, it can only go on.
            if !record.holdsThisProcess {
                _ = try KernelDown.end(record, registry, self)
                return
            }
        }
        switch settled(registry) {
        case .down where options.backend == .kernel: try ensureKeeper(registry)
        case .down: return
        case .busy: throw CommandFailure("netsim: lab \(labName) is being made or taken down")
        case .leftBehind: throw Self.leftBehind(labName)
        case .up: break
        }
        try askToFollow(registry)
    }

    /// Takes the lab out of the kernel again where a command that was refused made it there, and nobody has used it.
    func leaveAsFound() throws {
        guard let generation = madeInKernel, let home = options.home else { return }
        madeInKernel = nil
        let registry = KernelRegistry(home: home, lab: labName)
        guard case .up(let record) = registry.state(), try lab().generation() == generation,
            Leftovers.find(record).programs.isEmpty
        else { return }
        _ = try KernelDown.end(record, registry)
    }

    private func askToFollow(_ registry: KernelRegistry) throws {
        let (isDone, complaints): (Bool, Int)
        do throws(NetlinkError) {
            (isDone, complaints) = try askKeeper("follow", registry)
        } catch {
            throw CommandFailure("netsim: the lab has changed, but not in the kernel: \(error)")
        }
        if !isDone {
            throw CommandFailure(
                "netsim: the lab has changed, but not in the kernel",
                hint: "netsim kernel down takes it out of there, netsim doctor finds what is left of it"
            )
        }
        // What could not be done was said.
        if complaints > 0 { throw CommandFailure("") }
    }

    /// Asks a lab's keeper for something, and passes on what it says.
    func askKeeper(
        _ line: String,
        _ registry: KernelRegistry
    ) throws(NetlinkError) -> (isDone: Bool, complaints: Int) {
        let lines = try registry.ask(line)
        let complaints = lines.filter { $0 != "done" }
        for complaint in complaints { complain("netsim: \(complaint)") }
        return (lines.last == "done", complaints.count)
    }
}
