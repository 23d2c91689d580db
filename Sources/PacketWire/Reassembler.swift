import Addressing

/// Puts fragments together again (RFC 791 section 3.2, RFC 8200 section 4.5), for one host.
///
/// Time comes from the caller, in nanoseconds of any clock that does not go back.
package struct Reassembler: Sendable {
    /// How long a packet of IPv4 waits from its first fragment's arrival on: Linux's `ipfrag_time`.
    package static let ipv4Timeout: Int64 = 30_000_000_000
    /// The same for IPv6 (RFC 8200 section 4.5).
    package static let ipv6Timeout: Int64 = 60_000_000_000

    /// What fragments of one packet have in common. Protocol numbers of IPv6's may differ, and that of the first counts.
    private struct Key: Hashable {
        let source: IPAddress
        let destination: IPAddress
        let protocolNumber: UInt8
        let identification: UInt32

        init(_ packet: IPPacket) {
            source = packet.source
            destination = packet.destination
            protocolNumber = packet.family == .ipv4 ? packet.protocolNumber : 0
            identification = packet.identification
        }
    }

    /// The most packets that wait for fragments at a time; each holds at most 64 KiB.
    package let maximumPending: Int
    private var pending: [Key: PendingPacket] = [:]

    package init(maximumPending: Int = 64) {
        self.maximumPending = maximumPending
    }

    /// How many packets wait for fragments.
    package var pendingCount: Int { pending.count }

    /// When the next packet that waits expires; nil if none does.
    package var nextExpiry: Int64? { pending.values.map(\.expiry).min() }

    /// Takes a packet in, and gives back what is whole: the packet itself if it is no fragment, else the packet that it
    /// completes, decoded and with its checksums as they came. Nil while fragments lack.
    ///
    /// Packets that have expired at `time` are dropped first; call `expire` before to learn of them.
    /// - Throws: why the fragment was refused. What was kept of its packet is dropped, but for `.tooManyPending`.
    package mutating func insert(_ packet: IPPacket, at time: Int64) throws(ReassemblyError) -> IPPacket? {
        guard let fragment = packet.fragment, case .other(_, let bytes) = packet.payload else { return packet }
        _ = expire(at: time)
        let key = Key(packet)
        var waiting: PendingPacket
        if let known = pending.removeValue(forKey: key) {
            waiting = known
        } else {
            guard pending.count < maximumPending else { throw .tooManyPending }
            let timeout = packet.family == .ipv4 ? Self.ipv4Timeout : Self.ipv6Timeout
            let (expiry, overflow) = time.addingReportingOverflow(timeout)
            waiting = PendingPacket(expiry: overflow ? .max : expiry)
        }
        try waiting.insert(packet, fragment, bytes)
        guard let first = waiting.firstOfWhole else {
            pending[key] = waiting
            return nil
        }
        return try waiting.assembled(behind: first)
    }

    /// Drops the packets that have waited too long at `time`, and gives back the first fragment of each that has it: about
    /// those an ICMP error is sent (time exceeded, code 1), about the others none. The oldest comes first.
    package mutating func expire(at time: Int64) -> [IPPacket] {
        guard !pending.isEmpty else { return [] }
        let expired = pending.filter { $0.value.expiry <= time }
        for key in expired.keys { pending[key] = nil }
        return expired.values.filter { $0.first != nil }
            .sorted { ($0.expiry, $0.first?.identification ?? 0) < ($1.expiry, $1.first?.identification ?? 0) }
            .compactMap(\.first)
    }
}
