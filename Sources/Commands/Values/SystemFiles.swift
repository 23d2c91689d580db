internal import Compose
internal import Glibc
internal import YAML

/// The file system, as far as a project's files are read from it; what `-` names is for ``DiskFiles``.
struct SystemFiles: ComposeFiles {
    /// Reads a regular file, whose size is known beforehand.
    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        // Not waiting: a named pipe without a writer would hold the program for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SourceError("open \(path): \(SystemError(number: errno))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SourceError("stat \(path): \(SystemError(number: errno))") }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw SourceError("read \(path): is a directory")
        default: throw SourceError("read \(path): not a regular file", help: "write - to read standard input")
        }
        guard Int(clamping: status.st_size) <= limit else {
            throw Self.tooLarge(path, "\(status.st_size) bytes", limit)
        }
        return try content(of: descriptor, path, limit: limit)
    }

    func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return Self.cleaned(path) }
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return Self.cleaned(String(cString: folder) + "/" + path)
    }

    private func content(of descriptor: Int32, _ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 {
                content += buffer[..<count]
                // A file may grow while it is read, and a stream says no size.
                guard content.count <= limit else { throw Self.tooLarge(path, "more bytes", limit) }
            } else if count == 0 {
                return content
            } else if errno != EINTR {
                throw SourceError("read \(path): \(SystemError(number: errno))")
            }
        }
    }

    private static func tooLarge(_ path: String, _ size: String, _ limit: Int) -> SourceError {
        SourceError("\(path) has \(size), more than the \(limit) that are read", help: "is this the right file?")
    }

    /// Without `.`, `..` and repeated slashes; links stay.
    private static func cleaned(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
