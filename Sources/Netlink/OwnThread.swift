internal import CLinux
internal import Synchronization

/// Runs synchronous work on a thread of its own, whose namespaces end with it.
///
/// Threads of Swift's pools, and the main thread, never change theirs: a task may go on on any thread after it waited,
/// and others would find themselves elsewhere. The work has no way to wait, and sockets that it opens stay in the
/// namespace that they were opened in, whoever uses them.
package enum OwnThread {
    private final class Work<Value> {
        let body: () throws -> Value
        var result: Result<Value, any Error>?

        init(_ body: @escaping () throws -> Value) { self.body = body }

        func run() { result = Result { try body() } }
    }

    private class AnyWork {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Waits for the work's end, and gives what it gave.
    ///
    /// - Throws: what the work throws, or ``NetlinkError`` where there is no thread to be had.
    package static func run<Value>(_ body: () throws -> Value) throws -> Value {
        try withoutActuallyEscaping(body) { body in
            let work = Work(body)
            let runner = AnyWork(work.run)
            let context = Unmanaged.passRetained(runner)
            let status = netsim_run_on_own_thread(
                { context in
                    guard let context else { return }
                    Unmanaged<AnyWork>.fromOpaque(context).takeUnretainedValue().run()
                },
                context.toOpaque()
            )
            context.release()
            guard let result = work.result else {
                throw NetlinkError.system(attempt: "start a thread", number: -status)
            }
            return try result.get()
        }
    }

    /// Starts work in a network namespace, and does not wait for it.
    ///
    /// - Parameter purpose: what the work is for, such as `the published ports of a lab`: should it throw, that is said.
    /// - Throws: where there is no thread to be had.
    package static func start(
        for purpose: String,
        in namespace: NetworkNamespace,
        _ body: @escaping @Sendable () throws -> Void
    ) throws {
        try start(for: purpose) {
            try namespace.enter()
            try body()
        }
    }

    /// Work that goes on, whose end may be waited for.
    package final class Running: Sendable {
        private let work: Mutex<(@Sendable () throws -> Void)?>
        private let result = Mutex<Result<Void, any Error>?>(nil)
        private let end: WakeEvent

        fileprivate init(_ work: @escaping @Sendable () throws -> Void) throws {
            end = try WakeEvent()
            self.work = Mutex(work)
        }

        fileprivate func run() {
            let result = Result<Void, any Error> { try takeWork()?() }
            self.result.withLock { $0 = result }
            end.signal()
        }

        /// Whoever waited finds nothing held any more that the work had.
        private func takeWork() -> (@Sendable () throws -> Void)? {
            work.withLock { work in
                defer { work = nil }
                return work
            }
        }

        /// Waits for the end; may be called again.
        ///
        /// - Throws: what the work has thrown.
        package func wait() throws {
            while true {
                if let result = result.withLock({ $0 }) { return try result.get() }
                end.wait(milliseconds: 1000)
            }
        }
    }

    /// Starts work in a network namespace.
    ///
    /// - Throws: where there is no thread to be had.
    package static func begin(
        in namespace: NetworkNamespace,
        _ body: @escaping @Sendable () throws -> Void
    ) throws -> Running {
        let running = try Running {
            try namespace.enter()
            try body()
        }
        // It throws nothing: who waits hears of what the work has thrown.
        try start(for: "work that is waited for") { running.run() }
        return running
    }

    /// Starts work, and does not wait for it.
    ///
    /// - Parameter purpose: what the work is for: should it throw, that is said.
    /// - Throws: where there is no thread to be had.
    package static func start(for purpose: String, _ body: @escaping @Sendable () throws -> Void) throws {
        let runner = AnyWork {
            do {
                try body()
            } catch {
                Trouble.say("nothing is done any more for \(purpose): \(error)")
            }
        }
        let context = Unmanaged.passRetained(runner)
        let status = netsim_start_own_thread(
            { context in
                guard let context else { return }
                Unmanaged<AnyWork>.fromOpaque(context).takeRetainedValue().run()
            },
            context.toOpaque()
        )
        guard status == 0 else {
            context.release()
            throw NetlinkError.system(attempt: "start a thread", number: -status)
        }
    }

    /// Runs work in a network namespace.
    package static func run<Value>(
        in namespace: NetworkNamespace,
        _ body: () throws -> Value
    ) throws -> Value {
        try run {
            try namespace.enter()
            return try body()
        }
    }
}
