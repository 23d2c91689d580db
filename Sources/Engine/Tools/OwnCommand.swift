package import ContainerTools
package import Lab

/// The command that a container was made with, and what kind of thing it is.
///
/// A simulated tool runs to its end, and the container with it; anything else is a service that runs until stopped, and
/// so is a shell whose input nobody closes, and what would still be running when somebody looks.
package enum OwnCommand {
    /// The words of a container's command.
    package static func words(of config: ContainerConfig) -> [String] { (config.entrypoint ?? []) + config.command }

    /// Whether a command is a simulated tool, so that it runs and ends; anything else is a service.
    package static func isTool(_ command: [String]) -> Bool {
        command.first.map(ToolRunner.isSimulated) ?? false
    }

    /// Whether a command reads what it is to do, or to show, from its standard input: a shell without a script, and
    /// `cat` without files. With an open input and nobody who ends it, it stays until it is stopped.
    package static func waitsForInput(_ command: [String]) -> Bool {
        guard let name = command.first, isTool(command) else { return false }
        let operands = command.dropFirst()
        switch name.split(separator: "/").last {
        case "sh", "bash", "ash", "dash":
            return operands.allSatisfy { $0.hasPrefix("-") && ($0.hasPrefix("--") || !$0.contains("c")) }
        case "cat": return operands.allSatisfy { $0.hasPrefix("-") }
        default: return false
        }
    }

    /// Whether a command would be a shell that a person types into.
    package static func isInteractiveShell(_ command: [String]) -> Bool {
        waitsForInput(command) && command.first?.split(separator: "/").last != "cat"
    }

    /// Runs the command of a container that has started, and ends the container with it.
    ///
    /// - Parameters:
    ///   - input: what the command reads; nil where nobody is attached to it.
    ///   - terminal: who watches it; nil: it runs in no time.
    /// - Returns: what the tool printed and nobody has seen yet, and its exit status; nil for what goes on.
    package static func run(
        of id: ContainerID,
        input: ToolInput? = nil,
        terminal: (any ToolTerminal)? = nil,
        by execution: Execution
    ) throws -> ToolResult? {
        let found = try execution.lab.read { lab in
            lab.container(id).map { ($0.config, lab.processArguments(of: $0)) }
        }
        guard let (config, own) = found else { return nil }
        // With nobody there, only what was asked for runs: an image's own shell would end at once, and the container with
        // it, which people make to look around in.
        let isAttached = terminal != nil || (input != nil && config.openStdin)
        let command = isAttached ? own : words(of: config)
        guard isTool(command) else { return nil }
        if input == nil, config.openStdin || config.tty, waitsForInput(command) { return nil }
        var request = Execution.Request(command)
        request.input = config.openStdin ? input ?? ToolInput([]) : ToolInput([])
        request.terminal = terminal
        let (result, isOver) = try execution.runToEnd(request, in: id)
        try ContainerLog(id, in: execution.lab).add(result, at: execution.now)
        // Attached, it has run to its end in no time; detached, it would still be running.
        if input == nil, !isOver { return nil }
        let end = execution.now.nanoseconds.addingReportingOverflow(terminal?.elapsed ?? 0)
        let moment = end.overflow ? execution.now : Timestamp(nanoseconds: end.partialValue)
        try execution.lab.update(now: moment) { lab in
            try lab.finishContainer(matching: id.description, exitCode: result.exitCode, at: moment)
        }
        return result
    }
}
