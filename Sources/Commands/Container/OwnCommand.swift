internal import Lab

/// Runs the command that a container was made with, once it has started.
///
/// A simulated tool runs to its end, and the container with it; anything else is a service that runs until stopped.
enum OwnCommand {
    /// - Returns: what the tool printed and its exit status; nil for a service.
    static func run(of id: ContainerID, in session: Session) throws -> ToolResult? {
        let config = try session.read { lab in lab.container(id)?.config }
        guard let config else { return nil }
        let command = (config.entrypoint ?? []) + config.command
        guard ToolRunner.isTool(command),
            let result = try ToolRunner.run(command, in: id, environment: [], session)
        else { return nil }
        let now = try session.now()
        try session.update { lab in
            try lab.finishContainer(matching: id.description, exitCode: Int(result.status), at: now)
        }
        return result
    }
}
