internal import Lab

/// `sh -c` and `bash -c` for commands one after another: `;`, `&&`, `||`, quotes, and the values of variables.
struct Shell {
    private let dialect: ShellDialect
    private let container: Container
    /// `$0`, `$1` and so on.
    private let parameters: [String]
    private var stopsOnFailure: Bool
    private var status = 0
    private var hasExited = false
    /// Variables of the shell that are not exported.
    private var locals: [String] = []
    private var result = ToolResult()

    /// The kernel's limit for one argument.
    private static let longestWord = 131_072
    /// Shells within shells.
    private static let deepest = 16

    static func sh(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run(.dash, arguments, in: container, &context)
    }

    static func bash(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run(.bash, arguments, in: container, &context)
    }

    private static func run(
        _ dialect: ShellDialect,
        _ arguments: [String],
        in container: Container,
        _ context: inout ToolContext
    ) -> ToolResult {
        guard context.depth < deepest else {
            return .failure("\(dialect): too many shells within one another", exitCode: 2)
        }
        var words = arguments[...]
        var isCommand = false
        var stopsOnFailure = false
        while let word = words.first, word.count > 1, word.hasPrefix("-") {
            words.removeFirst()
            if word == "--" { break }
            for letter in word.dropFirst() {
                switch letter {
                case "c": isCommand = true
                case "e": stopsOnFailure = true
                case "i", "l", "s", "u", "x", "f", "v": break
                default: return dialect.illegalOption(word.hasPrefix("--") ? word : "-\(letter)")
                }
            }
        }
        guard isCommand else {
            // Standard input has nothing to say.
            return words.first.map(dialect.cannotOpen) ?? ToolResult()
        }
        guard let text = words.popFirst() else {
            let complaint =
                dialect == .dash ? "sh: 0: -c requires an argument" : "bash: -c: option requires an argument"
            return .failure(complaint, exitCode: 2)
        }
        let script: ShellScript
        do {
            script = try ShellScript(text)
        } catch {
            return dialect.complaint(about: error, in: text)
        }
        let outer = (context.variables, context.folder, context.depth)
        defer { (context.variables, context.folder, context.depth) = outer }
        var variables = ContainerEnvironment.variables(of: container, context)
        ContainerEnvironment.set("PWD=\(context.folder)", in: &variables)
        if dialect == .bash, ContainerEnvironment.value("SHLVL", in: variables) == nil { variables.append("SHLVL=1") }
        context.variables = variables
        context.depth += 1
        var shell = Shell(
            dialect: dialect,
            container: container,
            parameters: words.isEmpty ? [dialect.rawValue] : Array(words),
            stopsOnFailure: stopsOnFailure
        )
        shell.run(script, &context)
        shell.result.exitCode = shell.status
        return shell.result
    }

    private mutating func run(_ script: ShellScript, _ context: inout ToolContext) {
        for (index, command) in script.commands.enumerated() {
            switch command.join {
            case .always: break
            case .ifSucceeded where status != 0, .ifFailed where status == 0: continue
            case .ifSucceeded, .ifFailed: break
            }
            run(command, &context)
            let isLastOfList = index + 1 == script.commands.count || script.commands[index + 1].join == .always
            if hasExited || (stopsOnFailure && status != 0 && isLastOfList) { return }
        }
    }

    private mutating func run(_ command: ShellScript.Command, _ context: inout ToolContext) {
        var assignments: [String] = []
        var argv: [String] = []
        for word in command.words {
            guard let fields = expand(word, context) else {
                result.complain("\(dialect): \(command.line): argument too long")
                status = 2
                hasExited = true
                return
            }
            if argv.isEmpty, let first = word.pieces.first, Self.isAssignment(first) {
                assignments.append(fields.joined(separator: " "))
            } else {
                argv += fields
            }
        }
        guard let name = argv.first else {
            for assignment in assignments { assign(assignment, &context) }
            status = 0
            return
        }
        let arguments = Array(argv.dropFirst())
        if runBuiltin(name, arguments, command.line, &context) { return }
        guard ToolRunner.isSimulated(name) else {
            result.complain(dialect.notFound(name, line: command.line))
            status = 127
            return
        }
        let variables = context.variables
        var changed = variables ?? []
        for assignment in assignments { ContainerEnvironment.set(assignment, in: &changed) }
        context.variables = changed
        let outcome = ToolRunner.run(argv: argv, in: container, context: &context)
        context.variables = variables
        result.append(outcome)
        status = outcome.exitCode
    }

