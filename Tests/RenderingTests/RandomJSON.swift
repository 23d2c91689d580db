import Rendering

/// Values to write and read back.
enum RandomJSON {
    /// Texts that some format takes for something else, or that need escapes.
    static let awkwardTexts = [
        "", " ", "a", "yes", "No", "null", "~", "=", "<<", "1", "-1", "0x1F", "0o17", "017", "1.5", "1e3", ".5", "1.",
        "1_0",
        "1:30", "12:34:56", "8080:80", "2026-08-01", "2026-08-01 10:00:00", "172.17.0.2", "172.17.0.0/16", "fd00::1",
        "::",
        "02:42:ac:11:00:02", "a: b", "a:", "a #b", "#", "- a", "-", "---", "...", "?", "? a", ":", "&a", "*a", "!a",
        "|", ">",
        "%", "@", "`", "'", "\"", "\\", "[", "{", ",", "]", "}", "a\nb", "\n", "\t", "\r\n", "\u{0}", "\u{1B}[0m",
        "\u{7F}",
        "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{FFFD}", "é", "e\u{301}", "日本", "😀", "\u{E0001}", "<a>&",
        "{{.Name}}",
        "0.0.0.0:80->80/tcp", "true", "OFF", ".inf", ".NaN", "+", "+1", "a ", " a", "0b1", "123e4567", "1__0", "0_",
        "_1",
    ]

    static func value(depth: Int, using random: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .int(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random))
        case 3: return .double(double(using: &random))
        case 4, 5: return .string(text(using: &random))
        case 6:
            let count = Int.random(in: 0..<5, using: &random)
            return .array((0..<count).map { _ in value(depth: depth - 1, using: &random) })
        default:
            var members = JSONObject()
            for _ in 0..<Int.random(in: 0..<6, using: &random) {
                members[text(using: &random)] = value(depth: depth - 1, using: &random)
            }
            return .object(members)
        }
    }

    static func text(using random: inout SplitMix64) -> String {
        guard Bool.random(using: &random) else { return awkwardTexts.randomElement(using: &random) ?? "" }
        let alphabet = Array("abc019 :-#.,'\"\\/{}[]&*!|>%@\n\té日😀\u{301}\u{7F}".unicodeScalars)
        let count = Int.random(in: 0..<12, using: &random)
        return String(String.UnicodeScalarView((0..<count).map { _ in alphabet.randomElement(using: &random) ?? "x" }))
    }

    /// A finite number with a fraction, so that it does not read back as an integer.
    private static func double(using random: inout SplitMix64) -> Double {
        let exponent = Double.random(in: -15...15, using: &random).rounded()
        var value = Double.random(in: -1...1, using: &random)
        for _ in 0..<Int(exponent.magnitude) { value = exponent < 0 ? value / 10 : value * 10 }
        return value == value.rounded() ? value + 0.5 : value
    }
}
