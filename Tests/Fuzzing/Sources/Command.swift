import Commands
import Engine
import Lab
import TestSupport

/// A lab that lives as long as one input.
private final class MemoryLab: LabAccess {
    var lab = Lab.fresh()
    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try body(lab) }
    func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value { try body(&lab) }
    func replace(with lab: Lab) { self.lab = lab }
    func nextRotation(_ key: String) throws -> UInt64 { 0 }
}

/// Commands that serve, or that read and write what is the machine's.
private let machine: Set<String> = [
    "batch", "capture", "doctor", "engine", "events", "init", "kernel", "lab", "report", "serve", "__keep",
]

/// Command lines, one a line with tabs between the words, over one lab in memory.
@Sendable func fuzzCommand(_ input: [UInt8]) {
    let memory = MemoryLab()
    let text = String(decoding: input, as: UTF8.self)
    for line in text.split(separator: "\n").prefix(16) {
        let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        // What serves, or reads and writes files of the machine, is not for random words.
        let writes = words.contains { $0.hasPrefix("-w") || $0.hasPrefix("--capture") || $0.hasPrefix("--fix") }
        let touchesMachine =
            writes
            || machine.contains(words.first ?? "")
        if touchesMachine || words.contains(where: { $0.contains("file") }) { continue }
        let surroundings = Surroundings(
            environment: { $0 == "NETSIM_HOME" ? "/nowhere" : nil },
            isTerminal: { _ in false },
            readLine: { nil },
            readAll: { [] },
            write: { _, _ in 0 },
            clock: { noon },
            openLab: { _ in memory }
        )
        let status = CommandRunner(surroundings).run(words)
        guard (0...255).contains(status) else { fatalError("exit status \(status)") }
    }
}
