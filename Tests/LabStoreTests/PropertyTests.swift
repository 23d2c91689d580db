import Lab
import LabStore
import Rendering
import TestSupport
import Testing

@Suite struct `After every command` {
    /// A lab that is stored and read again for each command cannot be told from one that stays in memory: not by
    /// what it says of itself, nor by what the commands after it do.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the stored lab is the one in memory`(_ seed: UInt64) throws {
        let home = try TemporaryHome()
        var generator = SeededGenerator(seed: seed)
        var memory = Lab.fresh()
        for number in 0..<3 { try memory.network("n\(number)") { $0.enableIPv6 = number == 2 } }
        // One store stays open, and is to notice what the others do.
        let watcher = try home.store()
        try home.store().replace(with: memory)
        for step in 0..<60 {
            let command = RandomCommand(&generator)
            let context = "seed \(seed), step \(step): \(command.text)"
            let expected = Self.outcome { try command.run(&memory) }
            let store = try home.store()
            let stored = Self.outcome { try store.update(now: noon) { lab in try command.run(&lab) } }
            #expect(stored == expected, "\(context)")

            let document = LabArchive.encode(memory)
            let loaded = try (step % 2 == 0 ? watcher : home.store()).read { LabArchive.encode($0) }
            guard loaded == document else {
                Issue.record("\(context): \(Self.firstDifference(loaded, document))")
                return
            }
            if step % 10 == 9 {
                let imported = try LabArchive.decode(JSONValue(parsing: document.json()))
                #expect(LabArchive.encode(imported) == document, "\(context)")
                memory = imported
            }
        }
        #expect(memory.containerCount > 0, "seed \(seed)")
    }

    private static func outcome(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "done"
        } catch {
            return "\(error)"
        }
    }

    private static func firstDifference(_ left: JSONValue, _ right: JSONValue) -> String {
        let (a, b) = (left.json(.indented).split(separator: "\n"), right.json(.indented).split(separator: "\n"))
        let line = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }
        return line.map { "line \($0.offset): stored \($0.element.0), in memory \($0.element.1)" } ?? "one is longer"
    }
}
