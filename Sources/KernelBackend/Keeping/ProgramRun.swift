internal import CLinux
internal import Glibc
package import Lab
package import Netlink

/// One run of a container's own program, which a process of netsim waits for.
///
/// That process has a lock on a file as long as it does. A file without the lock is a run that nobody waits for any
/// more: its process was killed, and could not say what became of the container.
package struct ProgramRun: Hashable, Sendable {
    package let container: ContainerID
    /// When the container was started.
    package let start: Timestamp
    /// Of the process that waits.
    let process: Int32

    package init(_ container: ContainerID, start: Timestamp) {
        self.init(container, start: start, process: getpid())
    }

    private init(_ container: ContainerID, start: Timestamp, process: Int32) {
        self.container = container
        self.start = start
        self.process = process
    }

    private static let suffix = ".run"

    /// The file's name.
    var name: String { "\(container)_\(start.nanoseconds)_\(process)\(Self.suffix)" }

    /// Reads what ``name`` says.
    init?(name: String) {
        guard name.hasSuffix(Self.suffix) else { return nil }
        let fields = name.dropLast(Self.suffix.count).split(separator: "_")
        guard fields.count == 3, let container = ContainerID(fields[0]), let start = Int64(fields[1]),
            let process = Int32(fields[2])
        else { return nil }
        self.init(container, start: Timestamp(nanoseconds: start), process: process)
    }

    /// The lock on a run's file, until the value goes; the file stays unless the run came to its end before.
    package final class Hold {
        private let path: String
        private let lock: Int32

        init(_ path: String) throws(NetlinkError) {
            // Renamed when it is locked: whoever looks never finds it otherwise.
            let draft = path + ".new"
            lock = netsim_open_private(draft, O_RDWR | O_TRUNC)
            self.path = path
            guard lock >= 0 else { throw .system(attempt: "create \(draft)", number: -lock) }
            let status = netsim_try_lock(lock)
            guard status == 0 else { throw .system(attempt: "lock \(draft)", number: -status) }
            guard rename(draft, path) == 0 else { throw .system(attempt: "rename \(draft)", number: errno) }
        }

        /// The lab knows what became of the run.
        package func end() { unlink(path) }

        deinit {
            if lock >= 0 { _ = netsim_close(lock) }
        }
    }
}

extension KernelRegistry {
    /// Says that this process waits for a run, for as long as the result lives.
    package func hold(_ run: ProgramRun) throws(NetlinkError) -> ProgramRun.Hold {
        try makeFolder()
        makeLogFolder()
        return try ProgramRun.Hold("\(logFolder)/\(run.name)")
    }

    /// The runs that nobody waits for any more.
    package func abandonedRuns() -> [ProgramRun] {
        logFolderEntries().compactMap { ProgramRun(name: $0) }.filter { run in
            let file = netsim_open("\(logFolder)/\(run.name)", O_RDONLY, 0)
            guard file >= 0 else { return false }
            defer { _ = netsim_close(file) }
            var facts = stat()
            // One that is no longer there came to its end meanwhile.
            return netsim_is_locked(file) == 0 && fstat(file, &facts) == 0 && facts.st_nlink > 0
        }
    }

    /// Takes away what is left of a run that nobody waits for.
    package func forget(_ run: ProgramRun) { unlink("\(logFolder)/\(run.name)") }
}
