internal import Lab

/// What a simulated tool printed, and how it ended.
struct ToolResult: Sendable {
    var output = ""
    var errors = ""
    var status: Int32 = 0
}

/// Runs the simulated tools inside a container: the seam to `ContainerTools`.
enum ToolRunner {
    /// Whether a container's own command is a simulated tool, so that it runs and ends; anything else is a service.
    static func isTool(_ command: [String]) -> Bool {
        false
    }

    /// Runs a command inside a running container.
    ///
    /// - Parameter environment: what `exec -e` adds.
    /// - Returns: nil where there is no such program.
    static func run(
        _ command: [String],
        in container: ContainerID,
        environment: [String],
        _ session: Session
    ) throws -> ToolResult? {
        nil
    }
}
