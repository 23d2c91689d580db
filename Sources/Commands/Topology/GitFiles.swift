internal import Compose
internal import YAML

/// The files of a git revision, asked of git itself.
struct GitFiles: ComposeFiles {
    private let revision: String
    /// The work tree's folder.
    private let root: String
    private let disk = SystemFiles()

    /// - Throws: a failure with status 2 outside a repository, for a revision that does not exist, or without git.
    init(revision: String) throws {
        self.revision = revision
        let top = try Self.git(["rev-parse", "--show-toplevel"])
        guard top.status == 0 else { throw Self.failure(top) }
        root = String(decoding: top.output, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? "/"
        let known = try Self.git(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"])
        guard known.status == 0 else {
            throw CommandFailure("netsim: git knows no revision \(revision)", status: 2)
        }
    }

    private static func git(_ arguments: [String]) throws -> Subprocess.Result {
        do {
            return try Subprocess(["git"] + arguments).run()
        } catch {
            throw CommandFailure("netsim: git cannot be run: \(error)", status: 2)
        }
    }

    private static func failure(_ result: Subprocess.Result) -> CommandFailure {
        let text = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").first ?? "git failed"
        return CommandFailure("netsim: \(text)", status: 2)
    }

    /// `REVISION:path/from/the/root`; nil for a path outside the work tree.
    private func object(_ path: String) -> String? {
        let full = absolute(path)
        guard full.hasPrefix(root + "/") else { return nil }
        return "\(revision):\(full.dropFirst(root.utf8.count + 1))"
    }

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard let object = object(path) else { throw SourceError("open \(path): not in the repository \(root)") }
        let result: Subprocess.Result
        do {
            result = try Self.git(["cat-file", "blob", "--end-of-options", object])
        } catch {
            throw SourceError("git cannot be run")
        }
        guard result.status == 0 else { throw SourceError("open \(path): no such file in \(revision)") }
        guard result.output.count <= limit else {
            throw SourceError("\(path) has more than the \(limit) bytes that are read", help: "is this the right file?")
        }
        return result.output
    }

    func exists(_ path: String) -> Bool {
        guard let object = object(path), let result = try? Self.git(["cat-file", "-e", object]) else { return false }
        return result.status == 0
    }

    func absolute(_ path: String) -> String { disk.absolute(path) }
}
