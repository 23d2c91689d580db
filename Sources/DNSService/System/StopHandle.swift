internal import CLinux

/// Ends a running server from another thread, or when the process gets SIGINT, SIGTERM or SIGHUP.
package struct StopHandle: Sendable {
    // Raising the counter is one write of eight octets, which any number of threads may do at once.
    private let counter: SharedCounter

    private final class SharedCounter: Sendable {
        let number: Int32

        init(_ number: Int32) {
            self.number = number
        }

        deinit {
            _ = netsim_close(number)
        }
    }

    init() throws(SystemError) {
        let number = netsim_eventfd()
        try check(number, "cannot make an event counter")
        counter = SharedCounter(number)
    }

    var descriptor: Int32 { counter.number }

    /// Makes the server close everything and return from `run`, soon. May be called at any time, and again.
    package func stop() {
        var one: UInt64 = 1
        _ = netsim_write(counter.number, &one, 8)
    }

    func followSignals() {
        netsim_wake_on_signals(counter.number)
    }

    static func forgetSignals() {
        netsim_wake_on_signals(-1)
    }
}
