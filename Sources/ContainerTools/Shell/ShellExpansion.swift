internal import Text

/// What words become (POSIX.1-2024 volume 3, section 2.6).
extension Shell {
    /// A field on its way: its text, and the same as a pattern, in which what was quoted stands for itself.
    private struct Field {
        var text = ""
        var pattern = ""
        var isThere = false

        mutating func add(_ part: some StringProtocol, isQuoted: Bool) {
            text += part
            pattern += isQuoted ? ShellPattern.literal(part) : String(part)
            if isQuoted || !part.isEmpty { isThere = true }
        }
    }

    /// The fields that a word becomes; nil where it cannot be expanded, which is said then.
    mutating func expand(_ word: ShellWord, _ context: inout ToolContext) -> [String]? {
        if dialect == .bash, let plain = word.plain, plain.contains("{") {
            let alternatives = ShellBraces.expanded(plain)
            if alternatives.count > 1 {
                var fields: [String] = []
                for text in alternatives {
                    let piece = ShellWord.Piece.text(text, isQuoted: false)
                    guard let more = expand(ShellWord(pieces: [piece]), &context) else { return nil }
                    fields += more
                }
                return fields
            }
        }
        guard let fields = fields(of: word, splits: true, &context) else { return nil }
        guard settings.globs else { return fields.map(\.text) }
        return fields.flatMap { field -> [String] in
            guard ShellPattern.isPattern(field.pattern) else { return [field.text] }
            let found = FileTree(of: container, context).paths(matching: field.pattern, from: context.folder)
            return found.isEmpty ? [field.text] : found
        }
    }

    /// The word as one text: in assignments, redirections and `case`.
    mutating func expandText(_ word: ShellWord, _ context: inout ToolContext) -> String? {
        fields(of: word, splits: false, &context)?.map(\.text).joined(separator: " ")
    }

    /// The word as a pattern.
    mutating func expandPattern(_ word: ShellWord, _ context: inout ToolContext) -> String? {
        fields(of: word, splits: false, &context)?.map(\.pattern).joined(separator: " ")
    }

    private mutating func fields(of word: ShellWord, splits: Bool, _ context: inout ToolContext) -> [Field]? {
        var fields: [Field] = []
        var current = Field()
        if word.hasQuotes, !word.pieces.contains(where: { $0.isAllParameters }) { current.isThere = true }
        for (index, piece) in word.pieces.enumerated() {
            let (value, isQuoted): (String, Bool)
            switch piece {
            case .text(let text, let quoted):
                current.add(index == 0 && !quoted ? tilde(text, context) : text, isQuoted: quoted)
                continue
            case .parameter(let parameter, true) where piece.isAllParameters && parameter.operation == .value && splits:
                // "$@" keeps its fields apart.
                for (index, argument) in parameters.dropFirst().enumerated() {
                    if index > 0 {
                        fields.append(current)
                        current = Field()
                    }
                    current.add(argument, isQuoted: true)
                }
                continue
            case .parameter(let parameter, let quoted):
                guard let text = self.value(of: parameter, &context) else { return nil }
                (value, isQuoted) = (text, quoted)
            case .command(let node, let quoted): (value, isQuoted) = (output(of: node, &context), quoted)
            case .arithmetic(let expression, let quoted):
                guard let text = expandText(expression, &context), let result = arithmetic(text, &context) else {
                    return nil
                }
                (value, isQuoted) = (result, quoted)
            }
            if flow == .exits, context.commandsLeft <= 0 { return nil }
            if isQuoted || !splits {
                current.add(value, isQuoted: isQuoted)
            } else {
                split(value, &fields, &current, context)
            }
            if current.text.utf8.count > Self.longestWord {
                complain("\(dialect.rawValue): \(line): argument too long", &context)
                status = 2
                flow = .exits
                return nil
            }
        }
        if current.isThere { fields.append(current) }
        return fields
    }

