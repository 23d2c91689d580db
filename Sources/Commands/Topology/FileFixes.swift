internal import Compose
internal import DockerValues
internal import Lint
internal import Text
internal import YAML

/// What `netsim check --fix` does to files: the difference, and the writing.
struct FileFixes {
    let fixer: Fixer
    /// What the files held when they were read, by location.
    private let before: [String: [UInt8]]

    /// - Throws: a failure with status 2 where a project came from standard input.
    init(_ result: CheckResult, check: @escaping Fixer.Checking) throws(CommandFailure) {
        if result.sources.files.contains(where: { $0.location == "-" }) {
            throw CommandFailure("netsim: standard input cannot be fixed: name the file that it comes from", status: 2)
        }
        let disk = SystemFiles()
        // One file may be read under several names.
        var fixer = Fixer(result) { contents in
            check(Dictionary(contents.map { (disk.absolute($0.key), $0.value) }, uniquingKeysWith: { one, _ in one }))
        }
        fixer.run()
        self.fixer = fixer
        let pairs = result.sources.files.map { ($0.location, $0.bytes) }
        before = Dictionary(pairs, uniquingKeysWith: { one, _ in one })
    }

    /// The difference of all files as one patch, by name.
    var patch: String {
        changed.map { UnifiedDiff.of(before[$0.key] ?? [], $0.value, path: Self.name($0.key)) }.joined()
    }

    private var changed: [(key: String, value: [UInt8])] { fixer.contents.sorted { $0.key < $1.key } }

    /// As `patch -p1` finds it from this folder, or from / where it is not below it.
    private static func name(_ path: String) -> String {
        let disk = SystemFiles()
        let (absolute, here) = (disk.absolute(path), disk.absolute("."))
        let folder = here == "/" ? "/" : "\(here)/"
        return String(absolute.hasPrefix(folder) ? absolute.dropFirst(folder.count) : absolute.dropFirst())
    }

    /// Writes the files, each whole or not at all.
    ///
    /// - Throws: a failure with status 2 for one that cannot be written, or that somebody changed since it was read.
    func write() throws(CommandFailure) {
        for (path, bytes) in changed {
            do throws(ValueError) {
                guard try TextFile.read(path) == before[path] else {
                    throw ValueError("\(path) was changed while it was checked")
                }
                try WholeFile(path).commit(bytes)
            } catch {
                throw CommandFailure("netsim: cannot fix: \(error.message)", status: 2)
            }
        }
    }

    /// What was done, and what is left for a person: for standard error.
    func summary(isDone: Bool) -> String {
        let count = fixer.fixed.count
        var text = count == 0 ? "nothing to fix" : "\(isDone ? "fixed" : "would fix") \(Count.of(count, "finding"))"
        if count > 0 { text += " in \(Count.list(changed.map(\.key), limit: 4))" }
        if !fixer.withheld.isEmpty {
            text += "; \(Count.of(fixer.withheld.count, "fix", "fixes")) did not prove itself"
        }
        if !fixer.suggested.isEmpty {
            text +=
                "; \(Count.of(fixer.suggested.count, "more has a fix", "more have a fix")) that is for you to decide"
        }
        return text
    }
}
