/// A line of commands as the small shell understands it.
struct ShellScript {
    enum Join: Hashable {
        /// `;` or the end of a line.
        case always
        /// `&&`
        case ifSucceeded
        /// `||`
        case ifFailed
    }

    /// A part of a word.
    enum Piece: Hashable {
        case text(String)
        /// A variable; outside quotes its value is split at blanks.
        case variable(String, isQuoted: Bool)
    }

    struct Word: Hashable {
        var pieces: [Piece] = []
        /// Whether some of it was quoted: it is then a word even when empty.
        var hasQuotes = false

        /// The word if it is written out plainly, without quotes or variables.
        var plain: String? {
            guard !hasQuotes, pieces.count == 1, case .text(let text) = pieces[0] else { return nil }
            return text
        }
    }

    struct Command: Hashable {
        /// How the command hangs on the one before.
        let join: Join
        let words: [Word]
        let line: Int
    }

    enum Fault: Error, Hashable {
        case unexpected(String, line: Int)
        case endOfFile(line: Int)
        case unterminated(quote: Character, line: Int)
        case notSimulated(String, line: Int)
    }

    let commands: [Command]

    /// Reads a script as a whole.
    init(_ text: String) throws(Fault) {
        var parser = Parser(text)
        commands = try parser.parse()
    }

    private static let reserved: Set<String> = [
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "{", "}", "!",
        "function", "select", "[[",
    ]

    /// Tokens and commands in one pass.
    private struct Parser {
        private let characters: [Character]
        private var index = 0
        private var line = 1
        private var commands: [Command] = []
        private var words: [Word] = []
        private var join = Join.always
        /// An operator that still wants its second command.
        private var isOpen = false

        init(_ text: String) {
            // A carriage return before a line feed would otherwise be one character with it.
            characters = text.unicodeScalars.map(Character.init)
        }

        mutating func parse() throws(Fault) -> [Command] {
            while index < characters.count {
                let character = characters[index]
                switch character {
                case " ", "\t", "\r": index += 1
                case "\n":
                    index += 1
                    // A line may end behind an operator.
                    if !(isOpen && words.isEmpty) { try end(with: "newline", .always, isOptional: true) }
                    line += 1
                case "#":
                    while index < characters.count, characters[index] != "\n" { index += 1 }
                case ";", "&", "|": try readOperator(character)
                case "<", ">", "(", ")", "`": throw .notSimulated(String(character), line: line)
                default:
                    let word = try readWord()
                    if words.isEmpty, let plain = word.plain, ShellScript.reserved.contains(plain) {
                        throw .notSimulated(plain, line: line)
                    }
                    words.append(word)
                }
            }
            if isOpen, words.isEmpty { throw .endOfFile(line: line) }
            try end(with: "", .always, isOptional: true)
            return commands
        }

        private mutating func readOperator(_ character: Character) throws(Fault) {
            let isDoubled = index + 1 < characters.count && characters[index + 1] == character
            index += isDoubled ? 2 : 1
            let text = String(repeating: character, count: isDoubled ? 2 : 1)
            switch text {
            case ";": try end(with: text, .always)
            case "&&": try end(with: text, .ifSucceeded)
            case "||": try end(with: text, .ifFailed)
            case ";;": throw .unexpected(text, line: line)
            default:
                if words.isEmpty { throw .unexpected(text, line: line) }
                throw .notSimulated(text, line: line)
            }
        }

        /// Ends the command under way; what follows hangs on it as `next` says.
        private mutating func end(with token: String, _ next: Join, isOptional: Bool = false) throws(Fault) {
            guard !words.isEmpty else {
                if isOptional, !isOpen { return }
                throw .unexpected(token, line: line)
            }
            commands.append(Command(join: join, words: words, line: line))
            words = []
            join = next
            isOpen = next != .always
        }

        // MARK: Words

        private mutating func readWord() throws(Fault) -> Word {
            var word = Word()
            var text = ""
            func isEnd(_ character: Character) -> Bool { " \t\n\r;&|<>()`".contains(character) }
            while index < characters.count, !isEnd(characters[index]) {
                let character = characters[index]
                index += 1
                switch character {
                case "'":
                    word.hasQuotes = true
                    text += try readUntilQuote()
                case "\"":
                    word.hasQuotes = true
                    try readDoubleQuoted(&word, &text)
                case "\\":
                    guard index < characters.count else {
                        text.append(character)
                        break
                    }
                    word.hasQuotes = true
                    if characters[index] != "\n" { text.append(characters[index]) }
                    index += 1
                case "$": try readDollar(&word, &text, isQuoted: false)
                default: text.append(character)
                }
            }
            if !text.isEmpty { word.pieces.append(.text(text)) }
            return word
        }

        private mutating func readUntilQuote() throws(Fault) -> String {
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

        private mutating func readDoubleQuoted(_ word: inout Word, _ text: inout String) throws(Fault) {
            let start = line
            while index < characters.count {
                let character = characters[index]
                index += 1
                switch character {
                case "\"": return
                case "`": throw .notSimulated("`", line: line)
                case "$": try readDollar(&word, &text, isQuoted: true)
                case "\\" where index < characters.count && "$`\"\\\n".contains(characters[index]):
                    if characters[index] != "\n" { text.append(characters[index]) }
                    index += 1
                default:
                    if character == "\n" { line += 1 }
                    text.append(character)
                }
            }
            throw .unterminated(quote: "\"", line: start)
        }

        /// What follows a dollar sign: a name, a name in braces, one sign, or nothing.
        private mutating func readDollar(_ word: inout Word, _ text: inout String, isQuoted: Bool) throws(Fault) {
            func isName(_ character: Character) -> Bool {
                character.isASCII && (character.isLetter || character.isNumber || character == "_")
            }
            guard index < characters.count else {
                text.append("$")
                return
            }
            var name = ""
            switch characters[index] {
            case "(": throw .notSimulated("$(", line: line)
            case "?", "#", "@", "*", "$":
                name = String(characters[index])
                index += 1
            case "{":
                index += 1
                while index < characters.count, isName(characters[index]) || "?#@*$".contains(characters[index]) {
                    name.append(characters[index])
                    index += 1
                }
                guard index < characters.count, characters[index] == "}", !name.isEmpty else {
                    throw .notSimulated("${", line: line)
                }
                index += 1
            case let digit where digit.isASCII && digit.isNumber:
                name = String(digit)
                index += 1
            default:
                while index < characters.count, isName(characters[index]) {
                    name.append(characters[index])
                    index += 1
                }
                guard !name.isEmpty else {
                    text.append("$")
                    return
                }
            }
            if !text.isEmpty { word.pieces.append(.text(text)) }
            text = ""
            word.pieces.append(.variable(name, isQuoted: isQuoted))
        }
    }
}
