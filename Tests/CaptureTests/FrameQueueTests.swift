import PacketWire
import TestSupport
import Testing

@testable import Capture

/// Frames of several links in the order of their times.
struct FrameQueueTests {
    private func frame(_ time: Int64, link: Int = 0) -> LiveFrame {
        LiveFrame(link: link, time: time, originalLength: 4, direction: .inbound)
    }

    private func append(_ queue: inout FrameQueue, _ time: Int64, link: Int = 0) {
        var bytes = time
        withUnsafeBytes(of: &bytes) { queue.append(frame(time, link: link), $0) }
    }

    private func take(_ queue: inout FrameQueue, at moment: UInt64, all: Bool = false, most: Int = .max) throws
        -> [Int64]
    {
        var times: [Int64] = []
        try queue.take(at: moment, all: all) { frame, bytes in
            #expect(bytes.loadUnaligned(as: Int64.self) == frame.time)
            times.append(frame.time)
            return times.count < most
        }
        return times
    }

    @Test func `frames wait until nothing earlier can come`() throws {
        var queue = FrameQueue(lag: 20)
        append(&queue, 5)
        append(&queue, 9)
        queue.mark(at: 100)
        #expect(try take(&queue, at: 100) == [])
        #expect(queue.wait(at: 105) == 15)
        append(&queue, 7, link: 1)
        append(&queue, 12, link: 1)
        queue.mark(at: 110)
        #expect(try take(&queue, at: 119) == [])
        #expect(try take(&queue, at: 120) == [5, 7, 9])
        #expect(try take(&queue, at: 130) == [12])
        #expect(queue.isEmpty && queue.wait(at: 130) == nil)
    }

    @Test func `a clock that is set back holds nothing up`() throws {
        var queue = FrameQueue(lag: 20)
        append(&queue, 1_000_000)
        queue.mark(at: 0)
        append(&queue, 10)
        queue.mark(at: 10)
        #expect(try take(&queue, at: 20) == [10, 1_000_000])
        append(&queue, 20)
        queue.mark(at: 30)
        #expect(try take(&queue, at: 50) == [20])
    }

    @Test func `the end takes all, and who has enough gets no more`() throws {
        var queue = FrameQueue(lag: 20)
        for time in [3, 1, 2] as [Int64] { append(&queue, time) }
        queue.mark(at: 0)
        append(&queue, 4)
        queue.mark(at: 1)
        #expect(try take(&queue, at: 1, all: true, most: 2) == [1, 2])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whatever comes late by less than the lag comes out in order, each once`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var queue = FrameQueue(lag: 20)
        let count = 500
        // A frame of a moment is read up to 19 later, and links are read in turn.
        var arrivals: [(read: UInt64, time: Int64)] = (0..<count).map { number in
            let time = UInt64(number) * 2
            return (time + UInt64.random(in: 0..<20, using: &random), Int64(time))
        }
        arrivals.sort { $0.read < $1.read }
        var taken: [Int64] = []
        for moment in stride(from: 0 as UInt64, to: 2 * UInt64(count) + 60, by: 3) {
            while let next = arrivals.first, next.read <= moment {
                append(&queue, next.time)
                arrivals.removeFirst()
            }
            queue.mark(at: moment)
            taken += try take(&queue, at: moment)
        }
        #expect(taken == (0..<count).map { Int64($0) * 2 }, "seed \(seed)")
    }
}
