import Foundation
import Lab
import LabStore
import TestSupport
import Testing

@Suite struct `Watching a lab's file` {
    @Test func `shows every commit of another process`() throws {
        let home = try TemporaryHome()
        let store = try home.store()
        try store.create(now: noon)
        #expect(store.file == home.file)
        _ = try store.read { _ in }

        let watcher = inotify_init1(Int32(IN_NONBLOCK))
        defer { close(watcher) }
        #expect(inotify_add_watch(watcher, store.file, UInt32(IN_MODIFY)) >= 0)
        let worker = try Worker(home.path, "lab", "create", "20")
        var (count, rounds) = (0, 0)
        while count < 20, rounds < 1000 {
            rounds += 1
            var descriptor = pollfd(fd: watcher, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 5000) == 1 else { break }
            var events = [UInt8](repeating: 0, count: 4096)
            while read(watcher, &events, events.count) > 0 {}
            // Whoever reads on the event sees the commit that caused it, and needs no second look later.
            count = try store.read(ifChangedSince: store.snapshotStamp) { $0.containerCount } ?? count
        }
        #expect(count == 20)
        #expect(worker.finish().status == 0)
    }
}
