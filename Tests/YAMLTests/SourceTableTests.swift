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
}
