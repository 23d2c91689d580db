internal import Text

/// Characters to tokens and words.
extension ShellParser {
    private static let signs = [
        "&>>", "<<<", "<<-", "&&", "||", ";;", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "|&", ";", "&", "|", "<", ">",
        "(", ")",
    ].map { Array($0) }

    mutating func readToken() throws(ShellFault) -> Token {
        while index < characters.count {
            switch characters[index] {
            case " ", "\t", "\r": index += 1
            case "\\" where index + 1 < characters.count && characters[index + 1] == "\n":
                index += 2
                line += 1
            case "#":
                while index < characters.count, characters[index] != "\n" { index += 1 }
            case "\n":
                index += 1
                line += 1 + takenLines
                takenLines = 0
                return .newline
            default: return try readWordOrSign()
            }
        }
        return .end
    }

    private mutating func readWordOrSign() throws(ShellFault) -> Token {
        if let sign = sign(at: index) {
            index += sign.count
            return .sign(String(sign))
        }
        // A number in front of a redirection belongs to it.
        var end = index
        while end < characters.count, characters[end].isASCII, characters[end].isNumber { end += 1 }
        if end > index, end - index < 4, let sign = sign(at: end), sign[0] == "<" || sign[0] == ">" {
            let text = String(characters[index..<end]) + String(sign)
            index = end + sign.count
            return .sign(text)
        }
        return .word(try readWord { " \t\n\r;&|<>()".contains($0) })
    }

    private func sign(at place: Int) -> [Character]? {
        Self.signs.first { characters[place...].starts(with: $0) }
    }

    // MARK: Words

    /// Reads a word up to a character that ends it.
    private mutating func readWord(until isEnd: (Character) -> Bool) throws(ShellFault) -> ShellWord {
        var word = ShellWord()
        var text = ""
        func flush(isQuoted: Bool = false) {
            if !text.isEmpty { word.pieces.append(.text(text, isQuoted: isQuoted)) }
            text = ""
        }
        while index < characters.count, !isEnd(characters[index]) {
            let character = characters[index]
            index += 1
            switch character {
            case "'":
                flush()
                word.hasQuotes = true
                text = try readUntilQuote()
                flush(isQuoted: true)
            case "\"":
                flush()
                word.hasQuotes = true
                try readDoubleQuoted(&word)
            case "\\":
                guard index < characters.count else {
                    text.append(character)
                    break
                }
                if characters[index] == "\n" {
                    line += 1
                } else {
                    flush()
                    word.hasQuotes = true
                    text.append(characters[index])
                    flush(isQuoted: true)
                }
                index += 1
            case "$", "`":
                flush()
                try readExpansion(character, &word, isQuoted: false)
            default:
                if character == "\n" { line += 1 }
                text.append(character)
            }
        }
        flush()
        return word
    }

    private mutating func readUntilQuote() throws(ShellFault) -> String {
        var text = ""
        let start = line
        while index < characters.count {
            let character = characters[index]
            index += 1
            if character == "'" { return text }
            if character == "\n" { line += 1 }
            text.append(character)
        }
        throw .unterminated(quote: "'", line: start)
    }

    /// Behind a double quote, up to the next.
    private mutating func readDoubleQuoted(_ word: inout ShellWord) throws(ShellFault) {
        let start = line
        guard try readQuoted(&word, until: "\"") else { throw .unterminated(quote: "\"", line: start) }
    }

    /// The whole text as if it stood in double quotes: a here-document's body.
    mutating func wholeAsQuoted() throws(ShellFault) -> ShellWord {
        var word = ShellWord(hasQuotes: true)
        _ = try readQuoted(&word, until: nil)
        return word
    }

    /// - Returns: whether the end was found.
    private mutating func readQuoted(_ word: inout ShellWord, until end: Character?) throws(ShellFault) -> Bool {
        var text = ""
        func flush() {
            if !text.isEmpty { word.pieces.append(.text(text, isQuoted: true)) }
            text = ""
        }
        while index < characters.count {
            let character = characters[index]
            index += 1
            switch character {
            case end:
                flush()
                return true
            case "$", "`":
                flush()
                try readExpansion(character, &word, isQuoted: true)
            case "\\" where index < characters.count && "$`\"\\\n".contains(characters[index]):
                if characters[index] == "\n" { line += 1 } else { text.append(characters[index]) }
                index += 1
            default:
                if character == "\n" { line += 1 }
                text.append(character)
            }
        }
        flush()
        return end == nil
    }

    // MARK: Expansions

    /// What follows a dollar sign or a backquote.
    private mutating func readExpansion(
        _ sign: Character,
        _ word: inout ShellWord,
        isQuoted: Bool
    ) throws(ShellFault) {
        if sign == "`" {
            word.pieces.append(.command(try readBackquoted(), isQuoted: isQuoted))
            return
        }
        guard index < characters.count else {
            word.pieces.append(.text("$", isQuoted: isQuoted))
            return
        }
        switch characters[index] {
        case "(" where index + 1 < characters.count && characters[index + 1] == "(":
            if let expression = try readArithmetic() {
                word.pieces.append(.arithmetic(expression, isQuoted: isQuoted))
                return
            }
            fallthrough
        case "(":
            index += 1
            word.pieces.append(.command(try readSubstitution(), isQuoted: isQuoted))
        case "{":
            index += 1
            word.pieces.append(.parameter(try readBraces(isQuoted: isQuoted), isQuoted: isQuoted))
        default:
            let name = readName()
            word.pieces.append(
                name.isEmpty
                    ? .text("$", isQuoted: isQuoted) : .parameter(ShellParameter(name: name), isQuoted: isQuoted)
            )
        }
    }

