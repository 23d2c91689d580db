import Testing

@testable import Engine

/// What a terminal shows, and what a line becomes.
@Suite struct LineEditorTests {
    struct Row: CustomTestStringConvertible {
        let typed: String
        let outcome: LineEditor.Outcome
        let shown: String
        var testDescription: String { typed.debugDescription }
    }

    static let rows = [
        Row(typed: "ls\r", outcome: .line("ls\n"), shown: "ls\n"),
        Row(typed: "ls\n", outcome: .line("ls\n"), shown: "ls\n"),
        Row(typed: "lx\u{7f}s\r", outcome: .line("ls\n"), shown: "lx\u{8} \u{8}s\n"),
        Row(typed: "\u{7f}a\r", outcome: .line("a\n"), shown: "a\n"),
        Row(typed: "b\u{1}a\u{5}c\r", outcome: .line("abc\n"), shown: "b\u{8}ab\u{8}bc\n"),
        Row(typed: "ac\u{1b}[Db\r", outcome: .line("abc\n"), shown: "ac\u{8}bc\u{8}\n"),
        Row(typed: "abc\u{15}d\r", outcome: .line("d\n"), shown: "abc\u{8}\u{8}\u{8}   \u{8}\u{8}\u{8}d\n"),
        Row(typed: "a bc\u{17}d\r", outcome: .line("a d\n"), shown: "a bc\u{8}\u{8}\u{8}\u{8}a   \u{8}\u{8}d\n"),
        Row(typed: "ab\u{3}", outcome: .interrupted, shown: "ab^C\n"),
        Row(typed: "\u{4}", outcome: .end, shown: ""),
        Row(typed: "a\u{4}\r", outcome: .line("a\n"), shown: "a\n"),
        Row(typed: "é→\u{7f}\r", outcome: .line("é\n"), shown: "é→\u{8} \u{8}\n"),
        Row(
            typed: "\u{1b}[A\u{1b}[A\r",
            outcome: .line("first\n"),
            shown: "second\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}first \u{8}\n"
        ),
        Row(
            typed: "x\u{1b}[A\u{1b}[B\r",
            outcome: .line("x\n"),
            shown: "x\u{8}second\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}x     \u{8}\u{8}\u{8}\u{8}\u{8}\n"
        ),
        Row(typed: "\u{1b}[3", outcome: .goesOn, shown: ""),
    ]

    @Test(arguments: rows) func edits(_ row: Row) {
        var editor = LineEditor(prompt: "$ ", history: ["first", "second"])
        var shown = ""
        var outcome = LineEditor.Outcome.goesOn
        for octet in row.typed.utf8 where outcome == .goesOn { outcome = editor.take(octet) { shown += $0 } }
        #expect(outcome == row.outcome)
        #expect(shown == row.shown)
    }
}
