internal import Addressing
internal import PacketWire

/// The ARP cache and IPv6 neighbour cache of one stack (RFC 826, RFC 4861 section 7.3, with Linux's times).
struct NeighborTable: Sendable {
    struct Key: Hashable, Sendable {
        let interface: Int
        let address: IPAddress
    }

    struct Entry: Sendable {
        enum State: Sendable {
            case incomplete, reachable, delay, probe, failed
        }

        var state: State
        var mac: MACAddress?
        /// When it was last confirmed.
        var confirmed: Int64
        /// Requests sent without an answer.
        var attempts = 0
        /// Packets that wait for the address, at most ``NeighborTable/queueLimit``.
        var waiting: [Waiting] = []
        var isRouter = false
        /// Counts changes of state, so that timers of an earlier one do nothing.
        var generation: UInt32 = 0
    }

    struct Waiting: Sendable {
        var packet: IPPacket
        var origin: Int32
        /// What is to become of it where it is bridged, not routed, to where NAT leads it.
        var bridged: Passage?
    }

    var entries: [Key: Entry] = [:]

    /// Linux's `unres_qlen_bytes` holds about a hundred small packets.
    static let queueLimit = 101
    /// `mcast_solicit`, `ucast_solicit`.
    static let attempts = 3
    /// `retrans_time_ms`.
    static let retransmission: Int64 = 1_000_000_000
    /// `base_reachable_time_ms`; the kernel spreads it by half, here it is exact.
    static let reachable: Int64 = 30_000_000_000
    /// `locktime`: so long an answer to ARP is held against another that follows.
    static let lockTime: Int64 = 1_000_000_000
    /// `delay_first_probe_time`.
    static let delay: Int64 = 5_000_000_000
}
