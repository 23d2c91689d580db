import Addressing
import PacketWire
import Testing

@Suite struct `Reading packets` {
    private static let a6 = IPAddress("fd00::2" as StaticString)
    private static let b6 = IPAddress("fd00::3" as StaticString)

    /// An IPv6 packet whose payload, with the first header's number, is given in hexadecimal.
    private func packet6(_ nextHeader: UInt8, _ payload: String) throws -> [UInt8] {
        let body = bytes(payload)
        return try encoded(
            IPPacket(source: Self.a6, destination: Self.b6, payload: .other(protocolNumber: nextHeader, bytes: body))
        )
    }

    private static let empty = UDPDatagram(sourcePort: 1, destinationPort: 2, payload: [])
    private static let datagram = "0001 0002 0008 05e5"

    @Test func `skips IPv4 options`() throws {
        var golden = GoldenPacket.query4.packet
        golden[0] = 0x46
        golden[3] += 4
        golden.insert(contentsOf: [1, 1, 1, 0], at: 20)
        // The words 0x0100, for the length, 0x0004 and 0x0101 and 0x0100 join the sum.
        golden.replaceSubrange(10..<12, with: [0xc3, 0x48])
        guard case .ip(let expected) = GoldenPacket.query4.frame.payload else { return }
        #expect(try packet(of: golden) == expected)
    }

    @Test func `walks IPv6 extension headers`() throws {
        let plain = IPPacket(source: Self.a6, destination: Self.b6, payload: .udp(Self.empty))
        let sum = hexadecimal(try encoded(plain).suffix(2))
        let datagram = "0001 0002 0008 \(sum)"
        for (nextHeader, headers) in [
            (17, ""), (0, "11 00 0104 00000000"), (60, "11 01 010c 00000000 00000000 00000000"),
            (43, "11 00 04 00 00000000"),
            (0, "3c 00 0104 00000000  2b 00 0104 00000000  11 00 04 00 00000000"),
        ] as [(UInt8, String)] {
            #expect(try packet(of: try packet6(nextHeader, headers + " " + datagram)) == plain)
        }
    }

    @Test func `leaves a routing header with segments left to routers`() throws {
        let header = "11 00 04 01 00000000"
        let read = try packet(of: try packet6(43, "\(header) \(Self.datagram)"))
        #expect(read.payload == .other(protocolNumber: 43, bytes: bytes("\(header) \(Self.datagram)")))
    }

    @Test func `bounds extension headers`() throws {
        let one = "3c 00 0104 00000000 "
        let last = "11 00 0104 00000000 "
        let eight = try packet6(60, String(repeating: one, count: 7) + last + Self.datagram)
        #expect(try packet(of: eight, verifyingChecksums: false).payload == .udp(Self.empty))
        let nine = try packet6(60, String(repeating: one, count: 8) + last + Self.datagram)
        #expect(throws: PacketDecodingError.tooManyExtensionHeaders(offset: 104)) { try packet(of: nine) }
    }

    @Test(
        arguments: [
            (60, "11 01 0104 00000000", .truncated(.extensionHeader, offset: 40)),
            (0, "11 00 01", .truncated(.extensionHeader, offset: 40)),
            (43, "11 00 04", .truncated(.extensionHeader, offset: 40)),
            (44, "11 00 0001 0000", .truncated(.fragmentHeader, offset: 40)),
            (17, "0001 0002 0008", .truncated(.udpHeader, offset: 40)),
            (6, "0001 0002", .truncated(.tcpHeader, offset: 40)),
            (58, "87 00 0000 00000000", .truncated(.neighborDiscovery, offset: 40)),
            (58, "80 00 0000 0000", .truncated(.icmp, offset: 40)), (58, "80 00 00", .truncated(.icmp, offset: 40)),
        ] as [(UInt8, String, PacketDecodingError)]
    )
    func `says which header is cut short`(_ number: UInt8, _ payload: String, _ error: PacketDecodingError) throws {
        let written = try packet6(number, payload)
        #expect(throws: error) { try packet(of: written, verifyingChecksums: false) }
    }

    @Test func `leaves what it does not understand as it is`() throws {
        #expect(try packet(of: try packet6(59, "")).payload == .other(protocolNumber: 59, bytes: []))
        // ICMP for IPv4 in IPv6, and a code that echo requests do not have.
        #expect(try packet(of: try packet6(1, "0800")).payload == .other(protocolNumber: 1, bytes: [8, 0]))
        let echo = try packet6(58, "80 01 0000 aabb")
        let message = ICMPMessage.other(type: 128, code: 1, body: [0xaa, 0xbb])
        #expect(try packet(of: echo, verifyingChecksums: false).payload == .icmp(message))
        let vlan = bytes("ffffffffffff 020000000001 8100 0001 0806")
        #expect(try frame(of: vlan).payload == .other(etherType: 0x8100, bytes: [0, 1, 8, 6]))
        let ax25 = bytes("ffffffffffff 020000000001 0806 0003 00cc 07 04 0001")
        #expect(try frame(of: ax25).payload == .other(etherType: 0x806, bytes: bytes("0003 00cc 07 04 0001")))
    }

    @Test func `skips TCP options without a field`() throws {
        // Timestamps, an MSS of a wrong length, the window scale, and rubbish behind the end.
        var packet = IPPacket(source: Self.a6, destination: Self.b6, payload: .other(protocolNumber: 6, bytes: []))
        let options = "08 0a 0000000000000000 02 03 01 03 03 05 00 ff"
        packet.payload = .other(
            protocolNumber: 6,
            bytes: bytes("0001 0002 00000001 00000002 a0 10 0100 0000 0000 \(options) 0100 c0")
        )
        let read = try PacketWireTests.packet(of: try encoded(packet), verifyingChecksums: false)
        guard case .tcp(let segment) = read.payload else {
            Issue.record("\(read)")
            return
        }
        var expected = TCPSegment.Options()
        expected.windowScale = 5
        #expect(segment.options == expected)
        #expect(segment.payload == [0xc0])
    }
}
