import Glibc
import Rendering
import Testing

@Suite
struct YAMLWriterTests {
    @Test(
        arguments: [
            (nil, "null\n"), (true, "true\n"), (-5, "-5\n"), (1.5, "1.5\n"), (1.0, "1.0\n"), (1e21, "1.0e+21\n"),
            (1.5e-7, "1.5e-7\n"), (.double(.infinity), ".inf\n"), (.double(-.infinity), "-.inf\n"),
            (.double(.nan), ".nan\n"),
            ("plain", "plain\n"), ([], "[]\n"), ([:], "{}\n"),
            (["a", 1, nil], "- a\n- 1\n- null\n"),
            ([["a", "b"], [], ["c": 1, "d": 2]], "- - a\n  - b\n- []\n- c: 1\n  d: 2\n"),
            (
                ["networks": ["front": ["ipam": ["config": [["subnet": "172.20.0.0/16"]]], "labels": [:], "x": []]]],
                """
                networks:
                  front:
                    ipam:
                      config:
                        - subnet: 172.20.0.0/16
                    labels: {}
                    x: []

                """
            ),
        ] as [(JSONValue, String)]
    )
    func `is laid out as a person would`(value: JSONValue, expected: String) {
        #expect(value.yaml() == expected)
    }

    @Test(arguments: [
        "bridge", "172.17.0.2", "172.17.0.0/16", "fd00::1", "2001:db8::/64", "02:42:ac:11:00:0a", "web-1", "a b c",
        "/var/run", "0123456789ab", "it's", "a#b", "a:b", "0.0.0.0:80->80/tcp", "$HOME", "x > y", "tcp://a?b=c&d", "_",
        "10.0.0.1-10.0.0.9",
    ])
    func `is plain`(text: String) {
        #expect(JSONValue.string(text).yaml() == text + "\n")
    }

    @Test(arguments: [
        "", " a", "a ", "yes", "No", "ON", "off", "y", "N", "true", "False", "null", "NULL", "~", "=", "<<", "-",
        "--- a",
        "...", "1", "-1", "+1", "0", "007", "0x1F", "0o17", "0b11", "1_000", "1.5", "1.", ".5", "1e3", "1E-3",
        "12e4567",
        ".inf", "-.Inf", ".NaN", "8080:80", "1:30", "12:34:56:12:34:56", "190:20:30.15", "2026-08-01",
        "2026-08-01T10:00:00Z", "2026-8-1", "a: b", "a:", "a #b", "#a", "- a", "? a", ": a", "::1", "&a", "*a", "!a",
        "|",
        ">", "%a", "@a", "`a", "'a'", "[a]", "{a}", ", a", "]", "}",
    ])
    func `is quoted`(text: String) {
        #expect(JSONValue.string(text).yaml() == "\"\(text)\"\n")
    }

    @Test(
        arguments: [
            ("a\nb", #""a\nb""#), ("\t", #""\t""#), ("\"\\", #""\"\\""#),
            ("\u{0}\u{1B}\u{7F}", #""\u0000\u001B\u007F""#),
            ("é日😀", "\"é日😀\""), ("\u{A0}\u{FEFF}\u{2028}\u{85}", #""\u00A0\uFEFF\u2028\u0085""#),
            ("\u{E0001}", #""\U000E0001""#),
        ] as [(String, String)]
    )
    func `is escaped`(text: String, expected: String) {
        #expect(JSONValue.string(text).yaml() == expected + "\n")
    }

    // MARK: Read back by another reader

    private static let hasPyYAML = system("python3 -c 'import yaml' >/dev/null 2>&1") == 0

    /// PyYAML reads YAML 1.1, where more words and numbers are no strings than in 1.2.
    @Test(.enabled(if: hasPyYAML, "python3 with PyYAML is not on this machine"))
    func `PyYAML reads back the same`() throws {
        let seed: UInt64 = 0x5EED_0002
        var random = SplitMix64(state: seed)
        var values = (0..<400).map { _ in RandomJSON.value(depth: 4, using: &random) }
        values.append(
            .object([(String(repeating: "k", count: 2000), ["a": 1])].reduce(into: JSONObject()) { $0[$1.0] = $1.1 })
        )
        values.append(.array(RandomJSON.awkwardTexts.map { .string($0) }))

        // One document each; Python turns them back into one JSON text a line.
        let yaml = values.map { "---\n" + $0.yaml() }.joined()
        let script =
            "import sys,json,yaml\n"
            + "for d in yaml.load_all(sys.stdin.buffer, Loader=yaml.SafeLoader): print(json.dumps(d))"
        let output = try #require(filter(yaml, through: ["python3", "-c", script]))
        let lines = output.split(separator: "\n")
        try #require(lines.count == values.count, "seed \(seed)")
        for (value, line) in zip(values, lines) {
            #expect(try JSONValue(parsing: String(line)) == value, "seed \(seed), YAML:\n\(value.yaml())")
        }
    }

    /// Runs a program with a text as its input, and returns its output.
    private func filter(_ input: String, through command: [String]) -> String? {
        var name = Array("/tmp/netsim-yaml-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { return nil }
        defer {
            close(file)
            unlink(name)
        }
        let bytes = Array(input.utf8)
        guard write(file, bytes, bytes.count) == bytes.count else { return nil }
        let words = command.map { "'\($0)'" }.joined(separator: " ")
        let path = name.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        guard let pipe = popen("\(words) < \(path)", "r") else { return nil }
        defer { pclose(pipe) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { output += chunk[..<count] }
        return String(decoding: output, as: UTF8.self)
    }
}
