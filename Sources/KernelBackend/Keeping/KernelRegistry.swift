internal import CLinux
internal import Glibc
package import Lab
package import Netlink
internal import Synchronization

/// Where labs that are in the kernel are entered: `run/LAB.kernel` under netsim's home.
///
/// The file is there while the keeper runs. A keeper that was killed leaves it behind, but not the lock on the file
/// beside it, by which the two are told apart.
package struct KernelRegistry: Hashable, Sendable {
    private let folder: String
    package let lab: String

    /// - Parameters:
    ///   - home: netsim's home folder, which exists.
    ///   - lab: the lab's name.
    package init(home: String, lab: String) {
        folder = "\(home)/run"
        self.lab = lab
    }

    private var file: String { "\(folder)/\(lab).kernel" }
    private var lockFile: String { "\(folder)/\(lab).kernel.lock" }
    /// What the keeper complains about.
    package var logFile: String { "\(folder)/\(lab).kernel.log" }

    /// What there is of a lab in the kernel.
    package enum State: Hashable, Sendable {
        case down
        /// A process makes it, or takes it down.
        case busy
        case up(KernelRecord)
        /// Its keeper was killed; the record, where it can be read.
        case leftBehind(KernelRecord?)
    }

    /// The number of the user who wrote the lab's record, where that is somebody else than this process is.
    ///
    /// What such a record says is not to be acted on: it may name processes that are none of its writer's.
    package var foreignOwner: UInt32? {
        for path in [file, lockFile] {
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT != S_IFREG || status.st_uid != geteuid() { return status.st_uid }
        }
        return nil
    }

    package func state() -> State {
        let lock = netsim_open(lockFile, O_RDONLY, 0)
        var isHeld = false
        if lock >= 0 {
            isHeld = netsim_is_locked(lock) == 1
            _ = netsim_close(lock)
        }
        let text = SmallFile.read(file)
        let record = text.flatMap { KernelRecord(text: $0) }
        if isHeld {
            guard let record, !record.isLeaving else { return .busy }
            return .up(record)
        }
        return text == nil ? .down : .leftBehind(record)
    }

    /// Of what programs print, and of who waits for them.
    var logFolder: String { "\(folder)/\(lab).logs" }

    /// What the keeper's programs print, by container.
    package func programLog(_ container: ContainerID) -> String { "\(logFolder)/\(container).log" }

    /// Takes away what ``programLog(_:)`` names, of all containers.
    package func forgetLogs() {
        for name in logFolderEntries() { unlink("\(logFolder)/\(name)") }
        rmdir(logFolder)
    }

    /// Makes the folder of ``programLog(_:)``.
    package func makeLogFolder() { _ = netsim_make_private_folder(logFolder) }

    /// The names of the files there.
    func logFolderEntries() -> [String] {
        guard let entries = opendir(logFolder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".log") || name.hasSuffix(".run") || name.hasSuffix(".new") { names.append(name) }
        }
        return names
    }

    /// Asks the lab's keeper for something.
    ///
    /// - Returns: its answer, line by line.
    package func ask(_ line: String) throws(NetlinkError) -> [String] {
        try ControlSocket.ask(line, folder: folder, name: "\(lab).kernel.sock")
    }

    /// Where the keeper hears what it is asked.
    package func listen() throws(NetlinkError) -> ControlSocket {
        try ControlSocket(folder: folder, name: "\(lab).kernel.sock")
    }

    /// The labs of a home folder that have files here.
    package static func labs(home: String) -> [String] {
        guard let folder = opendir("\(home)/run") else { return [] }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".kernel") { found.append(String(name.dropLast(".kernel".count))) }
        }
        return found.sorted()
    }

    /// What the lab's keeper has complained of, line by line: nobody waited for it.
    package func complaints() -> [String] {
        (SmallFile.read(logFile) ?? "").split(separator: "\n").map { String($0.trimmingPrefix("netsim: ")) }
    }

    /// Makes the folder that the files are in.
    package func makeFolder() throws(NetlinkError) {
        // The home folder too, where this is the first command.
        var path = ""
        for part in folder.split(separator: "/") {
            path += path.isEmpty && !folder.hasPrefix("/") ? String(part) : "/\(part)"
            let number = -netsim_make_private_folder(path)
            guard [0, EEXIST, EROFS, EACCES].contains(number) else {
                throw .system(attempt: "create \(path)", number: number)
            }
        }
        guard access(folder, W_OK) == 0 else { throw .system(attempt: "write to \(folder)", number: errno) }
    }

    /// Takes away what a killed keeper left.
    package func forget() {
        unlink(file)
        unlink(logFile)
        unlink("\(folder)/\(lab).kernel.sock")
    }

    /// A keeper's entry, which lasts until it is given up or the process ends.
    package final class Entry: Sendable {
        private let registry: KernelRegistry
        private let lock: Int32
        private let hasLeft = Atomic(false)

        fileprivate init(_ registry: KernelRegistry, lock: Int32) {
            self.registry = registry
            self.lock = lock
        }

        package func write(_ record: KernelRecord) throws {
            // Renamed when whole: who reads it reads all of it.
            let draft = registry.file + ".new"
            try SmallFile.write(draft, record.text, isPrivate: true)
            guard rename(draft, registry.file) == 0 else {
                throw NetlinkError.system(attempt: "rename \(draft)", number: errno)
            }
        }

        /// Whether the entry is still to be found: the folder may have been deleted.
        package var isThere: Bool {
            let found = netsim_open(registry.lockFile, O_RDONLY, 0)
            guard found >= 0 else { return false }
            defer { _ = netsim_close(found) }
            var (device, inode): (UInt64, UInt64) = (0, 0)
            var (ownDevice, ownInode): (UInt64, UInt64) = (0, 0)
            guard netsim_namespace_identity(found, &device, &inode) == 0,
                netsim_namespace_identity(lock, &ownDevice, &ownInode) == 0
            else { return false }
            return device == ownDevice && inode == ownInode
        }

        /// Takes the entry away; for good, whoever still refers to it.
        package func leave() {
            guard hasLeft.exchange(true, ordering: .relaxed) == false else { return }
            registry.forget()
            _ = netsim_close(lock)
        }

        deinit { leave() }
    }

    /// Makes this process the lab's keeper.
    ///
    /// - Throws: ``AlreadyKept`` where another one is, ``NetlinkError`` where the folder cannot be written.
    package func enter() throws -> Entry {
        try makeFolder()
        let lock = netsim_open_private(lockFile, O_RDWR)
        guard lock >= 0 else { throw NetlinkError.system(attempt: "open \(lockFile)", number: -lock) }
        let status = netsim_try_lock(lock)
        guard status == 0 else {
            _ = netsim_close(lock)
            if status == -EAGAIN { throw AlreadyKept(lab: lab) }
            throw NetlinkError.system(attempt: "lock \(lockFile)", number: -status)
        }
        unlink(file)
        return Entry(self, lock: lock)
    }
}

/// A lab is in the kernel already.
package struct AlreadyKept: Error, Hashable, Sendable, CustomStringConvertible {
    package let lab: String

    package init(lab: String) {
        self.lab = lab
    }

    package var description: String { "lab \(lab) is in the kernel already" }
}
