internal import Lab

/// `test` and `[` (POSIX.1-2024), as GNU's program, dash and bash have it.
struct TestCommand {
    /// Whose words complaints are in.
    enum Voice {
        case coreutils, dash, bash
    }

    enum Fault: Error, Hashable {
        case illegalNumber(String)
        case missingArgument(String)
        /// Something stands where an operator should.
        case unexpected(String, isUnary: Bool)
        case tooMany(String)
        case missingBracket

        func text(_ voice: Voice) -> String {
            switch (self, voice) {
            case (.illegalNumber(let text), .dash): "Illegal number: \(text)"
            case (.illegalNumber(let text), .bash): "\(text): integer expression expected"
            case (.illegalNumber(let text), .coreutils): "invalid integer ‘\(text)’"
            case (.missingArgument(let text), .dash): "\(text): argument expected"
            case (.missingArgument, .bash): "argument expected"
            case (.missingArgument(let text), .coreutils): "missing argument after ‘\(text)’"
            case (.unexpected(let text, _), .dash): "\(text): unexpected operator"
            case (.unexpected(let text, let isUnary), .bash):
                "\(text): \(isUnary ? "unary" : "binary") operator expected"
            case (.unexpected(let text, let isUnary), .coreutils):
                "‘\(text)’: \(isUnary ? "unary" : "binary") operator expected"
            case (.tooMany(let text), .dash): "\(text): unexpected operator"
            case (.tooMany, .bash): "too many arguments"
            case (.tooMany(let text), .coreutils): "extra argument ‘\(text)’"
            case (.missingBracket, .dash): "missing ]"
            case (.missingBracket, .bash): "missing `]'"
            case (.missingBracket, .coreutils): "missing ‘]’"
            }
        }
    }

    private let words: [String]
    private var index = 0
    private let voice: Voice
    private let tree: FileTree
    private let folder: String
    private let hasTerminal: Bool

    static func test(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run("test", arguments, in: container, .coreutils, prefix: "", context)
    }

    static func bracket(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run("[", arguments, in: container, .coreutils, prefix: "", context)
    }

    /// - Parameter prefix: what complaints begin with.
    static func run(
        _ name: String,
        _ arguments: [String],
        in container: Container,
        _ voice: Voice,
        prefix: String,
        _ context: ToolContext
    ) -> ToolResult {
        var words = arguments
        do throws(Fault) {
            if name == "[" {
                guard words.last == "]" else { throw .missingBracket }
                words.removeLast()
            }
            var test = TestCommand(words, in: container, voice, context)
            return ToolResult(exitCode: try test.evaluate() ? 0 : 1)
        } catch {
            return .failure("\(prefix)\(name): \(error.text(voice))", exitCode: 2)
        }
    }

    private init(_ words: [String], in container: Container, _ voice: Voice, _ context: ToolContext) {
        self.words = words
        self.voice = voice
        tree = FileTree(of: container, context)
        folder = context.folder
        hasTerminal = context.hasTerminal
    }

    private static let comparisons: Set<String> = [
        "=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef",
    ]
    private static let unary = Set("bcdefghknprstuwxzGLONS".map { "-\($0)" })

    /// By the number of words first, as POSIX has it, so that operands may look like operators.
    private mutating func evaluate() throws(Fault) -> Bool {
        switch words.count {
        case 0: return false
        case 1: return !words[0].isEmpty
        case 2:
            if words[0] == "!" { return words[1].isEmpty }
            guard Self.unary.contains(words[0]) else {
                if voice == .coreutils { throw .missingArgument(words[1]) }
                if voice == .dash, Self.comparisons.contains(words[1]) { throw .missingArgument(words[1]) }
                throw .unexpected(words[0], isUnary: true)
            }
            return try holds(words[0], words[1])
        case 3 where Self.comparisons.contains(words[1]): return try compare(words[0], words[1], words[2])
        case 3 where words[0] != "!" && words[0] != "(" && !["-a", "-o"].contains(words[1]):
            throw .unexpected(
                voice == .dash ? (Self.unary.contains(words[0]) ? words[1] : words[0]) : words[1],
                isUnary: false
            )
        default: break
        }
        let result = try either()
        guard index == words.count else {
            throw .tooMany(voice == .dash ? words[max(0, index - 1)] : words[index])
        }
        return result
    }

