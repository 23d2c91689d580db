import Foundation
import Rendering
import Testing
internal import Text

/// What a real engine showed, step by step, against netsim.
///
/// `Recorded` holds the transcripts: a `.scn` file has one command a line in docker's grammar, the `.json` file of the
/// same name the facts that Docker Engine (head of August 2026) showed. Error texts have to agree too.
@Suite struct `Recorded scenarios` {
    static let names: [String] = {
        let folder = recorded()
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".scn") }.map { String($0.dropLast(4)) }.sorted()
    }()

    static func recorded() -> URL {
        Bundle.module.resourceURL?.appending(path: "Recorded") ?? URL(filePath: "Recorded")
    }

    @Test func `there are scenarios to run`() {
        #expect(Self.names.count >= 16)
    }

    @Test(arguments: names)
    func scenario(name: String) throws {
        let transcript = try JSONValue(
            parsing: String(contentsOf: Self.recorded().appending(path: "\(name).json"), encoding: .utf8)
        )
        let steps = try #require(transcript["steps"]?.arrayValue)
        #expect(!steps.isEmpty)
        let machine = Machine()
        for step in steps {
            let line = try #require(step["line"]?.stringValue)
            let argv = try #require(ShellWord.split(line))
            let (status, output, errors) = machine.run(argv)
            let seen = Facts(argv: argv, status: status, output: output, errors: errors).value
            let wanted = try #require(step["facts"])
            // A name with several addresses may be reached at any of them.
            let many = wanted["many"]?.arrayValue ?? []
            for (key, value) in wanted.objectValue ?? [:] where key != "many" {
                let here = seen[key] ?? .null
                if key == "address", many.contains(here) { continue }
                #expect(
                    Self.canonical(value, key) == Self.canonical(here, key),
                    "\(line)\n  \(key): engine \(value.json())\n  \(key): here   \(here.json())"
                )
            }
        }
    }

    /// Keys in order, and lists whose order says nothing sorted.
    static func canonical(_ value: JSONValue, _ key: String) -> String {
        switch value {
        case .object(let object):
            let members = object.map { ($0.key, canonical($0.value, $0.key)) }.sorted { $0.0 < $1.0 }
            return "{" + members.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + "}"
        case .array(let values):
            let texts = values.map { canonical($0, "") }
            let isSet = ["rows", "names", "answers", "hosts", "route", "addr"].contains(key)
            return "[" + (isSet ? texts.sorted() : texts).joined(separator: ", ") + "]"
        default: return value.json()
        }
    }
}
