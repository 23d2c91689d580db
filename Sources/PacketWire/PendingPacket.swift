import Addressing

/// The fragments of one packet that have come so far.
struct PendingPacket: Sendable {
    private struct Piece {
        let offset: Int
        let bytes: [UInt8]
        var end: Int { offset + bytes.count }
    }

    let expiry: Int64
    /// The fragment at offset 0, whose header is that of the packet.
    private(set) var first: IPPacket?
    /// Ordered by offset, none overlapping another.
    private var pieces: [Piece] = []
    private var receivedCount = 0
    /// The length of the payload, once the last fragment is there.
    private var length: Int?

    init(expiry: Int64) {
        self.expiry = expiry
    }

    /// The first fragment, if no fragment lacks.
    var firstOfWhole: IPPacket? { receivedCount == length ? first : nil }

    /// Keeps a fragment. One that is there already is ignored, as RFC 8200 section 4.5 allows and Linux does.
    mutating func insert(
        _ packet: IPPacket,
        _ fragment: IPPacket.Fragment,
        _ bytes: [UInt8]
    ) throws(ReassemblyError) {
        let piece = Piece(offset: fragment.offset, bytes: bytes)
        guard !fragment.hasMore || bytes.count % 8 == 0 && !bytes.isEmpty else { throw .unevenLength(bytes.count) }
        // IPv4's length counts the header as well.
        let limit = IPPacket.maximumLength - (packet.family == .ipv4 ? 20 : 0)
        guard 0...limit ~= piece.offset, piece.end <= limit else { throw .tooLong(end: piece.end) }
        let lastEnd = pieces.last?.end ?? 0
        if fragment.hasMore {
            if let length, piece.end > length { throw .wrongEnd(piece.end) }
        } else {
            guard length ?? piece.end == piece.end, lastEnd <= piece.end else { throw .wrongEnd(piece.end) }
        }

        // Fragments mostly come in order.
        var index = pieces.count
        while index > 0, pieces[index - 1].offset > piece.offset { index -= 1 }
        let follower = index < pieces.count ? pieces[index] : nil
        if index > 0, pieces[index - 1].end > piece.offset || pieces[index - 1].offset == piece.offset {
            guard pieces[index - 1].offset == piece.offset, pieces[index - 1].bytes == bytes else {
                throw .overlap(offset: piece.offset)
            }
            // The same bytes, and the same end: with another they were refused above.
            if !fragment.hasMore { length = piece.end }
            return
        }
        if let follower, follower.offset < piece.end { throw .overlap(offset: piece.offset) }
        pieces.insert(piece, at: index)
        receivedCount += bytes.count
        if piece.offset == 0 { first = packet }
        if !fragment.hasMore { length = piece.end }
    }

    /// The whole packet: the first fragment's header, and the payload of all.
    func assembled(behind first: IPPacket) throws(ReassemblyError) -> IPPacket {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(receivedCount)
        for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        var packet = first
        packet.fragment = nil
        do throws(PacketDecodingError) {
            var offset = 0
            var protocolNumber = first.protocolNumber
            if packet.family == .ipv6 {
                let headers = try IPv6ExtensionHeaders(in: bytes.span, at: 0, nextHeader: protocolNumber)
                // No source cuts a packet twice.
                guard headers.fragmentHeader == nil else { throw .invalid(.fragmentHeader, offset: headers.end - 8) }
                offset = headers.end
                protocolNumber = headers.nextHeader
            }
            try packet.decodePayload(bytes.span, at: offset, protocolNumber: protocolNumber, false)
        } catch {
            throw .undecodable(error)
        }
        return packet
    }
}
