import Addressing
import PacketWire
import Testing
import Verification

/// What of a frame is compared, and what is left out.
@Suite struct `A reader of flows` {
    private let client = MACAddress(rawValue: 0x0200_0000_0001)
    private let server = MACAddress(rawValue: 0x0200_0000_0002)
    private let a = IPAddress.v4(IPv4Address(10, 0, 0, 2))
    private let b = IPAddress.v4(IPv4Address(10, 0, 0, 3))

    private func shot(_ packet: IPPacket, isInbound: Bool = true, on link: String = "veth1") -> Shot {
        let frame = EthernetFrame(
            destination: isInbound ? server : client,
            source: isInbound ? client : server,
            payload: .ip(packet)
        )
        return Shot(link: link, isInbound: isInbound, frame: frame)
    }

    private func segment(
        _ flags: TCPSegment.Flags,
        sequence: UInt32,
        port: UInt16 = 40_000,
        payload: String = "",
        answers: Bool = false
    ) -> Shot {
        let segment = TCPSegment(
            sourcePort: answers ? 80 : port,
            destinationPort: answers ? port : 80,
            sequence: sequence,
            acknowledgement: 7,
            flags: flags,
            window: UInt16(truncatingIfNeeded: sequence),
            payload: Array(payload.utf8)
        )
        let packet = IPPacket(source: answers ? b : a, destination: answers ? a : b, payload: .tcp(segment))
        return shot(packet, isInbound: !answers)
    }

    private func read(_ shots: [Shot]) -> [Flow] {
        var reader = FlowReader(knownPorts: [80, 9])
        reader.read(shots)
        return reader.take()
    }

    @Test func `leaves out ports, numbers, windows and acknowledgements`() {
        let one = read([
            segment(.syn, sequence: 100), segment([.syn, .ack], sequence: 900, answers: true),
            segment(.ack, sequence: 101), segment([.ack, .psh], sequence: 101, payload: "GET"),
            segment([.ack, .fin], sequence: 104),
        ])
        let other = read([
            segment(.syn, sequence: 5, port: 50_123), segment([.syn, .ack], sequence: 6, port: 50_123, answers: true),
            segment(.ack, sequence: 6, port: 50_123, payload: "GET"), segment([.fin, .ack], sequence: 9, port: 50_123),
        ])
        #expect(one == other)
        #expect(
            one.first?.packets == [
                "In  10.0.0.2.* > 10.0.0.3.80 ttl 64 tcp SYN", "Out 10.0.0.3.80 > 10.0.0.2.* ttl 64 tcp SYN ACK",
                "In  10.0.0.2.* > 10.0.0.3.80 ttl 64 tcp data 3 octets \"GET\" #96e6be77",
                "In  10.0.0.2.* > 10.0.0.3.80 ttl 64 tcp FIN",
            ]
        )
    }

    @Test func `leaves out what is sent again, in its group and later`() {
        var reader = FlowReader(knownPorts: [80])
        reader.read([segment(.syn, sequence: 100), segment(.syn, sequence: 100)])
        #expect(reader.take().map(\.packets) == [["In  10.0.0.2.* > 10.0.0.3.80 ttl 64 tcp SYN"]])
        reader.read([segment(.syn, sequence: 100), segment([.syn, .ack], sequence: 1, answers: true)])
        #expect(reader.take().isEmpty)
        // Another connection from the same port is one of its own.
        reader.read([segment(.syn, sequence: 4_000)])
        #expect(reader.take().count == 1)
    }

    @Test func `leaves out the end of a connection that nobody saw begin, and what answers it`() {
        #expect(read([segment([.fin, .ack], sequence: 100), segment(.rst, sequence: 7, answers: true)]).isEmpty)
        // A reset of its own is a packet like any other: what it answers may have come by another link.
        #expect(read([segment(.rst, sequence: 7, answers: true)]).map(\.packets.count) == [1])
        let begun = [segment(.syn, sequence: 99), segment([.fin, .ack], sequence: 100)]
        #expect(read(begun).map(\.packets.count) == [2])
    }

    @Test func `tells other payloads, TTLs, directions, links and addresses apart`() {
        func datagram(_ text: String, ttl: UInt8 = 64, isInbound: Bool = true, on link: String = "veth1") -> [Flow] {
            let datagram = UDPDatagram(sourcePort: 40_000, destinationPort: 9, payload: Array(text.utf8))
            let packet = IPPacket(source: a, destination: b, hopLimit: ttl, payload: .udp(datagram))
            return read([shot(packet, isInbound: isInbound, on: link)])
        }
        let same = datagram("trial 1")
        #expect(same == datagram("trial 1"))
        #expect(same != datagram("trial 2"))
        #expect(same != datagram("trial 1", ttl: 63))
        #expect(same != datagram("trial 1", isInbound: false))
        #expect(same != datagram("trial 1", on: "veth2"))
    }

    @Test func `counts an error to the flow of the packet that it is about`() throws {
        let datagram = UDPDatagram(sourcePort: 40_000, destinationPort: 9, payload: [1])
        let packet = IPPacket(source: a, destination: b, payload: .udp(datagram))
        let error = IPPacket(
            source: b,
            destination: a,
            payload: .icmp(.unreachable(.port, quoted: try packet.quoted()))
        )
        let flows = read([shot(packet), shot(error, isInbound: false), shot(error, isInbound: false)])
        #expect(flows.count == 1)
        #expect(
            flows.first?.packets.last
                == "Out 10.0.0.3 > 10.0.0.2 ttl 64 port unreachable: 10.0.0.2.* > 10.0.0.3.9 protocol 17"
        )
        #expect(flows.first?.packets.count == 2)
    }

    @Test func `compares of a connection that ends without a word only its beginning`() {
        let open = [segment(.syn, sequence: 100), segment([.syn, .ack], sequence: 900, answers: true)]
        let hungUp = segment([.fin, .ack], sequence: 901, answers: true)
        let said = segment([.ack, .psh], sequence: 101, payload: "GET")
        #expect(
            read(open + [said, hungUp]) == read(open + [hungUp, said, segment(.rst, sequence: 901, answers: true)])
        )
        let answered = segment([.ack, .psh], sequence: 901, payload: "200", answers: true)
        #expect(read(open + [said, answered, hungUp]) != read(open + [said, hungUp]))
    }
}

