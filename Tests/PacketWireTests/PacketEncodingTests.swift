import Addressing
import PacketWire
import Testing

@Suite struct `Writing packets` {
    private static let a = IPAddress("10.0.0.2" as StaticString)
    private static let b = IPAddress("10.0.0.3" as StaticString)
    private static let a6 = IPAddress("fd00::2" as StaticString)
    private static let b6 = IPAddress("fd00::3" as StaticString)

    private static func other(_ source: IPAddress, _ destination: IPAddress, _ count: Int) -> IPPacket {
        let payload = IPPacket.Payload.other(protocolNumber: 99, bytes: [UInt8](repeating: 1, count: count))
        return IPPacket(source: source, destination: destination, payload: payload)
    }

    struct Refusal: Sendable, CustomStringConvertible {
        let packet: IPPacket
        let error: PacketEncodingError
        let description: String

        init(_ packet: IPPacket, _ error: PacketEncodingError, _ text: String) {
            self.packet = packet
            self.error = error
            description = text
        }
    }

    private static let refusals: [Refusal] = {
        var numbered = other(a, b, 1)
        numbered.identification = 0x10000
        var odd = other(a, b, 8)
        odd.fragment = IPPacket.Fragment(offset: 12, hasMore: true)
        var far = other(a6, b6, 8)
        far.fragment = IPPacket.Fragment(offset: 65536, hasMore: true)
        var near = far
        near.fragment = IPPacket.Fragment(offset: -8, hasMore: true)
        let tooBig = ICMPMessage.packetTooBig(mtu: 65536, quoted: [])
        let solicitation = ICMPMessage.neighborSolicitation(target: IPv6Address(rawValue: 1), sourceMAC: nil)
        var fragment6 = other(a6, b6, 65528)
        fragment6.fragment = IPPacket.Fragment(offset: 0, hasMore: true)
        return [
            Refusal(
                other(a, b, 65516),
                .tooLong(.ipv4Packet, count: 65536, limit: 65535),
                "IPv4 packet needs 65536 bytes, at most 65535 fit"
            ),
            Refusal(
                other(a6, b6, 65536),
                .tooLong(.ipv6Payload, count: 65536, limit: 65535),
                "IPv6 payload needs 65536 bytes, at most 65535 fit"
            ),
            Refusal(
                fragment6,
                .tooLong(.ipv6Payload, count: 65536, limit: 65535),
                "IPv6 payload needs 65536 bytes, at most 65535 fit"
            ),
            Refusal(
                other(a, b6, 1),
                .mixedFamilies(a, b6),
                "addresses of two families in one packet: 10.0.0.2, fd00::3"
            ),
            Refusal(
                numbered,
                .outOfRange(.identification, value: 65536, limit: 65535),
                "identification 65536 does not fit its field, which ends at 65535"
            ),
            Refusal(
                odd,
                .outOfRange(.fragmentOffset, value: 12, limit: 65528),
                "fragment offset 12 does not fit its field, which ends at 65528"
            ),
            Refusal(
                far,
                .outOfRange(.fragmentOffset, value: 65536, limit: 65528),
                "fragment offset 65536 does not fit its field, which ends at 65528"
            ),
            Refusal(
                near,
                .outOfRange(.fragmentOffset, value: -8, limit: 65528),
                "fragment offset -8 does not fit its field, which ends at 65528"
            ),
            Refusal(
                IPPacket(source: a, destination: b, payload: .icmp(tooBig)),
                .outOfRange(.mtu, value: 65536, limit: 65535),
                "MTU 65536 does not fit its field, which ends at 65535"
            ),
            Refusal(
                IPPacket(source: a, destination: b, payload: .icmp(solicitation)),
                .notInFamily(.neighborDiscovery, .ipv4),
                "neighbor discovery message does not exist in IPv4"
            ),
        ]
    }()

    @Test(arguments: refusals) func `is refused with what does not fit, and nothing written`(_ refusal: Refusal) {
        var bytes: [UInt8] = [0xa5]
        #expect(throws: refusal.error) { try refusal.packet.encode(into: &bytes) }
        let frame = EthernetFrame(destination: .broadcast, source: .broadcast, payload: .ip(refusal.packet))
        #expect(throws: refusal.error) { try frame.encode(into: &bytes) }
        #expect(bytes == [0xa5])
        #expect("\(refusal.error)" == refusal.description)
    }

