package import Lab

/// Why a file cannot be opened, written or removed, as the kernel says it (errno).
enum FileProblem: Error, Hashable {
    case notFound, isFolder, notFolder, exists, notEmpty, noSpace, readOnly
    /// One of the files that the engine writes, which its rules decide.
    case engines

    /// glibc's `strerror`.
    var text: String {
        switch self {
        case .notFound: "No such file or directory"
        case .isFolder: "Is a directory"
        case .notFolder: "Not a directory"
        case .exists: "File exists"
        case .notEmpty: "Directory not empty"
        case .noSpace: "No space left on device"
        case .readOnly: "Read-only file system"
        case .engines: "netsim keeps it as the engine writes it (--add-host, --dns and --hostname change it)"
        }
    }
}

/// What tools wrote into a container, on top of what is there anyway: they last as long as the container.
package struct WrittenFiles: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case file(String, isExecutable: Bool = false)
        case folder
        /// What was there is gone.
        case removed
    }

    package struct Entry: Hashable, Sendable {
        package var content: Content
        package var changed: Timestamp

        package init(_ content: Content, changed: Timestamp) {
            self.content = content
            self.changed = changed
        }
    }

    /// By path from the root.
    package private(set) var entries: [String: Entry] = [:]
    /// Octets of all files.
    package private(set) var size = 0

    /// So many bytes may a container hold.
    private static let limit = 4 << 20

    package init() {}

    package init(_ entries: [String: Entry]) {
        self.entries = entries
        size = entries.values.reduce(0) { $0 + $1.content.size }
    }

    subscript(path: String) -> Entry? { entries[path] }

    /// Whether somebody made a file that may be run.
    func isExecutable(_ path: String) -> Bool {
        if case .file(_, true)? = entries[path]?.content { true } else { false }
    }

    /// - Returns: what stands in the way.
    @discardableResult
    mutating func set(_ content: Content, at path: String, _ moment: Timestamp) -> FileProblem? {
        let grown = size - (entries[path]?.content.size ?? 0) + content.size + path.utf8.count
        guard grown <= Self.limit || content == .removed else { return .noSpace }
        size = grown
        entries[path] = Entry(content, changed: moment)
        return nil
    }

    mutating func write(_ text: String, to path: String, at moment: Timestamp) -> FileProblem? {
        set(.file(text, isExecutable: isExecutable(path)), at: path, moment)
    }

    mutating func append(_ text: String, to path: String, at moment: Timestamp) -> FileProblem? {
        // In place: a loop that adds line after line costs what it adds.
        guard case .file(var known, let isExecutable)? = entries[path]?.content else {
            return write(text, to: path, at: moment)
        }
        guard size + text.utf8.count <= Self.limit else { return .noSpace }
        entries[path] = nil
        known += text
        size += text.utf8.count
        entries[path] = Entry(.file(known, isExecutable: isExecutable), changed: moment)
        return nil
    }
}

extension WrittenFiles.Content {
    var size: Int { if case .file(let text, _) = self { text.utf8.count } else { 0 } }
}

extension WrittenFiles {
    /// Removes a file, or a folder with all that is in it.
    mutating func remove(_ path: String, at moment: Timestamp) {
        for below in entries.keys where below.hasPrefix(path + "/") { forget(below) }
        set(.removed, at: path, moment)
    }

    private mutating func forget(_ path: String) {
        set(.removed, at: path, .never)
        entries[path] = nil
    }
}