@Suite struct `Questions for neighbours` {
    private let first = MACAddress(rawValue: 0x0200_0000_0001)
    private let second = MACAddress(rawValue: 0x0200_0000_0002)
    private let a = IPAddress.v4(IPv4Address(10, 0, 0, 2))
    private let b = IPAddress.v4(IPv4Address(10, 0, 0, 3))

    private func side(_ asker: MACAddress, _ teller: IPAddress, _ target: IPAddress, _ owner: MACAddress) -> Neighbours
    {
        var side = Neighbours()
        let question = Neighbours.Question(asker: asker, teller: "\(teller)", target: target)
        side.ask(question, on: "veth1", isInbound: true)
        let answer = Neighbours.Answer(asker: asker, target: target, mac: owner)
        let counts = side.answer(answer, on: "veth1", isInbound: false)
        #expect(counts)
        return side
    }

    @Test func `may be asked by either of two, and by nobody else`() {
        let forth = side(first, a, b, second)
        let back = side(second, b, a, first)
        #expect(forth.differences(from: forth).own.isEmpty)
        let (own, others) = forth.differences(from: back)
        #expect(own.isEmpty && others.isEmpty)
        #expect(forth.differences(from: Neighbours()).own == ["veth1 In who has 10.0.0.3 tell 10.0.0.2"])
        #expect(Neighbours().differences(from: forth).others == ["veth1 In who has 10.0.0.3 tell 10.0.0.2"])
    }

    @Test func `are compared link by link`() {
        var flooded = side(first, a, b, second)
        let question = Neighbours.Question(asker: first, teller: "\(a)", target: b)
        flooded.ask(question, on: "veth2", isInbound: false)
        #expect(
            flooded.differences(from: side(first, a, b, second)).own == ["veth2 Out who has 10.0.0.3 tell 10.0.0.2"]
        )
    }
}
