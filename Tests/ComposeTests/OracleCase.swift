import Compose
import Foundation
import Testing

/// One small project of the corpus in `Oracle/`.
///
/// A file there holds many of them: `=== NAME` begins one. `~` before the name says that netsim refuses it in words of its
/// own, `^` that a rule of its check says what Compose refuses. Lines `$ OPTION` are its command line and environment;
/// the rest is `compose.yaml`, or begins with `--- PATH` for another file.
struct OracleCase: CustomTestStringConvertible, Sendable {
    let name: String
    let isInOwnWords: Bool
    let isLeftToCheck: Bool
    /// Options of `config` itself.
    var configOptions: [String] = []
    var options = ComposeOptions()
    var files: [(path: String, text: String)] = []

    var testDescription: String { name }

    static let all: [OracleCase] = {
        let folder = (Bundle.module.resourceURL?.appending(path: "Oracle") ?? URL(filePath: "Oracle")).path
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return names.filter { $0.hasSuffix(".cases") }.flatMap { name in
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            return read(String(decoding: data, as: UTF8.self), topic: String(name.dropLast(".cases".count)))
        }
    }()

    private static func read(_ text: String, topic: String) -> [OracleCase] {
        var cases: [OracleCase] = []
        var lines: [Substring] = []
        var path = ""
        func finishFile() {
            guard !path.isEmpty, let last = cases.indices.last else { return }
            if !lines.isEmpty || path != "compose.yaml" {
                cases[last].files.append((path, lines.map { "\($0)\n" }.joined()))
            }
            lines = []
        }
        // By octets: a carriage return before the end of a line is part of the case.
        for octets in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = Substring(octets)
            if line.hasPrefix("=== ") {
                finishFile()
                let mark = line.dropFirst(4).first
                let name = line.dropFirst(mark == "~" || mark == "^" ? 5 : 4)
                cases.append(
                    OracleCase(name: "\(topic): \(name)", isInOwnWords: mark == "~", isLeftToCheck: mark == "^")
                )
                path = "compose.yaml"
            } else if line.hasPrefix("--- "), !cases.isEmpty {
                finishFile()
                path = String(line.dropFirst(4))
            } else if line.hasPrefix("$ "), let last = cases.indices.last {
                cases[last].take(option: line.dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init))
            } else if !path.isEmpty {
                lines.append(line)
            }
        }
        if lines.last == "" { lines.removeLast() }
        finishFile()
        return cases
    }

    private mutating func take(option words: [String]) {
        let value = words.last ?? ""
        switch words.first {
        case "-f": options.files.append(value)
        case "-p": options.projectName = value
        case "--profile": options.profiles.append(value)
        case "--env-file": options.environmentFiles.append(value)
        case "--project-directory": options.projectDirectory = value
        case "--no-env-resolution": configOptions.append("--no-env-resolution")
        case "env":
            let pair = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            options.environment[pair[0]] = pair.count > 1 ? pair[1] : ""
        default: preconditionFailure("what is \(words) of \(name)?")
        }
    }

    /// What Compose is called with.
    var arguments: [String] {
        var words: [String] = []
        for file in options.files { words += ["-f", file] }
        if let name = options.projectName { words += ["-p", name] }
        for profile in options.profiles { words += ["--profile", profile] }
        for file in options.environmentFiles { words += ["--env-file", file] }
        if let directory = options.projectDirectory { words += ["--project-directory", directory] }
        return words + ["config", "--format", "json"] + configOptions
    }

    /// The files in a folder of their own, whose last part is `proj`.
    func write() throws -> (root: String, project: String) {
        let root = FileManager.default.temporaryDirectory.appending(path: "netsim-oracle-\(UUID().uuidString)").path
        let project = "\(root)/proj"
        try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
        for (path, text) in files {
            let url = URL(filePath: "\(project)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
        return (root, project)
    }
}
