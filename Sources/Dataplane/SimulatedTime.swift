/// Nanoseconds since the simulation began. Nothing sleeps: time moves from one event to the next.
package struct SimulatedTime: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64 = 0) {
        self.nanoseconds = nanoseconds
    }

    package static func < (left: SimulatedTime, right: SimulatedTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Later by a number of nanoseconds; the end of time instead of an overflow.
    package func advanced(by nanoseconds: Int64) -> SimulatedTime {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return SimulatedTime(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
    }

    /// Nanoseconds from an earlier moment to this one.
    package func since(_ earlier: SimulatedTime) -> Int64 { nanoseconds &- earlier.nanoseconds }
}
