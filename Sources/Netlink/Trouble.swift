internal import CLinux
internal import Synchronization

/// What goes wrong in threads that nobody waits for: said on standard error, which of a lab's keeper is its log, where
/// `netsim doctor` finds it.
package enum Trouble {
    private static let said = Mutex<Set<String>>([])
    /// Different texts that are said at most.
    private static let most = 1_000

    /// What was said so far.
    package static var all: Set<String> { said.withLock { $0 } }

    /// Says what happened, the first time that it does.
    package static func say(_ text: String) {
        let isNew = said.withLock { said in said.count < most && said.insert(text).inserted }
        guard isNew else { return }
        let line = Array("netsim: \(text)\n".utf8)
        _ = line.withUnsafeBytes { netsim_write(2, $0.baseAddress, $0.count) }
    }
}
