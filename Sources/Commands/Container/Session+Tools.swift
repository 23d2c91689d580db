internal import ContainerTools
internal import Engine
internal import Lab
internal import Resolver

/// Running simulated tools from the command line.
extension Session {
    /// What runs the tools of this command: with its lab, clock and terminal.
    func execution() throws -> Execution {
        var execution = Execution(
            try lab(),
            at: try now(),
            seed: options.seed ?? 0,
            order: options.dnsOrder ?? .rotate
        )
        execution.hasTerminal = surroundings.isTerminal(.output)
        if capturing != nil {
            execution.before = { context in self.capturing?.begin(&context) }
            execution.after = { context in self.capturing?.end(&context) }
        }
        return execution
    }

    /// Standard input, which is read once somebody wants it. A batch has its own lines there.
    var toolInput: ToolInput { goesOn ? ToolInput([]) : ToolInput(reading: surroundings.readAll) }

    /// Whether a command with these flags runs by the clock, with somebody at a terminal.
    func isAttended(tty: Bool, interactive: Bool) -> Bool {
        surroundings.isLive && !goesOn && tty && (!interactive || surroundings.isTerminal(.input))
    }

    /// Runs the command of a container that has started, with the person at netsim's own terminal attached to it.
    ///
    /// - Returns: the exit code; nil for a service.
    func runOwnCommandAttended(of id: ContainerID, hasInput: Bool) throws -> Int32? {
        var isService = false
        let status = try LocalTerminal.run(hasTerminal: true, hasInput: hasInput, self) { streams, input in
            var execution = try execution()
            execution.hasTerminal = true
            let result = try OwnCommand.run(of: id, input: input, terminal: streams, by: execution)
            isService = result == nil
            return result ?? ToolResult()
        }
        hasChangedLab = true
        return isService ? nil : status
    }

    /// Runs the command that a container was made with, once it has started.
    ///
    /// - Returns: what the tool printed; nil for a service, and for a real program, which the lab's keeper starts.
    func runOwnCommand(of id: ContainerID, input: ToolInput? = nil) throws -> ToolResult? {
        let isReal = try read { lab in lab.container(id)?.config.labels[KernelProgram.label] != nil }
        if isReal { return nil }
        let before = try lab().generation()
        defer { if (try? lab().generation()) != before { hasChangedLab = true } }
        return try OwnCommand.run(of: id, input: input, by: execution())
    }

    /// Refuses to attach a person to a container whose own command is a shell.
    func refuseShell(of config: ContainerConfig, attempt: String, status: Int32) throws {
        if isAttended(tty: config.tty, interactive: config.openStdin) { return }
        let isTyped = config.tty || (config.openStdin && surroundings.isTerminal(.input))
        if isTyped, OwnCommand.isInteractiveShell(OwnCommand.words(of: config)) {
            throw Self.noInteractiveShell(attempt, status: status)
        }
    }

    /// The refusal of a shell that a person would type into.
    ///
    /// - Parameter attempt: what was typed, such as `exec -it web sh`.
    static func noInteractiveShell(_ attempt: String, status: Int32) -> CommandFailure {
        CommandFailure(
            """
            netsim: \(attempt): a simulated container has no interactive shell: give the shell its commands with -c, or \
            a script on its standard input (netsim exec -i CONTAINER sh <SCRIPT)
            """,
            status: status
        )
    }
}
