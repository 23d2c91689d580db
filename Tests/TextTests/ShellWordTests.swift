internal import Testing
internal import Text

@Suite struct ShellWordTests {
    @Test(
        arguments: [
            ("a b", ["a", "b"]), ("  a   b ", ["a", "b"]), ("'a b' \"c d\"", ["a b", "c d"]), ("a\\ b", ["a b"]),
            ("'a\\b' \"a\\b\" \"a\\\"b\"", ["a\\b", "a\\b", "a\"b"]), ("a# #b", ["a#"]), ("''", [""]), ("", []),
            ("'a", nil), ("\"a", nil), ("a\\", nil),
        ] as [(String, [String]?)]
    )
    func `lines are split as by a shell`(text: String, words: [String]?) {
        #expect(ShellWord.split(text) == words)
    }

    @Test(arguments: ["a", "", "a b", "it's", "~", "~root", "$HOME", "a\nb", "\u{200B}", "#", "*", "\\", "é"])
    func `a quoted word is read as it was`(word: String) {
        #expect(ShellWord.split("x " + ShellWord.quoted(word)) == ["x", word])
    }
}
