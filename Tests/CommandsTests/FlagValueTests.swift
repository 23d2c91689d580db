import DockerValues
import Testing

@testable import Commands

/// Numbers and lists as Go reads them.
struct FlagValueTests {
    @Test(arguments: [
        ("0", 0), ("42", 42), ("-7", -7), ("+7", 7), ("0x10", 16), ("0X1f", 31), ("0b101", 5), ("0o17", 15),
        ("017", 15), ("1_000", 1000), ("0x_ff", 255), ("-9223372036854775808", Int64.min),
        ("9223372036854775807", Int64.max),
    ])
    func `whole numbers may have a base and underscores`(text: String, value: Int64) throws {
        #expect(try FlagNumber.int64(text) == value)
    }

    @Test(arguments: [
        ("", "invalid syntax"), ("x", "invalid syntax"), ("1.5", "invalid syntax"), ("0x", "invalid syntax"),
        ("08", "invalid syntax"), ("_1", "invalid syntax"), ("1_", "invalid syntax"), ("1__0", "invalid syntax"),
        ("--1", "invalid syntax"), (" 1", "invalid syntax"), ("9223372036854775808", "value out of range"),
        ("-9223372036854775809", "value out of range"), ("99999999999999999999", "value out of range"),
    ])
    func `other texts are refused as by strconv`(text: String, reason: String) {
        let error = #expect(throws: FlagValueError.self) { try FlagNumber.int64(text) }
        #expect(error?.reason == "strconv.ParseInt: parsing \"\(text)\": \(reason)")
    }

    @Test(
        arguments: [("0", nil), ("65535", nil), ("65536", "value out of range"), ("-1", "invalid syntax")]
            as [(String, String?)]
    )
    func `unsigned numbers keep to their size`(text: String, reason: String?) {
        let expected = reason.map { FlagValueError("strconv.ParseUint: parsing \"\(text)\": \($0)") }
        var found: FlagValueError?
        do { _ = try FlagNumber.unsigned(text, bits: 16) } catch { found = error }
        #expect(found == expected)
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a,b", ["a", "b"]), ("a,,b", ["a", "", "b"]), (",", ["", ""]),
        ("\"a,b\",c", ["a,b", "c"]), ("\"a\"\"b\"", ["a\"b"]), ("a b", ["a b"]), ("a\nb", ["a"]), ("\n\na", ["a"]),
        ("\"a\nb\"", ["a\nb"]),
    ])
    func `lists are read as comma-separated values`(text: String, fields: [String]) throws {
        #expect(try CommaSeparated.fields(of: text) == fields)
    }

    @Test(arguments: [
        ("a\"b", "parse error on line 1, column 2: bare \" in non-quoted-field"),
        ("x,a\"", "parse error on line 1, column 4: bare \" in non-quoted-field"),
        ("\"a", "parse error on line 1, column 3: extraneous or missing \" in quoted-field"),
        ("\"a\"b", "parse error on line 1, column 3: extraneous or missing \" in quoted-field"),
    ])
    func `stray quotation marks are refused as by Go's encoding/csv`(text: String, reason: String) {
        let error = #expect(throws: FlagValueError.self) { try CommaSeparated.fields(of: text) }
        #expect(error?.reason == reason)
    }

    @Test(
        arguments: [
            ("512", nil), ("1k", nil), ("1kb", nil), ("1KiB", nil), ("1.5g", nil), (".5g", nil), ("5.", nil),
            ("1 k", nil),
            ("1b", nil), ("", "invalid size: ''"), ("foo", "invalid size: 'foo'"), ("-1", "invalid size: '-1'"),
            ("1x", "invalid suffix: 'x'"), ("1e", "invalid suffix: 'e'"), ("1eb", "invalid suffix: 'eb'"),
            ("1  k", "strconv.ParseFloat: parsing \"1 \": invalid syntax"), ("1kbit", "invalid suffix: 'kbit'"),
        ] as [(String, String?)]
    )
    func `sizes are checked as by go-units`(text: String, reason: String?) {
        var found: String?
        do { try ByteSize.check(text) } catch { found = error.reason }
        #expect(found == reason)
    }

    @Test(
        arguments: [
            ("0", nil), ("5s", nil), ("1m30s", nil), ("1.5h", nil), ("-2ms", nil), ("", "time: invalid duration \"\""),
            ("foo", "time: invalid duration \"foo\""), ("5", "time: missing unit in duration \"5\""),
            ("5x", "time: unknown unit \"x\" in duration \"5x\""),
            ("1.2.3s", "time: missing unit in duration \"1.2.3s\""), (".s", "time: invalid duration \".s\""),
        ] as [(String, String?)]
    )
    func `lengths of time are checked as by Go`(text: String, reason: String?) {
        var found: String?
        do { try DurationText.check(text) } catch { found = error.reason }
        #expect(found == reason)
    }
}
