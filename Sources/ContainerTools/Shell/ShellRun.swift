internal import Lab
internal import Text

/// Running what a script says.
extension Shell {
    mutating func run(_ node: ShellNode, _ context: inout ToolContext) {
        switch node {
        case .simple(let command): run(command, &context)
        case .list(let nodes):
            for node in nodes {
                run(node, &context)
                if flow != .goesOn { return }
            }
            if nodes.isEmpty { status = 0 }
        case .group(let node): run(node, &context)
        case .and(let left, let right):
            runCondition(left, &context)
            if flow == .goesOn, status == 0 { run(right, &context) }
        case .or(let left, let right):
            runCondition(left, &context)
            if flow == .goesOn, status != 0 { run(right, &context) }
        case .pipeline(let stages, let isNegated):
            if isNegated { conditions += 1 }
            run(stages, &context)
            if isNegated {
                conditions -= 1
                status = status == 0 ? 1 : 0
            } else {
                stopOnFailure()
            }
        case .subshell(let body):
            inSubshell(&context) { shell, context in shell.run(body, &context) }
            stopOnFailure()
        case .condition(let branches, let otherwise):
            for branch in branches {
                runCondition(branch.condition, &context)
                if flow != .goesOn { return }
                if status == 0 { return run(branch.body, &context) }
            }
            status = 0
            if let otherwise { run(otherwise, &context) }
        case .loop(let branch, let isUntil): runLoop(branch, isUntil: isUntil, &context)
        case .each(let name, let words, let body): runEach(name, words, body, &context)
        case .choice(let word, let cases): runChoice(word, cases, &context)
        case .function(let name, let body):
            functions[name] = body
            status = 0
        case .redirected(let body, let redirections):
            let (outer, input) = (outputs, context.standardInput)
            if redirect(redirections, &context) { run(body, &context) } else { stopOnFailure() }
            (outputs, context.standardInput) = (outer, input)
        }
    }

    /// `set -e`: not within a condition.
    private mutating func stopOnFailure() {
        if settings.stopsOnFailure, status != 0, conditions == 0, flow == .goesOn { flow = .exits }
    }

    private mutating func runCondition(_ node: ShellNode, _ context: inout ToolContext) {
        conditions += 1
        run(node, &context)
        conditions -= 1
    }

    /// Runs something that changes nothing of this shell but its status.
    mutating func inSubshell(_ context: inout ToolContext, _ body: (inout Shell, inout ToolContext) -> Void) {
        guard context.depth < Self.deepest else {
            complain("\(dialect.rawValue): too many shells within one another", &context)
            status = 2
            return
        }
        var inner = self
        let outer = (context.variables, context.folder)
        context.depth += 1
        body(&inner, &context)
        context.depth -= 1
        (context.variables, context.folder) = outer
        status = inner.status
        if context.commandsLeft <= 0 { flow = .exits }
    }

    private mutating func run(_ stages: [ShellNode], _ context: inout ToolContext) {
        guard stages.count > 1 else {
            if let only = stages.first { run(only, &context) }
            return
        }
        let input = context.standardInput
        var statuses: [Int] = []
        for (index, stage) in stages.enumerated() {
            let sink = ShellSink()
            let isLast = index == stages.count - 1
            inSubshell(&context) { shell, context in
                if !isLast { shell.outputs[1] = .sink(sink) }
                shell.run(stage, &context)
            }
            statuses.append(status)
            context.standardInput = ToolInput(Array(sink.text.utf8))
        }
        context.standardInput = input
        if settings.failsWithPipe { status = statuses.last { $0 != 0 } ?? 0 }
    }

    // MARK: Loops

    /// Takes up what a loop's body left: whether the loop goes on.
    private mutating func goesOn() -> Bool {
        switch flow {
        case .goesOn: return true
        case .breaks(let count):
            flow = count > 1 ? .breaks(count - 1) : .goesOn
            return false
        case .continues(let count):
            flow = count > 1 ? .continues(count - 1) : .goesOn
            return count <= 1
        case .exits, .returns: return false
        }
    }

