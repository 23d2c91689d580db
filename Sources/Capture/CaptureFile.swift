package import Addressing
package import Dataplane
package import PacketWire

/// A recording as a capture that Wireshark and tcpdump read.
package enum CaptureFile {
    /// The recording in pcapng: an interface for each link, its frames with direction and time in nanoseconds, the
    /// reason with each frame whose packet was dropped, names for addresses, and statistics.
    ///
    /// The same recording, epoch and names give the same bytes.
    /// - Parameters:
    ///   - epoch: when the simulation began, in nanoseconds since 1970.
    ///   - names: in any order, several for one address or none; those of addresses that no frame has are left out.
    ///   - snapLength: bytes kept of each frame; 0 for all.
    /// - Throws: a time before 1970, a name that is too long, or a frame that cannot be written.
    package static func pcapng(
        _ recording: Recording,
        epoch: Int64,
        names: [(address: IPAddress, name: String)] = [],
        snapLength: UInt32 = 0
    ) throws(PcapngError) -> [UInt8] {
        guard epoch >= 0 else { throw .negativeTimestamp(epoch) }
        var comments: [String] = []
        if recording.left > 0 {
            comments.append("\(recording.left) more frames were left out: the limit was \(recording.limit)")
        }
        var writer = try PcapngWriter(PcapngSection(application: "netsim", comments: comments))
        for tap in recording.taps {
            let interface = PcapngInterface(snapLength: snapLength, name: tap.name, description: tap.title)
            _ = try writer.add(interface)
        }
        try writer.add(Self.names(names, in: recording))
        var last = epoch
        for entry in recording.entries {
            last = moment(entry.time, after: epoch)
            try writer.add(
                entry.frame,
                on: entry.tap,
                at: last,
                direction: entry.isInbound ? .inbound : .outbound,
                comments: entry.comment.map { [$0] } ?? []
            )
        }
        try writer.finish(at: last)
        return writer.takeBytes()
    }

    /// The end of time instead of an overflow.
    private static func moment(_ time: SimulatedTime, after epoch: Int64) -> Int64 {
        let (sum, overflow) = epoch.addingReportingOverflow(time.nanoseconds)
        return overflow ? .max : sum
    }

    // MARK: Names

    /// Names by address, each address's in the order given.
    package static func names(_ names: [(address: IPAddress, name: String)]) -> [PcapngName] {
        var places: [IPAddress: Int] = [:]
        var found: [PcapngName] = []
        for (address, name) in names {
            if let place = places[address] {
                if !found[place].names.contains(name) { found[place].names.append(name) }
            } else {
                places[address] = found.count
                found.append(PcapngName(address: address, names: [name]))
            }
        }
        return found.sorted {
            ($0.address.family == .ipv6 ? 1 : 0, $0.address.number)
                < ($1.address.family == .ipv6 ? 1 : 0, $1.address.number)
        }
    }

    /// The names of the addresses that occur.
    private static func names(
        _ names: [(address: IPAddress, name: String)],
        in recording: Recording
    ) -> [PcapngName] {
        var seen: Set<IPAddress> = []
        for entry in recording.entries { seen.formUnion(addresses(in: entry.frame)) }
        return self.names(names.filter { seen.contains($0.address) })
    }

    private static func addresses(in frame: EthernetFrame) -> [IPAddress] {
        switch frame.payload {
        case .arp(let message): [.v4(message.senderAddress), .v4(message.targetAddress)]
        case .ip(let packet): [packet.source, packet.destination]
        case .other: []
        }
    }
}

extension Recording {
    /// How many links have frames in the recording.
    package var linkCount: Int { Set(entries.map(\.tap)).count }
}
