internal import Addressing
internal import PacketWire

/// Reads frames as flows, and leaves out what may differ between the simulation and a kernel.
///
/// Set aside are: identifiers and checksums of packets, the numbers of ephemeral ports and of pings, sequence numbers,
/// windows and TCP options but the segment size, segments that are nothing but an acknowledgement or were sent before,
/// how a stream is cut into segments, and how much an ICMP error quotes behind the ports. What asks for neighbours and
/// answers is read as a set of its own, for when it is asked again is a matter of time. What else a kernel says to
/// groups on its own account (RFC 3376, RFC 3810, RFC 4861) is counted.
package struct FlowReader {
    /// What identifies a flow on a link; both directions are one flow.
    private struct Key: Hashable {
        let link: String
        let protocolNumber: UInt8
        let ends: Set<End>
        let identifier: UInt16
    }

    private struct End: Hashable {
        let address: IPAddress
        let port: UInt16
    }

    private struct Building {
        var flow: Flow
        /// Who began it.
        let client: End
        /// What each side has sent of a stream, by sequence number.
        var sent: [End: Sent] = [:]
    }

    private struct Sent {
        var first: UInt32
        /// Octets from the first on that were seen.
        var reached: UInt32
        var hasEnded = false
        var hasReset = false
    }

    /// Connections of earlier groups, with the first sequence number: what comes of them again is a matter of time.
    private var past: [Key: UInt32] = [:]
    package private(set) var neighbours = Neighbours()
    /// How many frames were set aside, by reason.
    package private(set) var aside: [String: Int] = [:]
    private var order: [Key] = []
    private var flows: [Key: Building] = [:]
    /// The ports that trials ask for, or that those lead to.
    private let known: Set<UInt16>

    package init(knownPorts: Set<UInt16>) {
        known = knownPorts
    }

    /// Reads frames in their order.
    package mutating func read(_ shots: [Shot]) {
        for shot in shots { read(shot) }
    }

    /// The flows since the last call.
    package mutating func take() -> [Flow] {
        defer {
            for (key, building) in flows where key.protocolNumber == 6 {
                past[key] = building.sent[building.client]?.first ?? 0
            }
            (order, flows) = ([], [:])
        }
        return order.compactMap { flows[$0].map(Self.settled) }.filter { !$0.packets.isEmpty }
    }

    /// A proxy that finds nobody hangs up as soon as it knows, which may be before or after the client has said something:
    /// of a connection that its server ends without a word only the beginning is compared.
    private static func settled(_ building: Building) -> Flow {
        var flow = building.flow
        guard flow.packets.count > 2, flow.packets[0].contains("tcp SYN"), flow.packets[1].contains("tcp SYN ACK")
        else {
            return flow
        }
        let direction = flow.packets[1].prefix(3)
        let said = flow.packets.dropFirst(2).filter { $0.hasPrefix(direction) }
        if !said.contains(where: { $0.contains("tcp data") }), said.contains(where: { !$0.contains("tcp data") }) {
            flow.packets = Array(flow.packets.prefix(2)) + ["\(direction) ended without a word"]
        }
        return flow
    }

    private mutating func read(_ shot: Shot) {
        switch shot.frame.payload {
        case .arp(let message): read(message, shot)
        case .ip(let packet): read(packet, shot)
        case .other: aside["not IP", default: 0] += 1
        }
    }

    // MARK: Neighbours

    private mutating func read(_ message: ARPMessage, _ shot: Shot) {
        switch message.operation {
        case .request: ask(.v4(message.targetAddress), "\(message.senderAddress)", shot)
        case .reply: answer(.v4(message.senderAddress), message.senderMAC, shot)
        default: aside["ARP of other kinds", default: 0] += 1
        }
    }

    /// - Returns: whether it is about neighbours, or nobody's business but the kernel's.
    private mutating func read(_ message: ICMPMessage, _ packet: IPPacket, _ shot: Shot) -> Bool {
        switch message {
        // Who asks may name any of its addresses (RFC 4861 section 7.2.2).
        case .neighborSolicitation(let target, _): ask(.v6(target), "\(shot.frame.source)", shot)
        case .neighborAdvertisement(let target, let mac, let isSolicited, _):
            if isSolicited {
                answer(.v6(target), mac ?? shot.frame.source, shot)
            } else {
                aside["announcements to groups", default: 0] += 1
            }
        case .other(let type, _, _) where [130, 131, 132, 133, 134, 143].contains(type) && packet.family == .ipv6:
            aside["announcements to groups", default: 0] += 1
        case .other(let type, _, _) where type == (packet.family == .ipv4 ? 5 : 137):
            aside["redirects", default: 0] += 1
        default: return false
        }
        return true
    }

    private mutating func ask(_ target: IPAddress, _ teller: String, _ shot: Shot) {
        // A question to one that is known already only makes sure that it is still there.
        guard shot.frame.destination.isMulticast else {
            aside["neighbours asked again", default: 0] += 1
            return
        }
        neighbours.ask(
            Neighbours.Question(asker: shot.frame.source, teller: teller, target: target),
            on: shot.link,
            isInbound: shot.isInbound
        )
    }

    private mutating func answer(_ target: IPAddress, _ mac: MACAddress, _ shot: Shot) {
        let counts = neighbours.answer(
            Neighbours.Answer(asker: shot.frame.destination, target: target, mac: mac),
            on: shot.link,
            isInbound: shot.isInbound
        )
        if !counts { aside["neighbours asked again", default: 0] += 1 }
    }

    // MARK: Packets

    private mutating func read(_ packet: IPPacket, _ shot: Shot) {
        switch packet.payload {
        case .icmp(let message):
            if read(message, packet, shot) { return }
            read(icmp: message, packet, shot)
        case .udp(let datagram):
            let key = key(shot, packet, 17, datagram.sourcePort, datagram.destinationPort)
            let text = "udp \(datagram.payload.count) octets\(Self.words(datagram.payload))"
            add(text, packet, shot, key, datagram.sourcePort, datagram.destinationPort)
        case .tcp(let segment): read(segment, packet, shot)
        case .other(let number, _):
            if number == 2 {
                aside["announcements to groups", default: 0] += 1
            } else {
                let key = key(shot, packet, number, 0, 0)
                add("protocol \(number)", packet, shot, key, 0, 0)
            }
        }
    }

    private func key(
        _ shot: Shot,
        _ packet: IPPacket,
        _ protocolNumber: UInt8,
        _ source: UInt16,
        _ destination: UInt16,
        identifier: UInt16 = 0
    ) -> Key {
        Key(
            link: shot.link,
            protocolNumber: protocolNumber,
            ends: [End(address: packet.source, port: source), End(address: packet.destination, port: destination)],
            identifier: identifier
        )
    }

    private mutating func begin(_ key: Key, _ shot: Shot, client: End, server: End) {
        guard flows[key] == nil else { return }
        order.append(key)
        let flow = Flow(
            link: shot.link,
            packets: [],
            trial: shot.trial,
            ends: ["\(client.address)", "\(server.address)", "\(server.port)"]
        )
        flows[key] = Building(flow: flow, client: client)
    }

    private mutating func begin(_ key: Key, _ shot: Shot, _ source: End, _ destination: End, isAnswer: Bool? = nil) {
        let answers = isAnswer ?? (known.contains(source.port) && !known.contains(destination.port))
        begin(key, shot, client: answers ? destination : source, server: answers ? source : destination)
    }

    /// Adds a packet to its flow, with the client's port as `*`.
    private mutating func add(
        _ text: String,
        _ packet: IPPacket,
        _ shot: Shot,
        _ key: Key,
        _ source: UInt16,
        _ destination: UInt16,
        isAnswer: Bool? = nil
    ) {
        let ends = (End(address: packet.source, port: source), End(address: packet.destination, port: destination))
        begin(key, shot, ends.0, ends.1, isAnswer: isAnswer)
        guard let client = flows[key]?.client else { return }
        let from = Self.text(ends.0, client)
        let to = Self.text(ends.1, client)
        flows[key]?.flow.packets.append(
            "\(shot.isInbound ? "In " : "Out") \(from) > \(to) ttl \(packet.hopLimit) \(text)"
        )
    }

    private static func text(_ end: End, _ client: End) -> String {
        if end.port == 0 { return "\(end.address)" }
        return "\(end.address).\(end == client ? "*" : "\(end.port)")"
    }

    /// The beginning of a payload, and a sum over all of it.
    private static func words(_ payload: [UInt8]) -> String {
        if payload.isEmpty { return "" }
        let line = payload.prefix(40).prefix { (0x20...0x7e).contains($0) }
        // FNV-1a.
        let sum = payload.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return " \"\(String(decoding: line, as: UTF8.self))\" #\(String(sum, radix: 16))"
    }

    // MARK: ICMP

    private mutating func read(icmp message: ICMPMessage, _ packet: IPPacket, _ shot: Shot) {
        switch message {
        case .echoRequest(let identifier, let sequence, let payload):
            let key = key(shot, packet, packet.protocolNumber, 0, 0, identifier: identifier)
            add("echo request \(sequence), \(payload.count) octets", packet, shot, key, 0, 0)
        case .echoReply(let identifier, let sequence, let payload):
            let key = key(shot, packet, packet.protocolNumber, 0, 0, identifier: identifier)
            add("echo reply \(sequence), \(payload.count) octets", packet, shot, key, 0, 0, isAnswer: true)
        case .unreachable(let reason, let quoted): error("\(reason) unreachable", quoted, packet, shot)
        case .packetTooBig(let mtu, let quoted): error("too big, mtu \(mtu)", quoted, packet, shot)
        case .timeExceeded(let quoted): error("time exceeded", quoted, packet, shot)
        case .neighborSolicitation, .neighborAdvertisement: break
        case .other(let type, let code, _):
            let key = key(shot, packet, packet.protocolNumber, 0, 0)
            add("icmp type \(type) code \(code)", packet, shot, key, 0, 0)
        }
    }

    /// An error belongs to the flow of the packet that it is about.
    private mutating func error(_ what: String, _ quoted: [UInt8], _ packet: IPPacket, _ shot: Shot) {
        guard let cause = try? QuotedPacket(decoding: quoted) else {
            let key = key(shot, packet, packet.protocolNumber, 0, 0)
            add("\(what) about nothing", packet, shot, key, 0, 0)
            return
        }
        let source = End(address: cause.source, port: cause.sourcePort ?? 0)
        let destination = End(address: cause.destination, port: cause.destinationPort ?? 0)
        let key = Key(
            link: shot.link,
            protocolNumber: cause.protocolNumber,
            ends: [source, destination],
            identifier: cause.echoIdentifier ?? 0
        )
        guard past[key] == nil || flows[key] != nil else {
            aside["TCP segments of earlier groups", default: 0] += 1
            return
        }
        begin(key, shot, source, destination)
        guard let client = flows[key]?.client else { return }
        let text =
            "\(shot.isInbound ? "In " : "Out") \(packet.source) > \(packet.destination) ttl \(packet.hopLimit) "
            + "\(what): \(Self.text(source, client)) > \(Self.text(destination, client)) "
            + "protocol \(cause.protocolNumber)"
        // As many as segments that were sent again.
        if flows[key]?.flow.packets.contains(text) == true {
            aside["ICMP errors sent again", default: 0] += 1
        } else {
            flows[key]?.flow.packets.append(text)
        }
    }

    // MARK: TCP

    private mutating func read(_ segment: TCPSegment, _ packet: IPPacket, _ shot: Shot) {
        let key = key(shot, packet, 6, segment.sourcePort, segment.destinationPort)
        let source = End(address: packet.source, port: segment.sourcePort)
        let destination = End(address: packet.destination, port: segment.destinationPort)
        let opens = segment.flags.contains(.syn)
        if let first = past[key] {
            guard opens, !segment.flags.contains(.ack), segment.sequence != first else {
                aside["TCP segments of earlier groups", default: 0] += 1
                return
            }
            past[key] = nil
        }
        if flows[key] == nil, !opens, segment.flags.contains(.fin) {
            // The end of a connection that has another address since its NAT was forgotten: when it comes is a matter of
            // time as well.
            past[key] = segment.sequence
            aside["TCP segments of earlier groups", default: 0] += 1
            return
        }
        begin(key, shot, source, destination, isAnswer: opens ? segment.flags.contains(.ack) : nil)
        var parts: [String] = []
        if opens {
            if flows[key]?.sent[source]?.first == segment.sequence {
                aside["TCP segments sent again", default: 0] += 1
            } else {
                flows[key]?.sent[source] = Sent(first: segment.sequence, reached: 1)
                let size = segment.options.maximumSegmentSize.map { ", mss \($0)" } ?? ""
                parts.append(segment.flags.contains(.ack) ? "tcp SYN ACK\(size)" : "tcp SYN\(size)")
            }
        }
        var sent = flows[key]?.sent[source] ?? Sent(first: segment.sequence &- 1, reached: 1)
        let start = segment.sequence &- sent.first
        if !segment.payload.isEmpty, !opens {
            let end = start &+ UInt32(truncatingIfNeeded: segment.payload.count)
            if end > sent.reached {
                parts.append("tcp data \(segment.payload.count) octets\(Self.words(segment.payload))")
                sent.reached = end
            } else {
                aside["TCP segments sent again", default: 0] += 1
            }
        }
        if segment.flags.contains(.fin) {
            if sent.hasEnded {
                aside["TCP segments sent again", default: 0] += 1
            } else {
                parts.append("tcp FIN")
                sent.hasEnded = true
            }
        }
        if segment.flags.contains(.rst) {
            // One for each segment that was sent again.
            if sent.hasReset {
                aside["TCP segments sent again", default: 0] += 1
            } else {
                parts.append("tcp RST")
                sent.hasReset = true
            }
        }
        flows[key]?.sent[source] = sent
        if parts.isEmpty { aside["TCP acknowledgements", default: 0] += 1 }
        for part in parts { add(part, packet, shot, key, segment.sourcePort, segment.destinationPort) }
    }
}
