/// A command's text as words: Compose splits what is no list as a shell would (`mattn/go-shellwords`), and takes no more
/// than one command of it.
enum CommandLine {
    enum Fault: Error, Hashable {
        /// Quotes or parentheses that are not closed, or stand where none may.
        case invalid

        var text: String { "invalid command line string" }
    }

    /// The words up to the first `;`, `&`, `|`, `<` or `>` outside quotes: what follows is dropped, as Compose drops it.
    static func words(of text: String) throws(Fault) -> [String] {
        var words: [String] = []
        var word = ""
        var isOpen = false
        var isEscaped = false
        var quote: Unicode.Scalar?
        var isInBackticks = false
        var isInParentheses = false
        scan: for character in text.unicodeScalars {
            if isEscaped {
                word.unicodeScalars.append(character)
                isEscaped = false
                isOpen = true
                continue
            }
            if character == "\\" {
                if quote == "'" { word.unicodeScalars.append(character) } else { isEscaped = true }
                continue
            }
            if [" ", "\t", "\r", "\n"].contains(character) {
                if quote != nil || isInBackticks || isInParentheses {
                    word.unicodeScalars.append(character)
                } else if isOpen {
                    words.append(word)
                    word = ""
                    isOpen = false
                }
                continue
            }
            switch character {
            case "`" where quote == nil && !isInParentheses: isInBackticks.toggle()
            case ")" where quote == nil && !isInBackticks: isInParentheses.toggle()
            case "(" where quote == nil && !isInBackticks:
                guard !isInParentheses, word.hasSuffix("$") else { throw .invalid }
                isInParentheses = true
            case "\"" where quote != "'" && !isInParentheses, "'" where quote != "\"" && !isInParentheses:
                if quote != nil { isOpen = true }
                quote = quote == nil ? character : nil
                continue
            case ";" where quote == nil && !isInBackticks && !isInParentheses,
                "&" where quote == nil && !isInBackticks && !isInParentheses,
                "|" where quote == nil && !isInBackticks && !isInParentheses,
                "<" where quote == nil && !isInBackticks && !isInParentheses:
                break scan
            case ">" where quote == nil && !isInBackticks && !isInParentheses:
                // The number of what is redirected is no word.
                if let first = word.unicodeScalars.first, ("0"..."9").contains(first) { isOpen = false }
                break scan
            default: break
            }
            isOpen = true
            word.unicodeScalars.append(character)
        }
        if isOpen { words.append(word) }
        guard !isEscaped, quote == nil, !isInBackticks, !isInParentheses else { throw .invalid }
        return words
    }
}
