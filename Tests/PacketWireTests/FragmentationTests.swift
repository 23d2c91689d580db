import Addressing
import PacketWire
import Testing

@Suite struct `Fragments` {
    private static let a = IPAddress("10.0.0.2" as StaticString)
    private static let b = IPAddress("10.0.0.3" as StaticString)
    private static let a6 = IPAddress("fd00::2" as StaticString)
    private static let b6 = IPAddress("fd00::3" as StaticString)

    private static func packet(_ isIPv6: Bool, _ count: Int, identification: UInt32 = 77) -> IPPacket {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var packet = IPPacket(
            source: isIPv6 ? a6 : a,
            destination: isIPv6 ? b6 : b,
            payload: .udp(UDPDatagram(sourcePort: 1, destinationPort: 2, payload: payload))
        )
        packet.identification = identification
        return packet
    }

    @Test(
        arguments: [
            (false, 1472, 1500, [1500]), (false, 1473, 1500, [1500, 21]), (false, 3000, 1500, [1500, 1500, 68]),
            (false, 100, 68, [68, 68, 32]), (false, 9, 28, [28, 28, 21]), (false, 100, 71, [68, 68, 32]),
            (true, 1452, 1500, [1500]), (true, 1453, 1500, [1496, 61]), (true, 1300, 1280, [1280, 124]),
        ] as [(Bool, Int, Int, [Int])]
    )
    func `fill the MTU in steps of 8`(_ isIPv6: Bool, _ count: Int, _ mtu: Int, _ lengths: [Int]) throws {
        #expect(try Self.packet(isIPv6, count).fragmented(mtu: mtu).map(\.totalLength) == lengths)
    }

