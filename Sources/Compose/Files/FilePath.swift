/// Paths as texts: no file system is asked.
enum FilePath {
    /// `path` seen from `folder`, without needless `.` and `..`.
    static func join(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty { return clean(path) }
        return clean(folder + "/" + path)
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : clean(String(path[..<slash]))
    }

    /// The last part; empty for `/` and `.`.
    static func name(of path: String) -> String {
        let cleaned = clean(path)
        let name = cleaned.split(separator: "/").last.map(String.init) ?? ""
        return name == "." || name == ".." ? "" : name
    }

    /// Go's `path.Clean`.
    static func clean(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                if let last = parts.last, last != ".." {
                    parts.removeLast()
                } else if !isAbsolute {
                    parts.append(part)
                }
            default: parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        if isAbsolute { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }
}