    /// Splits an unquoted value at the characters of `IFS`.
    private func split(_ value: String, _ fields: inout [Field], _ current: inout Field, _ context: ToolContext) {
        let separators = self.value(of: "IFS", context) ?? " \t\n"
        let blanks = separators.filter { " \t\n".contains($0) }
        func flush() {
            fields.append(current)
            current = Field()
        }
        // Blanks around another separator are part of it.
        var endedByBlank = false
        for character in value.unicodeScalars.map(Character.init) {
            if blanks.contains(character) {
                if current.isThere {
                    flush()
                    endedByBlank = true
                }
            } else if separators.contains(character) {
                if current.isThere || !endedByBlank { flush() }
                endedByBlank = false
            } else {
                current.add(String(character), isQuoted: false)
                endedByBlank = false
            }
        }
    }

    private func tilde(_ text: String, _ context: ToolContext) -> String {
        guard text == "~" || text.hasPrefix("~/") else { return text }
        return (value(of: "HOME", context) ?? "/root") + text.dropFirst()
    }

    /// What a command prints, without the line ends at its end.
    private mutating func output(of node: ShellNode, _ context: inout ToolContext) -> String {
        let sink = ShellSink()
        let input = context.standardInput
        inSubshell(&context) { shell, context in
            shell.outputs[1] = .sink(sink)
            shell.conditions = 0
            shell.run(node, &context)
        }
        context.standardInput = input
        var text = sink.text[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    // MARK: Parameters

    /// The value of a parameter; nil where it is refused, which is said then.
    private mutating func value(of parameter: ShellParameter, _ context: inout ToolContext) -> String? {
        let known = value(of: parameter.name, context)
        switch parameter.operation {
        case .value, .length, .strip:
            if known == nil, settings.refusesUnset, !["@", "*", "!", "-"].contains(parameter.name) {
                let text = dialect == .dash ? "parameter not set" : "unbound variable"
                return refuse("\(parameter.name): \(text)", &context)
            }
        case .missing: break
        }
        switch parameter.operation {
        case .value: return known ?? ""
        case .length:
            return String(["@", "*"].contains(parameter.name) ? parameters.count - 1 : (known ?? "").count)
        case .missing(let operation, let countsEmpty, let word):
            let isMissing = known == nil || (countsEmpty && known?.isEmpty == true)
            switch operation {
            case "+": return isMissing ? "" : expandText(word, &context)
            case "-": return isMissing ? expandText(word, &context) : known
            case "=":
                guard isMissing else { return known }
                guard let text = expandText(word, &context) else { return nil }
                assign("\(parameter.name)=\(text)", &context)
                return text
            default:
                guard isMissing else { return known }
                guard var text = expandText(word, &context) else { return nil }
                if text.isEmpty {
                    text =
                        !countsEmpty
                        ? "parameter not set"
                        : dialect == .dash ? "parameter not set or null" : "parameter null or not set"
                }
                return refuse("\(parameter.name): \(text)", &context)
            }
        case .strip(let word, let fromEnd, let isLongest):
            guard let pattern = expandPattern(word, &context) else { return nil }
            return ShellPattern(pattern).stripped(from: known ?? "", fromEnd: fromEnd, isLongest: isLongest)
        }
    }

    private mutating func refuse(_ text: String, _ context: inout ToolContext) -> String? {
        complain(dialect.place(line) + text, &context)
        status = dialect == .dash ? 2 : 127
        flow = .exits
        return nil
    }

    private mutating func arithmetic(_ text: String, _ context: inout ToolContext) -> String? {
        let (shell, snapshot) = (self, context)
        var evaluator = ShellArithmetic(text) { name in shell.value(of: name, snapshot) }
        do throws(ShellArithmetic.Fault) {
            let value = try evaluator.evaluate()
            for (name, value) in evaluator.assigned { assign("\(name)=\(value)", &context) }
            return String(value)
        } catch {
            let complaint =
                dialect == .dash ? "arithmetic expression: \(error.dash): \"\(text)\"" : "\(text): \(error.bash)"
            complain(dialect.place(line) + complaint, &context)
            status = dialect.fatalStatus
            flow = dialect == .dash ? .exits : flow
            return nil
        }
    }
}

extension ShellWord.Piece {
    /// `$@`.
    var isAllParameters: Bool {
        if case .parameter(let parameter, _) = self { parameter.name == "@" } else { false }
    }
}
