internal import Lab
internal import PacketWire

extension Dataplane {
    /// Records the frames on links from now on.
    ///
    /// - Parameters:
    ///   - limit: how many frames to keep.
    ///   - includes: which links; nil for all, and then floods are seen on every port.
    package mutating func beginRecording(limit: Int = 1_000_000, includes: (@Sendable (Recording.Tap) -> Bool)? = nil) {
        recording = Recording(includes: includes, wantsFloods: true, limit: limit)
    }

    /// What was recorded, and an end to it.
    package mutating func endRecording() -> Recording? {
        defer { recording = nil }
        return recording
    }

    /// What was recorded from the entry with a number on, and the links; the recording goes on.
    package func recorded(from start: Int) -> (entries: [Recording.Entry], taps: [Recording.Tap]) {
        guard let recording else { return ([], []) }
        return (Array(recording.entries.dropFirst(start)), recording.taps)
    }

    mutating func record(_ frame: EthernetFrame, link: Int, _ direction: LinkDirection) {
        guard let tap = tap(of: link), tap >= 0, let count = recording?.entries.count, let limit = recording?.limit
        else {
            return
        }
        guard count < limit else {
            recording?.left += 1
            return
        }
        if case .ip(let packet) = frame.payload { recording?.lastEntry[Self.key(packet)] = count }
        recording?.entries.append(
            Recording.Entry(time: now, tap: tap, frame: frame, isInbound: direction == .up, comment: nil)
        )
    }

    private mutating func tap(of link: Int) -> Int? {
        guard let current = recording else { return nil }
        if let known = current.tapOfLink[link] { return known }
        let place = links[link]
        let tap = Recording.Tap(
            name: place.name,
            title: place.title,
            network: place.network.flatMap { lab.network($0)?.name },
            container: place.network == nil ? nil : place.title.split(separator: " ").first.map(String.init)
        )
        guard current.includes?(tap) ?? true else {
            recording?.tapOfLink[link] = -1
            return -1
        }
        recording?.taps.append(tap)
        recording?.tapOfLink[link] = current.taps.count
        return current.taps.count
    }

    /// The last that was seen of a dropped packet gets the reason as its comment.
    mutating func recordDrop(_ packet: IPPacket, _ reason: DropReason) {
        guard let place = recording?.lastEntry.removeValue(forKey: Self.key(packet)) else { return }
        recording?.entries[place].comment = reason.text
    }

    /// What NAT and forwarding leave alone in a packet.
    private static func key(_ packet: IPPacket) -> Recording.PacketKey {
        var sequence: UInt32 = 0
        switch packet.payload {
        case .tcp(let segment): sequence = segment.sequence
        case .icmp(.echoRequest(_, let number, _)), .icmp(.echoReply(_, let number, _)): sequence = UInt32(number)
        default: break
        }
        return Recording.PacketKey(
            identification: packet.identification,
            protocolNumber: packet.protocolNumber,
            length: packet.totalLength,
            sequence: sequence
        )
    }
}
