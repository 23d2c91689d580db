internal import DockerValues
internal import Glibc

/// Files that the command line reads and writes itself.
enum TextFile {
    /// How many octets are read of a file, unless somebody asks for more: as many as of all files of a project.
    static let mostOctets = 64 << 20

    /// The whole of a file, or of what comes from a device or a pipe; `-` is no name for standard input here.
    ///
    /// - Throws: the system's reason in Go's words: `open nofile: no such file or directory`; or that there is more than
    ///   the limit, which of a device or pipe shows only once so much has been read.
    static func read(_ path: String, atMost limit: Int = mostOctets) throws(ValueError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ValueError("open \(path): \(SystemError(number: errno))") }
        defer { close(descriptor) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(clamping: status.st_size) > limit {
            throw tooLong(path, Int(clamping: status.st_size), limit)
        }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 {
                content += buffer[..<count]
                guard content.count <= limit else { throw tooLong(path, nil, limit) }
            } else if count == 0 {
                return content
            } else if errno != EINTR {
                throw ValueError("read \(path): \(SystemError(number: errno))")
            }
        }
    }

    /// - Parameter size: in octets, where it is known.
    static func tooLong(_ path: String, _ size: Int?, _ limit: Int) -> ValueError {
        let excess = size.map { "\($0) bytes, more than the \(limit)" } ?? "more than the \(limit) bytes"
        return ValueError("\(path) has \(excess) that are read: is this the right file?")
    }

    /// Makes a file that must not exist yet.
    ///
    /// - Returns: whether it was there already.
    static func create(_ path: String) throws(ValueError) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 {
            if errno == EEXIST { return false }
            throw ValueError("failed to create the container ID file: open \(path): \(SystemError(number: errno))")
        }
        close(descriptor)
        return true
    }

    /// Replaces a file's content.
    static func write(_ text: String, to path: String) throws(ValueError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ValueError("open \(path): \(SystemError(number: errno))") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let count = bytes[position...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                position += count
            } else if errno != EINTR {
                throw ValueError("write \(path): \(SystemError(number: errno))")
            }
        }
    }

    static func remove(_ path: String) {
        unlink(path)
    }
}
