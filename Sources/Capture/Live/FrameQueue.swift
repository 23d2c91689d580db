package import PacketWire

/// What is known of a frame that was captured on a real link, beside its octets.
package struct LiveFrame: Hashable, Sendable {
    /// Among the links of the capture.
    package let link: Int
    /// Nanoseconds since 1970.
    package let time: Int64
    /// Before it was cut to the snap length.
    package let originalLength: Int
    package let direction: PcapngPacket.Direction

    package init(link: Int, time: Int64, originalLength: Int, direction: PcapngPacket.Direction) {
        self.link = link
        self.time = time
        self.originalLength = originalLength
        self.direction = direction
    }
}

/// Frames of several links in the order of their times.
///
/// The kernel hands over each link's frames in blocks, so that a frame may come after later ones of another link. It
/// waits here until nothing earlier can come any more: until a frame that is not earlier has been here for ``lag``.
/// The clock that stamps frames may be set back meanwhile: only a clock that is never set counts the waiting.
struct FrameQueue {
    /// Octets of frames, which go when the last of them is taken.
    private struct Chunk {
        var bytes: [UInt8] = []
        var count = 0
    }

    private struct Entry {
        let frame: LiveFrame
        let chunk: Int
        let start: Int
        let count: Int
    }

    /// Nanoseconds.
    let lag: UInt64
    private var chunks: [Chunk] = [Chunk()]
    private var free: [Int] = []
    private var current = 0
    private var entries: [Entry] = []
    private var isSorted = true
    /// The latest time of the frames that were here at a moment.
    private var marks: [(moment: UInt64, time: Int64)] = []

    init(lag: UInt64) {
        self.lag = lag
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Nanoseconds until frames may be taken that have to wait; nil where none wait.
    func wait(at moment: UInt64) -> UInt64? {
        guard let first = marks.first else { return nil }
        let due = first.moment &+ lag
        return due > moment ? due - moment : 0
    }

    mutating func append(_ frame: LiveFrame, _ bytes: UnsafeRawBufferPointer) {
        if let last = entries.last, last.frame.time > frame.time { isSorted = false }
        let start = chunks[current].bytes.count
        chunks[current].bytes.append(contentsOf: bytes)
        chunks[current].count += 1
        entries.append(Entry(frame: frame, chunk: current, start: start, count: bytes.count))
    }

    /// Says that the reading of the links that appended frames ended at a moment of the steady clock.
    mutating func mark(at moment: UInt64) {
        guard chunks[current].count > 0 else { return }
        sort()
        if let last = entries.last { marks.append((moment, last.frame.time)) }
        if let next = free.popLast() {
            current = next
        } else {
            chunks.append(Chunk())
            current = chunks.count - 1
        }
    }

    /// Takes the frames that nothing earlier can come before, in order; or all.
    ///
    /// - Parameter moment: all frames that there were then have been appended.
    mutating func take(
        at moment: UInt64,
        all: Bool = false,
        _ body: (LiveFrame, UnsafeRawBufferPointer) throws(LiveCaptureError) -> Bool
    ) throws(LiveCaptureError) {
        let due = all ? marks.count : marks.firstIndex { $0.moment &+ lag > moment } ?? marks.count
        guard due > 0, var cut = marks[..<due].map(\.time).max() else { return }
        if all { cut = .max }
        marks.removeFirst(due)
        var taken = 0
        defer { entries.removeFirst(taken) }
        var isWanted = true
        while isWanted, taken < entries.count, entries[taken].frame.time <= cut {
            // Frames of one chunk mostly follow each other: its octets are looked up once for all of them.
            let (chunk, first) = (entries[taken].chunk, taken)
            let failure: LiveCaptureError? = chunks[chunk].bytes.withUnsafeBytes { bytes in
                while isWanted, taken < entries.count, entries[taken].chunk == chunk, entries[taken].frame.time <= cut {
                    let entry = entries[taken]
                    taken += 1
                    let octets = UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.start + entry.count])
                    do throws(LiveCaptureError) { isWanted = try body(entry.frame, octets) } catch { return error }
                }
                return nil
            }
            chunks[chunk].count -= taken - first
            if chunks[chunk].count == 0, chunk != current {
                chunks[chunk].bytes.removeAll(keepingCapacity: true)
                free.append(chunk)
            }
            if let failure { throw failure }
        }
    }

    private mutating func sort() {
        if isSorted { return }
        // Frames of one time stay as they came, and what comes in runs is merged rather than sorted.
        entries.sort { $0.frame.time < $1.frame.time }
        isSorted = true
    }
}
