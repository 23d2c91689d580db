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
        if let backend = options.backend { return backend == .kernel }
        guard let home = options.home, case .up = KernelRegistry(home: home, lab: labName).state() else { return false }
        return true
    }

    /// The lab in the kernel, made there if it is not.
    func kernelRecord() throws -> KernelRecord {
        let registry = KernelRegistry(home: try home(), lab: labName)
        if case .up(let record) = registry.state() {
            try followInKernel()
            if case .up(let newer) = registry.state() { return newer }
            return record
        }
        _ = try startKeeper()
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
        switch registry.state() {
        case .up(let record):
            throw CommandFailure("netsim: lab \(labName) is in the kernel already, kept by process \(record.process)")
        case .busy: throw CommandFailure("netsim: lab \(labName) is being made or taken down")
        case .leftBehind:
            throw CommandFailure(
                "netsim: lab \(labName) was in the kernel, and its keeper was killed",
                hint: "netsim doctor --fix cleans up what it left"
            )
        case .down: break
        }
        // What no kernel takes is found out here, in words, before any process is started.
        _ = try read { lab in try KernelUp.plan(lab) }
        hasChangedLab = false
        return try KeeperProcess.keep(registry, home: try home(), hasUplink: wantsUplink)
    }

    /// Has the kernel follow what this command changed in the lab: where the lab is there, or is asked to be.
    ///
    /// - Throws: where the kernel cannot. The lab itself has changed.
    func followInKernel() throws {
        guard hasChangedLab, let home = options.home else { return }
        hasChangedLab = false
        let registry = KernelRegistry(home: home, lab: labName)
        if leavesKernel, try read({ lab in !lab.allContainers.contains(where: \.isRunning) }) {
            if case .up(let record) = registry.state() { _ = try KernelDown.end(record, registry, self) }
            return
        }
        switch registry.state() {
        case .down where options.backend == .kernel: _ = try startKeeper()
        case .down: return
        case .busy, .leftBehind: _ = try startKeeper()
        case .up:
            var isDone = false
            do throws(NetlinkError) {
                for line in try registry.ask("follow") {
                    if line == "done" {
                        isDone = true
                    } else {
                        complain("netsim: \(line)")
                    }
                }
            } catch {
                throw CommandFailure("netsim: the lab has changed, but not in the kernel: \(error)")
            }
            if !isDone {
                throw CommandFailure(
                    "netsim: the lab has changed, but not in the kernel",
                    hint: "netsim kernel down takes it out of there"
                )
            }
        }
    }
}
