internal import Compose
internal import Engine
internal import Lab
internal import LabStore
internal import Projects
internal import YAML

/// Which design a command that only reads is asked about: Compose files, or the lab.
///
/// All of these commands take the same flags, and all mean the folder's Compose file where there is no lab.
enum DesignRequest {
    /// The flags of ``ProjectRequest`` for a command that has a meaning of its own for some of the letters.
    static func flags(without letters: Set<Unicode.Scalar> = []) -> [Flag<ProjectRequest>] {
        ProjectRequest.flags.map { flag in
            var flag = flag
            if let letter = flag.spec.shorthand, letters.contains(Unicode.Scalar(letter)) { flag.spec.shorthand = nil }
            return flag
        }
    }
}

extension Session {
    /// Whether Compose files are meant: those that were named, or the folder's where there is no lab and none was named.
    func meansFiles(_ request: ProjectRequest) throws -> Bool {
        if !request.files.isEmpty { return true }
        guard options.lab == nil, !surroundings.hasLab(try location()) else { return false }
        let files = DiskFiles(standardInput: surroundings.readAll)
        return ComposeLoader.findsFiles(request.options([], self), in: files)
    }

    /// Lets the rest of the command read what Compose files come to, where files are meant.
    ///
    /// What the engine would refuse is said on standard error.
    ///
    /// - Throws: a failure with status 2 for what cannot be read.
    func useDesign(_ request: ProjectRequest) throws {
        // Within another command, such as capture, what that one read is asked.
        if design != nil, request.files.isEmpty { return }
        guard try meansFiles(request) else { return }
        var sources = SourceTable()
        do throws(ComposeFailure) {
            let realisation = try request.play([], in: self, into: &sources)
            DesignSource.tellRefusals(realisation, self)
            design = DesignLab(realisation.lab)
        } catch {
            throw DesignSource.failure(error, in: sources, self)
        }
    }
}

/// A lab that nobody keeps.
final class DesignLab: LabAccess {
    private var lab: Lab
    private var rotations: [String: UInt64] = [:]

    init(_ lab: Lab) {
        self.lab = lab
    }

    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try body(lab) }

    func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value { try body(&lab) }

    func replace(with lab: Lab) { self.lab = lab }

    func nextRotation(_ key: String) -> UInt64 {
        defer { rotations[key, default: 0] &+= 1 }
        return rotations[key, default: 0]
    }
}
