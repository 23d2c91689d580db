internal import Lab

/// A cable: a veth pair, or the host's uplink. Each direction has a queue of its own.
struct Link: Sendable {
    /// The name of the host's end, as captures and `ip link` show it.
    let name: String
    /// What hangs on it, for people: `web eth0 on front`.
    let title: String
    let network: NetworkID?
    /// In both directions.
    let impairment: Impairment
    /// Of the network as a whole: it acts once on each packet that crosses the network.
    let networkImpairment: Impairment
    let isDown: Bool
    /// When each direction's wire is free again, under a rate: towards the switch, and from it.
    var freeAt: (up: Int64, down: Int64) = (0, 0)

    /// The shorter of a packet's ways to be late: how long an unimpaired link takes, in nanoseconds.
    static let latency: Int64 = 5000
}

/// Which way a frame crosses a link.
enum LinkDirection: Sendable {
    /// From the interface to the switch.
    case up
    case down
}
