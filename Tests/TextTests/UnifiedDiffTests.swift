import Testing

@testable import Text

@Suite("Unified differences")
struct UnifiedDiffTests {
    static let cases: [(old: String, new: String, patch: String)] = [
        ("a\n", "a\n", ""),
        ("a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"),
        ("a\nb\n", "b\n", "@@ -1,2 +1 @@\n-a\n b\n"),
        ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        ("a\nb", "a\nc", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"),
        ("a\r\nb\r\n", "a\r\n", "@@ -1,2 +1 @@\n a\r\n-b\r\n"),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
        ),
        (
            "x\n1\n2\n3\n4\n5\n6\n7\ny\n", "1\n2\n3\n4\n5\n6\n7\nz\n",
            "@@ -1,4 +1,3 @@\n-x\n 1\n 2\n 3\n@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-y\n+z\n"
        ),
        (
            "x\n1\n2\n3\n4\n5\n6\ny\n", "1\n2\n3\n4\n5\n6\nz\n",
            "@@ -1,8 +1,7 @@\n-x\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n+z\n"
        ),
    ]

    @Test(arguments: cases)
    func `are written as diff writes them`(_ old: String, _ new: String, _ patch: String) {
        let text = UnifiedDiff.of(Array(old.utf8), Array(new.utf8), path: "f")
        #expect(text == (patch.isEmpty ? "" : "--- a/f\n+++ b/f\n\(patch)"))
    }

    @Test(arguments: [
        ("a b", "--- a/a b\t\n+++ b/a b\t\n"), ("ü", "--- a/ü\n+++ b/ü\n"),
        ("q\"\n", "--- \"a/q\\\"\\012\"\n+++ \"b/q\\\"\\012\"\n"),
    ])
    func `name files so that patch takes them`(_ path: String, _ head: String) {
        #expect(UnifiedDiff.of([1], [], path: path).hasPrefix(head))
    }
}
