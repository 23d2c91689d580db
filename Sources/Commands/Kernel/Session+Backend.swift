internal import DockerValues

/// Where a lab's packets move.
enum Backend: String, CaseIterable, Sendable {
    case simulated
    case kernel

    static func read(_ text: String) throws(FlagValueError) -> Backend {
        guard let backend = Backend(rawValue: text) else {
            throw FlagValueError("invalid backend: must be \"simulated\" or \"kernel\"")
        }
        return backend
    }
}

extension Session {
    /// What commands use that were not told by a flag: `NETSIM_BACKEND`, else the simulation.
    ///
    /// - Throws: a failure that names the variable.
    func backend() throws(CommandFailure) -> Backend {
        guard let text = surroundings.environment("NETSIM_BACKEND"), !text.isEmpty else { return .simulated }
        do {
            return try Backend.read(text)
        } catch {
            throw CommandFailure("netsim: environment variable NETSIM_BACKEND: \(error.reason)")
        }
    }
}
