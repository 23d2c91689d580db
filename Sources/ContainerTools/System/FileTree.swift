internal import Lab

/// The files that a simulated container is known to have: those that the engine writes, and the usual folders.
struct FileTree {
    enum Node: Hashable {
        case file(String)
        /// With the names in it, sorted.
        case folder([String])
    }

    private let files: [String: String]

    private static let rootFolders = [
        "bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root", "run", "sbin",
        "srv",
        "sys", "tmp", "usr", "var",
    ]

    init(of container: Container, in lab: Lab) {
        files = [
            "/etc/hosts": lab.hostsFile(of: container),
            "/etc/hostname": lab.visibleHostname(of: container) + "\n",
            "/etc/resolv.conf": lab.resolverConfiguration(of: container).file,
        ]
    }

    /// What is at a path; nil where nothing is.
    ///
    /// - Parameter folder: where relative paths start.
    func node(at path: String, from folder: String) -> Node? {
        guard !path.isEmpty else { return nil }
        let full = Self.normalized(path, from: folder)
        if let text = files[full] { return path.hasSuffix("/") ? nil : .file(text) }
        switch full {
        case "/": return .folder(Self.rootFolders)
        case "/etc": return .folder(files.keys.map { String($0.dropFirst("/etc/".count)) }.sorted())
        default:
            return Self.rootFolders.contains(String(full.dropFirst())) ? .folder([]) : nil
        }
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
