/// What a simulated tool wrote, and how it ended.
package struct ToolResult: Hashable, Sendable {
    package var stdout = ""
    package var stderr = ""
    /// 0…255, as a shell would see it.
    package var exitCode = 0

    package init(stdout: String = "", stderr: String = "", exitCode: Int = 0) {
        self.stdout = stdout
        self.stderr = stderr
        self.exitCode = exitCode
    }

    /// A result that only complains, one line.
    static func failure(_ line: String, exitCode: Int = 1) -> ToolResult {
        ToolResult(stderr: line + "\n", exitCode: exitCode)
    }

    mutating func print(_ line: String = "") {
        stdout += line
        stdout += "\n"
    }

    mutating func complain(_ line: String) {
        stderr += line
        stderr += "\n"
    }

    /// Appends what another tool wrote and takes over its exit code.
    mutating func append(_ other: ToolResult) {
        stdout += other.stdout
        stderr += other.stderr
        exitCode = other.exitCode
    }
}
