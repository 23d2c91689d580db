import TestSupport
import Testing

@testable import DockerViews

@Suite struct `Patterns of name filters` {
    @Test(
        arguments: [
            ("web", "my-web-1", true), ("web", "wb", false), ("", "", true), ("", "web", true), ("^web", "web-1", true),
            ("^web", "a-web", false), ("web$", "a-web", true), ("web$", "web-1", false), ("^$", "", true),
            ("^$", "a", false),
            ("a|b", "xbx", true), ("^(a|bc)+$", "abcbca", true), ("^(a|bc)+$", "abb", false), ("a||b", "zzz", true),
            ("w.b", "w\u{e9}b", true), ("w.b", "w\nb", false), ("^a*$", "aaaa", true), ("^a+$", "", false),
            ("^ab?c$", "ac", true), ("^ab?c$", "abbc", false), ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false),
            ("^a{2,}$", "aaaa", true), ("^a{2,3}$", "aaaa", false), ("^a{0}$", "", true), ("a{,3}", "a{,3}", true),
            ("^x{1$", "x{1", true), ("^a+?$", "aa", true), ("^a{1,2}?$", "aa", true),
            ("^[a-c]+$", "abc", true), ("^[a-c]+$", "abd", false), ("^[^a-c]+$", "def", true), ("[^a]", "a", false),
            ("^[]a]+$", "]a", true), ("^[a-]+$", "a-", true), ("^[-a]+$", "-a", true), ("^[\\]x]$", "]", true),
            ("^[[:digit:]x]+$", "1x2", true), ("^[\\d_]+$", "1_2", true), ("^[\\D]+$", "ab", true),
            ("^[\\D]+$", "a1", false),
            ("^\\w+$", "a_1", true), ("^\\W$", "-", true), ("\\.", "a.b", true), ("\\.", "ab", false),
            ("^\\S+$", "a b", false),
            ("\\bweb\\b", "a-web-b", true), ("\\bweb\\b", "aweb", false), ("\\Bweb", "aweb", true),
            ("\\Aa\\z", "a", true),
            ("(?i)WEB", "my-web", true), ("(?i)[W]eb", "web", true), ("WEB", "web", false), ("(?:a|b)c", "bc", true),
            ("a\\/b", "a/b", true), ("\\t", "\t", true), ("^/web$", "/web", true), ("()", "x", true),
            ("^(a*)*$", "aaa", true),
        ] as [(String, String, Bool)]
    )
    func `fit or do not`(pattern: String, text: String, fits: Bool) throws {
        #expect(try #require(FilterPattern(pattern)).occurs(in: text) == fits)
    }

    @Test(
        arguments: [
            "[", "[a", "(", ")", "a)", "(a", "*", "+a", "?", "a**", "a+*", "a{2}{3}", "[b-a]", "[z-\\d]", "\\", "\\q",
            "\\8", "\\pL",
            "(?P<n>a)", "(?s)a", "[[:nope:]]", "a{1001}", "a{3,2}", "^*" + String(repeating: "(", count: 300),
            String(repeating: "(", count: 300) + String(repeating: ")", count: 300), "((a{1000}){1000}){1000}", "a|*",
        ] as [String]
    )
    func `are not readable`(pattern: String) {
        #expect(FilterPattern(pattern) == nil)
    }

    @Test func `hard patterns take no longer than the product of the lengths`() throws {
        let text = String(repeating: "a", count: 2000)
        #expect(try !#require(FilterPattern("^(a+)+$")).occurs(in: text + "b"))
        #expect(try !#require(FilterPattern("(a|a)*(a|a)*b$")).occurs(in: text))
        #expect(try #require(FilterPattern("((((){1000}){1000}){1000})")).occurs(in: ""))
    }

    @Test func `no text stops the reader`() {
        let seed: UInt64 = .random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("ab-^$.|()[]{}*+?\\/dw0,1:é")
        for _ in 0..<3000 {
            let length = Int.random(in: 0..<14, using: &random)
            let pattern = String((0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
            guard let compiled = FilterPattern(pattern) else { continue }
            // A pattern without operators is looked for as it stands.
            if pattern.allSatisfy({ "ab-/dw0,1:é".contains($0) }) {
                #expect(compiled.occurs(in: "x\(pattern)y"), "seed \(seed), pattern \(pattern)")
            } else {
                _ = compiled.occurs(in: "ab-a/0,1")
            }
        }
    }
}
