import Rendering
import Testing

@Suite
struct JSONWriterTests {
    @Test(
        arguments: [
            (JSONValue.null, "null"),
            (true, "true"),
            (false, "false"),
            (0, "0"),
            (-7, "-7"),
            (.int(.max), "9223372036854775807"),
            (.int(.min), "-9223372036854775808"),
            ("", "\"\""),
            ([], "[]"),
            ([:], "{}"),
            ([1, [2, []], [:]], "[1,[2,[]],{}]"),
            (["a": 1, "b": ["c": nil]], "{\"a\":1,\"b\":{\"c\":null}}"),
        ] as [(JSONValue, String)]
    )
    func `compact text`(value: JSONValue, expected: String) {
        #expect(value.json() == expected)
    }

    /// What Go 1.24's `json.Marshal` gives for these numbers.
    @Test(
        arguments: [
            (0.0, "0"), (-0.0, "-0"), (1.0, "1"), (1.5, "1.5"), (100_000_000, "100000000"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.25e22, "1.25e+22"), (0.000001, "0.000001"), (9.9e-7, "9.9e-7"), (1e-7, "1e-7"),
            (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
            (-123.456, "-123.456"),
            (0.1, "0.1"), (1.0 / 3.0, "0.3333333333333333"), (9_007_199_254_740_992, "9007199254740992"),
            (.infinity, "null"), (.nan, "null"),
        ] as [(Double, String)]
    )
    func `numbers with fraction`(value: Double, expected: String) {
        #expect(JSONValue.double(value).json() == expected)
    }

    @Test(arguments: [
        ("a\"b\\c/d", #""a\"b\\c/d""#),
        (
            "\u{00}\u{01}\u{08}\u{09}\u{0A}\u{0B}\u{0C}\u{0D}\u{1F}\u{7F}",
            "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\u{7F}\""
        ),
        ("x\u{2028}y\u{2029}z", #""x\u2028y\u2029z""#),
        ("\u{2027}\u{202A}\u{E000}€é😀", "\"\u{2027}\u{202A}\u{E000}€é😀\""),
        ("<a href=\"b\">&", #""<a href=\"b\">&""#),
    ])
    func `strings are escaped as Go escapes them`(value: String, expected: String) {
        #expect(JSONValue.string(value).json() == expected)
    }

    @Test func `html is escaped on demand`() {
        let value: JSONValue = ["<k>": "a && b"]
        #expect(value.json(.marshal) == #"{"\u003ck\u003e":"a \u0026\u0026 b"}"#)
    }

    /// Go 1.24: `json.MarshalIndent(value, "", "    ")`.
    @Test func `indented as MarshalIndent`() {
        let value: JSONValue = [
            ["Name": "bridge", "Options": [:], "Config": [["Subnet": "172.17.0.0/16"]], "Peers": [], "Nothing": nil]
        ]
        let expected = """
            [
                {
                    "Name": "bridge",
                    "Options": {},
                    "Config": [
                        {
                            "Subnet": "172.17.0.0/16"
                        }
                    ],
                    "Peers": [],
                    "Nothing": null
                }
            ]
            """
        #expect(value.json(.indented) == expected)
    }

    @Test func `a writer can be flushed between members`() {
        var writer = JSONWriter(style: .compact)
        var flushed: [UInt8] = []
        writer.beginArray()
        for number in 0..<3 {
            writer.beginObject()
            writer.key("n")
            writer.int(Int64(number))
            writer.endObject()
            flushed += writer.bytes
            writer.bytes.removeAll(keepingCapacity: true)
        }
        writer.endArray()
        flushed += writer.bytes
        #expect(String(decoding: flushed, as: UTF8.self) == #"[{"n":0},{"n":1},{"n":2}]"#)
    }

    @Test func `text is appended to what is there`() {
        var bytes = Array("log: ".utf8)
        JSONValue.array([1, 2]).writeJSON(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "log: [1,2]")
    }
}
