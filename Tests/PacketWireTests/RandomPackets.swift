import Addressing
import PacketWire
import TestSupport

/// Packets made at random, each as its decoder would give it.
struct RandomPackets {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number<Number: FixedWidthInteger>(_ range: ClosedRange<Number> = Number.min...Number.max) -> Number {
        Number.random(in: range, using: &generator)
    }

    mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<number(0...count)).map { _ in number() }
    }

    mutating func mac() -> MACAddress { MACAddress(rawValue: number()) }

    private mutating func address(_ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: .v4(IPv4Address(rawValue: number()))
        case .ipv6: .v6(IPv6Address(rawValue: number()))
        }
    }

    mutating func frame() -> EthernetFrame {
        let payload: EthernetFrame.Payload
        switch number(0...9) as Int {
        case 0:
            payload = .arp(
                ARPMessage(
                    ARPMessage.Operation(rawValue: number()),
                    senderMAC: mac(),
                    senderAddress: IPv4Address(rawValue: number()),
                    targetMAC: mac(),
                    targetAddress: IPv4Address(rawValue: number())
                )
            )
        case 1: payload = .other(etherType: number(0x8800...0xffff), bytes: bytes(upTo: 99))
        default: payload = .ip(packet())
        }
        return EthernetFrame(destination: mac(), source: mac(), payload: payload)
    }

    mutating func packet(upTo count: Int = 200) -> IPPacket {
        let family: AddressFamily = Bool.random(using: &generator) ? .ipv4 : .ipv6
        let isFragment = number(0...9) == 0
        // Numbers without a meaning: neither a transport nor an extension header.
        let other = IPPacket.Payload.other(protocolNumber: number(61...250), bytes: bytes(upTo: count))
        var packet = IPPacket(
            source: address(family),
            destination: address(family),
            hopLimit: number(),
            payload: isFragment ? other : payload(family, other, upTo: count)
        )
        packet.trafficClass = number()
        if isFragment {
            let offset = 8 * number(1...8191)
            packet.fragment = IPPacket.Fragment(offset: offset, hasMore: Bool.random(using: &generator))
        }
        if family == .ipv4 {
            packet.identification = number(0...0xffff)
            packet.dontFragment = Bool.random(using: &generator)
        } else if isFragment {
            packet.identification = number()
        }
        return packet
    }

    private mutating func payload(
        _ family: AddressFamily,
        _ other: IPPacket.Payload,
        upTo count: Int
    ) -> IPPacket.Payload {
        switch number(0...6) as Int {
        case 0, 1: return .icmp(message(family, upTo: count))
        case 2, 3:
            return .udp(UDPDatagram(sourcePort: number(), destinationPort: number(), payload: bytes(upTo: count)))
        case 4, 5:
            var segment = TCPSegment(
                sourcePort: number(),
                destinationPort: number(),
                sequence: number(),
                acknowledgement: number(),
                flags: TCPSegment.Flags(rawValue: number()),
                window: number(),
                payload: bytes(upTo: count)
            )
            if Bool.random(using: &generator) { segment.options.maximumSegmentSize = number() }
            if Bool.random(using: &generator) { segment.options.windowScale = number() }
            segment.options.permitsSelectiveAcknowledgement = Bool.random(using: &generator)
            return .tcp(segment)
        default: return other
        }
    }

    private mutating func message(_ family: AddressFamily, upTo count: Int) -> ICMPMessage {
        switch number(0...(family == .ipv4 ? 5 : 7)) as Int {
        case 0: return .echoRequest(identifier: number(), sequence: number(), payload: bytes(upTo: count))
        case 1: return .echoReply(identifier: number(), sequence: number(), payload: bytes(upTo: count))
        case 2:
            // IPv6 has one code for all that is prohibited.
            let reasons = ICMPMessage.Unreachable.allCases.filter {
                family == .ipv4 || ($0 != .networkProhibited && $0 != .hostProhibited)
            }
            let reason = reasons.randomElement(using: &generator) ?? .port
            return .unreachable(reason, quoted: bytes(upTo: count))
        case 3:
            let mtu: UInt32 = number(0...(family == .ipv4 ? 0xffff : UInt32.max))
            return .packetTooBig(mtu: mtu, quoted: bytes(upTo: count))
        case 4: return .timeExceeded(quoted: bytes(upTo: count))
        case 5: return .other(type: number(40...100), code: number(), body: bytes(upTo: count))
        case 6:
            let mac = Bool.random(using: &generator) ? mac() : nil
            return .neighborSolicitation(target: IPv6Address(rawValue: number()), sourceMAC: mac)
        default:
            return .neighborAdvertisement(
                target: IPv6Address(rawValue: number()),
                targetMAC: Bool.random(using: &generator) ? mac() : nil,
                isSolicited: Bool.random(using: &generator),
                isOverride: Bool.random(using: &generator)
            )
        }
    }

    /// The bytes with a few changed, inserted, removed, doubled or cut off.
    mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        let interesting: [UInt8] = [0x00, 0x01, 0x06, 0x11, 0x2b, 0x2c, 0x3a, 0x3c, 0x45, 0x60, 0x80, 0xff]
        for _ in 0..<number(1...4) as Range<Int> where !bytes.isEmpty {
            let place = number(0...bytes.count - 1)
            switch number(0...7) as Int {
            case 0: bytes.insert(number(), at: place)
            case 1: bytes.remove(at: place)
            case 2: bytes.removeSubrange(place...)
            case 3: bytes[place] ^= 1 << number(0...7)
            case 4: bytes.append(contentsOf: bytes[place...])
            default: bytes[place] = interesting.randomElement(using: &generator) ?? 0
            }
        }
        return bytes
    }
}
