internal import CLinux
internal import CPcap
internal import Glibc
package import Netlink
package import PacketWire

/// A capture on one interface of one network namespace, with each frame's direction and its time in nanoseconds.
///
/// libpcap tells no directions on Ethernet. Two handles are therefore opened, whose filters the kernel runs for frames in
/// and for frames out before it copies any, so that each frame is copied once. (A source address tells less: what a
/// bridge forwards has others' addresses, and a container may send with any.) Frames of one direction come in order; to
/// have both in order, sort by time.
///
/// A link that is open may be used from any thread, by one at a time: its sockets stay in their namespace.
package final class LiveLink {
    package typealias Direction = PcapngPacket.Direction

    package struct Settings: Hashable, Sendable {
        /// Octets kept of each frame, 1 to 262,144.
        package var snapLength: Int32 = 262_144
        /// Hands over each frame at once instead of blocks of them: at five times the cost.
        package var isImmediate = false
        /// Octets of the kernel's rings together.
        package var bufferSize: Int32 = 8 << 20
        /// Also takes frames that are for others: a bridge shows what it forwards only so.
        package var isPromiscuous = true
        /// Milliseconds after which the kernel hands over a block that is not full.
        package var timeout: Int32 = 10
        /// In libpcap's language (pcap-filter(7)); empty for all frames.
        package var filter = ""
        /// nil for both.
        package var direction: Direction?

        package init() {}
    }

    package struct Statistics: Hashable, Sendable {
        /// Frames that passed the filter, with those dropped.
        package var received: UInt64 = 0
        /// Frames that found no room in the ring.
        package var dropped: UInt64 = 0
        /// Frames that the interface itself dropped on their way in since the capture began, whatever the filter.
        package var droppedByInterface: UInt64 = 0

        package init() {}
    }

    package let interface: String
    private let handles: [(direction: Direction, handle: PcapHandle)]
    private let counters: InterfaceCounters
    /// Watches both handles.
    private let events: Int32
    /// Nanoseconds since 1970: frames of before came before the filters were in place.
    private let began: Int64

    /// Opens an interface.
    ///
    /// - Parameter namespace: the one that the interface is in; nil for the calling thread's.
    /// - Throws: what keeps it from being captured on, or what is wrong with the filter.
    package static func open(
        _ interface: String,
        in namespace: NetworkNamespace? = nil,
        _ settings: Settings = Settings()
    ) throws(LiveCaptureError) -> LiveLink {
        guard let namespace else { return try LiveLink(interface, settings) }
        do {
            return try OwnThread.run(in: namespace) { try LiveLink(interface, settings) }
        } catch let error as LiveCaptureError {
            throw error
        } catch {
            throw .link(interface, "\(error)")
        }
    }

    private init(_ interface: String, _ settings: Settings) throws(LiveCaptureError) {
        self.interface = interface
        let loopback = netsim_is_loopback(interface)
        guard loopback >= 0 else {
            if loopback == -ENODEV { throw .noInterface(interface) }
            throw .system(attempt: "look at \(interface)", number: -loopback)
        }
        // Through the loopback each frame comes both out and in; libpcap shows it once, as in.
        let directions: [Direction] =
            if let direction = settings.direction { [direction] } else if loopback == 1 { [.inbound] } else {
                [.inbound, .outbound]
            }
        let bufferSize = settings.bufferSize / Int32(directions.count)
        var handles: [(direction: Direction, handle: PcapHandle)] = []
        for direction in directions {
            let handle = try PcapHandle(
                interface,
                settings,
                bufferSize: bufferSize,
                filter: settings.filter,
                prefix: direction == .inbound ? "inbound" : "outbound"
            )
            handles.append((direction, handle))
        }
        events = netsim_epoll_create()
        self.handles = handles
        counters = InterfaceCounters(interface)
        began = netsim_wall_clock()
        guard events >= 0 else { throw .system(attempt: "watch \(interface)", number: -events) }
        for (index, entry) in handles.enumerated() {
            let status = netsim_epoll_add(events, entry.handle.descriptor, UInt64(index), netsim_readable)
            guard status == 0 else { throw .system(attempt: "watch \(interface)", number: -status) }
        }
    }

    deinit {
        if events >= 0 { _ = netsim_close(events) }
    }

    /// Readable where frames are there, or the interface is going: that shows once, so that ``drain(limit:_:)`` shall be
    /// asked now and then as well.
    package var descriptor: Int32 { events }

    /// Gives the frames that are there, without waiting: about `limit` of them at most in each direction. Their octets
    /// last until `body` returns; `originalLength` is that of the frame before it was cut.
    ///
    /// - Returns: how many there were.
    /// - Throws: ``LiveCaptureError/vanished(_:)`` once the interface is gone, after the frames that it left.
    package func drain(
        limit: Int = 65536,
        _ body: (
            _ nanoseconds: Int64, _ originalLength: Int, _ bytes: UnsafeRawBufferPointer, _ direction: Direction
        ) -> Void
    ) throws(LiveCaptureError) -> Int {
        var count = 0
        var failure: LiveCaptureError?
        for (direction, handle) in handles {
            do throws(LiveCaptureError) {
                _ = try handle.drain(limit: limit) { nanoseconds, originalLength, bytes in
                    guard nanoseconds >= began else { return }
                    count += 1
                    body(nanoseconds, originalLength, bytes, direction)
                }
            } catch {
                // The other handle may still have frames.
                failure = error
            }
        }
        if count == 0, let failure { throw failure }
        return count
    }

    package func statistics() -> Statistics {
        var statistics = Statistics()
        for (_, handle) in handles {
            guard let (received, dropped) = handle.statistics() else { continue }
            statistics.received &+= received
            statistics.dropped &+= dropped
        }
        statistics.droppedByInterface = counters.dropped
        return statistics
    }
}
