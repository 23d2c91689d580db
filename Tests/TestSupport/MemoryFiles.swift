internal import Compose
package import YAML

/// A file system that is a dictionary from paths to texts; relative ones start from `/work`.
package struct MemoryFiles: ComposeFiles {
    package var contents: [String: String] = [:]
    package var folder = "/work"

    package init(_ contents: [String: String]) {
        for (path, text) in contents { self.contents[absolute(path)] = text }
    }

    package func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard let text = contents[absolute(path)] else {
            throw SourceError("open \(path): no such file or directory")
        }
        guard text.utf8.count <= limit else {
            throw SourceError("\(path): the file has \(text.utf8.count) bytes, more than the \(limit) that are read")
        }
        return Array(text.utf8)
    }

    package func exists(_ path: String) -> Bool { contents[absolute(path)] != nil }

    package func absolute(_ path: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
