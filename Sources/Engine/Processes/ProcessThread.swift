internal import CLinux

/// Runs what waits for people and clocks on a thread of its own.
enum ProcessThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// - Returns: false where there is no thread to be had.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let context = Unmanaged.passRetained(Work(body))
        let status = netsim_start_own_thread(
            { context in
                guard let context else { return }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
            },
            context.toOpaque()
        )
        if status != 0 { context.release() }
        return status == 0
    }
}
