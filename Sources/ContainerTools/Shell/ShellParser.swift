internal import Text

/// Reads a script command by command, so that what stands before a mistake on a later line has run.
struct ShellParser {
    enum Token: Hashable {
        case word(ShellWord)
        case sign(String)
        case newline
        case end
    }

    var characters: [Character]
    var index = 0
    var line = 1
    /// How many commands are within one another.
    private var depth = 0
    private var peeked: (token: Token, end: Int, line: Int)?
    /// Lines that here-documents took out below the current one.
    var takenLines = 0

    /// Whether more lines may follow, so that a here-document without its end is no whole one.
    private let isPart: Bool

    private static let deepest = 100
    static let reserved: Set<String> = [
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "{", "}", "!",
    ]
    private static let ends: Set<String> = ["then", "else", "elif", "fi", "do", "done", "esac", "}"]
    private static let notSimulated: Set<String> = ["select", "[[", "coproc", "time"]

    init(_ text: String, line: Int = 1, isPart: Bool = false) {
        self.isPart = isPart
        // A carriage return before a line feed would otherwise be one character with it.
        characters = text.unicodeScalars.map(Character.init)
        self.line = line
    }

    /// The next line of commands, with all that it goes on to on further lines; nil at the end.
    mutating func next() throws(ShellFault) -> ShellNode? {
        while try peek() == .newline { try advance() }
        if try peek() == .end { return nil }
        let node = try list(until: [], stopsAtNewline: true)
        switch try peek() {
        case .newline, .end: return node
        default: throw try unexpected()
        }
    }

    // MARK: Tokens

    /// Forgets the token ahead: a copy of the parser goes on from within it.
    mutating func forget() { peeked = nil }

    /// Counts levels that are no lists.
    mutating func sink(_ levels: Int) throws(ShellFault) {
        depth += levels
        guard depth < Self.deepest else { throw .tooDeep(line: line) }
    }

    mutating func peek() throws(ShellFault) -> Token {
        if let peeked { return peeked.token }
        let (start, startLine) = (index, line)
        let token = try readToken()
        peeked = (token, index, line)
        (index, line) = (start, startLine)
        return token
    }

    mutating func advance() throws(ShellFault) {
        _ = try peek()
        guard let known = peeked else { return }
        (index, line) = (known.end, known.line)
        peeked = nil
    }

    private mutating func takes(_ sign: String) throws(ShellFault) -> Bool {
        guard try peek() == .sign(sign) else { return false }
        try advance()
        return true
    }

    private mutating func plainWord() throws(ShellFault) -> String? {
        guard case .word(let word) = try peek() else { return nil }
        return word.plain
    }

    private mutating func takes(word text: String) throws(ShellFault) -> Bool {
        guard try plainWord() == text else { return false }
        try advance()
        return true
    }

    private mutating func skipNewlines() throws(ShellFault) {
        while try peek() == .newline { try advance() }
    }

    /// What is wrong with the next token.
    private mutating func unexpected(expecting: String? = nil) throws(ShellFault) -> ShellFault {
        switch try peek() {
        case .end: return .endOfFile(expecting: expecting, line: line)
        case .newline: return .unexpected("newline", expecting: expecting, line: line)
        case .sign(let sign): return .unexpected(sign, expecting: expecting, line: line)
        case .word(let word):
            return .unexpected(word.plain ?? "word", expecting: expecting, line: line)
        }
    }

    private mutating func require(word text: String) throws(ShellFault) {
        guard try takes(word: text) else { throw try unexpected(expecting: text) }
    }

    // MARK: Lists

