internal import CLinux
internal import ContainerTools
internal import Engine
internal import Glibc

/// The person at netsim's own terminal, or whatever its standard streams are, at the streams of a container's command.
enum LocalTerminal {
    /// Has a command run with the session's streams; what it writes is seen at once.
    ///
    /// - Parameter run: runs the command with the streams given, and gives its exit code.
    static func run(
        hasTerminal: Bool,
        hasInput: Bool,
        _ session: Session,
        _ run: (ProcessStreams, ToolInput) throws -> ToolResult
    ) throws -> Int32 {
        let streams = ProcessStreams(hasTerminal: hasTerminal, hasInput: hasInput)
        nonisolated(unsafe) let write = session.surroundings.write
        try session.flush()
        let place = streams.join { output in
            if case .bytes(let bytes, let isError) = output { _ = write(isError ? .errors : .output, bytes) }
        }
        defer { streams.leave(place) }
        let mode = hasTerminal ? RawMode() : nil
        defer { mode?.restore() }
        if hasInput { streams.read(descriptor: STDIN_FILENO) }
        let result = try run(streams, streams.commandInput)
        streams.write(stdout: result.stdout, stderr: result.stderr)
        return Int32(truncatingIfNeeded: result.exitCode)
    }

    /// The terminal passes on each key by itself while a container's terminal edits lines.
    private struct RawMode {
        private let before: termios

        init?() {
            var attributes = termios()
            guard tcgetattr(STDIN_FILENO, &attributes) == 0 else { return nil }
            before = attributes
            cfmakeraw(&attributes)
            tcsetattr(STDIN_FILENO, TCSADRAIN, &attributes)
        }

        func restore() {
            var attributes = before
            tcsetattr(STDIN_FILENO, TCSADRAIN, &attributes)
        }
    }
}
