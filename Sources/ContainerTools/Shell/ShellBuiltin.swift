internal import Lab

/// What only the shell itself can do.
enum ShellBuiltin: String {
    case colon = ":"
    case dot = "."
    case breaks = "break"
    case continues = "continue"
    case returns = "return"
    case cd, command, echo, eval, exec, exit, export, hash, local, read, readonly, set, shift, source, trap, type
    case declare, umask, unset, wait

    /// Whether POSIX calls it special: variables set before it stay, and a mistake ends dash.
    var isSpecial: Bool {
        switch self {
        case .colon, .dot, .breaks, .continues, .returns, .eval, .exec, .exit, .export, .readonly, .set, .shift, .trap,
            .unset:
            true
        default: false
        }
    }
}

extension Shell {
    mutating func run(_ builtin: ShellBuiltin, _ arguments: [String], _ context: inout ToolContext) {
        switch builtin {
        case .colon, .hash: status = 0
        case .echo:
            // dash's own echo always reads escapes; bash's is like the tool.
            guard dialect == .dash else {
                write(SmallCommands.echo(arguments, in: container, &context).stdout, to: 1, &context)
                status = 0
                return
            }
            let endsLine = arguments.first != "-n"
            let text = arguments.dropFirst(endsLine ? 0 : 1).joined(separator: " ")
            let (unescaped, isCut) = EchoEscapes.replaced(in: text, allowsHexadecimal: false)
            write(unescaped + (endsLine && !isCut ? "\n" : ""), to: 1, &context)
            status = 0
        case .exit, .returns: leave(builtin, arguments, &context)
        case .breaks, .continues:
            let count = arguments.first.map { Int($0) ?? 0 } ?? 1
            guard count > 0 else {
                return fail(dialect.illegalNumber(arguments[0], in: builtin.rawValue, line: line), &context)
            }
            status = 0
            guard loops > 0 else { return }
            flow = builtin == .breaks ? .breaks(min(count, loops)) : .continues(min(count, loops))
        case .cd: changeFolder(arguments, &context)
        case .export, .readonly, .declare: export(builtin, arguments, &context)
        case .local: makeLocal(arguments, &context)
        case .unset:
            status = 0
            for argument in arguments where !argument.hasPrefix("-") {
                if arguments.first == "-f" {
                    functions[argument] = nil
                    continue
                }
                guard ShellParser.isName(argument) || dialect == .bash else {
                    return fail(dialect.badName(argument, in: "unset", line: line), &context)
                }
                remove(argument, &context)
            }
        case .shift:
            let count = arguments.first.map { Int($0) ?? -1 } ?? 1
            guard count >= 0, count < parameters.count else {
                if dialect == .dash {
                    return fail(dialect.place(line) + "shift: can't shift that many", &context)
                }
                status = 1
                return
            }
            parameters.removeSubrange(1..<(1 + count))
            status = 0
        case .set: set(arguments, &context)
        case .eval:
            status = 0
            let outer = line
            within(&context) { shell, context in shell.runScript(arguments.joined(separator: " "), &context) }
            line = outer
        case .dot, .source: include(arguments, &context)
        case .exec:
            guard let name = arguments.first else {
                status = 0
                return
            }
            guard ToolRunner.isSimulated(name) || FileTree(of: container, context).node(at: name, from: "/") != nil
            else {
                complain(dialect.place(line) + "exec: \(name): not found", &context)
                status = 127
                flow = .exits
                return
            }
            execute(name, Array(arguments.dropFirst()), usesFunctions: false, &context)
            flow = .exits
        case .command: find(arguments, &context)
        case .type:
            status = 0
            for name in arguments { describe(name, &context) }
        case .read: read(arguments, &context)
        case .umask:
            if arguments.isEmpty { write("0022\n", to: 1, &context) }
            status = 0
        case .trap, .wait:
            // No signal comes, and no job is in the background.
            status = 0
        }
    }

    /// Runs more of this shell one level further down.
    private mutating func within(_ context: inout ToolContext, _ body: (inout Shell, inout ToolContext) -> Void) {
        guard context.depth < Self.deepest else {
            complain(dialect.place(line) + "too many scripts within one another", &context)
            status = 2
            flow = .exits
            return
        }
        context.depth += 1
        body(&self, &context)
        context.depth -= 1
    }

