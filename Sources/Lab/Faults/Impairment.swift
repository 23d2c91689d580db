/// What a link does to the packets that cross it, in each direction by itself. Chances are in parts per million.
public struct Impairment: Hashable, Sendable {
    /// Nanoseconds, 0 or more.
    public var delay: Int64 = 0
    /// Nanoseconds: the delay is spread evenly from `delay - jitter` to `delay + jitter`, never below 0.
    public var jitter: Int64 = 0
    public var loss = 0
    public var duplication = 0
    /// Packets that skip the delay, and so arrive before those sent earlier.
    public var reordering = 0
    /// Bits a second; 0 means unlimited.
    public var rate: Int64 = 0

    public init() {}

    public var isNone: Bool { self == Impairment() }
}
