internal import Compose
internal import Glibc
internal import YAML

/// The files of the process, with standard input as `-`.
struct DiskFiles: ComposeFiles {
    let standardInput: () -> [UInt8]

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        if path == "-" {
            let bytes = standardInput()
            guard bytes.count <= limit else { throw Self.tooLarge("standard input", limit) }
            return bytes
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("open \(path): \(SystemError(number: errno))") }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 {
                content += buffer[..<count]
                guard content.count <= limit else { throw Self.tooLarge(path, limit) }
            } else if count == 0 {
                return content
            } else if errno != EINTR {
                throw SourceError("read \(path): \(SystemError(number: errno))")
            }
        }
    }

    private static func tooLarge(_ path: String, _ limit: Int) -> SourceError {
        SourceError("\(path) has more than the \(limit) bytes that are read", help: "is this the right file?")
    }

    func exists(_ path: String) -> Bool { path == "-" || access(path, F_OK) == 0 }

    func absolute(_ path: String) -> String {
        if path == "-" || path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        let here = String(cString: folder)
        return path == "." ? here : "\(here)/\(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)"
    }

    func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
