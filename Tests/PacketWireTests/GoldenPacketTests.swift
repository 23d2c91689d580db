import Addressing
import PacketWire
import Testing

@Suite struct `Golden packets` {
    @Test(arguments: GoldenPacket.all) func `are written byte for byte`(_ golden: GoldenPacket) throws {
        let written = try encoded(golden.frame)
        #expect(hexadecimal(written) == hexadecimal(golden.bytes))
        #expect(golden.frame.length == golden.bytes.count)
    }

    @Test(arguments: GoldenPacket.all) func `are read by meaning`(_ golden: GoldenPacket) throws {
        #expect(try frame(of: golden.bytes) == golden.frame)
        // Ethernet pads short frames.
        #expect(try frame(of: golden.bytes + [0, 0, 0, 0, 0, 0, 0]) == golden.frame)
    }

    @Test(arguments: GoldenPacket.all) func `are refused when cut short`(_ golden: GoldenPacket) {
        for count in 0..<golden.bytes.count {
            #expect(throws: PacketDecodingError.self) { try frame(of: [UInt8](golden.bytes.prefix(count))) }
        }
    }

    @Test func `with a bit flipped fail their checksums`() throws {
        for golden in [GoldenPacket.echoRequest, .echoRequest6, .query4, .query6, .syn, .portUnreachable] {
            let start = EthernetFrame.headerLength
            let header = golden.packet[0] >> 4 == 4 ? 20 : 40
            // From the last byte of the IP header on: lengths and versions give other errors.
            for index in start + header - 1..<golden.bytes.count {
                var damaged = golden.bytes
                damaged[index] ^= 0x10
                do {
                    _ = try frame(of: damaged)
                    Issue.record("\(golden): byte \(index) is not covered")
                } catch .badChecksum, .invalid(.udpLength, _), .invalid(.dataOffset, _), .truncated(.tcpHeader, _),
                    .invalid(.tcpOption, _), .truncated(.tcpOption, _)
                {}
            }
        }
    }

    struct Fault: CustomStringConvertible, Sendable {
        let golden: GoldenPacket
        let index: Int
        let value: UInt8
        let error: PacketDecodingError
        var description: String { "\(error)" }

        init(_ golden: GoldenPacket, _ index: Int, _ value: UInt8, _ error: PacketDecodingError) {
            self.golden = golden
            self.index = index
            self.value = value
            self.error = error
        }
    }

    @Test(arguments: [
        Fault(.query4, 14, 0x65, .invalid(.version, offset: 14)),
        Fault(.query6, 14, 0x45, .invalid(.version, offset: 14)),
        Fault(.query4, 14, 0x44, .invalid(.headerLength, offset: 14)),
        Fault(.query4, 17, 19, .invalid(.totalLength, offset: 16)),
        Fault(.query4, 17, 0x31, .truncated(.ipv4Packet, offset: 14)),
        Fault(.query4, 24, 0xc6 ^ 1, .badChecksum(.ipv4Header, offset: 24)),
        Fault(.query4, 39, 0x1d, .invalid(.udpLength, offset: 38)),
        Fault(.query4, 39, 7, .invalid(.udpLength, offset: 38)),
        Fault(.query4, 40, 0, .badChecksum(.udpHeader, offset: 40)),
        Fault(.query6, 19, 0x1d, .truncated(.ipv6Payload, offset: 54)),
        Fault(.syn, 46, 0x40, .invalid(.dataOffset, offset: 46)),
        Fault(.syn, 46, 0x90, .truncated(.tcpHeader, offset: 34)),
        Fault(.syn, 55, 1, .invalid(.tcpOption, offset: 54)),
        Fault(.syn, 55, 13, .truncated(.tcpOption, offset: 54)),
        Fault(.echoRequest, 36, 0, .badChecksum(.icmp, offset: 36)),
        Fault(.solicitation, 79, 0, .invalid(.neighborOption, offset: 78)),
        Fault(.solicitation, 79, 2, .truncated(.neighborOption, offset: 78)),
    ])
    func `name the field that is wrong, and where`(_ fault: Fault) {
        var damaged = fault.golden.bytes
        damaged[fault.index] = fault.value
        #expect(throws: fault.error) { try frame(of: damaged) }
    }

    @Test func `with wrong checksums are read where nobody verifies them`() throws {
        var damaged = GoldenPacket.query4.bytes
        damaged[24] ^= 1
        damaged[40] ^= 1
        #expect(try frame(of: damaged, verifyingChecksums: false) == GoldenPacket.query4.frame)
    }

    @Test func `without a UDP checksum are read in IPv4 alone`() throws {
        var damaged = GoldenPacket.query4.bytes
        damaged.replaceSubrange(40..<42, with: [0, 0])
        #expect(try frame(of: damaged) == GoldenPacket.query4.frame)
        damaged = GoldenPacket.query6.bytes
        damaged.replaceSubrange(60..<62, with: [0, 0])
        #expect(throws: PacketDecodingError.badChecksum(.udpHeader, offset: 60)) { try frame(of: damaged) }
    }
}
