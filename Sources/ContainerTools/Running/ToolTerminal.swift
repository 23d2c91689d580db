internal import Dataplane
internal import Lab

/// What stands at the other end of a running command: it takes what the command writes as it comes, has simulated time
/// run with the clock, and says when the command is to end.
///
/// A command without one runs in no time at all, and what it writes is collected.
package protocol ToolTerminal: AnyObject {
    /// Nanoseconds by the clock since the command began.
    var elapsed: Int64 { get }
    /// Whether the command in the foreground is to end: Ctrl-C, a signal, or nobody left who watches.
    var isInterrupted: Bool { get }
    /// Whether the command itself, a shell, is to end.
    var isClosed: Bool { get }
    /// Whether somebody types: prompts are then shown.
    var isTyped: Bool { get }

    /// Takes what was written.
    func write(stdout: String, stderr: String)

    /// Returns once so many nanoseconds have passed since the command began, or when it is interrupted.
    func wait(until elapsed: Int64)

    /// A line that somebody types after a prompt, with its end; nil at the end of the input. Empty after Ctrl-C.
    func readLine(prompt: String) -> String?

    /// Forgets a Ctrl-C, for another command comes into the foreground.
    func beginCommand()
}

extension ToolContext {
    /// Whether the command is to end.
    var isInterrupted: Bool { terminal.map { $0.isInterrupted || $0.isClosed } ?? false }

    /// Hands over what a tool has written so far, where somebody watches.
    func show(_ result: inout ToolResult) {
        guard let terminal, !(result.stdout.isEmpty && result.stderr.isEmpty) else { return }
        terminal.write(stdout: result.stdout, stderr: result.stderr)
        result.stdout = ""
        result.stderr = ""
    }

    /// Waits until the clock has come to where simulated time is, where somebody watches.
    mutating func keepTime() {
        guard let terminal else { return }
        let elapsed = moment.nanoseconds &- began.nanoseconds
        if terminal.elapsed < elapsed { followFiles() }
        terminal.wait(until: elapsed)
    }

    /// Has simulated time come to where the clock is, after a command waited for somebody.
    mutating func catchUp() {
        guard let terminal else { return }
        let behind = terminal.elapsed &- (moment.nanoseconds &- began.nanoseconds)
        if behind > 0 { plane.run(until: plane.now.advanced(by: behind)) }
    }
}
