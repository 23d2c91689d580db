internal import Addressing
package import Dataplane
package import PacketWire

/// A recording as text, a line for each frame in the manner of `tcpdump -n`.
package struct FrameSummary {
    /// Says in words what a datagram's payload means; nil where it means nothing known.
    package typealias Describe = @Sendable (_ datagram: UDPDatagram) -> String?

    private struct Flow: Hashable {
        let source: IPAddress
        let sourcePort: UInt16
        let destination: IPAddress
        let destinationPort: UInt16

        var reversed: Flow {
            Flow(
                source: destination,
                sourcePort: destinationPort,
                destination: source,
                destinationPort: sourcePort
            )
        }
    }

    private let describe: Describe
    /// The sequence number of each direction's SYN, or of what was seen first.
    private var starts: [Flow: UInt32] = [:]

    package init(_ describe: @escaping Describe = { _ in nil }) {
        self.describe = describe
    }

    /// The lines: seconds since the simulation began, the link, `In` towards the host's end or `Out` of it, the frame,
    /// and behind `#` why its packet was dropped.
    package static func text(_ recording: Recording, describe: @escaping Describe = { _ in nil }) -> String {
        var summary = FrameSummary(describe)
        let width = recording.taps.map(\.title.count).max() ?? 0
        var text = ""
        for entry in recording.entries where recording.taps.indices.contains(entry.tap) {
            text += head(
                entry.time.nanoseconds,
                recording.taps[entry.tap].title,
                width: width,
                isInbound: entry.isInbound
            )
            text += summary.line(entry.frame)
            if let comment = entry.comment { text += "  # " + comment }
            text += "\n"
        }
        return text
    }

    /// What stands before a frame.
    ///
    /// - Parameter nanoseconds: since the capture began; at least 0.
    package static func head(_ nanoseconds: Int64, _ title: String, width: Int, isInbound: Bool) -> String {
        // With six digits behind the point, as tcpdump prints.
        let microseconds = nanoseconds / 1000
        return "\(microseconds / 1_000_000).\(String(microseconds % 1_000_000 + 1_000_000).dropFirst()) "
            + title + String(repeating: " ", count: max(0, width - title.count)) + (isInbound ? " In  " : " Out ")
    }

    /// A frame, behind those that this was asked for before: of each connection they tell its first number.
    package mutating func line(_ frame: EthernetFrame) -> String {
        switch frame.payload {
        case .arp(let message): Self.arp(message, to: frame.destination)
        case .ip(let packet): ip(packet)
        case .other(let type, let bytes):
            "\(frame.source) > \(frame.destination), ethertype 0x\(Self.hex(type)), length \(bytes.count)"
        }
    }

    private static func hex(_ number: UInt16) -> String {
        String(String(UInt32(number) + 0x10000, radix: 16).dropFirst())
    }

    private static func arp(_ message: ARPMessage, to destination: MACAddress) -> String {
        let length = 28
        switch message.operation {
        case .request:
            return "ARP, Request who-has \(message.targetAddress) tell \(message.senderAddress), length \(length)"
        case .reply: return "ARP, Reply \(message.senderAddress) is-at \(message.senderMAC), length \(length)"
        default: return "ARP, operation \(message.operation.rawValue), length \(length)"
        }
    }

    private mutating func ip(_ packet: IPPacket) -> String {
        let head = packet.family == .ipv4 ? "IP" : "IP6"
        let ends = "\(head) \(packet.source) > \(packet.destination):"
        switch packet.payload {
        case .icmp(let message): return "\(ends) \(ICMPSummary.text(message, packet.family))"
        case .udp(let datagram):
            let what = describe(datagram).map { "\($0) (\(datagram.payload.count))" }
            return Self.ports(head, packet, datagram.sourcePort, datagram.destinationPort)
                + " \(what ?? "UDP, length \(datagram.payload.count)")"
        case .tcp(let segment):
            return Self.ports(head, packet, segment.sourcePort, segment.destinationPort) + " " + tcp(segment, packet)
        case .other(let number, let bytes):
            guard let fragment = packet.fragment else { return "\(ends) ip-proto-\(number) \(bytes.count)" }
            let more = fragment.hasMore ? ", more to come" : ""
            return "\(ends) fragment of ip-proto-\(number), offset \(fragment.offset)\(more), length \(bytes.count)"
        }
    }

    private static func ports(_ head: String, _ packet: IPPacket, _ source: UInt16, _ destination: UInt16) -> String {
        "\(head) \(packet.source).\(source) > \(packet.destination).\(destination):"
    }

    // MARK: TCP

    /// Sequence numbers count from the connection's first, but for that itself.
    private mutating func tcp(_ segment: TCPSegment, _ packet: IPPacket) -> String {
        let flow = Flow(
            source: packet.source,
            sourcePort: segment.sourcePort,
            destination: packet.destination,
            destinationPort: segment.destinationPort
        )
        let isStart = segment.flags.contains(.syn)
        if isStart { starts[flow] = segment.sequence }
        let start = isStart ? 0 : starts[flow] ?? 0
        var parts = ["Flags [\(Self.letters(segment.flags))]"]
        let length = segment.payload.count
        let sequence = segment.sequence &- start
        if length > 0 {
            parts.append("seq \(sequence):\(sequence &+ UInt32(truncatingIfNeeded: length))")
        } else if !segment.flags.isDisjoint(with: [.syn, .fin, .rst]) {
            parts.append("seq \(sequence)")
        }
        if segment.flags.contains(.ack) {
            parts.append("ack \(segment.acknowledgement &- (starts[flow.reversed] ?? 0))")
        }
        parts.append("win \(segment.window)")
        parts += Self.options(segment.options)
        var text = parts.joined(separator: ", ") + ", length \(length)"
        if let line = Self.httpLine(segment.payload) { text += ": HTTP: \(line)" }
        return text
    }

    private static func letters(_ flags: TCPSegment.Flags) -> String {
        let letters: [(TCPSegment.Flags, String)] = [
            (.fin, "F"), (.syn, "S"), (.rst, "R"), (.psh, "P"), (.ack, "."), (.urg, "U"), (.ece, "E"), (.cwr, "W"),
        ]
        let text = letters.filter { flags.contains($0.0) }.map(\.1).joined()
        return text.isEmpty ? "none" : text
    }

    private static func options(_ options: TCPSegment.Options) -> [String] {
        var names: [String] = []
        if let size = options.maximumSegmentSize { names.append("mss \(size)") }
        if options.permitsSelectiveAcknowledgement { names.append("sackOK") }
        if let scale = options.windowScale { names.append("wscale \(scale)") }
        return names.isEmpty ? [] : ["options [\(names.joined(separator: ","))]"]
    }

    /// The first line of a request or an answer of HTTP/1; nil for anything else.
    private static func httpLine(_ payload: [UInt8]) -> String? {
        guard let end = payload.prefix(1024).firstIndex(of: 13), end + 1 < payload.count, payload[end + 1] == 10,
            payload[..<end].allSatisfy({ (0x20...0x7e).contains($0) })
        else { return nil }
        let line = String(decoding: payload[..<end], as: UTF8.self)
        let words = line.split(separator: " ")
        let isHTTP = words.first?.hasPrefix("HTTP/1.") == true || words.last?.hasPrefix("HTTP/1.") == true
        return isHTTP ? line : nil
    }
}