    /// Commands up to one of the words or signs that end it, which stays.
    mutating func list(until ends: Set<String>, stopsAtNewline: Bool = false) throws(ShellFault) -> ShellNode {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw .tooDeep(line: line) }
        var nodes: [ShellNode] = []
        if !stopsAtNewline { try skipNewlines() }
        while try !isEnd(ends) {
            // The wrong end is the caller's to speak of.
            if !nodes.isEmpty, let word = try plainWord(), Self.ends.contains(word) { break }
            nodes.append(try chain())
            if try takes(";") {
                if !stopsAtNewline { try skipNewlines() }
            } else if try peek() == .newline, !stopsAtNewline {
                try skipNewlines()
            } else {
                if try peek() == .sign("&") { throw .notSimulated("&", line: line) }
                break
            }
        }
        if nodes.isEmpty {
            let wanted = try peek() == .end ? ["fi", "then", "done", "do", "}", ")"].first(where: ends.contains) : nil
            throw try unexpected(expecting: wanted)
        }
        return nodes.count == 1 ? nodes[0] : .list(nodes)
    }

    private mutating func isEnd(_ ends: Set<String>) throws(ShellFault) -> Bool {
        switch try peek() {
        case .end, .newline: return true
        case .sign(let sign): return ends.contains(sign)
        case .word(let word): return word.plain.map(ends.contains) ?? false
        }
    }

    /// Pipelines joined by `&&` and `||`.
    private mutating func chain() throws(ShellFault) -> ShellNode {
        var node = try pipeline()
        while true {
            let sign = try peek()
            let isAnd = sign == .sign("&&")
            guard isAnd || sign == .sign("||") else { return node }
            try advance()
            try skipNewlines()
            let right = try pipeline()
            node = isAnd ? .and(node, right) : .or(node, right)
        }
    }

    private mutating func pipeline() throws(ShellFault) -> ShellNode {
        var isNegated = false
        while try takes(word: "!") { isNegated.toggle() }
        var stages = [try command()]
        while case .sign(let sign) = try peek(), sign == "|" || sign == "|&" {
            let takesErrors = sign == "|&"
            try advance()
            try skipNewlines()
            if takesErrors, let last = stages.popLast() {
                let word = ShellWord(pieces: [.text("1", isQuoted: false)])
                let merged = ShellRedirection(descriptor: 2, kind: .duplicate, word: word, line: line)
                stages.append(.redirected(last, [merged]))
            }
            stages.append(try command())
        }
        return stages.count == 1 && !isNegated ? stages[0] : .pipeline(stages, isNegated: isNegated)
    }

    // MARK: Commands

    private mutating func command() throws(ShellFault) -> ShellNode {
        let node: ShellNode
        switch try peek() {
        case .sign("("):
            try advance()
            if index < characters.count, characters[index] == "(" { throw .notSimulated("((", line: line) }
            let body = try list(until: [")"])
            guard try takes(")") else { throw try unexpected(expecting: ")") }
            node = .subshell(body)
        case .word(let word):
            guard let plain = word.plain else { return try simple() }
            if Self.notSimulated.contains(plain) { throw .notSimulated(plain, line: line) }
            switch plain {
            case "if":
                try advance()
                node = try condition()
            case "while", "until":
                try advance()
                let condition = try list(until: ["do"])
                node = .loop(ShellBranch(condition: condition, body: try loopBody()), isUntil: plain == "until")
            case "for":
                try advance()
                node = try each()
            case "case":
                try advance()
                node = try choice()
            case "{":
                try advance()
                let body = try list(until: ["}"])
                try require(word: "}")
                node = .group(body)
            case "function":
                try advance()
                guard let name = try plainWord() else { throw try unexpected() }
                try advance()
                if try takes("(") { guard try takes(")") else { throw try unexpected() } }
                try skipNewlines()
                node = .function(name: name, body: try command())
            default:
                if Self.reserved.contains(plain) { throw .unexpected(plain, line: line) }
                return try simple()
            }
        default: return try simple()
        }
        var redirections: [ShellRedirection] = []
        while let redirection = try redirection() { redirections.append(redirection) }
        return redirections.isEmpty ? node : .redirected(node, redirections)
    }

    private mutating func condition() throws(ShellFault) -> ShellNode {
        var branches: [ShellBranch] = []
        while true {
            let condition = try list(until: ["then"])
            try require(word: "then")
            let body = try list(until: ["elif", "else", "fi"])
            branches.append(ShellBranch(condition: condition, body: body))
            if try takes(word: "elif") { continue }
            var otherwise: ShellNode?
            if try takes(word: "else") { otherwise = try list(until: ["fi"]) }
            try require(word: "fi")
            return .condition(branches, otherwise: otherwise)
        }
    }

    private mutating func loopBody() throws(ShellFault) -> ShellNode {
        try require(word: "do")
        let body = try list(until: ["done"])
        try require(word: "done")
        return body
    }

    private mutating func each() throws(ShellFault) -> ShellNode {
        if try peek() == .sign("(") { throw .notSimulated("((", line: line) }
        guard let name = try plainWord(), Self.isName(name) else { throw .badLoopVariable(line: line) }
        try advance()
        try skipNewlines()
        var words: [ShellWord]?
        if try takes(word: "in") {
            var given: [ShellWord] = []
            while case .word(let word) = try peek() {
                given.append(word)
                try advance()
            }
            words = given
            switch try peek() {
            case .sign(";"), .newline: try advance()
            default: throw try unexpected()
            }
        } else {
            _ = try takes(";")
        }
        try skipNewlines()
        return .each(name: name, words: words, body: try loopBody())
    }

    private mutating func choice() throws(ShellFault) -> ShellNode {
        guard case .word(let subject) = try peek() else { throw try unexpected() }
        try advance()
        try skipNewlines()
        try require(word: "in")
        try skipNewlines()
        var cases: [ShellCase] = []
        while try !takes(word: "esac") {
            _ = try takes("(")
            var patterns: [ShellWord] = []
            while case .word(let pattern) = try peek() {
                patterns.append(pattern)
                try advance()
                guard try takes("|") else { break }
            }
            guard !patterns.isEmpty, try takes(")") else { throw try unexpected(expecting: ")") }
            try skipNewlines()
            var body = ShellNode.list([])
            if try peek() != .sign(";;"), try plainWord() != "esac" { body = try list(until: [";;", "esac"]) }
            cases.append(ShellCase(patterns: patterns, body: body))
            if try takes(";;") {
                try skipNewlines()
            } else if try plainWord() != "esac" {
                throw try unexpected(expecting: ";;")
            }
        }
        return .choice(subject, cases)
    }

    private mutating func simple() throws(ShellFault) -> ShellNode {
        _ = try peek()
        var command = ShellCommand(line: line)
        while true {
            if let redirection = try redirection() {
                command.redirections.append(redirection)
                continue
            }
            guard case .word(let word) = try peek() else { break }
            command.words.append(word)
            try advance()
            if command.words.count == 1, try peek() == .sign("("), let name = word.plain, Self.isName(name) {
                try advance()
                guard try takes(")") else { throw try unexpected() }
                try skipNewlines()
                return .function(name: name, body: try self.command())
            }
        }
        if command.words.isEmpty, command.redirections.isEmpty { throw try unexpected() }
        return .simple(command)
    }

    private mutating func redirection() throws(ShellFault) -> ShellRedirection? {
        guard case .sign(let sign) = try peek(), sign.contains(where: { $0 == "<" || $0 == ">" }), sign != "|&" else {
            return nil
        }
        try advance()
        let digits = sign.prefix { $0.isNumber }
        let bare = String(sign.dropFirst(digits.count))
        let descriptor = Int(digits) ?? (bare.hasPrefix("<") ? 0 : 1)
        let start = line
        guard case .word(let word) = try peek() else { throw try unexpected() }
        try advance()
        let kind: ShellRedirection.Kind
        switch bare {
        case "<", "<>": kind = .read
        case ">", ">|": kind = .write
        case ">>": kind = .append
        case "<&": kind = .duplicate
        case ">&":
            let isNumber = word.plain.map { $0 == "-" || $0.allSatisfy(\.isNumber) } ?? true
            kind = isNumber ? .duplicate : .both
        case "&>": kind = .both
        case "&>>": kind = .appendBoth
        case "<<", "<<-":
            let content = try hereDocument(word, stripsTabs: bare == "<<-")
            return ShellRedirection(descriptor: descriptor, kind: .here, word: content, line: start)
        case "<<<":
            var content = word
            content.pieces.append(.text("\n", isQuoted: true))
            return ShellRedirection(descriptor: descriptor, kind: .here, word: content, line: start)
        default: throw .notSimulated(bare, line: line)
        }
        return ShellRedirection(descriptor: descriptor, kind: kind, word: word, line: start)
    }

    /// Takes the lines below the current one up to the word.
    private mutating func hereDocument(_ word: ShellWord, stripsTabs: Bool) throws(ShellFault) -> ShellWord {
        var delimiter = ""
        for piece in word.pieces { if case .text(let text, _) = piece { delimiter += text } }
        peeked = nil
        guard let end = characters[index...].firstIndex(of: "\n") else { return ShellWord(hasQuotes: true) }
        var position = end + 1
        var text = ""
        var isWhole = false
        while position < characters.count {
            let stop = characters[position...].firstIndex(of: "\n") ?? characters.count
            var content = characters[position..<stop]
            if stripsTabs { content = content.drop { $0 == "\t" } }
            takenLines += 1
            position = min(stop + 1, characters.count)
            if String(content) == delimiter {
                isWhole = true
                break
            }
            text += String(content) + "\n"
        }
        if isPart, !isWhole { throw .endOfFile(line: line) }
        characters.removeSubrange((end + 1)..<position)
        if word.hasQuotes { return ShellWord(pieces: [.text(text, isQuoted: true)], hasQuotes: true) }
        var parser = ShellParser(text, line: line)
        return try parser.wholeAsQuoted()
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
