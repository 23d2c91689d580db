import Lab
import LabStore
import Rendering
import TestSupport
import Testing

@Suite struct `Round trips` {
    @Test func `a rich lab survives the store`() throws {
        let home = try TemporaryHome()
        let lab = try richLab()
        try home.store().replace(with: lab)
        let loaded = try home.store().read { $0 }
        #expect(loaded.archived == lab.archived)
    }

    @Test func `a rich lab survives the archive, byte for byte`() throws {
        let lab = try richLab()
        let text = lab.archived
        let decoded = try LabArchive.decode(JSONValue(parsing: text))
        #expect(decoded.archived == text)
        #expect(try richLab().archived == text)
    }
}
