internal import CSQLite
internal import Glibc

/// Waits for a lock that another process holds, up to a limit.
///
/// SQLite's own wait backs off to 100 ms, which is long beside a command of a few; this one asks again after 1 ms,
/// later every 5 ms.
final class BusyWait {
    private let patience: Int
    private var begun = 0

    /// - Parameter patience: milliseconds.
    init(patience: Int) {
        self.patience = patience
    }

    /// SQLite's callback: `attempt` counts the waits for one lock from 0; 0 gives up.
    static let handler: @convention(c) (UnsafeMutableRawPointer?, CInt) -> CInt = { context, attempt in
        guard let context else { return 0 }
        return Unmanaged<BusyWait>.fromOpaque(context).takeUnretainedValue().wait(attempt) ? 1 : 0
    }

    private func wait(_ attempt: CInt) -> Bool {
        let now = FolderLock.now()
        if attempt == 0 { begun = now }
        guard now - begun < patience else { return false }
        usleep(attempt < 20 ? 1000 : 5000)
        return true
    }
}
