/// What a script says, as a tree (POSIX.1-2024 volume 3, chapter 2).
indirect enum ShellNode: Hashable {
    case simple(ShellCommand)
    case pipeline([ShellNode], isNegated: Bool)
    case and(ShellNode, ShellNode)
    case or(ShellNode, ShellNode)
    /// One after the other.
    case list([ShellNode])
    /// `{ …; }`
    case group(ShellNode)
    /// `( … )`
    case subshell(ShellNode)
    case condition([ShellBranch], otherwise: ShellNode?)
    /// `while`, and `until`.
    case loop(ShellBranch, isUntil: Bool)
    /// `for`; without words it goes through the positional parameters.
    case each(name: String, words: [ShellWord]?, body: ShellNode)
    case choice(ShellWord, [ShellCase])
    case function(name: String, body: ShellNode)
    case redirected(ShellNode, [ShellRedirection])
}

/// A condition and what is done under it.
struct ShellBranch: Hashable {
    let condition: ShellNode
    let body: ShellNode
}

/// One part of `case`.
struct ShellCase: Hashable {
    let patterns: [ShellWord]
    let body: ShellNode
}

/// A command with its words, variables and redirections in front of and behind it.
struct ShellCommand: Hashable {
    var words: [ShellWord] = []
    var redirections: [ShellRedirection] = []
    var line: Int
}

struct ShellRedirection: Hashable {
    enum Kind: Hashable {
        case read, write, append
        /// `>&2`, `<&0`, `2>&-`.
        case duplicate
        /// `&>` and `>&` before a file: standard output and standard error.
        case both, appendBoth
        /// The word is the content.
        case here
    }

    let descriptor: Int
    let kind: Kind
    let word: ShellWord
    let line: Int
}

struct ShellWord: Hashable {
    /// A part of a word.
    enum Piece: Hashable {
        /// Quoted, `*` and the like stand for themselves.
        case text(String, isQuoted: Bool)
        /// Outside quotes its value is split into fields.
        case parameter(ShellParameter, isQuoted: Bool)
        case command(ShellNode, isQuoted: Bool)
        case arithmetic(ShellWord, isQuoted: Bool)
    }

    var pieces: [Piece] = []
    /// Whether some of it was quoted: it is then a word even when empty.
    var hasQuotes = false

    /// The word if it is written out plainly, without quotes or variables.
    var plain: String? {
        guard !hasQuotes, pieces.count == 1, case .text(let text, _) = pieces[0] else { return nil }
        return text
    }
}

/// `$name`, `${name…}`.
struct ShellParameter: Hashable {
    enum Operation: Hashable {
        case value
        case length
        /// `-`, `=`, `?`, `+`, with or without a colon, which counts an empty value as none.
        case missing(Character, countsEmpty: Bool, ShellWord)
        /// `#`, `##`, `%`, `%%`.
        case strip(ShellWord, fromEnd: Bool, isLongest: Bool)
    }

    let name: String
    var operation = Operation.value
}

/// Why a script cannot be read.
enum ShellFault: Error, Hashable {
    /// - Parameter expecting: the word that would have been right.
    case unexpected(String, expecting: String? = nil, line: Int)
    case endOfFile(expecting: String? = nil, line: Int)
    case unterminated(quote: Character, line: Int)
    case missingBrace(line: Int)
    case badLoopVariable(line: Int)
    case notSimulated(String, line: Int)
    case tooDeep(line: Int)

    var line: Int {
        switch self {
        case .unexpected(_, _, let line), .endOfFile(_, let line), .unterminated(_, let line),
            .missingBrace(let line), .badLoopVariable(let line), .notSimulated(_, let line), .tooDeep(let line):
            line
        }
    }
}
