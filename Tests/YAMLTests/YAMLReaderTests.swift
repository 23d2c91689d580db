import Testing

@testable import YAML

struct YAMLReaderTests {
    private func read(_ text: String, limits: YAMLReader.Limits = .init()) throws(SourceError) -> [YAMLNode] {
        var table = SourceTable()
        let file = table.add(path: "compose.yaml", bytes: Array(text.utf8))
        return try YAMLReader.read(file: file, in: table, limits: limits)
    }

    @Test func `Every node knows its line, column and length`() throws {
        let root = try #require(try read("a: 1\nbrother:\n  - x\n  - \"yé\"\n").first)
        #expect(root.entry("a")?.keyPlace == SourcePlace(file: 0, line: 1, column: 1))
        #expect(root["a"]?.place == SourcePlace(file: 0, line: 1, column: 4))
        #expect(root.entry("brother")?.keyPlace == SourcePlace(file: 0, line: 2, column: 1, length: 7))
        #expect(root["brother"]?.sequence?[1].place == SourcePlace(file: 0, line: 4, column: 5, length: 4))
        #expect(root["brother"]?.sequence?[1].string == "yé")
    }

    @Test(
        arguments: [
            ("x: 12", "a number", 12, nil), ("x: '12'", "a string", 12, nil), ("x: 0x10", "a number", 16, nil),
            ("x: true", "a boolean", nil, true), ("x: 'no'", "a string", nil, false), ("x:", "null", nil, nil),
            ("x: ~", "null", nil, nil), ("x: '~'", "a string", nil, nil), ("x: [1]", "a list", nil, nil),
            ("x: {a: 1}", "a mapping", nil, nil), ("x: 99999999999999999999", "a number", nil, nil),
        ] as [(String, String, Int?, Bool?)]
    )
    func `A scalar is read as what is asked of it`(text: String, kind: String, int: Int?, bool: Bool?) throws {
        let node = try #require(try read(text).first?["x"])
        #expect(node.kind == kind)
        #expect(node.int == int)
        if let bool { #expect(node.bool == bool) }
    }

    @Test func `Merge keys give way to a mapping's own, and the first of several wins`() throws {
        let root = try #require(
            try read("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 9}\n").first
        )
        #expect(root["c"]?.mapping?.map { "\($0.key)=\($0.value.string ?? "")" } == ["x=9", "y=1", "z=2"])
    }

    @Test func `Tags are kept`() throws {
        let root = try #require(try read("ports: !override [\"80\"]\nimage: !reset null\n").first)
        #expect(root["ports"]?.tag == "!override")
        #expect(root["image"]?.tag == "!reset")
    }

    @Test func `Several documents are several trees`() throws {
        #expect(try read("a: 1\n---\nb: 2\n").count == 2)
        #expect(try read("").isEmpty)
    }

    @Test(
        arguments: [
            ("a: b: c", "1:5: not valid YAML: mapping values are not allowed in this context"),
            ("a:\n\t- b", "2:1: not valid YAML: found character that cannot start any token"),
            ("a: [1", "2:1: not valid YAML: did not find expected ',' or ']'"),
            ("a: *b", "1:4: no anchor &b stands before this alias"),
            ("a: 1\nb: 2\na: 3", "3:1: the key \"a\" is already defined in this mapping"),
            ("{a: 1}: 2", "1:1: a key must be a text, not a list or a mapping"),
            ("a: {<<: 1}", "1:9: << takes a mapping or a list of mappings, not a number"),
            ("a: \u{1}", "1:4: not YAML text: control characters are not allowed"),
            (String(repeating: "[", count: 200), "1:101: collections are nested more than 100 deep"),
        ]
    )
    func `What is no YAML is refused with its place`(text: String, expected: String) {
        #expect {
            try read(text)
        } throws: { error in
            guard let error = error as? SourceError, let place = error.place else { return false }
            let shown = "\(place.line):\(place.column): \(error.message)"
            if shown != expected { Issue.record("\(shown)") }
            return shown == expected
        }
    }

    @Test func `Aliases that multiply are refused before they are expanded`() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let previous = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(previous)]\n"
        }
        #expect {
            try read(bomb)
        } throws: { error in
            (error as? SourceError)?.message == "the file's aliases expand to more than 2000000 values"
        }
    }

    @Test func `A file that is too large is refused`() {
        var limits = YAMLReader.Limits()
        limits.bytes = 10
        #expect(throws: SourceError.self) { try read(String(repeating: " ", count: 11), limits: limits) }
    }
}
