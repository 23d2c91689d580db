import Addressing
import PacketWire
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Tshark.isExpected, "tshark is not installed: scripts/need test"))
struct `tshark` {
    private static let macA = MACAddress(rawValue: 0x0242_ac12_0002)
    private static let macB = MACAddress(rawValue: 0x0242_ac12_0003)
    private static let start: Int64 = 1_750_000_000_123_456_789

    private struct Conversation {
        var frames: [EthernetFrame] = []

        mutating func send(_ packet: IPPacket, toB: Bool) {
            let (from, to) = toB ? (macA, macB) : (macB, macA)
            frames.append(EthernetFrame(destination: to, source: from, payload: .ip(packet)))
        }

        /// A connection with a request and a reply, from its SYN to its last FIN.
        mutating func connect(_ a: IPAddress, _ b: IPAddress, request: String, reply: String) {
            var next: [Bool: UInt32] = [true: 0xffff_fff0, false: 1000]
            func segment(_ toB: Bool, _ flags: TCPSegment.Flags, _ text: String = "") {
                var segment = TCPSegment(
                    sourcePort: toB ? 49153 : 80,
                    destinationPort: toB ? 80 : 49153,
                    sequence: next[toB] ?? 0,
                    acknowledgement: flags.contains(.ack) ? next[!toB] ?? 0 : 0,
                    flags: flags,
                    payload: [UInt8](text.utf8)
                )
                if flags.contains(.syn) {
                    segment.options.maximumSegmentSize = 1460
                    segment.options.windowScale = 7
                    segment.options.permitsSelectiveAcknowledgement = true
                }
                let isCounted = !flags.isDisjoint(with: [.syn, .fin])
                next[toB, default: 0] &+= UInt32(text.utf8.count) &+ (isCounted ? 1 : 0)
                send(IPPacket(source: toB ? a : b, destination: toB ? b : a, payload: .tcp(segment)), toB: toB)
            }
            segment(true, .syn)
            segment(false, [.syn, .ack])
            segment(true, .ack)
            segment(true, [.psh, .ack], request)
            segment(false, [.psh, .ack], reply)
            segment(true, [.fin, .ack])
            segment(false, [.fin, .ack])
            segment(true, .ack)
        }
    }

    /// Every kind of packet there is, for both families, and fragments of a datagram of 3000 bytes.
    private func everything() throws -> [EthernetFrame] {
        var talk = Conversation(frames: GoldenPacket.all.dropLast().map(\.frame))
        for (a, b) in [
            (IPAddress("172.18.0.2" as StaticString), IPAddress("172.18.0.3" as StaticString)),
            (IPAddress("fd00:18::2" as StaticString), IPAddress("fd00:18::3" as StaticString)),
        ] {
            talk.connect(a, b, request: "GET / HTTP/1.0\r\n\r\n", reply: "HTTP/1.0 200 OK\r\n\r\nhello\n")
            let long = UDPDatagram(
                sourcePort: 7000,
                destinationPort: 7001,
                payload: [UInt8](repeating: 90, count: 3000)
            )
            var packet = IPPacket(source: a, destination: b, payload: .udp(long))
            packet.identification = 4711
            for fragment in try packet.fragmented(mtu: 1500) { talk.send(fragment, toB: true) }
            packet.payload = .udp(UDPDatagram(sourcePort: 7000, destinationPort: 7001, payload: [1, 2, 3]))
            let quoted = try packet.quoted()
            var messages: [ICMPMessage] = ICMPMessage.Unreachable.allCases.map { .unreachable($0, quoted: quoted) }
            messages += [
                .packetTooBig(mtu: 1400, quoted: quoted), .timeExceeded(quoted: quoted),
                .echoReply(identifier: 7, sequence: 1, payload: [1, 2, 3]),
            ]
            for message in messages {
                talk.send(IPPacket(source: b, destination: a, payload: .icmp(message)), toB: false)
            }
        }
        let mapped = try QuotedPacket(decoding: GoldenPacket.query4.packet).rewriting(
            source: IPAddress("10.0.0.9" as StaticString),
            sourcePort: 1234
        )
        talk.send(try packet(of: mapped), toB: true)
        return talk.frames
    }

    private func capture(_ frames: [EthernetFrame]) throws -> [UInt8] {
        var writer = try PcapngWriter(
            PcapngSection(hardware: "x86_64", operatingSystem: "Linux", application: "netsim")
        )
        for name in ["veth0", "br-net"] {
            _ = try writer.add(PcapngInterface(name: name, description: "of \(name)"))
        }
        try writer.add([
            PcapngName(address: IPAddress("172.18.0.2" as StaticString), names: ["alpha.net"]),
            PcapngName(address: IPAddress("fd00:18::3" as StaticString), names: ["beta.net"]),
        ])
        var time = Self.start
        for (index, frame) in frames.enumerated() {
            let direction: PcapngPacket.Direction = index % 2 == 0 ? .inbound : .outbound
            let comments = index % 3 == 0 ? ["frame \(index)"] : []
            try writer.add(frame, on: index % 2, at: time, direction: direction, comments: comments)
            time += 1
        }
        try writer.finish(at: time)
        return writer.bytes
    }

