internal import Lab
internal import Synchronization

/// Keeps what a container's own command writes: soon, and all of it at the end.
final class LogWriter: Sendable {
    private struct State {
        var pending: [(bytes: [UInt8], isError: Bool, moment: Timestamp)] = []
        var written: Int64 = 0
    }

    private let log: @Sendable ([(bytes: [UInt8], isError: Bool, moment: Timestamp)]) -> Void
    private let clock: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// Nanoseconds that output may wait for more.
    private static let patience: Int64 = 100_000_000

    init(_ id: ContainerID, in lab: SharedLab, clock: @escaping @Sendable () -> Timestamp) {
        log = { pieces in try? ContainerLog(id, in: lab).add(pieces) }
        self.clock = clock
    }

    func add(_ bytes: [UInt8], isError: Bool) {
        let moment = clock()
        let isDue = state.withLock { state in
            state.pending.append((bytes, isError, moment))
            return Signal.now() &- state.written >= Self.patience
        }
        if isDue { flush() }
    }

    /// Keeps what has waited long enough.
    func flushIfDue() {
        let isDue = state.withLock { !$0.pending.isEmpty && Signal.now() &- $0.written >= Self.patience }
        if isDue { flush() }
    }

    func flush() {
        let pending = state.withLock { state in
            defer { state.pending = [] }
            state.written = Signal.now()
            return state.pending
        }
        if !pending.isEmpty { log(pending) }
    }
}