    /// `NAME=…` at the start of a command, the name and the sign unquoted.
    private static func isAssignment(_ piece: ShellScript.Piece) -> Bool {
        guard case .text(let text) = piece, let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            return false
        }
        let name = text[..<sign]
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            && name.first?.isNumber == false
    }

    private mutating func assign(_ setting: String, _ context: inout ToolContext) {
        let name = String(ContainerEnvironment.name(setting))
        var variables = context.variables ?? []
        if ContainerEnvironment.value(name, in: variables) != nil {
            ContainerEnvironment.set(setting, in: &variables)
            context.variables = variables
        } else {
            ContainerEnvironment.set(setting, in: &locals)
        }
    }

    // MARK: Values

    /// The fields that a word becomes; nil where one would be longer than the kernel allows.
    private func expand(_ word: ShellScript.Word, _ context: ToolContext) -> [String]? {
        var fields: [String] = []
        var current = ""
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\n" }
        func flush() {
            if !current.isEmpty { fields.append(current) }
            current = ""
        }
        for piece in word.pieces {
            switch piece {
            case .text(let text): current += text
            case .variable(let name, let isQuoted):
                let value = value(of: name, context)
                guard !isQuoted else {
                    current += value
                    break
                }
                if value.first.map(isBlank) == true { flush() }
                for (index, part) in value.split(whereSeparator: isBlank).enumerated() {
                    if index > 0 { flush() }
                    current += part
                }
                if value.last.map(isBlank) == true { flush() }
            }
            if current.utf8.count > Self.longestWord { return nil }
        }
        if !current.isEmpty || (word.hasQuotes && fields.isEmpty) { fields.append(current) }
        return fields
    }

    private func value(of name: String, _ context: ToolContext) -> String {
        switch name {
        case "?": return String(status)
        case "#": return String(parameters.count - 1)
        case "@", "*": return parameters.dropFirst().joined(separator: " ")
        // A process of its own, and nothing else in the container but its first one.
        case "$": return "7"
        default: break
        }
        if let number = Int(name) { return parameters.indices.contains(number) ? parameters[number] : "" }
        return ContainerEnvironment.value(name, in: locals)
            ?? ContainerEnvironment.value(name, in: context.variables ?? []) ?? ""
    }

    // MARK: Builtins

    /// Runs what only the shell itself can do; false for anything else.
    private mutating func runBuiltin(
        _ name: String,
        _ arguments: [String],
        _ line: Int,
        _ context: inout ToolContext
    ) -> Bool {
        switch name {
        case ":": status = 0
        // dash's own echo always reads escapes; bash's is like the tool.
        case "echo" where dialect == .dash:
            let endsLine = arguments.first != "-n"
            let text = arguments.dropFirst(endsLine ? 0 : 1).joined(separator: " ")
            let (unescaped, isCut) = EchoEscapes.replaced(in: text, allowsHexadecimal: false)
            result.stdout += unescaped + (endsLine && !isCut ? "\n" : "")
            status = 0
        case "exit":
            hasExited = true
            guard let text = arguments.first else { break }
            if let number = Int(text), number >= 0 {
                status = number & 0xff
            } else {
                result.complain(dialect.illegalNumber(text, line: line))
                status = 2
            }
        case "cd":
            let path = arguments.first ?? value(of: "HOME", context)
            let tree = FileTree(of: container, in: context.lab)
            switch tree.node(at: path, from: context.folder) {
            case .folder:
                context.folder = FileTree.normalized(path, from: context.folder)
                var variables = context.variables ?? []
                ContainerEnvironment.set("PWD=\(context.folder)", in: &variables)
                context.variables = variables
                status = 0
            default:
                result.complain(dialect.cannotChange(to: path, line: line))
                status = dialect == .dash ? 2 : 1
            }
        case "export":
            var variables = context.variables ?? []
            for argument in arguments {
                let name = String(ContainerEnvironment.name(argument))
                let known = ContainerEnvironment.value(name, in: locals).map { "\(name)=\($0)" }
                if argument.contains("=") || known != nil {
                    ContainerEnvironment.set(argument.contains("=") ? argument : known ?? "", in: &variables)
                    locals.removeAll { ContainerEnvironment.name($0) == name }
                }
            }
            context.variables = variables
            status = 0
        case "unset":
            for argument in arguments {
                locals.removeAll { ContainerEnvironment.name($0) == argument }
                context.variables?.removeAll { ContainerEnvironment.name($0) == argument }
            }
            status = 0
        default: return false
        }
        return true
    }
}