    private mutating func either() throws(Fault) -> Bool {
        var result = try both()
        while index < words.count, words[index] == "-o" {
            index += 1
            let right = try both()
            result = result || right
        }
        return result
    }

    private mutating func both() throws(Fault) -> Bool {
        var result = try negation()
        while index < words.count, words[index] == "-a" {
            index += 1
            let right = try negation()
            result = result && right
        }
        return result
    }

    private mutating func negation() throws(Fault) -> Bool {
        var isNegated = false
        while index < words.count, words[index] == "!" {
            index += 1
            isNegated.toggle()
        }
        return try primary() != isNegated
    }

    private mutating func primary() throws(Fault) -> Bool {
        guard index < words.count else { throw .missingArgument(words.last ?? "") }
        let word = words[index]
        if index + 1 < words.count, Self.comparisons.contains(words[index + 1]) {
            guard index + 2 < words.count else { throw .missingArgument(words[index + 1]) }
            defer { index += 3 }
            return try compare(word, words[index + 1], words[index + 2])
        }
        if word == "(" {
            index += 1
            let result = try either()
            guard index < words.count, words[index] == ")" else { throw .missingArgument(")") }
            index += 1
            return result
        }
        if Self.unary.contains(word), index + 1 < words.count {
            defer { index += 2 }
            return try holds(word, words[index + 1])
        }
        index += 1
        return !word.isEmpty
    }

    private func number(_ text: String) throws(Fault) -> Int64 {
        let trimmed = text.drop { $0 == " " }
        guard let number = Int64(trimmed.hasPrefix("+") ? trimmed.dropFirst() : trimmed) else {
            throw .illegalNumber(text)
        }
        return number
    }

    private func compare(_ left: String, _ sign: String, _ right: String) throws(Fault) -> Bool {
        switch sign {
        case "=", "==": return left == right
        case "!=": return left != right
        case "<": return left.utf8.lexicographicallyPrecedes(right.utf8)
        case ">": return right.utf8.lexicographicallyPrecedes(left.utf8)
        case "-eq": return try number(left) == number(right)
        case "-ne": return try number(left) != number(right)
        case "-gt": return try number(left) > number(right)
        case "-ge": return try number(left) >= number(right)
        case "-lt": return try number(left) < number(right)
        case "-le": return try number(left) <= number(right)
        case "-ef":
            return tree.node(at: left, from: folder) != nil
                && FileTree.normalized(left, from: folder) == FileTree.normalized(right, from: folder)
        default:
            let (older, newer) = sign == "-nt" ? (right, left) : (left, right)
            guard tree.node(at: newer, from: folder) != nil else { return false }
            guard tree.node(at: older, from: folder) != nil else { return true }
            return (tree.changed(older, from: folder) ?? .never) < (tree.changed(newer, from: folder) ?? .never)
        }
    }

    private func holds(_ sign: String, _ operand: String) throws(Fault) -> Bool {
        switch sign {
        case "-n": return !operand.isEmpty
        case "-z": return operand.isEmpty
        case "-t": return try number(operand) < 3 && hasTerminal
        default: break
        }
        guard let node = tree.node(at: operand, from: folder) else { return false }
        let isDevice = FileTree.normalized(operand, from: folder).hasPrefix("/dev/") && node.text != nil
        switch sign {
        case "-d": return node.text == nil
        case "-f": return node.text != nil && !isDevice
        case "-c": return isDevice
        case "-s": return node.text?.isEmpty != true
        case "-x": return node.text == nil || tree.isExecutable(operand, from: folder)
        case "-w": return tree.problem(writing: operand, from: folder) == nil || node.text == nil
        case "-e", "-r", "-O", "-G", "-N": return true
        default: return false
        }
    }
}

extension FileTree.Node {
    /// A file's content; nil for a folder.
    var text: String? { if case .file(let text) = self { text } else { nil } }
}
