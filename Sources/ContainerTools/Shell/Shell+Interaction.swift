internal import Images
internal import Lab

/// A shell that gets its commands line by line: from somebody who types, or from a program at the other end.
extension Shell {
    mutating func interact(_ context: inout ToolContext) {
        var pending = ""
        while flow == .goesOn, let terminal = context.terminal {
            guard let line = nextLine(terminal, isContinued: !pending.isEmpty, context) else { break }
            if terminal.isTyped, line.isEmpty {
                // Ctrl-C at the prompt.
                pending = ""
                status = 130
                continue
            }
            pending += line
            guard let nodes = whole(&pending, terminal, &context) else { continue }
            run(nodes, terminal, &context)
            if terminal.isClosed { return }
        }
        finish(pending, &context)
    }

    private func nextLine(_ terminal: any ToolTerminal, isContinued: Bool, _ context: ToolContext) -> String? {
        if terminal.isClosed { return nil }
        if terminal.isTyped { return terminal.readLine(prompt: isContinued ? "> " : prompt(context)) }
        return context.standardInput.line()
    }

    /// The commands of the lines so far; nil where they go on, or are refused.
    private mutating func whole(
        _ text: inout String,
        _ terminal: any ToolTerminal,
        _ context: inout ToolContext
    ) -> [ShellNode]? {
        var parser = ShellParser(text, line: dialect == .bash && terminal.isTyped ? 0 : 1, isPart: true)
        var nodes: [ShellNode] = []
        do throws(ShellFault) {
            while let node = try parser.next() { nodes.append(node) }
            text = ""
            return nodes
        } catch {
            if error.isUnfinished { return nil }
            let complaint = dialect.complaint(about: error, in: text, isArgument: false)
            text = ""
            write(complaint.stderr, to: 2, &context)
            status = complaint.exitCode
            if !terminal.isTyped { flow = .exits }
            return nil
        }
    }

    private mutating func run(_ nodes: [ShellNode], _ terminal: any ToolTerminal, _ context: inout ToolContext) {
        terminal.beginCommand()
        context.followLab()
        context.catchUp()
        if let now = context.lab.container(container.id) { container = now }
        for node in nodes where flow == .goesOn { run(node, &context) }
        context.followFiles()
        // Ctrl-C ends the command, not the shell.
        if terminal.isTyped, terminal.isInterrupted, !terminal.isClosed {
            // What dies of the signal leaves the cursor behind the ^C.
            if status == 130 { terminal.write(stdout: "\n", stderr: "") }
            flow = .goesOn
            loops = 0
        }
    }

    /// The end of the input.
    private mutating func finish(_ pending: String, _ context: inout ToolContext) {
        guard let terminal = context.terminal, !terminal.isClosed else { return }
        if !pending.isEmpty { runScript(pending, &context) }
        if terminal.isTyped, dialect == .bash { write("exit\n", to: 2, &context) }
    }

    /// As a container's shell shows it: bash with user, host and folder, dash with a sign alone.
    private func prompt(_ context: ToolContext) -> String {
        let sign = context.user.uid == 0 ? "#" : "$"
        if let own = ContainerEnvironment.value("PS1", in: context.variables ?? []) { return own }
        guard dialect == .bash else {
            let isBusybox = context.lab.image(of: container)?.base?.hasBusybox ?? false
            return isBusybox ? "\(context.folder) \(sign) " : "\(sign) "
        }
        let folder = context.folder == context.user.home ? "~" : context.folder
        return
            "\(context.user.name ?? "I have no name!")@\(context.lab.visibleHostname(of: container)):\(folder)\(sign) "
    }
}

extension ShellFault {
    /// Whether another line may make a whole of it.
    fileprivate var isUnfinished: Bool {
        switch self {
        case .endOfFile, .unterminated, .missingBrace: true
        case .unexpected, .badLoopVariable, .notSimulated, .tooDeep: false
        }
    }
}