    /// A variable's name, a digit, or a sign with a meaning of its own; empty for neither.
    private mutating func readName(takesDigits: Bool = false) -> String {
        guard index < characters.count else { return "" }
        let first = characters[index]
        if "?#@*$!-".contains(first) || (!takesDigits && first.isASCII && first.isNumber) {
            index += 1
            return String(first)
        }
        var name = ""
        while index < characters.count, characters[index].isASCII,
            characters[index].isLetter || characters[index].isNumber || characters[index] == "_"
        {
            name.append(characters[index])
            index += 1
        }
        return name
    }

    private mutating func readBraces(isQuoted: Bool) throws(ShellFault) -> ShellParameter {
        let start = line
        func next() -> Character? { index < characters.count ? characters[index] : nil }
        // `${#}` and `${#name}`.
        if next() == "#", index + 1 < characters.count, characters[index + 1] != "}" {
            index += 1
            let name = readName(takesDigits: true)
            guard next() == "}", !name.isEmpty else { throw .notSimulated("${#", line: start) }
            index += 1
            return ShellParameter(name: name, operation: .length)
        }
        let name = readName(takesDigits: true)
        guard let sign = next() else { throw .missingBrace(line: start) }
        guard !name.isEmpty else { throw .notSimulated("${", line: start) }
        index += 1
        switch sign {
        case "}": return ShellParameter(name: name)
        case ":", "-", "=", "?", "+":
            var operation = sign
            if sign == ":" {
                guard let second = next(), "-=?+".contains(second) else {
                    throw .notSimulated("${\(name):", line: start)
                }
                operation = second
                index += 1
            }
            let word = try readBraceWord(start, isQuoted: isQuoted)
            return ShellParameter(name: name, operation: .missing(operation, countsEmpty: sign == ":", word))
        case "#", "%":
            let isLongest = next() == sign
            if isLongest { index += 1 }
            let word = try readBraceWord(start, isQuoted: false)
            return ShellParameter(name: name, operation: .strip(word, fromEnd: sign == "%", isLongest: isLongest))
        default: throw .notSimulated("${\(name)\(sign)", line: start)
        }
    }

    private mutating func readBraceWord(_ start: Int, isQuoted: Bool) throws(ShellFault) -> ShellWord {
        var word = ShellWord()
        if isQuoted {
            guard try readQuoted(&word, until: "}") else { throw .missingBrace(line: start) }
            return word
        }
        word = try readWord { $0 == "}" }
        guard index < characters.count else { throw .missingBrace(line: start) }
        index += 1
        return word
    }

    private mutating func readSubstitution() throws(ShellFault) -> ShellNode {
        var inner = self
        inner.forget()
        // A substitution stands deeper in the reader's own stack than a list.
        try inner.sink(2)
        if try inner.peek() == .sign(")") {
            try inner.advance()
            resume(after: inner)
            return .list([])
        }
        let node = try inner.list(until: [")"])
        guard try inner.peek() == .sign(")") else {
            if try inner.peek() == .end { throw .endOfFile(expecting: ")", line: inner.line) }
            throw .unexpected(")", line: inner.line)
        }
        try inner.advance()
        resume(after: inner)
        return node
    }

    private mutating func resume(after inner: ShellParser) {
        index = inner.index
        line = inner.line
        characters = inner.characters
    }

    private mutating func readBackquoted() throws(ShellFault) -> ShellNode {
        let start = line
        var text = ""
        while true {
            guard index < characters.count else { throw .unterminated(quote: "`", line: start) }
            let character = characters[index]
            index += 1
            if character == "`" { break }
            if character == "\n" { line += 1 }
            if character == "\\", index < characters.count, "`\\$".contains(characters[index]) {
                text.append(characters[index])
                index += 1
            } else {
                text.append(character)
            }
        }
        var parser = ShellParser(text, line: start)
        var nodes: [ShellNode] = []
        while let node = try parser.next() { nodes.append(node) }
        return .list(nodes)
    }

    /// `((…))` as one expression; nil where it is a subshell within a command substitution.
    private mutating func readArithmetic() throws(ShellFault) -> ShellWord? {
        var depth = 0
        var end = index
        while end < characters.count {
            if characters[end] == "(" { depth += 1 }
            if characters[end] == ")" { depth -= 1 }
            end += 1
            if depth == 0 { break }
        }
        guard depth == 0, end - index >= 4, characters[end - 2] == ")" else {
            if depth > 0 { throw .endOfFile(expecting: "))", line: line) }
            return nil
        }
        var parser = ShellParser(String(characters[(index + 2)..<(end - 2)]), line: line)
        index = end
        return try parser.wholeAsQuoted()
    }
}
