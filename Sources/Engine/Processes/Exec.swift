package import ContainerTools
package import Lab
internal import Synchronization

/// A command that `exec` has made in a container: it runs once.
package final class Exec: Sendable {
    package struct State: Sendable {
        package var isRunning = false
        package var hasStarted = false
        package var exitCode: Int?
    }

    package let id: String
    package let container: ContainerID
    package let command: [String]
    package let environment: [String]
    package let user: ContainerUser
    /// As it was asked for.
    package let userText: String
    package let folder: String
    package let hasTerminal: Bool
    package let hasInput: Bool
    /// The keys by which a client leaves it, as they were asked for.
    package let detachKeys: String
    package let streams: ProcessStreams
    private let current = Mutex(State())

    package init(
        id: String,
        container: ContainerID,
        command: [String],
        environment: [String],
        user: ContainerUser,
        userText: String,
        folder: String,
        hasTerminal: Bool,
        hasInput: Bool,
        detachKeys: String = ""
    ) {
        self.id = id
        self.container = container
        self.command = command
        self.environment = environment
        self.user = user
        self.userText = userText
        self.folder = folder
        self.hasTerminal = hasTerminal
        self.hasInput = hasInput
        self.detachKeys = detachKeys
        streams = ProcessStreams(hasTerminal: hasTerminal, hasInput: hasInput)
    }

    package var state: State { current.withLock { $0 } }

    /// - Returns: false where it was started before.
    func begin() -> Bool {
        current.withLock { state in
            if state.hasStarted { return false }
            (state.hasStarted, state.isRunning) = (true, true)
            return true
        }
    }

    func end(exitCode: Int) {
        current.withLock { state in
            (state.isRunning, state.exitCode) = (false, exitCode)
        }
        streams.end(exitCode: exitCode)
    }
}
