import Glibc
import Lab
import Testing

@Suite("Engine versions")
struct EngineVersionTests {
    @Test(arguments: [
        ("20.10", "20.10.24", "1.41"), ("23", "23.0.6", "1.42"), ("24", "24.0.9", "1.43"), ("25", "25.0.17", "1.44"),
        ("26", "26.1.5", "1.45"), ("27", "27.5.1", "1.47"), ("28", "28.5.2", "1.51"), ("29", "29.7.2", "1.55"),
        ("head", "head", "1.56"), ("27.5", "27.5.1", "1.47"), ("v28.0.1", "28.0.1", "1.48"),
        ("29.3.0", "29.3.0", "1.54"),
    ])
    func `a version stands for its last release`(text: String, release: String, api: String) throws {
        let version = try #require(EngineVersion(text))
        #expect(version.description == release)
        #expect(version.apiVersion == api)
        #expect(EngineVersion(version.name) == version)
    }

    @Test(arguments: [
        "", "19", "21", "30", "20", "20.9", "27.", "27.5.1.2", "27.x", "vv27", "Head", "-1", "27.99999.1",
    ])
    func `what is no version is refused`(text: String) {
        #expect(EngineVersion(text) == nil)
    }

    @Test(arguments: [("28.1.1+1", "28.1.1"), ("27.5.1-0ubuntu3", "27.5.1"), ("26.1.5", "26.1.5")])
    func `a distribution's additions do not count`(text: String, release: String) {
        #expect(EngineVersion(reported: text)?.description == release)
    }

    @Test func `versions follow one another, and head has every change`() {
        #expect(EngineVersion.all == EngineVersion.all.sorted())
        for change in EngineChange.allCases {
            #expect(EngineVersion.head.has(change), "\(change.rawValue)")
            #expect(EngineVersion(change.since).has(change), "\(change.rawValue)")
        }
        #expect(EngineSettings(engineID: "").version == .head)
    }

    @Test func `changes stand in the order of their releases`() {
        let releases = EngineChange.allCases.map(\.since)
        #expect(releases == releases.sorted())
        #expect(Set(EngineChange.allCases.map(\.summary)).count == EngineChange.allCases.count)
    }

    @Test(arguments: EngineVersion.all)
    func `whose packet filter is head's says so`(engine: EngineVersion) {
        #expect((engine.filterDoubt == nil) == (engine.release.major >= 29))
    }

    @Test func `the page says what the table says`() throws {
        let page = try #require(Self.text(of: "docs/engine-versions.md"))
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(rows == EngineChange.allCases.map(\.pageRow))
    }

    private static func text(of path: String) -> String? {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        guard let file = fopen("\(root)/\(path)", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

extension EngineChange {
    /// A line of the page's table.
    fileprivate var pageRow: String {
        let source = pullRequest.map { " (moby #\($0))" } ?? ""
        let doubt = isModelled ? "" : " *(not modelled yet)*"
        return "| `\(rawValue)` | \(since) | \(summary)\(source)\(doubt) |"
    }
}
