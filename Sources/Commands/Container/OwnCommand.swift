internal import ContainerTools
internal import Lab

/// Runs the command that a container was made with, once it has started.
///
/// A simulated tool runs to its end, and the container with it; anything else is a service that runs until stopped, and
/// so is a shell whose input nobody closes.
enum OwnCommand {
    /// - Parameter input: what the command reads; nil where nobody is attached to it.
    /// - Returns: what the tool printed and its exit status; nil for a service.
    static func run(of id: ContainerID, input: ToolInput? = nil, in session: Session) throws -> ToolResult? {
        let config = try session.read { lab in lab.container(id)?.config }
        // A real program is started by the lab's keeper.
        guard let config, config.labels[KernelProgram.label] == nil else { return nil }
        let command = (config.entrypoint ?? []) + config.command
        guard SimulatedTool.isTool(command) else { return nil }
        if input == nil, config.openStdin || config.tty, SimulatedTool.waitsForInput(command) { return nil }
        let result = try SimulatedTool.run(
            command,
            in: id,
            input: config.openStdin ? input ?? ToolInput([]) : ToolInput([]),
            session
        )
        let now = try session.now()
        try ContainerLog(id, session).add(result, at: now)
        try session.update { lab in
            try lab.finishContainer(matching: id.description, exitCode: result.exitCode, at: now)
        }
        return result
    }

    /// Refuses to attach a person to a container whose own command is a shell.
    static func refuseShell(of config: ContainerConfig, attempt: String, status: Int32, _ session: Session) throws {
        let command = (config.entrypoint ?? []) + config.command
        let isTyped = config.tty || (config.openStdin && session.surroundings.isTerminal(.input))
        if isTyped, SimulatedTool.isInteractiveShell(command) {
            throw SimulatedTool.noInteractiveShell(attempt, status: status)
        }
    }
}
