/// Words as a POSIX shell reads them.
package enum ShellWord {
    /// A word that the shell gives to the program as it stands: plain where nothing in it means anything, else between
    /// single quotes (POSIX.1-2024, Shell Command Language 2.2.2).
    package static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(isPlain), word.utf8.first != UInt8(ascii: "~") { return word }
        var out = "'"
        for scalar in word.unicodeScalars {
            // A single quote ends the quoting, stands for itself behind a backslash, and quoting goes on.
            if scalar == "'" { out += "'\\''" } else { out.unicodeScalars.append(scalar) }
        }
        return out + "'"
    }

    package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    /// A text as a comment: whatever would end the line does not.
    package static func comment(_ text: String) -> String {
        "# "
            + String(
                String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 })
            )
    }

    /// Splits a line into words as a POSIX shell does, without expanding anything; nil where a quotation mark is not
    /// closed.
    package static func split(_ line: some StringProtocol) -> [String]? {
        var words: [String] = []
        // Grown in place: a line may be one word of megabytes.
        var word = ""
        var isWord = false
        var quote: Character?
        var rest = Substring(line)
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("'", "'"?), ("\"", "\""?): quote = nil
            case ("\\", nil), ("\\", "\""?):
                guard let next = rest.popFirst() else { return nil }
                // Inside double quotes a backslash stands for itself before most characters.
                let isEscape = quote == nil || ["\"", "\\", "$", "`"].contains(next)
                if !isEscape { word.append("\\") }
                word.append(next)
                isWord = true
            case (_, _?):
                word.append(character)
                isWord = true
            case ("'", nil), ("\"", nil):
                quote = character
                isWord = true
            case ("#", nil) where !isWord: return words
            case (_, nil) where character.isWhitespace:
                if isWord { words.append(word) }
                (word, isWord) = ("", false)
            case (_, nil):
                word.append(character)
                isWord = true
            }
        }
        if quote != nil { return nil }
        if isWord { words.append(word) }
        return words
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "-_./:=,@%+".utf8.contains(byte)
        }
    }
}
