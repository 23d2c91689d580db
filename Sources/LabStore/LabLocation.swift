internal import CLinux
internal import Glibc

/// Where a lab's files are: `$home/labs/<name>/lab.db`, and beside it, while something is written or was interrupted,
/// SQLite's journal.
struct LabLocation: Hashable {
    let home: String
    let name: String

    /// - Throws: `invalidName`.
    init(home: String, name: String) throws(StoreError) {
        guard Self.isValid(name) else {
            throw StoreError(
                .invalidName,
                "invalid lab name \(name.debugDescription)",
                advice: "a name is 1 to 64 letters, digits, \"_\", \".\" and \"-\", and begins with a letter or digit"
            )
        }
        self.home = home
        self.name = name
    }

    static func labsFolder(of home: String) -> String { home + "/labs" }

    /// The lab's own folder.
    var folder: String { "\(Self.labsFolder(of: home))/\(name)" }
    var file: String { folder + "/lab.db" }

    /// The files that SQLite may keep beside a database, in whichever journal mode.
    var companionFiles: [String] { ["-journal", "-wal", "-shm"].map { file + $0 } }

    /// Whether there may be a file: all but a plain "no such file".
    var fileMayExist: Bool { access(file, F_OK) == 0 || errno != ENOENT }

    /// Whether the file has been written to. An empty one is what a first command leaves that was killed: no lab yet.
    var holdsLab: Bool {
        var status = stat()
        return stat(file, &status) == 0 ? status.st_size > 0 : errno != ENOENT && errno != ENOTDIR
    }

    /// Whether there is no file, or an empty one.
    var isUnwritten: Bool {
        var status = stat()
        return stat(file, &status) == 0 ? status.st_size == 0 : errno == ENOENT
    }

    /// Whether a command on the lab was interrupted while it wrote, or writes now.
    var hasJournal: Bool {
        var status = stat()
        return stat(file + "-journal", &status) == 0 && status.st_size > 0
    }

    /// The folder or file that may not be read or written, and the `errno` that says so.
    var obstacle: (path: String, code: CInt)? {
        for path in [folder, file] where access(path, R_OK | W_OK) != 0 {
            let code = errno
            if [EACCES, EPERM, EROFS].contains(code) { return (path, code) }
        }
        return nil
    }

    /// Makes the lab's folder, and those above it, where they are missing.
    func makeFolder() throws(StoreError) {
        try Self.makeFolder(folder)
    }

    /// Takes the folder away if nothing is left in it.
    func removeFolderIfEmpty() { rmdir(folder) }

    /// `[a-zA-Z0-9][a-zA-Z0-9_.-]*`, at most 64 bytes: safe as the name of a folder.
    static func isValid(_ name: String) -> Bool {
        var length = 0
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                break
            case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                guard length > 0 else { return false }
            default: return false
            }
            length += 1
        }
        return (1...64).contains(length)
    }

    /// Makes a folder that is its owner's alone, and those above it, where they are missing.
    static func makeFolder(_ path: String) throws(StoreError) {
        // Somebody who removes labs may take a folder, or the one that it is in, away between two calls.
        var code: CInt = 0
        for _ in 0..<100 {
            code = -netsim_make_private_folder(path)
            switch code {
            case 0: return synchronize(folderOf(path))
            case EEXIST where isFolder(path): return
            case EEXIST where isMissing(path): continue
            case ENOENT where folderOf(path) != path: try makeFolder(folderOf(path))
            default: throw cannotMake(path, code)
            }
        }
        throw cannotMake(path, code)
    }

    /// Makes the file where it is missing: empty, and its owner's alone, as SQLite then makes those beside it.
    ///
    /// - Returns: 0, or the `errno` of a failure.
    func makeFile() -> CInt {
        let descriptor = netsim_open_private(file, O_RDWR)
        if descriptor >= 0 { close(descriptor) }
        return max(0, -descriptor)
    }

    private static func cannotMake(_ path: String, _ code: CInt) -> StoreError {
        let kind: StoreError.Code =
            switch code {
            case EACCES, EPERM: .permissionDenied
            case EROFS: .readOnly
            case ENOSPC, EDQUOT: .full
            default: .failed
            }
        return StoreError(
            kind,
            "cannot create folder \(path): \(StoreError.words(of: code))",
            advice: "set NETSIM_HOME to a folder that you may write to"
        )
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isMissing(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) < 0 && errno == ENOENT
    }

    private static func folderOf(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder's new entry durable; a file system that cannot do that is taken as it is.
    private static func synchronize(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
