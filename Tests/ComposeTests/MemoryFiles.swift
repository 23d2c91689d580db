import Compose
import YAML

/// A file system that is a dictionary from absolute paths to texts; relative paths start from `/work`.
struct MemoryFiles: ComposeFiles {
    var contents: [String: String]
    var folder = "/work"

    init(_ contents: [String: String]) {
        self.contents = contents
    }

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard let text = contents[absolute(path)] else {
            throw SourceError("open \(path): no such file or directory")
        }
        guard text.utf8.count <= limit else {
            throw SourceError("\(path): the file has \(text.utf8.count) bytes, more than the \(limit) that are read")
        }
        return Array(text.utf8)
    }

    func exists(_ path: String) -> Bool { contents[absolute(path)] != nil }

    func absolute(_ path: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}

/// Loads `/work/compose.yaml` and its kin.
func load(
    _ contents: [String: String],
    _ change: (inout ComposeOptions) -> Void = { _ in }
) -> (result: Result<ComposeProject, ComposeFailure>, sources: SourceTable) {
    var options = ComposeOptions()
    change(&options)
    var sources = SourceTable()
    let files = MemoryFiles(
        Dictionary(uniqueKeysWithValues: contents.map { ($0.hasPrefix("/") ? $0 : "/work/\($0)", $1) })
    )
    do throws(ComposeFailure) {
        return (.success(try ComposeLoader.load(options, from: files, into: &sources)), sources)
    } catch {
        return (.failure(error), sources)
    }
}

/// The errors of a load, each as `path:line:column: message`, with its help after ` | `.
func complaints(
    _ contents: [String: String],
    _ change: (inout ComposeOptions) -> Void = { _ in }
) -> [String] {
    let loaded = load(contents, change)
    guard case .failure(let failure) = loaded.result else { return [] }
    return failure.errors.map { text(of: $0, loaded.sources) }
}

func text(of error: SourceError, _ sources: SourceTable) -> String {
    let place = error.place.map { sources.text(of: $0) + ": " } ?? ""
    return place + error.message + (error.help.map { " | \($0)" } ?? "")
}
