internal import CLinux
internal import Glibc

/// Where running servers are entered: `run/LAB.serve` under netsim's home.
///
/// The file is there while the server runs. A server that was killed leaves it behind, but not the lock on the file
/// beside it, by which the two are told apart.
package struct ServeRegistry: Hashable, Sendable {
    private let folder: String
    private let lab: String

    /// - Parameters:
    ///   - home: netsim's home folder, which exists.
    ///   - lab: the lab's name.
    package init(home: String, lab: String) {
        folder = "\(home)/run"
        self.lab = lab
    }

    private var file: String { "\(folder)/\(lab).serve" }
    private var lockFile: String { "\(folder)/\(lab).serve.lock" }

    /// The lab's running server; `nil` when there is none.
    package func read() -> ServeStatus? {
        guard let lock = try? Descriptor(netsim_open(lockFile, O_RDONLY, 0), "") else { return nil }
        guard netsim_is_locked(lock.number) == 1 else { return nil }
        return TextFile.read(file).flatMap { ServeStatus(text: $0) }
    }

    /// A server's entry, which lasts until it is given up or the process ends.
    final class Entry {
        private let registry: ServeRegistry
        private let lock: Descriptor

        fileprivate init(_ registry: ServeRegistry, _ lock: Descriptor) {
            self.registry = registry
            self.lock = lock
        }

        func write(_ status: ServeStatus) throws(SystemError) {
            try TextFile.replace(registry.file, with: status.text, isPrivate: true)
        }

        deinit {
            unlink(registry.file)
        }
    }

    /// Makes this process the lab's server.
    ///
    /// - Throws: where another one is already, or the folder cannot be written.
    func enter() throws -> Entry {
        let made = netsim_make_private_folder(folder)
        if made < 0, made != -EEXIST { throw SystemError("cannot create \(folder)", number: -made) }
        let lock = try Descriptor(netsim_open_private(lockFile, O_RDWR), "cannot open \(lockFile)")
        let result = netsim_try_lock(lock.number)
        if result == -EAGAIN {
            throw AlreadyServed(lab: lab, process: TextFile.read(file).flatMap { ServeStatus(text: $0) }?.process)
        }
        try check(result, "cannot lock \(lockFile)")
        // Left behind by a server that was killed; nobody shall take it for this one's.
        unlink(file)
        return Entry(self, lock)
    }
}

/// A lab has a server already.
package struct AlreadyServed: Error, Hashable, Sendable, CustomStringConvertible {
    package let lab: String
    /// The process that serves it, where it said so.
    package let process: Int32?

    package var description: String {
        "lab \(lab) is being served already\(process.map { " by process \($0)" } ?? "")"
    }
}
