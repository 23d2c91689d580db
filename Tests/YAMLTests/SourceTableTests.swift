import Testing
import YAML

struct SourceTableTests {
    @Test(arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}"])
    func `lines end wherever YAML ends them`(_ end: String) throws {
        var table = SourceTable()
        let file = table.add(path: "x", bytes: Array("a: 1\(end)b: [\(end)".utf8))
        #expect(table.line(1, of: file)?.hasPrefix("a: 1") == true)
        #expect(table.line(2, of: file)?.hasPrefix("b: [") == true)
        let failure = #expect(throws: SourceError.self) { try YAMLReader.read(file: file, in: table) }
        let place = try #require(failure?.place)
        #expect(table.line(Int(place.line), of: file) != nil)
    }

    @Test(arguments: [0, 1, 40, 1_023, 1_024, 1_025, 2_047, 5_000, 5_990, 6_000, 6_001, Int.max])
    func `a part of a long line is what the whole line has there`(_ position: Int) throws {
        var table = SourceTable()
        let long = String((0..<6_000).map { Character(["a", "é", "→", "𝄞"][$0 % 4]) })
        let file = table.add(path: "x", bytes: Array("short\n\(long)\nlast".utf8))
        for (number, line) in [(1, "short"), (2, long), (3, "last")] {
            let wanted = Array(line.unicodeScalars).dropFirst(position).prefix(120)
            let found = try #require(table.scalars(ofLine: number, of: file, from: position, count: 120))
            #expect(found == Array(wanted))
        }
        #expect(table.scalars(ofLine: 4, of: file, from: 0, count: 1) == nil)
        #expect(table.scalars(ofLine: 1, of: file, from: -1, count: 1) == nil)
    }
}
