import Compose
import Foundation
import Testing
import YAML

/// Every file (or folder) of the corpus is read as Docker Compose reads it.
///
/// `NETSIM_REWRITE=1 swift test --filter CorpusTests` writes the results anew; each is to be read before it is kept.
struct CorpusTests {
    /// A folder that has a file of its own, or several files of one project.
    struct Entry: CustomTestStringConvertible, Sendable {
        let name: String
        let isFolder: Bool

        var testDescription: String { name }
        var goldenName: String { isFolder ? "\(name)/golden.txt" : "\(name).txt" }
        var optionsName: String { isFolder ? "\(name)/options" : "\(name).options" }
    }

    static let root = (Bundle.module.resourceURL?.appending(path: "Corpus") ?? URL(filePath: "Corpus")).path
    static let written = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus").path

    static let entries: [Entry] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return names.sorted().compactMap { name in
            if name.hasSuffix(".yaml") { return Entry(name: String(name.dropLast(5)), isFolder: false) }
            return name.contains(".") ? nil : Entry(name: name, isFolder: true)
        }
    }()

    @Test func `the corpus is as large as it should be`() {
        #expect(Self.entries.count >= 60)
    }

    @Test(arguments: entries) func `a file of the corpus gives the project that it should`(_ entry: Entry) throws {
        var options = ComposeOptions()
        var folder = Self.root + (entry.isFolder ? "/\(entry.name)" : "")
        if !entry.isFolder { options.files = ["\(entry.name).yaml"] }
        for line in Self.lines(of: entry.optionsName) {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first, words.last ?? "") {
            case ("-f", let value): options.files.append(value)
            case ("-p", let value): options.projectName = value
            case ("--profile", let value): options.profiles.append(value)
            case ("--env-file", let value): options.environmentFiles.append(value)
            case ("--project-directory", let value): options.projectDirectory = value
            case ("cd", let value): folder += "/\(value)"
            case ("env", let value):
                let pair = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                options.environment[String(pair[0])] = String(pair[1])
            default: Issue.record("what is \(line)?")
            }
        }
        var sources = SourceTable()
        let files = DiskFiles(folder: folder)
        let text: String
        do throws(ComposeFailure) {
            let project = try ComposeLoader.load(options, from: files, into: &sources)
            text = ProjectRendering.text(of: project, sources)
        } catch {
            text = error.errors.map { "error: \(ComposeTests.text(of: $0, sources))\n" }.joined()
        }
        if ProcessInfo.processInfo.environment["NETSIM_REWRITE"] != nil {
            try Data(text.utf8).write(to: URL(filePath: "\(Self.written)/\(entry.goldenName)"))
            return
        }
        let golden = Self.read("\(Self.root)/\(entry.goldenName)").map { String(decoding: $0, as: UTF8.self) }
        #expect(text == golden)
    }

    static func lines(of name: String) -> [Substring] {
        String(decoding: read("\(root)/\(name)") ?? Data(), as: UTF8.self).split(separator: "\n")
    }

    static func read(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }
}

/// The files of a folder, which all relative paths start from.
struct DiskFiles: ComposeFiles {
    let folder: String

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: absolute(path)) else {
            throw SourceError("open \(path): no such file or directory")
        }
        return Array(data.prefix(limit))
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: absolute(path)) }

    func absolute(_ path: String) -> String {
        URL(filePath: path.hasPrefix("/") ? path : "\(folder)/\(path)").standardized.path
    }
}
