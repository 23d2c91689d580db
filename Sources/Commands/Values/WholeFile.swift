internal import DockerValues
internal import Glibc

/// A file that is there with all of its content or not at all: a temporary one beside it, renamed at the end.
///
/// What is no regular file (a device, a pipe) is written as it is, for renaming would take its place.
struct WholeFile: ~Copyable {
    /// As the user spelled it.
    private let path: String
    private let target: String
    /// nil where the target itself is written.
    private var temporary: String?
    private let descriptor: Int32

    /// Finds out whether the file can be written, before anything is.
    ///
    /// - Throws: the system's reason in Go's words: `open nofolder/x: no such file or directory`.
    init(_ path: String) throws(ValueError) {
        let place = try Self.place(path)
        self.path = path
        target = place.target
        temporary = place.temporary
        descriptor = place.descriptor
    }

    private static func place(
        _ path: String
    ) throws(ValueError) -> (target: String, temporary: String?, descriptor: Int32) {
        if path.isEmpty { throw refusal(path, ENOENT) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            let failure = errno
            // A link that leads nowhere yet is not to be replaced.
            if failure != ENOENT || lstat(path, &status) == 0 { throw refusal(path, failure) }
            return try beside(path, path, mode: 0o666)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw refusal(path, EISDIR)
        case S_IFREG:
            guard access(path, W_OK) == 0 else { throw refusal(path, errno) }
            // Through symbolic links to the file itself, whose mode it keeps.
            let place = try beside(real(path), path, mode: 0o600)
            _ = fchmod(place.descriptor, status.st_mode & 0o777)
            return place
        default:
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw refusal(path, errno) }
            return (path, nil, descriptor)
        }
    }

    private static func refusal(_ path: String, _ number: Int32) -> ValueError {
        ValueError("open \(path): \(SystemError(number: number))")
    }

    deinit {
        close(descriptor)
        if let temporary { unlink(temporary) }
    }

    /// Writes the content and puts it in place.
    consuming func commit(_ bytes: [UInt8]) throws(ValueError) {
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress.map { $0 + position }, buffer.count - position)
            }
            if count >= 0 {
                position += count
            } else if errno != EINTR {
                throw ValueError("write \(path): \(SystemError(number: errno))")
            }
        }
        guard let temporary else { return }
        guard rename(temporary, target) == 0 else {
            throw ValueError("rename \(temporary) to \(path): \(SystemError(number: errno))")
        }
        self.temporary = nil
    }

    private static func beside(
        _ target: String,
        _ path: String,
        mode: mode_t
    ) throws(ValueError) -> (target: String, temporary: String?, descriptor: Int32) {
        // A name that a process left behind is passed over.
        for number in 0..<100 {
            let name = "\(target).\(getpid())-\(number).tmp"
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            if descriptor >= 0 { return (target, name, descriptor) }
            if errno != EEXIST { throw refusal(path, errno) }
        }
        throw refusal(path, EEXIST)
    }

    private static func real(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
