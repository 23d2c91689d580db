internal import DNSService
internal import Glibc
internal import LabStore

/// Waits for changes of a lab by whatever process.
package final class LabWatch {
    private let store: LabStore?
    private let watch: FileWatch?

    /// To be made before the lab is read, so that no change falls between.
    package init(_ lab: any LabAccess) {
        store = lab as? LabStore
        watch = try? FileWatch([])
        follow()
    }

    /// Returns after a change, or when the time is up.
    ///
    /// - Returns: whether the lab may have changed.
    @discardableResult
    package func wait(milliseconds: Int32) -> Bool {
        guard let watch else {
            // Out of descriptors: look again in a moment.
            if milliseconds > 0 { usleep(50_000) }
            return true
        }
        var waiting = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return false }
        var unread = [UInt8](repeating: 0, count: 4_096)
        while read(watch.descriptor, &unread, unread.count) > 0 {}
        follow()
        return true
    }

    /// A lab that was removed and made again has other files.
    private func follow() {
        if let store { watch?.add(store.foldersOfFile + [store.file]) }
    }
}
