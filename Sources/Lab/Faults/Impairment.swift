/// What a link does to the packets that cross it, in each direction by itself. Chances are in parts per million.
public struct Impairment: Hashable, Sendable {
    /// Nanoseconds, 0 to ``maximumTime``.
    public var delay: Int64 = 0
    /// Nanoseconds, 0 to ``maximumTime``: the delay is spread evenly from `delay - jitter` to `delay + jitter`, never
    /// below 0.
    public var jitter: Int64 = 0
    public var loss = 0
    public var duplication = 0
    /// Packets that skip the delay, and so arrive before those sent earlier. Without a delay there is nothing to skip.
    public var reordering = 0
    /// Bits a second, 0 to ``maximumRate``; 0 means unlimited.
    public var rate: Int64 = 0

    /// An hour: beyond that nothing waits for a packet.
    public static let maximumTime: Int64 = 3_600_000_000_000
    /// A petabit a second.
    public static let maximumRate: Int64 = 1_000_000_000_000_000

    public init() {}

    public var isNone: Bool { self == Impairment() }

    /// What is wrong with the values; nil: nothing.
    package var problem: String? {
        for (name, time) in [("delay", delay), ("jitter", jitter)] where !(0...Self.maximumTime).contains(time) {
            return "\(name) is out of range (0 to 1 hour)"
        }
        for (name, chance) in [("loss", loss), ("duplicate", duplication), ("reorder", reordering)]
        where !(0...1_000_000).contains(chance) {
            return "\(name) is out of range (0% to 100%)"
        }
        if !(0...Self.maximumRate).contains(rate) { return "rate is out of range (0 to 1000 tbit)" }
        // As netem has it (iproute2, `q_netem.c`).
        if reordering > 0, delay == 0 { return "reordering not possible without specifying some delay" }
        return nil
    }

    func check() throws(LabError) {
        if let problem { throw LabError(.invalidParameter, problem) }
    }
}
