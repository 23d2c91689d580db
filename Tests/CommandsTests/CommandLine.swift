import Commands
import Engine
import Lab
import LabStore

/// A command line of its own for a test: surroundings that are given, and a lab in memory that lasts from command to
/// command.
///
///     let line = CommandLine()
///     line("network create back")
///     #expect(line("run --network bck nginx").status == 125)
final class CommandLine {
    /// What one command came to.
    struct Result: Equatable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// A lab that lives as long as the test.
    final class MemoryLab: LabAccess {
        private(set) var lab: Lab
        private var rotations: [String: UInt64] = [:]

        init(_ lab: Lab) {
            self.lab = lab
        }

        func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try body(lab) }

        func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value {
            defer {
                for event in lab.takeEvents() {
                    events.append(KeptEvent(event, sequence: Int64(events.count + 1), at: now))
                }
            }
            return try body(&lab)
        }

        private var events: [KeptEvent] = []

        func events(after sequence: Int64) -> [KeptEvent] { events.filter { $0.sequence > sequence } }

        func replace(with lab: Lab) { self.lab = lab }

        private(set) var values: [String: [UInt8]] = [:]

        func kept(_ keys: [String]) -> [String: [UInt8]] { values.filter { keys.contains($0.key) } }

        func changeKept(_ keys: [String], _ change: ([String: [UInt8]]) throws -> [String: [UInt8]]) throws {
            for (key, value) in try change(kept(keys)) { values[key] = value.isEmpty ? nil : value }
        }

        func nextRotation(_ key: String) -> UInt64 {
            defer { rotations[key, default: 0] += 1 }
            return rotations[key, default: 0]
        }
    }

    var environment = ["NETSIM_HOME": "/nowhere"]
    /// What standard input holds.
    var input = ""
    var terminals: Set<Surroundings.Stream> = []
    /// The system's error number for writing standard output; 0 where it can be written.
    var outputFailure: Int32 = 0
    /// The moment of all commands; tests move it on.
    var now = Timestamp(seconds: 1_785_585_600)
    /// Whether the lab counts as one that is there.
    var hasLab = true
    let memory: MemoryLab
    private(set) var openedLabs: [LabLocation] = []

    init(_ lab: Lab = Lab(seed: 7, created: Timestamp(seconds: 1_785_585_600))) {
        memory = MemoryLab(lab)
    }

    /// Runs a line, split at blanks; single and double quotes keep blanks together.
    @discardableResult
    func callAsFunction(_ line: String) -> Result { run(Self.words(of: line)) }

    @discardableResult
    func run(_ arguments: [String]) -> Result {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var lines = input.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        if lines.last == "" { lines.removeLast() }
        var surroundings = Surroundings(
            environment: { self.environment[$0] },
            isTerminal: { self.terminals.contains($0) },
            readLine: { lines.popFirst() },
            readAll: { Array(self.input.utf8) },
            write: { stream, bytes in
                if stream == .errors {
                    errors += bytes
                } else if self.outputFailure != 0 {
                    return self.outputFailure
                } else {
                    output += bytes
                }
                return 0
            },
            clock: { self.now },
            openLab: { location in
                self.openedLabs.append(location)
                return self.memory
            }
        )
        surroundings.hasLab = { _ in self.hasLab }
        let status = CommandRunner(surroundings).run(arguments)
        return Result(
            status: status,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self)
        )
    }

    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if character == quote {
                quote = nil
            } else if let _ = quote {
                word = (word ?? "") + String(character)
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let complete = word { words.append(complete) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
