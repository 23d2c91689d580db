internal import CLinux
internal import Glibc

/// An event counter, by which any thread wakes one that waits for descriptors.
package final class WakeEvent: Sendable {
    /// Readable from ``signal()`` on, until ``clear()``; it lives as long as this.
    package let descriptor: Int32

    package init() throws(NetlinkError) {
        descriptor = netsim_eventfd()
        guard descriptor >= 0 else { throw .system(attempt: "make an event", number: -descriptor) }
    }

    deinit {
        if descriptor >= 0 { _ = netsim_close(descriptor) }
    }

    /// May be called at any time, and again.
    package func signal() {
        var one: UInt64 = 1
        _ = netsim_write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits for a signal, at most so long. The event stays as it is.
    package func wait(milliseconds: Int32) {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, milliseconds)
    }

    package func clear() {
        var value: UInt64 = 0
        _ = netsim_read(descriptor, &value, MemoryLayout<UInt64>.size)
    }
}
