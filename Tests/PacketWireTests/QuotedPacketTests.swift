import Addressing
import PacketWire
import Testing

@Suite struct `A quoted packet` {
    private static let golden: [GoldenPacket] = [.query4, .query6, .syn, .echoRequest, .echoRequest6]

    @Test func `tells whose packet it was`() throws {
        let query = try QuotedPacket(decoding: GoldenPacket.query4.packet)
        #expect(query.family == .ipv4)
        #expect(query.source == IPAddress("172.18.0.2" as StaticString))
        #expect(query.destination == IPAddress("172.18.0.3" as StaticString))
        #expect(query.protocolNumber == 17)
        #expect(query.sourcePort == 40000 && query.destinationPort == 53)
        #expect(query.echoIdentifier == nil && query.echoSequence == nil)
        let echo = try QuotedPacket(decoding: GoldenPacket.echoRequest6.packet)
        #expect(echo.transport == .echo(isRequest: true, identifier: 7, sequence: 1))
        #expect(echo.protocolNumber == 58 && echo.sourcePort == nil)
        let fragment = try QuotedPacket(decoding: GoldenPacket.firstFragment6.packet)
        #expect(fragment.protocolNumber == 17 && fragment.destinationPort == 53)
    }

    @Test(arguments: golden) func `may be cut anywhere behind its IP header`(_ golden: GoldenPacket) throws {
        let packet = golden.packet
        let isIPv4 = packet[0] >> 4 == 4
        let header = isIPv4 ? 20 : 40
        let isEcho = golden.description.contains("echo")
        for count in 0..<packet.count {
            let quote = [UInt8](packet.prefix(count))
            guard count >= header else {
                let field: PacketField = count == 0 ? .version : isIPv4 ? .ipv4Header : .ipv6Header
                #expect(throws: PacketDecodingError.truncated(field, offset: 0)) { try QuotedPacket(decoding: quote) }
                continue
            }
            let quoted = try QuotedPacket(decoding: quote)
            #expect((quoted.transport != nil) == (count >= header + (isEcho ? 8 : 4)))
            #expect(try quoted.rewriting() == quote)
        }
    }

    @Test func `has no ports in later fragments`() throws {
        var packet = GoldenPacket.query4.packet
        packet[6] = 0x20
        packet[7] = 1
        let quoted = try QuotedPacket(decoding: packet)
        #expect(quoted.transport == nil && quoted.protocolNumber == 17)
        #expect(throws: PacketEncodingError.absent(.ports)) { try quoted.rewriting(sourcePort: 1) }
        #expect(throws: PacketEncodingError.absent(.echoIdentifier)) { try quoted.rewriting(echoIdentifier: 1) }
    }

    @Test func `of neither IP is refused`() {
        #expect(throws: PacketDecodingError.invalid(.version, offset: 0)) { try QuotedPacket(decoding: [0x55]) }
    }

    @Test(arguments: golden) func `is rewritten as NAT does, with right checksums`(_ golden: GoldenPacket) throws {
        for seed in 0..<64 as Range<UInt64> {
            var random = RandomPackets(seed: seed)
            let quoted = try QuotedPacket(decoding: golden.packet)
            func address() -> IPAddress {
                quoted.family == .ipv4
                    ? .v4(IPv4Address(rawValue: random.number())) : .v6(IPv6Address(rawValue: random.number()))
            }
            var expected = try packet(of: golden.packet)
            (expected.source, expected.destination) = (address(), address())
            let (first, second): (UInt16, UInt16) = (random.number(), random.number())
            let rewritten: [UInt8]
            switch expected.payload {
            case .udp(var datagram):
                (datagram.sourcePort, datagram.destinationPort) = (first, second)
                expected.payload = .udp(datagram)
                rewritten = try quoted.rewriting(
                    source: expected.source,
                    destination: expected.destination,
                    sourcePort: first,
                    destinationPort: second
                )
            case .tcp(var segment):
                segment.sourcePort = first
                expected.payload = .tcp(segment)
                rewritten = try quoted.rewriting(
                    source: expected.source,
                    destination: expected.destination,
                    sourcePort: first
                )
            case .icmp(.echoRequest(_, let sequence, let payload)):
                expected.payload = .icmp(.echoRequest(identifier: first, sequence: sequence, payload: payload))
                rewritten = try quoted.rewriting(
                    source: expected.source,
                    destination: expected.destination,
                    echoIdentifier: first
                )
            default:
                Issue.record("\(golden)")
                return
            }
            try #require(try packet(of: rewritten) == expected, "seed \(seed)")
            try #require(hexadecimal(rewritten) == hexadecimal(try encoded(expected)), "seed \(seed)")
            // Cut short, the quote is changed alike, as far as it goes.
            for count in (quoted.family == .ipv4 ? 28 : 48)..<rewritten.count {
                // Half a TCP checksum cannot be adjusted.
                if quoted.protocolNumber == 6, count == 37 { continue }
                let cut = try QuotedPacket(decoding: [UInt8](golden.packet.prefix(count)))
                let mended = try cut.rewriting(
                    source: expected.source,
                    destination: expected.destination,
                    sourcePort: cut.sourcePort == nil ? nil : first,
                    destinationPort: golden.description.contains("DNS") ? second : nil,
                    echoIdentifier: cut.echoIdentifier == nil ? nil : first
                )
                try #require(mended == [UInt8](rewritten.prefix(count)), "seed \(seed), \(count) bytes")
            }
        }
    }

    @Test func `keeps that there is no UDP checksum`() throws {
        var packet = GoldenPacket.query4.packet
        packet.replaceSubrange(26..<28, with: [0, 0])
        let rewritten = try QuotedPacket(decoding: packet).rewriting(sourcePort: 1)
        #expect(rewritten[26..<28] == [0, 0])
        #expect(try PacketWireTests.packet(of: rewritten).protocolNumber == 17)
    }

    @Test func `refuses an address of the other family`() throws {
        let quoted = try QuotedPacket(decoding: GoldenPacket.query4.packet)
        let other = IPAddress("fd00::1" as StaticString)
        #expect(throws: PacketEncodingError.mixedFamilies(quoted.source, other)) {
            try quoted.rewriting(destination: other)
        }
    }

    @Test(arguments: [("10.0.0.1", 548), ("fd00::1", 1232)] as [(StaticString, Int)])
    func `is as long as errors have room for`(_ text: StaticString, _ limit: Int) throws {
        let address = IPAddress(text)
        for count in [0, limit, 4000] {
            let payload = IPPacket.Payload.other(protocolNumber: 99, bytes: [UInt8](repeating: 7, count: count))
            let packet = IPPacket(source: address, destination: address, payload: payload)
            let quote = try packet.quoted()
            #expect(quote == [UInt8](try encoded(packet).prefix(limit)))
            let error = IPPacket(source: address, destination: address, payload: .icmp(.timeExceeded(quoted: quote)))
            #expect(error.totalLength <= (address.family == .ipv4 ? 576 : 1280))
        }
    }
}