    private mutating func runLoop(_ branch: ShellBranch, isUntil: Bool, _ context: inout ToolContext) {
        var last = 0
        loops += 1
        while true {
            runCondition(branch.condition, &context)
            guard goesOn(), (status == 0) != isUntil else { break }
            run(branch.body, &context)
            last = status
            guard goesOn() else { break }
        }
        loops -= 1
        if flow == .goesOn { status = last }
    }

    private mutating func runEach(
        _ name: String,
        _ words: [ShellWord]?,
        _ body: ShellNode,
        _ context: inout ToolContext
    ) {
        var values: [String] = []
        if let words {
            for word in words {
                guard let fields = expand(word, &context) else { return }
                values += fields
            }
        } else {
            values = Array(parameters.dropFirst())
        }
        status = 0
        loops += 1
        for value in values {
            assign("\(name)=\(value)", &context)
            run(body, &context)
            guard goesOn() else { break }
        }
        loops -= 1
    }

    private mutating func runChoice(_ word: ShellWord, _ cases: [ShellCase], _ context: inout ToolContext) {
        guard let subject = expandText(word, &context) else { return }
        for choice in cases {
            for word in choice.patterns {
                guard let pattern = expandPattern(word, &context) else { return }
                if ShellPattern(pattern).matches(subject) {
                    status = 0
                    return run(choice.body, &context)
                }
            }
        }
        status = 0
    }

    // MARK: Commands

    private mutating func run(_ command: ShellCommand, _ context: inout ToolContext) {
        line = command.line
        if context.isInterrupted {
            status = 130
            flow = .exits
            return
        }
        if context.terminal == nil { context.commandsLeft -= 1 }
        guard context.commandsLeft > 0 else {
            if context.commandsLeft == 0 {
                context.wouldGoOn = true
                complain(dialect.place(line) + "netsim stops after \(Self.mostCommands) commands", &context)
            }
            status = 124
            flow = .exits
            return
        }
        var assignments: [String] = []
        var argv: [String] = []
        // What a substitution came to is the status of a command without a name.
        let before = status
        status = 0
        let hasSubstitution = command.words.contains { word in
            word.pieces.contains { if case .command = $0 { true } else { false } }
        }
        for word in command.words {
            if argv.isEmpty, let first = word.pieces.first, Self.isAssignment(first) {
                let known = status
                if !hasSubstitution { status = before }
                guard let text = expandText(word, &context) else { return }
                if !hasSubstitution { status = known }
                assignments.append(text)
            } else {
                let known = status
                status = before
                guard let fields = expand(word, &context) else { return }
                status = known
                argv += fields
            }
        }
        if settings.traces {
            complain("+ " + (assignments + argv.map(Self.traced)).joined(separator: " "), &context)
        }
        let (outer, input) = (outputs, context.standardInput)
        defer { if !(argv.first == "exec" && argv.count == 1) { (outputs, context.standardInput) = (outer, input) } }
        guard redirect(command.redirections, &context) else {
            if dialect == .dash, let name = argv.first, ShellBuiltin(rawValue: name)?.isSpecial == true {
                flow = .exits
            }
            return stopOnFailure()
        }
        guard let name = argv.first else {
            for assignment in assignments { assign(assignment, &context) }
            return stopOnFailure()
        }
        let variables = context.variables
        let isKept = ShellBuiltin(rawValue: name)?.isSpecial == true && dialect == .dash
        if isKept {
            for assignment in assignments { assign(assignment, &context) }
        } else if !assignments.isEmpty {
            var changed = variables ?? []
            for assignment in assignments { ContainerEnvironment.set(assignment, in: &changed) }
            context.variables = changed
        }
        status = before
        execute(name, Array(argv.dropFirst()), &context)
        if !isKept, !assignments.isEmpty { context.variables = variables }
        stopOnFailure()
    }

