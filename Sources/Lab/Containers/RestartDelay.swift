/// How long a container waits for its next restart: twice as long each time, until it has run for a while
/// (Docker Engine: `restartmanager.ShouldRestart`).
public struct RestartDelay: Hashable, Sendable {
    /// Milliseconds.
    private var last = 0

    private static let first = 100
    private static let longest = 60_000
    /// Milliseconds of running that have the delays begin anew.
    private static let calm = 10_000

    public init() {}

    /// Milliseconds from the end of a run to the next one.
    ///
    /// - Parameter ran: milliseconds that the run lasted.
    public mutating func next(afterRunningFor ran: Int) -> Int {
        if ran >= Self.calm { last = 0 }
        last = last == 0 ? Self.first : min(last * 2, Self.longest)
        return last
    }
}

extension ContainerConfig.RestartPolicy {
    /// Whether a container whose command has ended by itself is started again.
    ///
    /// - Parameter count: how often it was already, since somebody started it.
    public func restarts(after exitCode: Int, count: Int) -> Bool {
        switch self {
        case .no: false
        case .always, .unlessStopped: true
        // No maximum is one of 0.
        case .onFailure(let maximum): exitCode != 0 && (maximum == 0 || count < maximum)
        }
    }
}