    private mutating func leave(_ builtin: ShellBuiltin, _ arguments: [String], _ context: inout ToolContext) {
        let isInFunction = !savedVariables.isEmpty
        if builtin == .returns, !isInFunction, dialect == .bash, includes == 0 {
            complain(
                dialect.place(line) + "return: can only `return' from a function or sourced script",
                &context
            )
            status = 2
            return
        }
        flow = builtin == .exit ? .exits : .returns
        guard let text = arguments.first else { return }
        if let number = Int(text), number >= 0 || dialect == .bash {
            status = number & 0xff
        } else {
            complain(dialect.illegalNumber(text, in: builtin.rawValue, line: line), &context)
            status = 2
            flow = .exits
        }
    }

    private mutating func changeFolder(_ arguments: [String], _ context: inout ToolContext) {
        var path = arguments.first ?? value(of: "HOME", context) ?? "/"
        if path == "-" {
            path = value(of: "OLDPWD", context) ?? context.folder
            write(path + "\n", to: 1, &context)
        }
        guard FileTree(of: container, context).isFolder(path, from: context.folder) else {
            complain(dialect.cannotChange(to: path, line: line), &context)
            status = dialect.fatalStatus
            return
        }
        assign("OLDPWD=\(context.folder)", &context)
        context.folder = FileTree.normalized(path, from: context.folder)
        var variables = context.variables ?? []
        ContainerEnvironment.set("PWD=\(context.folder)", in: &variables)
        context.variables = variables
        status = 0
    }

    private mutating func export(_ builtin: ShellBuiltin, _ arguments: [String], _ context: inout ToolContext) {
        status = 0
        var names = arguments
        if names.first?.hasPrefix("-") == true { names.removeFirst() }
        if arguments.isEmpty || arguments == ["-p"] {
            let list = (context.variables ?? []).sorted().map { setting in
                let name = ContainerEnvironment.name(setting)
                let value = setting.dropFirst(name.count + 1)
                return dialect == .dash ? "export \(name)='\(value)'\n" : "declare -x \(name)=\"\(value)\"\n"
            }
            if builtin == .export { write(list.joined(), to: 1, &context) }
            return
        }
        for argument in names {
            let name = String(ContainerEnvironment.name(argument))
            guard ShellParser.isName(name) else {
                return fail(dialect.badName(name, in: builtin.rawValue, line: line), &context)
            }
            guard builtin == .export else {
                if argument.contains("=") { assign(argument, &context) }
                continue
            }
            var variables = context.variables ?? []
            let known = ContainerEnvironment.value(name, in: locals).map { "\(name)=\($0)" }
            if argument.contains("=") || known != nil {
                ContainerEnvironment.set(argument.contains("=") ? argument : known ?? "", in: &variables)
                locals.removeAll { ContainerEnvironment.name($0) == name }
                context.variables = variables
            }
        }
    }

    private mutating func makeLocal(_ arguments: [String], _ context: inout ToolContext) {
        status = 0
        guard !savedVariables.isEmpty else {
            let text = dialect == .dash ? "not in a function" : "can only be used in a function"
            return fail(dialect.place(line) + "local: \(text)", &context)
        }
        for argument in arguments {
            let name = String(ContainerEnvironment.name(argument))
            guard ShellParser.isName(name) else {
                return fail(dialect.badName(name, in: "local", line: line), &context)
            }
            let last = savedVariables.count - 1
            if savedVariables[last][name] == nil { savedVariables[last][name] = .some(value(of: name, context)) }
            if argument.contains("=") {
                assign(argument, &context)
            } else if dialect == .bash {
                remove(name, &context)
            }
        }
    }

    private mutating func set(_ arguments: [String], _ context: inout ToolContext) {
        status = 0
        var words = arguments[...]
        if words.isEmpty {
            let all = (locals + (context.variables ?? [])).sorted().map { setting in
                let name = ContainerEnvironment.name(setting)
                return "\(name)='\(setting.dropFirst(name.count + 1))'\n"
            }
            return write(all.joined(), to: 1, &context)
        }
        while let word = words.first, word.count > 1, word.hasPrefix("-") || word.hasPrefix("+") {
            words.removeFirst()
            if word == "--" {
                parameters = [parameters[0]] + words
                return
            }
            for letter in word.dropFirst() {
                let isSet =
                    letter == "o"
                    ? words.popFirst().map { settings.set($0, word.hasPrefix("-")) } ?? true
                    : settings.set(letter, word.hasPrefix("-"))
                guard isSet else {
                    let text = dialect == .dash ? "Illegal option -\(letter)" : "-\(letter): invalid option"
                    return fail(dialect.place(line) + "set: \(text)", &context)
                }
            }
        }
        if !words.isEmpty { parameters = [parameters[0]] + words }
    }

