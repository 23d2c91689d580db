internal import Lab

/// The files of a simulated container: those that the engine and the kernel show, the usual folders, and what was
/// written.
struct FileTree {
    enum Node: Hashable {
        case file(String)
        /// With the names in it, sorted.
        case folder([String])
    }

    private let system: SystemFiles
    private let written: WrittenFiles

    init(of container: Container, _ context: ToolContext) {
        system = SystemFiles(container: container, context: context)
        written = context.files
    }

    /// What is at a path; nil where nothing is.
    ///
    /// - Parameter folder: where relative paths start.
    func node(at path: String, from folder: String) -> Node? {
        guard !path.isEmpty else { return nil }
        let full = Self.normalized(path, from: folder)
        guard let node = node(atFull: full) else { return nil }
        if case .file = node, path.hasSuffix("/") { return nil }
        return node
    }

    private func node(atFull full: String) -> Node? {
        if let entry = written[full] {
            switch entry.content {
            case .file(let text, _): return .file(text)
            case .removed: return nil
            case .folder: return .folder(names(in: full, system: []))
            }
        }
        if isRemoved(full) { return nil }
        switch system.node(at: full) {
        case .folder(let names)?: return .folder(self.names(in: full, system: names))
        case let other: return other
        }
    }

    private func isRemoved(_ full: String) -> Bool {
        var path = full[...]
        while let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            path = path[..<slash]
            if written[String(path)]?.content == .removed { return true }
        }
        return false
    }

    private func names(in folder: String, system: [String]) -> [String] {
        let prefix = folder == "/" ? "/" : folder + "/"
        var names = Set(system)
        for (path, entry) in written.entries where path.hasPrefix(prefix) && path.count > prefix.count {
            let rest = path.dropFirst(prefix.count)
            guard !rest.contains("/") else { continue }
            if entry.content == .removed { names.remove(String(rest)) } else { names.insert(String(rest)) }
        }
        return names.sorted()
    }

    func isFolder(_ path: String, from folder: String) -> Bool {
        if case .folder? = node(at: path, from: folder) { true } else { false }
    }

    /// When a file was last changed; nil for what is there from the start.
    func changed(_ path: String, from folder: String) -> Timestamp? {
        written[Self.normalized(path, from: folder)]?.changed
    }

    func isExecutable(_ path: String, from folder: String) -> Bool {
        let full = Self.normalized(path, from: folder)
        return written.isExecutable(full) || system.isProgram(full)
    }

    /// Why a file cannot be written; nil where it can.
    func problem(writing path: String, from folder: String) -> FileProblem? {
        let full = Self.normalized(path, from: folder)
        if path.isEmpty { return .notFound }
        if path.hasSuffix("/") { return .isFolder }
        if SystemFiles.engineFiles.contains(full) { return .engines }
        if system.isReadOnly(full) { return node(atFull: full) == nil ? .notFound : .readOnly }
        if case .folder? = node(atFull: full) { return .isFolder }
        return problem(parentOf: full)
    }

    /// Why nothing can be made at a path.
    func problem(parentOf full: String) -> FileProblem? {
        let parent = Self.parent(of: full)
        switch node(atFull: parent) {
        case nil: return .notFound
        case .file?: return .notFolder
        case .folder?: return system.isReadOnly(full) ? .readOnly : nil
        }
    }

    static func parent(of full: String) -> String {
        guard let slash = full.lastIndex(of: "/"), slash > full.startIndex else { return "/" }
        return String(full[..<slash])
    }

    /// The paths that a pattern stands for, sorted; none where nothing matches.
    func paths(matching pattern: String, from folder: String) -> [String] {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: true)
        var found = [pattern.hasPrefix("/") ? "/" : ""]
        for part in parts {
            var next: [String] = []
            for base in found {
                let prefix = base.isEmpty || base.hasSuffix("/") ? base : base + "/"
                guard ShellPattern.isPattern(String(part)) else {
                    let path = prefix + ShellPattern.unescaped(part)
                    if node(at: path, from: folder) != nil { next.append(path) }
                    continue
                }
                guard case .folder(let names)? = node(at: base.isEmpty ? "." : base, from: folder) else { continue }
                let matcher = ShellPattern(String(part))
                let showsHidden = part.hasPrefix(".")
                next += names.filter { (showsHidden || !$0.hasPrefix(".")) && matcher.matches($0) }.map { prefix + $0 }
            }
            found = next
        }
        return found.sorted()
    }

    /// A path from the root without `.`, `..` and doubled slashes.
    static func normalized(_ path: String, from folder: String) -> String {
        var parts: [Substring] = []
        let full = path.hasPrefix("/") ? path : folder + "/" + path
        for part in full.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
