internal import Compose
internal import YAML

/// The files of a git revision, read by `git show`: `HEAD:compose.yaml` and what it includes and extends.
struct GitFiles: ComposeFiles {
    let revision: String

    /// Splits `HEAD~2:shop/compose.yaml`; nil where the text has no revision.
    static func split(_ text: String) -> (revision: String, path: String)? {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
        let path = String(text[text.index(after: colon)...])
        // A revision that began with a dash would be read as an option.
        guard !path.isEmpty, text.first != "-" else { return nil }
        return (String(text[..<colon]), path)
    }

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        var git = Subprocess(program: "git", arguments: ["show", object(path)])
        git.limit = limit
        switch git.run() {
        case .answer(let bytes): return bytes
        case .missing:
            throw SourceError("cannot read \(revision):\(path): there is no git in the path")
        case .failed(let reason):
            throw SourceError(
                "cannot read \(path) of revision \(revision): \(reason)",
                help: "try: git show \(object(path))"
            )
        }
    }

    func exists(_ path: String) -> Bool {
        if case .answer = Subprocess(program: "git", arguments: ["cat-file", "-e", object(path)]).run() { return true }
        return false
    }

    /// Two paths are one file where they are one text: git knows no links inside a revision.
    func absolute(_ path: String) -> String {
        path == "." ? DiskFiles(standardInput: { [] }).absolute(".") : Self.normalized(path)
    }

    /// Git takes a path from the folder that it runs in where the path begins with `./`.
    private func object(_ path: String) -> String { "\(revision):./\(Self.normalized(path))" }

    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
