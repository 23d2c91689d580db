/// Bytes that wait to be sent or acknowledged, first in first out.
///
/// What is acknowledged is passed over, and moved out of the way once it is half of all: taking a megabyte from the
/// front, segment by segment, costs what copying it once does.
struct SendBuffer: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: [UInt8]) { bytes += more }

    /// Forgets the first bytes, as many as there are at most.
    mutating func removeFirst(_ number: Int) {
        start += min(max(0, number), count)
        guard start > 0, start * 2 >= bytes.count else { return }
        bytes = Array(bytes[start...])
        start = 0
    }

    /// Some of the bytes, counted from the first; fewer where there are fewer.
    subscript(range: Range<Int>) -> [UInt8] {
        let wanted = range.clamped(to: 0..<count)
        return Array(bytes[start + wanted.lowerBound..<start + wanted.upperBound])
    }
}
