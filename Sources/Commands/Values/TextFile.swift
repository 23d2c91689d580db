internal import DockerValues
internal import Glibc

/// Files that the command line reads and writes itself.
enum TextFile {
    /// The whole of a file; `-` is standard input where a command allows it.
    ///
    /// - Throws: the system's reason in Go's words: `open nofile: no such file or directory`.
    static func read(_ path: String) throws(ValueError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ValueError("open \(path): \(SystemError(number: errno))") }
        defer { close(descriptor) }
        return try read(descriptor, path)
    }

    /// All that is left of an open file, named `path` to the user.
    static func read(_ descriptor: Int32, _ path: String) throws(ValueError) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 {
                content += buffer[..<count]
            } else if count == 0 {
                return content
            } else if errno != EINTR {
                throw ValueError("read \(path): \(SystemError(number: errno))")
            }
        }
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
