internal import Testing
internal import Text

@Suite struct GoTextTests {
    /// What Go 1.24's `strconv.Quote` prints.
    @Test(arguments: [
        ("", #""""#), ("a", #""a""#), ("\"", #""\"""#), ("\\", #""\\""#), ("\n\t\r", #""\n\t\r""#),
        ("\u{7}\u{8}\u{b}\u{c}", #""\a\b\v\f""#), ("\0\u{1b}\u{7f}", #""\x00\x1b\x7f""#), ("é", #""é""#),
        ("\u{a0}", #""\u00a0""#), ("\u{200b}", #""\u200b""#), ("\u{feff}", #""\ufeff""#), ("\u{e000}", #""\ue000""#),
        ("\u{1f600}", "\"\u{1f600}\""), ("\u{e0001}", #""\U000e0001""#),
    ])
    func `texts are quoted as by strconv`(text: String, quoted: String) {
        #expect(GoQuote.quote(text) == quoted)
        #expect(GoQuote.unquote(quoted) == text)
    }

    @Test(arguments: [
        ("0", 0), ("-5", -5), ("+7", 7), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
    ])
    func `decimal numbers are read as by Atoi`(text: String, value: Int) throws {
        #expect(try GoNumber.integer(text) == value)
    }

    @Test(arguments: [
        ("", "invalid syntax"), ("+-1", "invalid syntax"), ("1x", "invalid syntax"), ("0x1", "invalid syntax"),
        ("9223372036854775808", "value out of range"), ("-9223372036854775809", "value out of range"),
    ])
    func `Atoi says why it reads no number`(text: String, reason: String) {
        let error = #expect(throws: GoNumberError.self) { try GoNumber.integer(text) }
        #expect(error?.description == "strconv.Atoi: parsing \"\(text)\": \(reason)")
    }

    @Test(
        arguments: [("mybridg", "mybridge"), ("mybirdge", "mybridge"), ("MYBRIDGE", "mybridge"), ("x", nil)]
            as [(String, String?)]
    )
    func `a mistyped name finds the near one`(wanted: String, near: String?) {
        #expect(NearName.nearest(to: wanted, among: ["mybridge", "host", "none"]) == near)
    }
}