    @Test func `finds no fault in any packet`() throws {
        let frames = try everything()
        let capture = try capture(frames)
        #expect(try Tshark.fields(["frame.number"], of: capture).count == frames.count)
        let faults = """
            _ws.malformed || _ws.expert.severity == "Error" || ip.checksum.status == "Bad" \
            || tcp.checksum.status == "Bad" || udp.checksum.status == "Bad" || icmp.checksum.status == "Bad" \
            || icmpv6.checksum.status == "Bad" || tcp.analysis.flags || ip.fragment.error || ipv6.fragment.error
            """
        let found = try Tshark.fields(["frame.number", "_ws.expert.message"], of: capture, filter: faults)
        #expect(found == [])
        // The checksums are there, and were looked at: of the fragments once put together.
        let names = ["ip", "tcp", "udp", "icmp", "icmpv6"]
        let statuses = try Tshark.fields(names.map { $0 + ".checksum.status" }, of: capture)
        let good = names.indices.map { column in statuses.filter { $0[column].hasPrefix("1") }.count }
        let written = names.map { name in frames.filter { Self.checksums(in: $0).contains(name) }.count }
        // Quoted transport headers count as well, and fragments when they are put together.
        #expect(zip(good, written).allSatisfy { $0 >= $1 }, "\(good) of \(written)")
        #expect(written.allSatisfy { $0 >= 3 })
    }

    private static func checksums(in frame: EthernetFrame) -> [String] {
        guard case .ip(let packet) = frame.payload else { return [] }
        let header = packet.family == .ipv4 ? ["ip"] : []
        return switch packet.payload {
        case .tcp: header + ["tcp"]
        case .udp: header + ["udp"]
        case .icmp: header + [packet.family == .ipv4 ? "icmp" : "icmpv6"]
        case .other: header
        }
    }

    @Test func `finds a fault that is there`() throws {
        var damaged = GoldenPacket.query4.bytes
        damaged[41] ^= 1
        var writer = try PcapngWriter()
        _ = try writer.add(PcapngInterface())
        try writer.add(PcapngPacket(interface: 0, timestamp: 0, bytes: damaged))
        #expect(try Tshark.fields(["udp.checksum.status"], of: writer.bytes) == [["0"]])
    }

    @Test func `reads names, comments, directions and nanoseconds back`() throws {
        let frames = [GoldenPacket.query4, .query6, .syn, .arpRequest].map(\.frame)
        let fields = ["frame.interface_name", "frame.interface_description", "frame.time_epoch"]
        let more = ["frame.packet_flags_direction", "frame.comment"]
        let capture = try capture(frames)
        let found = try Tshark.fields(fields + more, of: capture)
        #expect(
            found == [
                ["veth0", "of veth0", "1750000000.123456789", "0x00000001", "frame 0"],
                ["br-net", "of br-net", "1750000000.123456790", "0x00000002", ""],
                ["veth0", "of veth0", "1750000000.123456791", "0x00000001", ""],
                ["br-net", "of br-net", "1750000000.123456792", "0x00000002", "frame 3"],
            ]
        )
    }

    @Test func `shows the names of containers`() throws {
        let capture = try capture([GoldenPacket.query4, .query6].map(\.frame))
        let lines = try Tshark.lines(of: capture, ["-N", "n"])
        #expect(lines.count == 2)
        #expect(lines.first?.contains("alpha.net \u{2192} 172.18.0.3") == true)
        #expect(lines.last?.contains("fd00:18::2 \u{2192} beta.net") == true)
    }

    @Test func `puts fragments together`() throws {
        let found = try Tshark.fields(
            ["udp.length"],
            of: try capture(try everything()),
            filter: "ip.reassembled.length == 3008 || ipv6.reassembled.length == 3008"
        )
        #expect(found == [["3008"], ["3008"]])
    }

    @Test(arguments: ["172.18.0.2", "fd00:18::2"]) func `follows connections`(_ address: String) throws {
        let capture = try capture(try everything())
        let version = address.contains(":") ? "ipv6" : "ip"
        let filter = "tcp.flags.fin == 1 && tcp.dstport == 80 && \(version).src == \(address)"
        let stream = try #require(try Tshark.fields(["tcp.stream"], of: capture, filter: filter).first?.first)
        let lines = try Tshark.lines(of: capture, ["-q", "-z", "follow,tcp,ascii,\(stream)"])
        let text = lines.joined(separator: "\n")
        #expect(text.contains("GET / HTTP/1.0"))
        #expect(text.contains("HTTP/1.0 200 OK"))
        #expect(text.contains("hello"))
    }
}
