import Addressing
import NetlinkWire
import Testing

struct MessageTests {
    @Test(arguments: GoldenMessage.all.map(\.command))
    func `a request is the one that ip sends`(command: String) throws {
        let golden = try #require(GoldenMessage.all.first { $0.command == command })
        var bytes: [UInt8] = []
        try bytes.appendNetlinkMessage(NetlinkHeader(golden.type, golden.flags), golden.contents.encode)
        #expect(bytes == octets(golden.hex))
    }

    @Test(arguments: GoldenMessage.all.map(\.command))
    func `what ip sends reads as the same request`(command: String) throws {
        let golden = try #require(GoldenMessage.all.first { $0.command == command })
        let bytes = octets(golden.hex)
        var offset = 0
        let (header, body) = try #require(try bytes.span.nextNetlinkMessage(&offset))
        #expect(header == NetlinkHeader(golden.type, golden.flags))
        #expect(offset == bytes.count)
        let contents = try GoldenMessage.Contents(decoding: bytes.span, in: body, header.type)
        #expect(contents == golden.contents)
    }

    @Test func `a token bucket is what tc sends, but for the table of rates`() throws {
        // tc qdisc add dev v3 root tbf rate 1mbit burst 15000 limit 30000
        let parameters = octets("00010000 00000000 48e80100 00000000 00000000 00000000 30750000 389c1c00 00000000")
        let bucket = QdiscMessage.TokenBucket(rate: 125_000, burst: 15_000, limit: 30_000)
        var bytes: [UInt8] = []
        try QdiscMessage(.tokenBucket(bucket), on: 2).encode(into: &bytes)
        let head = octets("00000000 02000000 00000000 ffffffff 00000000 08000100 74626600 34000200 28000100")
        #expect(bytes == head + parameters + octets("08000600 983a0000"))
        #expect(
            try QdiscMessage(decoding: bytes.span, in: 0..<bytes.count) == QdiscMessage(.tokenBucket(bucket), on: 2)
        )
    }

    @Test func `several messages are read one by one`() throws {
        var bytes: [UInt8] = []
        for sequence in 1...3 as ClosedRange<UInt32> {
            let header = NetlinkHeader(.getLink, [.request, .dump], sequence: sequence)
            try bytes.appendNetlinkMessage(header, LinkMessage().encode)
        }
        var offset = 0
        var sequences: [UInt32] = []
        while let (header, body) = try bytes.span.nextNetlinkMessage(&offset) {
            sequences.append(header.sequence)
            #expect(try LinkMessage(decoding: bytes.span, in: body) == LinkMessage())
        }
        #expect(sequences == [1, 2, 3])
    }

    // MARK: Refusals

    @Test func `a name longer than an attribute is refused, and nothing of the message stays`() throws {
        var bytes: [UInt8] = [1, 2]
        var link = LinkMessage()
        link.name = String(repeating: "x", count: 65536)
        #expect(throws: NetlinkEncodingError.attributeTooLong(type: 3, length: 65541)) {
            try bytes.appendNetlinkMessage(NetlinkHeader(.newLink, .make), link.encode)
        }
        #expect(bytes == [1, 2])
    }

    @Test func `a name with a zero in it is refused`() {
        var bytes: [UInt8] = []
        var link = LinkMessage()
        link.name = "a\0b"
        #expect(throws: NetlinkEncodingError.zeroInString(type: 3)) { try link.encode(into: &bytes) }
    }

    @Test(arguments: [
        ("10000000", NetlinkDecodingError.truncated(.messageHeader, offset: 0)),
        ("0f000000 0300 0000 00000000 00000000", .badLength(.messageHeader, offset: 0)),
        ("11000000 0300 0000 00000000 00000000", .badLength(.messageHeader, offset: 0)),
    ])
    func `a message is not read beyond what there is`(hex: String, error: NetlinkDecodingError) {
        let bytes = octets("00" + hex)
        #expect(throws: error) {
            var offset = 0
            let tail = bytes.span.extracting(1...)
            while try tail.nextNetlinkMessage(&offset) != nil {}
        }
    }

    @Test(arguments: [
        ("0000", NetlinkDecodingError.truncated(.attributeHeader, offset: 16)),
        ("03000300", .badLength(.attributeHeader, offset: 16)),
        ("00000300", .badLength(.attributeHeader, offset: 16)),
        ("09000300 61", .badLength(.attributeHeader, offset: 16)),
        ("06000400 0000 0000", .truncated(.attributeValue, offset: 20)),
    ])
    func `an attribute is not read beyond what there is`(hex: String, error: NetlinkDecodingError) {
        let bytes = octets(String(repeating: "00", count: 16) + hex)
        #expect(throws: error) { try LinkMessage(decoding: bytes.span, in: 0..<bytes.count) }
    }
}
