internal import ContainerTools
internal import Lab

/// Runs the command that a container was made with, once it has started.
///
/// A simulated tool runs to its end, and the container with it; anything else is a service that runs until stopped.
enum OwnCommand {
    /// - Returns: what the tool printed and its exit status; nil for a service.
    static func run(of id: ContainerID, in session: Session) throws -> ToolResult? {
        let config = try session.read { lab in lab.container(id)?.config }
        // A real program is started by the lab's keeper.
        guard let config, config.labels[KernelProgram.label] == nil else { return nil }
        let command = (config.entrypoint ?? []) + config.command
        guard SimulatedTool.isTool(command) else { return nil }
        let result = try SimulatedTool.run(command, in: id, session)
        let now = try session.now()
        try session.update { lab in
            try lab.finishContainer(matching: id.description, exitCode: result.exitCode, at: now)
        }
        return result
    }
}
