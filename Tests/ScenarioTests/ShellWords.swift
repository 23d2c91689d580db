/// Splits a line of a scenario into words as a POSIX shell does: blanks, single and double quotes, backslashes.
enum ShellWords {
    static func split(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = line.makeIterator()
        while let character = characters.next() {
            if let open = quote {
                if character == open {
                    quote = nil
                } else if character == "\\", open == "\"", let next = characters.next() {
                    word = (word ?? "") + (next == "\"" || next == "\\" ? "\(next)" : "\\\(next)")
                } else {
                    word = (word ?? "") + "\(character)"
                }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == "\\", let next = characters.next() {
                word = (word ?? "") + "\(next)"
            } else if character == " " || character == "\t" {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + "\(character)"
            }
        }
        if let finished = word { words.append(finished) }
        return words
    }
}
