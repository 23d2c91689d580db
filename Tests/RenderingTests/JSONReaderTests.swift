import Rendering
import TestSupport
import Testing

@Suite
struct JSONReaderTests {
    @Test(
        arguments: [
            ("null", JSONValue.null), (" true ", true), ("\tfalse\r\n", false), ("0", 0), ("-0", .double(-0.0)),
            ("42", 42),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            // What 64 bits cannot hold is the nearest floating point number, as the writer spells such numbers.
            ("18446744073709551615", .unsigned(.max)), ("18446744073709551616", 18446744073709551616.0),
            ("-9223372036854775809", -9223372036854775808.0), ("666666000000000100000", 6.666660000000001e20),
            ("0.5", 0.5), ("1e3", 1000.0), ("1E+3", 1000.0), ("-1.25e-2", -0.0125), ("1.0", 1.0), ("1e-999", 0.0),
            ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0C}\n\r\t"), (#""\u00e9\u20AC\ud83d\uDE00""#, "é€😀"),
            ("\"é€😀\u{7F}\"", "é€😀\u{7F}"), (#""a\u0000b""#, "a\u{0}b"),
            ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1, [2],{}]", [1, [2], [:]]),
            (#"{"a" : 1 , "b":{"a":[true,null]}}"#, ["a": 1, "b": ["a": [true, nil]]]),
            // Canonically equivalent keys are different keys.
            ("{\"\u{E9}\":1,\"e\u{301}\":2}", .object(JSONObject([("\u{E9}", 1), ("e\u{301}", 2)]))),
        ] as [(String, JSONValue)]
    )
    func `reads`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
    }

    @Test(
        arguments: [
            ("", "line 1, column 1: expected a value, found the end of the text"),
            ("  \n ", "line 2, column 2: expected a value, found the end of the text"),
            ("nul", #"line 1, column 1: expected a value, found "n""#),
            ("True", #"line 1, column 1: expected a value, found "T""#),
            ("truefalse", #"line 1, column 5: expected the end of the text, found "f""#),
            ("1 2", #"line 1, column 3: expected the end of the text, found "2""#),
            ("[1,]", #"line 1, column 4: expected a value, found "]""#),
            ("[1 2]", #"line 1, column 4: expected "," or "]" after an element, found "2""#),
            ("[", #"line 1, column 2: expected a value or "]", found the end of the text"#),
            ("[,]", #"line 1, column 2: expected a value or "]", found ",""#),
            ("{,}", #"line 1, column 2: expected a key or "}", found ",""#),
            ("{\"a\":1,}", #"line 1, column 8: expected a key, found "}""#),
            ("{\"a\" 1}", #"line 1, column 6: expected ":" after a key, found "1""#),
            ("{\"a\":}", #"line 1, column 6: expected a value, found "}""#),
            ("{\"a\":1 \"b\":2}", #"line 1, column 8: expected "," or "}" after a member, found "\"""#),
            ("{a:1}", #"line 1, column 2: expected a key or "}", found "a""#),
            ("{'a':1}", #"line 1, column 2: expected a key or "}", found "'""#),
            ("{\n \"a\": 1,\n \"a\": 2}", #"line 3, column 2: key "a" is given twice"#),
            ("// x", #"line 1, column 1: expected a value, found "/""#),
            ("\u{FEFF}1", "line 1, column 1: expected a value, found \"\u{FEFF}\""),
            ("01", #"line 1, column 2: expected no digit after a leading 0, found "1""#),
            ("-", "line 1, column 2: expected a digit, found the end of the text"),
            ("+1", #"line 1, column 1: expected a value, found "+""#),
            (".5", #"line 1, column 1: expected a value, found ".""#),
            ("1.", "line 1, column 3: expected a digit, found the end of the text"),
            ("1.e3", #"line 1, column 3: expected a digit, found "e""#),
            ("1e", "line 1, column 3: expected a digit, found the end of the text"),
            ("1e+", "line 1, column 4: expected a digit, found the end of the text"),
            ("0x10", #"line 1, column 2: expected the end of the text, found "x""#),
            ("NaN", #"line 1, column 1: expected a value, found "N""#),
            ("[1e999]", "line 1, column 2: number 1e999 is out of range"),
            (
                "1" + String(repeating: "0", count: 400),
                "line 1, column 1: number 1" + String(repeating: "0", count: 39) + "… is out of range"
            ),
            ("\"abc", #"line 1, column 5: expected "\"" at the end of a string, found the end of the text"#),
            ("\"é\n\"", "line 1, column 3: control character 0x0a must be escaped in a string"),
            ("\"a\\nb\u{01}\"", "line 1, column 6: control character 0x01 must be escaped in a string"),
            (#""\x""#, #"line 1, column 2: \x is no escape of JSON"#),
            (#""\é""#, #"line 1, column 2: \é is no escape of JSON"#),
            ("\"\\", "line 1, column 3: expected an escape, found the end of the text"),
            (#""\u12G4""#, #"line 1, column 6: expected four hexadecimal digits after \u, found "G""#),
            (#""\u12"#, #"line 1, column 6: expected four hexadecimal digits after \u, found the end of the text"#),
            (#""\ud800""#, #"line 1, column 2: \ud800 is half of a surrogate pair"#),
            (#""\ud800\u0041""#, #"line 1, column 2: \ud800 is half of a surrogate pair"#),
            (#""a\udc00\ud800""#, #"line 1, column 3: \udc00 is half of a surrogate pair"#),
        ] as [(String, String)]
    )
    func `refuses`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], "line 1, column 2: invalid UTF-8"),
            ([0x22, 0x61, 0xC0, 0x80, 0x22], "line 1, column 3: invalid UTF-8"),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], "line 1, column 2: invalid UTF-8"),
            ([0x22, 0xE2, 0x82, 0x22], "line 1, column 2: invalid UTF-8"),
            ([0x22, 0x5C, 0x6E, 0x80, 0x22], "line 1, column 4: invalid UTF-8"),
            ([0x80], "line 1, column 1: invalid UTF-8"),
            ([0x5B, 0x31, 0xF8], "line 1, column 3: invalid UTF-8"),
        ] as [([UInt8], String)]
    )
    func `bad encoding is an error`(bytes: [UInt8], message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.description == message)
    }

    @Test func `nesting is limited`() throws {
        let deepest = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        _ = try JSONValue(parsing: deepest)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + deepest + "]") }
        #expect(error?.description == "line 1, column 257: nested deeper than 256 levels")
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test func `an object of 100,000 keys is read and found again in order`() throws {
        let keys = (0..<100_000).map { "key\($0)" }
        var written = JSONObject(minimumCapacity: keys.count)
        for (index, key) in keys.enumerated() { written[key] = .int(Int64(index)) }
        let read = try #require(try JSONValue(parsing: JSONValue.object(written).json()).objectValue)
        #expect(read.memberNames == keys)
        #expect(read["key99999"] == 99_999)
        #expect(read["absent"] == nil)
        #expect(read == written)
    }

    @Test(
        arguments: [
            ("{\"a\": \"", "b\\n", "\"}"), ("[", "[1], ", "0]"), ("[", "12345, ", "0]"), ("[\"", "é", "\"]"),
            ("[0", " ", "]"),
        ]
    )
    func `what a text costs grows no faster than the text`(start: String, part: String, end: String) throws {
        let growth = try Growth.ofEightfold(10_000) { count in
            _ = try JSONValue(parsing: start + String(repeating: part, count: count) + end)
        }
        #expect(growth < Growth.bound)
    }
}