    /// Runs a function, a builtin or a tool.
    mutating func execute(
        _ name: String,
        _ arguments: [String],
        usesFunctions: Bool = true,
        _ context: inout ToolContext
    ) {
        if usesFunctions, let body = functions[name] { return call(body, arguments, &context) }
        if let builtin = ShellBuiltin(rawValue: name) { return run(builtin, arguments, &context) }
        if ToolRunner.shellTools.contains(name), let outcome = runShellTool(name, arguments, &context) {
            write(outcome.stdout, to: 1, &context)
            write(outcome.stderr, to: 2, &context)
            status = outcome.exitCode
            return
        }
        guard ToolRunner.isSimulated(name) else {
            let isFolder = name.contains("/") && FileTree(of: container, context).isFolder(name, from: context.folder)
            guard isFolder || FileTree(of: container, context).node(at: name, from: context.folder) == nil else {
                return runFile(name, arguments, &context)
            }
            if isFolder {
                complain(
                    dialect.place(line) + "\(name): \(dialect == .dash ? "Permission denied" : "Is a directory")",
                    &context
                )
                status = 126
                return
            }
            complain(dialect.notFound(name, line: line), &context)
            status = 127
            return
        }
        // A tool shows what it writes at once where it leads nowhere else.
        let (terminal, hasTerminal) = (context.terminal, context.hasTerminal)
        if !(isLive(1) && isLive(2)) { context.terminal = nil }
        if terminal != nil, !isLive(1) { context.hasTerminal = false }
        let outcome = ToolRunner.run(argv: [name] + arguments, in: container, context: &context)
        (context.terminal, context.hasTerminal) = (terminal, hasTerminal)
        write(outcome.stdout, to: 1, &context)
        write(outcome.stderr, to: 2, &context)
        status = outcome.exitCode
    }

    /// Tools that the shell has itself, and complains of in its own words.
    private func runShellTool(_ name: String, _ arguments: [String], _ context: inout ToolContext) -> ToolResult? {
        let prefix = dialect.place(line)
        switch name {
        case "test", "[":
            return TestCommand.run(
                name,
                arguments,
                in: container,
                dialect == .dash ? .dash : .bash,
                prefix: prefix,
                context
            )
        case "printf": return Printf.run(arguments, prefix: prefix + "printf: ", isDash: dialect == .dash)
        case "kill":
            var outcome = ProcessList.kill(arguments, in: container, context, isBuiltin: dialect == .bash)
            if dialect == .dash {
                outcome.stderr = outcome.stderr.replacing(
                    #/kill: \([0-9]+\): No such process/#,
                    with: "kill: No such process\n"
                )
            }
            outcome.stderr = outcome.stderr.replacing("kill: ", with: prefix + "kill: ")
            return outcome
        default: return nil
        }
    }

    /// Runs a script that the container has as a file, named by its path.
    private mutating func runFile(_ path: String, _ arguments: [String], _ context: inout ToolContext) {
        guard path.contains("/") else {
            complain(dialect.notFound(path, line: line), &context)
            status = 127
            return
        }
        guard context.files.isExecutable(FileTree.normalized(path, from: context.folder)) else {
            complain(dialect.place(line) + "\(path): Permission denied", &context)
            status = 126
            return
        }
        execute("sh", [path] + arguments, &context)
    }

    private mutating func call(_ body: ShellNode, _ arguments: [String], _ context: inout ToolContext) {
        guard context.depth < Self.deepest else {
            complain(dialect.place(line) + "Maximum function recursion depth (\(Self.deepest)) reached", &context)
            status = 2
            flow = .exits
            return
        }
        let outer = (parameters, loops)
        parameters = [parameters[0]] + arguments
        loops = 0
        savedVariables.append([:])
        context.depth += 1
        run(body, &context)
        context.depth -= 1
        for (name, value) in savedVariables.popLast() ?? [:] {
            remove(name, &context)
            if let value { assign("\(name)=\(value)", &context) }
        }
        (parameters, loops) = outer
        if flow == .returns { flow = .goesOn }
    }

    /// `NAME=…` at the start of a command, the name and the sign unquoted.
    private static func isAssignment(_ piece: ShellWord.Piece) -> Bool {
        guard case .text(let text, false) = piece, let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            return false
        }
        return ShellParser.isName(text[..<sign])
    }

    private static func traced(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=@,+%".contains($0) }
        return isPlain ? word : "'\(word)'"
    }
}
