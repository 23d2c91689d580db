internal import Compose
internal import Glibc
internal import YAML

/// The files of the process, with standard input as `-`.
struct DiskFiles: ComposeFiles {
    let standardInput: () -> [UInt8]
    /// What files are taken to hold, by their absolute paths.
    private let contents: [String: [UInt8]]
    private let disk = SystemFiles()

    init(standardInput: @escaping () -> [UInt8], contents: [String: [UInt8]] = [:]) {
        self.standardInput = standardInput
        self.contents = contents
    }

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard path == "-" else {
            if !contents.isEmpty, let content = contents[disk.absolute(path)] { return content }
            return try disk.read(path, limit: limit)
        }
        let bytes = standardInput()
        guard bytes.count <= limit else {
            throw SourceError(
                "standard input has more than the \(limit) bytes that are read",
                help: "is this the right file?"
            )
        }
        return bytes
    }

    func exists(_ path: String) -> Bool { path == "-" || disk.exists(path) }

    func absolute(_ path: String) -> String { path == "-" ? path : disk.absolute(path) }

    func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
