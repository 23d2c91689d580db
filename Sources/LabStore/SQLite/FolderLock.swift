internal import CLinux
internal import Glibc

/// The lock on a lab's folder: shared by all who use the lab's file, alone for who makes or removes it.
///
/// SQLite's locks are on the file, and its journal goes by the file's name. Were a file removed while another process
/// waits for it, that process would take the journal of the next file of this name for its own.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    enum Failure: Error {
        /// There is no such folder, or it went away meanwhile.
        case noFolder
        /// Another process kept it for longer than was to be waited.
        case busy
    }

    /// Takes the lock.
    ///
    /// - Parameter deadline: of ``now()``, in milliseconds.
    init(_ folder: String, alone: Bool, until deadline: Int) throws(Failure) {
        while true {
            let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if descriptor < 0 {
                if errno == ENOENT { throw .noFolder }
                // One that may not be read, or is none: opening the file says why.
                self.descriptor = -1
                return
            }
            let isHeld = Self.wait(descriptor, alone: alone, until: deadline)
            if isHeld, Self.isAt(folder, descriptor) {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
            if !isHeld { throw .busy }
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Returns: false where another holds it until the deadline. A file system without such locks is taken as it is.
    private static func wait(_ descriptor: Int32, alone: Bool, until deadline: Int) -> Bool {
        var attempt = 0
        while true {
            let status = netsim_lock_folder(descriptor, alone ? 1 : 0)
            if status == -EINTR { continue }
            guard status == -EAGAIN else { return true }
            guard now() < deadline else { return false }
            usleep(attempt < 20 ? 1000 : 5000)
            attempt += 1
        }
    }

    /// Whether the path still leads to the folder that was opened.
    private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
        var (there, own) = (stat(), stat())
        return stat(path, &there) == 0 && fstat(descriptor, &own) == 0 && there.st_dev == own.st_dev
            && there.st_ino == own.st_ino
    }

    /// Milliseconds of a clock that only goes forward.
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