    @Test func `are refused where they may not be, or cannot`() throws {
        var packet = Self.packet(false, 100)
        #expect(throws: PacketEncodingError.mtuTooSmall(27, minimum: 28)) { try packet.fragmented(mtu: 27) }
        #expect(throws: PacketEncodingError.mtuTooSmall(.min, minimum: 28)) { try packet.fragmented(mtu: .min) }
        packet.dontFragment = true
        #expect(throws: PacketEncodingError.mustNotFragment(length: 128, mtu: 68)) { try packet.fragmented(mtu: 68) }
        #expect(try packet.fragmented(mtu: 128) == [packet])
        let fragment6 = try #require(try Self.packet(true, 2000).fragmented(mtu: 1500).first)
        #expect(throws: PacketEncodingError.mustNotFragment(length: 1496, mtu: 1280)) {
            try fragment6.fragmented(mtu: 1280)
        }
        packet.dontFragment = false
        packet.fragment = IPPacket.Fragment(offset: 65528, hasMore: false)
        #expect(throws: PacketEncodingError.outOfRange(.fragmentOffset, value: 65536, limit: 65528)) {
            try packet.fragmented(mtu: 28)
        }
    }

    @Test func `make the packet up again, in any order, twice cut, and some of them doubled`() throws {
        for seed in 0..<40 as Range<UInt64> {
            var random = RandomPackets(seed: seed)
            for round in 0..<10 {
                var original = random.packet(upTo: 700)
                guard original.fragment == nil else { continue }
                original.dontFragment = false
                original.identification = random.number(0...0xffff)
                let context: Comment = "seed \(seed), round \(round)"
                var pieces = try original.fragmented(mtu: random.number(56...400))
                if original.family == .ipv4 {
                    pieces = try pieces.flatMap { try $0.fragmented(mtu: 48) }
                }
                // As they travel.
                pieces = try pieces.map { try PacketWireTests.packet(of: try encoded($0)) }
                pieces.shuffle(using: &random.generator)
                var reassembler = Reassembler()
                for (index, piece) in pieces.enumerated() {
                    let whole = try reassembler.insert(piece, at: 0)
                    guard index == pieces.count - 1 else {
                        try #require(whole == nil, context)
                        try #require(try reassembler.insert(piece, at: 0) == nil, context)
                        continue
                    }
                    // An unfragmented IPv6 packet does not carry the identification.
                    if original.family == .ipv6, pieces.count == 1 { original.identification = 0 }
                    try #require(whole == original, context)
                }
                try #require(reassembler.pendingCount == 0, context)
            }
        }
    }

    /// A fragment of an otherwise empty packet.
    private static func piece(
        _ offset: Int,
        _ bytes: [UInt8],
        more: Bool,
        isIPv6: Bool = false,
        identification: UInt32 = 1
    ) -> IPPacket {
        var packet = packet(isIPv6, 0, identification: identification)
        packet.payload = .other(protocolNumber: 99, bytes: bytes)
        packet.fragment = IPPacket.Fragment(offset: offset, hasMore: more)
        return packet
    }

    private static let eight = [UInt8](repeating: 1, count: 8)

    struct Refusal: Sendable, CustomStringConvertible {
        let pieces: [IPPacket]
        let error: ReassemblyError
        var description: String { "\(error)" }
    }

    @Test(arguments: [
        Refusal(pieces: [piece(0, [1], more: true)], error: .unevenLength(1)),
        Refusal(pieces: [piece(0, [], more: true)], error: .unevenLength(0)),
        Refusal(pieces: [piece(65512, eight, more: false)], error: .tooLong(end: 65520)),
        Refusal(pieces: [piece(65528, eight, more: false, isIPv6: true)], error: .tooLong(end: 65536)),
        Refusal(pieces: [piece(-8, eight, more: true)], error: .tooLong(end: 0)),
        Refusal(
            pieces: [piece(0, eight + eight, more: true), piece(8, eight, more: true)],
            error: .overlap(offset: 8)
        ),
        Refusal(
            pieces: [piece(8, eight, more: true), piece(0, eight + eight, more: true)],
            error: .overlap(offset: 0)
        ),
        Refusal(
            pieces: [piece(0, eight, more: true), piece(0, [2, 2, 2, 2, 2, 2, 2, 2], more: true)],
            error: .overlap(offset: 0)
        ),
        Refusal(pieces: [piece(8, eight, more: false), piece(16, eight, more: true)], error: .wrongEnd(24)),
        Refusal(pieces: [piece(8, eight, more: false), piece(16, eight, more: false)], error: .wrongEnd(24)),
        Refusal(pieces: [piece(16, eight, more: true), piece(0, eight, more: false)], error: .wrongEnd(8)),
    ])
    func `that contradict others are refused with them`(_ refusal: Refusal) throws {
        var reassembler = Reassembler()
        for piece in refusal.pieces.dropLast() { #expect(try reassembler.insert(piece, at: 0) == nil) }
        let last = try #require(refusal.pieces.last)
        #expect(throws: refusal.error) { try reassembler.insert(last, at: 0) }
        #expect(reassembler.pendingCount == 0)
    }

    @Test func `are told apart by addresses, identification and protocol`() throws {
        var reassembler = Reassembler()
        let first = Self.piece(0, Self.eight, more: true)
        var others = [first, first, first, first]
        others[0].source = Self.b
        others[1].destination = Self.a
        others[2].identification = 2
        others[3].payload = .other(protocolNumber: 98, bytes: Self.eight)
        for piece in [first] + others { #expect(try reassembler.insert(piece, at: 0) == nil) }
        #expect(reassembler.pendingCount == 5)
        let whole = try reassembler.insert(Self.piece(8, Self.eight, more: false), at: 0)
        #expect(whole?.payload == .other(protocolNumber: 99, bytes: Self.eight + Self.eight))
        #expect(reassembler.pendingCount == 4)
    }

    @Test(arguments: [(false, 30_000_000_000), (true, 60_000_000_000)] as [(Bool, Int64)])
    func `wait for the others only so long`(_ isIPv6: Bool, _ timeout: Int64) throws {
        var reassembler = Reassembler()
        let first = Self.piece(0, Self.eight, more: true, isIPv6: isIPv6)
        let later = Self.piece(8, Self.eight, more: true, isIPv6: isIPv6, identification: 2)
        #expect(try reassembler.insert(first, at: 100) == nil)
        #expect(try reassembler.insert(later, at: 101) == nil)
        #expect(reassembler.nextExpiry == 100 + timeout)
        #expect(reassembler.expire(at: 99 + timeout) == [])
        #expect(reassembler.expire(at: 100 + timeout) == [first])
        // Of the other the first fragment never came.
        #expect(reassembler.expire(at: 101 + timeout) == [])
        #expect(reassembler.pendingCount == 0 && reassembler.nextExpiry == nil)
    }

    @Test func `of too many packets are dropped`() throws {
        var reassembler = Reassembler(maximumPending: 2)
        for number in 1...2 as ClosedRange<UInt32> {
            #expect(try reassembler.insert(Self.piece(0, Self.eight, more: true, identification: number), at: 0) == nil)
        }
        let third = Self.piece(0, Self.eight, more: true, identification: 3)
        #expect(throws: ReassemblyError.tooManyPending) { try reassembler.insert(third, at: 1) }
        // The first two have expired by then.
        #expect(try reassembler.insert(third, at: Reassembler.ipv4Timeout) == nil)
        #expect(reassembler.pendingCount == 1)
    }

    @Test func `that make up no packet are refused`() throws {
        var reassembler = Reassembler()
        var short = Self.piece(0, [1, 2, 3], more: false, isIPv6: true)
        short.payload = .other(protocolNumber: 17, bytes: [1, 2, 3])
        #expect(throws: ReassemblyError.undecodable(.truncated(.udpHeader, offset: 0))) {
            try reassembler.insert(short, at: 0)
        }
        short.payload = .other(protocolNumber: 44, bytes: [17, 0, 0, 0, 0, 0, 0, 1])
        #expect(throws: ReassemblyError.undecodable(.invalid(.fragmentHeader, offset: 0))) {
            try reassembler.insert(short, at: 0)
        }
    }
}
