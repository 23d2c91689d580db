import Addressing
import CLinux
import DNSService
import Glibc
import Lab
import Synchronization
import TestSupport

/// A server on a thread of its own, on free ports, as `netsim serve` would run it.
///
/// Safe to share: what the two threads have in common is behind the mutex or never changes.
final class RunningServer: @unchecked Sendable {
    private struct State {
        var statuses: [ServeStatus] = []
        var reports: [String] = []
        var statistics: ServerStatistics?
        var error: (any Error)?
        var stopHandle: StopHandle?
        var hasEnded = false
        var isJoined = false
    }

    private let state = Mutex(State())
    private let configuration: ServerConfiguration
    private let source: any LabSource
    private var thread = pthread_t()

    init(_ source: any LabSource, _ configure: (inout ServerConfiguration) -> Void = { _ in }) throws {
        var configuration = ServerConfiguration()
        configuration.sharedPort = 0
        configuration.firstContainerPort = 0
        configure(&configuration)
        self.source = source
        self.configuration = configuration
        let box = Unmanaged.passRetained(self)
        pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<RunningServer>.fromOpaque(argument).takeRetainedValue().serve() }
                return nil
            },
            box.toOpaque()
        )
        _ = wait(until: { !$0.statuses.isEmpty || $0.hasEnded })
        if let error = state.withLock({ $0.error }) { throw error }
    }

    private func serve() {
        do {
            var configuration = configuration
            configuration.report = { text in self.state.withLock { $0.reports.append(text) } }
            let server = try DNSServer(configuration, lab: source)
            state.withLock { $0.stopHandle = server.stopHandle }
            let statistics = try server.run { status in self.state.withLock { $0.statuses.append(status) } }
            state.withLock { $0.statistics = statistics }
        } catch {
            state.withLock { $0.error = error }
        }
        state.withLock { $0.hasEnded = true }
    }

    /// Waits at most five seconds.
    private func wait(until condition: (State) -> Bool) -> Bool {
        for _ in 0..<5000 {
            if state.withLock({ condition($0) }) { return true }
            usleep(1000)
        }
        return false
    }

    var status: ServeStatus? { state.withLock { $0.statuses.last } }
    var reports: [String] { state.withLock { $0.reports } }

    func port(of container: String) -> UInt16? {
        status?.ports.first { $0.name == container }?.number
    }

    /// Stops the server, waits for it, and says what it did.
    @discardableResult
    func stop() -> ServerStatistics? {
        state.withLock { $0.stopHandle }?.stop()
        return waitForEnd()
    }

    /// Waits until somebody else has stopped the server.
    func waitForEnd() -> ServerStatistics? {
        let isFirst = state.withLock { state in
            defer { state.isJoined = true }
            return !state.isJoined
        }
        if isFirst { pthread_join(thread, nil) }
        return state.withLock { $0.statistics }
    }
}

/// Runs a server for as long as `body`.
func withServer(
    _ source: any LabSource,
    _ configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (RunningServer) throws -> Void
) throws {
    let server = try RunningServer(source, configure)
    defer { server.stop() }
    try body(server)
}

/// A lab that a test changes while it is served.
///
/// Safe to share: all but the descriptor is behind the mutex.
final class ChangingLab: LabSource, @unchecked Sendable {
    private let state: Mutex<(lab: Lab, isNew: Bool, reloads: Int)>
    private let counter = netsim_eventfd()
    /// What the next reading fails with.
    let failure = Mutex<String?>(nil)

    init(_ lab: Lab) {
        state = Mutex((lab, false, 0))
    }

    deinit {
        close(counter)
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// Returns, as a netsim command does, once the change can be seen.
    func change(_ body: (inout Lab) throws -> Void) throws {
        try state.withLock {
            try body(&$0.lab)
            $0.isNew = true
        }
        var one: UInt64 = 1
        _ = netsim_write(counter, &one, 8)
    }

    var reloads: Int { state.withLock { $0.reloads } }

    var changeDescriptor: Int32? { counter }

    func current() -> Lab {
        state.withLock {
            $0.isNew = false
            return $0.lab
        }
    }

    func reloadIfChanged() throws -> Lab? {
        if let text = failure.withLock({ $0 }) { throw Unreadable(description: text) }
        return state.withLock {
            guard $0.isNew else { return nil }
            $0.isNew = false
            $0.reloads += 1
            return $0.lab
        }
    }
}
