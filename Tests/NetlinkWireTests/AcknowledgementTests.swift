import NetlinkWire
import Testing

struct AcknowledgementTests {
    /// Answers as `linux/netlink.h` lays them out, without the message's header, which says the flags.
    private static let answers: [(String, NetlinkMessageType, NetlinkFlags, String, NetlinkAcknowledgement)] = [
        (
            "an acknowledgement", .error, .capped,
            "00000000 20000000 1000 0500 01000000 00000000",
            NetlinkAcknowledgement(error: 0)
        ),
        (
            "an error with words", .error, [.capped, .hasAttributes],
            "a1ffffff 38000000 1000 0506 02000000 00000000 18000100 556e6b6e6f776e20 6465766963652074 79706500",
            NetlinkAcknowledgement(error: 95, message: "Unknown device type")
        ),
        (
            "an error that quotes the request, and says where", .error, [.hasAttributes],
            "eaffffff 14000000 1000 0506 02000000 00000000 01020304 08000200 20000000 08000500 07000000",
            NetlinkAcknowledgement(error: 22, offendingOffset: 32, missingType: 7)
        ),
        ("the end of a list", .done, [], "00000000", NetlinkAcknowledgement(error: 0)),
        ("the end of a list without a number", .done, [], "", NetlinkAcknowledgement(error: 0)),
        ("a list that failed", .done, [], "ffffffff", NetlinkAcknowledgement(error: 1)),
        ("the least number", .done, [], "00000080", NetlinkAcknowledgement(error: .max)),
    ]

    @Test(arguments: answers.map(\.0))
    func `an answer says what became of a request`(name: String) throws {
        let (_, type, flags, hex, expected) = try #require(Self.answers.first { $0.0 == name })
        let bytes = octets(hex)
        let found = try NetlinkAcknowledgement(
            decoding: bytes.span,
            in: 0..<bytes.count,
            NetlinkHeader(type, flags)
        )
        #expect(found == expected)
    }

    @Test(arguments: [
        ("ff", NetlinkDecodingError.truncated(.errorReply, offset: 0)),
        ("ffffffff 1000", .truncated(.errorReply, offset: 4)),
        ("ffffffff 0f000000 1000 0506 02000000 00000000", .badLength(.errorReply, offset: 4)),
        ("ffffffff 11000000 1000 0506 02000000 00000000", .badLength(.errorReply, offset: 4)),
    ])
    func `an answer is not read beyond what there is`(hex: String, error: NetlinkDecodingError) {
        let bytes = octets(hex)
        #expect(throws: error) {
            try NetlinkAcknowledgement(decoding: bytes.span, in: 0..<bytes.count, NetlinkHeader(.error, []))
        }
    }

    @Test func `an offset in a request leads to the attribute that stands there`() throws {
        var peer = LinkMessage()
        (peer.name, peer.mtu) = ("eth0", 70_000)
        let link = LinkMessage("veth1", .veth(peer: peer))
        var bytes: [UInt8] = []
        try bytes.appendNetlinkMessage(NetlinkHeader(.newLink, .make), link.encode)
        let offset = try #require(
            (0..<bytes.count - 8).first { bytes[$0..<$0 + 8].elementsEqual([8, 0, 4, 0, 0x70, 0x11, 1, 0]) }
        )
        let path = bytes.span.attributePath(toOffset: offset, from: 32) { path in
            switch path {
            case [18], [18, 2]: 0
            case [18, 2, 1]: 16
            default: nil
            }
        }
        #expect(path == [18, 2, 1, 4])
    }
}