    private mutating func include(_ arguments: [String], _ context: inout ToolContext) {
        guard let path = arguments.first else {
            status = 2
            return
        }
        guard case .file(let text)? = FileTree(of: container, context).node(at: path, from: context.folder) else {
            let text = dialect == .dash ? ".: cannot open \(path): No such file" : "\(path): No such file or directory"
            return fail(dialect.place(line) + text, &context)
        }
        status = 0
        includes += 1
        let outer = (parameters, line)
        if arguments.count > 1 { parameters = [parameters[0]] + arguments.dropFirst() }
        within(&context) { shell, context in shell.runScript(text, &context) }
        (parameters, line) = outer
        includes -= 1
        if flow == .returns, savedVariables.isEmpty { flow = .goesOn }
    }

    private mutating func find(_ arguments: [String], _ context: inout ToolContext) {
        guard let first = arguments.first else {
            status = 0
            return
        }
        guard first == "-v" || first == "-V" else {
            let words = first == "-p" ? Array(arguments.dropFirst()) : arguments
            guard let name = words.first else { return }
            return execute(name, Array(words.dropFirst()), usesFunctions: false, &context)
        }
        status = 0
        for name in arguments.dropFirst() {
            if first == "-V" {
                describe(name, &context)
            } else if functions[name] != nil || ShellBuiltin(rawValue: name) != nil
                || ToolRunner.shellTools.contains(name)
            {
                write(name + "\n", to: 1, &context)
            } else if let path = ToolRunner.path(of: name) {
                write(path + "\n", to: 1, &context)
            } else {
                status = dialect == .dash ? 127 : 1
            }
        }
    }

    private mutating func describe(_ name: String, _ context: inout ToolContext) {
        if functions[name] != nil {
            write("\(name) is a \(dialect == .dash ? "shell function" : "function")\n", to: 1, &context)
        } else if ShellParser.reserved.contains(name) {
            write("\(name) is a shell keyword\n", to: 1, &context)
        } else if ShellBuiltin(rawValue: name) != nil || ToolRunner.shellTools.contains(name) {
            write("\(name) is a shell builtin\n", to: 1, &context)
        } else if let path = ToolRunner.path(of: name) {
            write("\(name) is \(path)\n", to: 1, &context)
        } else if dialect == .dash {
            write("\(name): not found\n", to: 1, &context)
            status = 127
        } else {
            complain(dialect.place(line) + "type: \(name): not found", &context)
            status = 1
        }
    }

    /// `read [-r] [NAME…]`: a line of standard input, shared out among the names.
    private mutating func read(_ arguments: [String], _ context: inout ToolContext) {
        var names = arguments[...]
        var isRaw = false
        while let word = names.first, word.count > 1, word.hasPrefix("-") {
            names.removeFirst()
            if word == "--" { break }
            if word.dropFirst().contains("r") { isRaw = true }
            // bash's prompt and limits of time take a value.
            if let last = word.last, "ptnNdu".contains(last) { _ = names.popFirst() }
        }
        guard !names.isEmpty || dialect == .bash else {
            return fail(dialect.place(line) + "read: arg count", &context)
        }
        if names.isEmpty { names = ["REPLY"] }
        for name in names where !ShellParser.isName(name) {
            return fail(dialect.badName(name, in: "read", line: line), &context)
        }
        var text = ""
        var isWhole = false
        while let part = context.standardInput.line() {
            isWhole = part.hasSuffix("\n")
            text += isWhole ? String(part.dropLast()) : part
            guard !isRaw, isWhole, text.hasSuffix("\\") else { break }
            text.removeLast()
        }
        status = isWhole ? 0 : 1
        if !isRaw { text = ShellPattern.unescaped(text) }
        let separators = value(of: "IFS", context) ?? " \t\n"
        let blanks = separators.filter { " \t\n".contains($0) }
        var rest = text[...]
        func trim() { while let first = rest.first, blanks.contains(first) { rest.removeFirst() } }
        for (index, name) in names.enumerated() {
            trim()
            var value = rest
            if index < names.count - 1 {
                value = rest.prefix { !separators.contains($0) }
                rest = rest.dropFirst(value.count)
                trim()
                if let first = rest.first, separators.contains(first), !blanks.contains(first) { rest.removeFirst() }
            } else {
                while let last = value.last, blanks.contains(last) { value.removeLast() }
            }
            assign("\(name)=\(value)", &context)
        }
    }
}