    @Test func `takes the longest there are`() throws {
        for longest in [Self.other(Self.a, Self.b, 65515), Self.other(Self.a6, Self.b6, 65535)] {
            #expect(try packet(of: try encoded(longest)) == longest)
        }
    }

    @Test func `makes a UDP checksum of 0 be 0xffff`() throws {
        // The payload is what the sum lacks.
        var datagram = UDPDatagram(sourcePort: 1, destinationPort: 2, payload: [0, 0])
        let plain = try encoded(IPPacket(source: Self.a, destination: Self.b, payload: .udp(datagram)))
        datagram.payload = [UInt8](plain[26..<28])
        let bytes = try encoded(IPPacket(source: Self.a, destination: Self.b, payload: .udp(datagram)))
        #expect(bytes[26..<28] == [0xff, 0xff])
        #expect(try packet(of: bytes).payload == .udp(datagram))
    }

    @Test(
        arguments: [
            // RFC 1071 section 3: 00 01 f2 03 f4 f5 f6 f7 sum to ddf2.
            ("0001 f203 f4f5 f6f7", 0x220d), ("", 0xffff), ("0000", 0xffff), ("ffff", 0x0000), ("01", 0xfeff),
            ("ffff ffff ffff ffff 0001", 0xfffe), ("0001 f203 f4f5 f6f7 0001 f203 f4f5 f6f7 80", 0xc419),
        ] as [(String, UInt16)]
    )
    func `sums words as RFC 1071 says`(_ text: String, _ checksum: UInt16) throws {
        // In ICMP for IPv4 the sum is over type, code and body alone.
        let message = ICMPMessage.other(type: 0, code: 0, body: bytes(text))
        let written = try encoded(IPPacket(source: Self.a, destination: Self.b, payload: .icmp(message)))
        #expect(UInt16(written[22]) << 8 | UInt16(written[23]) == checksum)
    }

    @Test(
        arguments: [
            (.network, 3, 0, 1, 0), (.host, 3, 1, 1, 3), (.protocolNumber, 3, 2, 4, 1), (.port, 3, 3, 1, 4),
            (.prohibited, 3, 13, 1, 1),
        ] as [(ICMPMessage.Unreachable, UInt8, UInt8, UInt8, UInt8)]
    )
    func `numbers the reasons of each family`(
        _ reason: ICMPMessage.Unreachable,
        _ type: UInt8,
        _ code: UInt8,
        _ type6: UInt8,
        _ code6: UInt8
    ) throws {
        let message = IPPacket.Payload.icmp(.unreachable(reason, quoted: []))
        let written = try encoded(IPPacket(source: Self.a, destination: Self.b, payload: message))
        #expect(written[20..<22] == [type, code])
        let written6 = try encoded(IPPacket(source: Self.a6, destination: Self.b6, payload: message))
        #expect(written6[40..<42] == [type6, code6])
    }

    @Test func `points at the next header that is unknown`() throws {
        var fragment = Self.other(Self.a6, Self.b6, 8)
        fragment.fragment = IPPacket.Fragment(offset: 0, hasMore: true)
        for (quoted, pointer) in [(Self.other(Self.a6, Self.b6, 8), 6), (fragment, 40)] as [(IPPacket, UInt8)] {
            let message = ICMPMessage.unreachable(.protocolNumber, quoted: try quoted.quoted())
            let written = try encoded(IPPacket(source: Self.b6, destination: Self.a6, payload: .icmp(message)))
            #expect(written[44..<48] == [0, 0, 0, pointer])
        }
    }

    @Test(arguments: [
        (ICMPMessage.unreachable(.port, quoted: []), true), (.packetTooBig(mtu: 1280, quoted: []), true),
        (.timeExceeded(quoted: []), true), (.echoRequest(identifier: 1, sequence: 1, payload: []), false),
        (.other(type: 5, code: 0, body: []), true), (.other(type: 13, code: 0, body: []), false),
        (.other(type: 134, code: 0, body: []), false),
    ])
    func `knows errors, about which no error may be sent`(_ message: ICMPMessage, _ isError: Bool) {
        #expect(message.isError == isError)
    }
}
