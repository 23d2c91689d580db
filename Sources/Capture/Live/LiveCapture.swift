internal import CLinux
internal import Glibc
package import Netlink
internal import PacketWire

/// A capture on many real links at once, until it is told to stop.
package final class LiveCapture {
    package struct Source {
        package let link: LiveLink
        /// Whether directions are told as seen from the link's other end.
        package let isTurned: Bool

        package init(_ link: LiveLink, isTurned: Bool = false) {
            self.link = link
            self.isTurned = isTurned
        }
    }

    /// How it goes so far.
    package struct Progress: Hashable, Sendable {
        package var frames = 0
        package var bytes = 0
        package var dropped: UInt64 = 0
        /// Of the links.
        package var statistics: [LiveLink.Statistics] = []
        /// Whether each link had a frame that was taken.
        package var isUsed: [Bool] = []

        package var linkCount: Int { isUsed.count { $0 } }
    }

    package enum End: Hashable, Sendable {
        case stopped
        /// As many frames as were asked for.
        case complete
        /// No link is left.
        case linksGone
        /// Nobody reads what is written.
        case readerGone
        case failed(LiveCaptureError)
    }

    private let sources: [Source]
    private let sink: any FrameSink
    private let limit: Int
    private let epoll: Int32
    private let stop: WakeEvent
    private var queue: FrameQueue
    private var isOpen: [Bool]
    package private(set) var progress = Progress()

    private static let stopToken = UInt64.max
    private static let sinkToken = UInt64.max - 1
    /// The longest sleep, in milliseconds: so that what shall be shown is.
    private static let longestSleep = 200

    /// - Parameters:
    ///   - timeout: the links' own, in milliseconds: how late a frame may come.
    ///   - limit: how many frames to take.
    package init(
        _ sources: [Source],
        into sink: any FrameSink,
        timeout: Int32 = 10,
        limit: Int = .max,
        stop: WakeEvent
    ) throws(LiveCaptureError) {
        self.sources = sources
        self.sink = sink
        self.limit = limit
        self.stop = stop
        // The kernel counts in jiffies of up to 10 ms.
        queue = FrameQueue(lag: UInt64(clamping: Int(timeout) + 10) &* 1_000_000)
        isOpen = sources.map { _ in true }
        progress.isUsed = sources.map { _ in false }
        progress.statistics = sources.map { _ in LiveLink.Statistics() }
        epoll = netsim_epoll_create()
        guard epoll >= 0 else { throw .system(attempt: "watch the links", number: -epoll) }
        var watched: [(Int32, UInt64, UInt32)] = [(stop.descriptor, Self.stopToken, netsim_readable)]
        if sink.watched >= 0 { watched.append((sink.watched, Self.sinkToken, 0)) }
        for (index, source) in sources.enumerated() {
            watched.append((source.link.descriptor, UInt64(index), netsim_readable))
        }
        for (descriptor, token, bits) in watched {
            let status = netsim_epoll_add(epoll, descriptor, token, bits)
            guard status == 0 else { throw .system(attempt: "watch the links", number: -status) }
        }
    }

    deinit { if epoll >= 0 { _ = netsim_close(epoll) } }

    /// Captures, and ends what is written so that it is whole.
    ///
    /// - Parameters:
    ///   - complain: hears of links that go, while the others go on.
    ///   - show: hears some times a second how it goes.
    ///   - isOver: asked some times a second whether to stop.
    package func run(
        complain: (_ link: Int, LiveCaptureError) -> Void = { _, _ in },
        show: (Progress) -> Void = { _ in },
        isOver: () -> Bool = { false }
    ) -> End {
        var end: End
        do throws(LiveCaptureError) {
            end = try loop(complain, show, isOver)
            if end == .stopped || end == .linksGone { try drainRest(complain) }
        } catch {
            end = Self.end(of: error)
        }
        count()
        do throws(LiveCaptureError) {
            if case .failed = end {
                // There may be room for this much.
                try? sink.finish(progress.statistics)
            } else if end != .readerGone {
                try sink.finish(progress.statistics)
            }
        } catch {
            end = Self.end(of: error)
        }
        progress.bytes = sink.count
        return end
    }

    private static func end(of error: LiveCaptureError) -> End {
        if case .system(_, let number) = error, number == EPIPE { return .readerGone }
        return .failed(error)
    }

    private func loop(
        _ complain: (Int, LiveCaptureError) -> Void,
        _ show: (Progress) -> Void,
        _ isOver: () -> Bool
    ) throws(LiveCaptureError) -> End {
        var events = [netsim_event](repeating: netsim_event(), count: 64)
        var shown = netsim_monotonic()
        while true {
            let (end, moment) = try pass(&events, sleep: sleep(), complain)
            if let end { return end }
            try queue.take(at: moment, take)
            if progress.frames >= limit { return .complete }
            try sink.settle()
            if !isOpen.contains(true) { return .linksGone }
            let now = netsim_monotonic()
            guard now &- shown >= UInt64(Self.longestSleep) &* 1_000_000 else { continue }
            shown = now
            // An interface that is on its way out tells so once, and libpcap believes it when it is asked again.
            for index in sources.indices { drain(index, complain) }
            queue.mark(at: netsim_monotonic())
            count()
            show(progress)
            if isOver() { return .stopped }
        }
    }

    /// Milliseconds.
    private func sleep() -> Int {
        guard let wait = queue.wait(at: netsim_monotonic()) else { return Self.longestSleep }
        return min(Self.longestSleep, Int(clamping: wait / 1_000_000) + 1)
    }

    /// Waits, and reads the links that have something: all of them, so that the frames can be put in order.
    ///
    /// - Returns: the end where there is one, and when the reading began.
    private func pass(
        _ events: inout [netsim_event],
        sleep: Int,
        _ complain: (Int, LiveCaptureError) -> Void
    ) throws(LiveCaptureError) -> (End?, moment: UInt64) {
        var moment: UInt64?
        var end: End?
        var timeout = sleep
        // Many links are reported in turn.
        for _ in 0...sources.count / 64 {
            let count = netsim_epoll_wait(epoll, &events, 64, Int32(clamping: timeout))
            if moment == nil { moment = netsim_monotonic() }
            if count == -EINTR { break }
            guard count >= 0 else { throw .system(attempt: "watch the links", number: -count) }
            for event in events.prefix(Int(count)) {
                switch event.token {
                case Self.stopToken: end = .stopped
                case Self.sinkToken: if event.bits & netsim_trouble != 0 { return (.readerGone, 0) }
                default: if let index = Int(exactly: event.token) { drain(index, complain) }
                }
            }
            if count < 64 { break }
            timeout = 0
        }
        queue.mark(at: netsim_monotonic())
        return (end, moment ?? netsim_monotonic())
    }

    private func drain(_ index: Int, _ complain: (Int, LiveCaptureError) -> Void) {
        guard isOpen.indices.contains(index), isOpen[index] else { return }
        let isTurned = sources[index].isTurned
        do throws(LiveCaptureError) {
            _ = try sources[index].link.drain { time, originalLength, bytes, direction in
                let seen: PcapngPacket.Direction =
                    isTurned ? (direction == .inbound ? .outbound : .inbound) : direction
                queue.append(LiveFrame(link: index, time: time, originalLength: originalLength, direction: seen), bytes)
            }
        } catch {
            // Its descriptor stays readable for ever: it is no more looked at.
            _ = netsim_epoll_remove(epoll, sources[index].link.descriptor)
            isOpen[index] = false
            progress.statistics[index] = sources[index].link.statistics()
            complain(index, error)
        }
    }

    /// What the kernel has not handed over yet when the end is told.
    private func drainRest(_ complain: (Int, LiveCaptureError) -> Void) throws(LiveCaptureError) {
        usleep(UInt32(clamping: queue.lag / 1000))
        for index in sources.indices { drain(index, complain) }
        queue.mark(at: netsim_monotonic())
        try queue.take(at: netsim_monotonic(), all: true, take)
    }

    /// - Returns: whether more are wanted.
    private func take(_ frame: LiveFrame, _ bytes: UnsafeRawBufferPointer) throws(LiveCaptureError) -> Bool {
        guard progress.frames < limit else { return false }
        try sink.write(frame, bytes)
        progress.frames += 1
        if !progress.isUsed[frame.link] { progress.isUsed[frame.link] = true }
        return progress.frames < limit
    }

    private func count() {
        for index in sources.indices where isOpen[index] {
            progress.statistics[index] = sources[index].link.statistics()
        }
        progress.dropped = progress.statistics.reduce(0) { $0 &+ $1.dropped }
        progress.bytes = sink.count
    }
}
