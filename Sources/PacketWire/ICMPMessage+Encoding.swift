import Addressing

/// Types of ICMP (RFC 792).
enum ICMPType {
    static let echoReply: UInt8 = 0
    static let destinationUnreachable: UInt8 = 3
    static let echoRequest: UInt8 = 8
    static let timeExceeded: UInt8 = 11
}

/// Types of ICMPv6 (RFC 4443, RFC 4861).
enum ICMPv6Type {
    static let destinationUnreachable: UInt8 = 1
    static let packetTooBig: UInt8 = 2
    static let timeExceeded: UInt8 = 3
    static let parameterProblem: UInt8 = 4
    static let echoRequest: UInt8 = 128
    static let echoReply: UInt8 = 129
    static let neighborSolicitation: UInt8 = 135
    static let neighborAdvertisement: UInt8 = 136
}

/// The options of neighbor discovery (RFC 4861 section 4.6.1).
enum NeighborOption {
    static let sourceLinkLayerAddress: UInt8 = 1
    static let targetLinkLayerAddress: UInt8 = 2
}

extension ICMPMessage {
    /// Throws if the message does not exist in the family, or has a number that its field there cannot hold.
    func requireEncodable(in family: AddressFamily) throws(PacketEncodingError) {
        guard family == .ipv4 else { return }
        switch self {
        case .packetTooBig(let mtu, _):
            guard mtu <= 0xffff else { throw .outOfRange(.mtu, value: Int(mtu), limit: 0xffff) }
        case .neighborSolicitation, .neighborAdvertisement:
            throw .notInFamily(.neighborDiscovery, .ipv4)
        default:
            return
        }
    }

    /// Appends the message, which is known to fit, with its checksum.
    func append(to bytes: inout [UInt8], from source: IPAddress, to destination: IPAddress) {
        let start = bytes.count
        let family = source.family
        bytes.append(addingCapacity: length) { out in
            let (type, code) = numbers(in: family)
            out.append(type)
            out.append(code)
            out.append(bigEndian: UInt16(0))
            appendFields(to: &out, family)
        }
        switch self {
        case .echoRequest(_, _, let octets), .echoReply(_, _, let octets), .other(_, _, let octets),
            .unreachable(_, let octets), .packetTooBig(_, let octets), .timeExceeded(let octets):
            bytes.append(contentsOf: octets)
        case .neighborSolicitation, .neighborAdvertisement:
            break
        }
        var checksum =
            family == .ipv4
            ? InternetChecksum()
            : InternetChecksum(from: source, to: destination, protocolNumber: 58, length: bytes.count - start)
        checksum.add(bytes.span.extracting(start...))
        bytes.patch(bigEndian: checksum.value, at: start + 2)
    }

    /// Type and code.
    private func numbers(in family: AddressFamily) -> (type: UInt8, code: UInt8) {
        switch self {
        case .echoRequest: (family == .ipv4 ? ICMPType.echoRequest : ICMPv6Type.echoRequest, 0)
        case .echoReply: (family == .ipv4 ? ICMPType.echoReply : ICMPv6Type.echoReply, 0)
        case .unreachable(let reason, _): reason.numbers(in: family)
        case .packetTooBig: family == .ipv4 ? (ICMPType.destinationUnreachable, 4) : (ICMPv6Type.packetTooBig, 0)
        case .timeExceeded: (family == .ipv4 ? ICMPType.timeExceeded : ICMPv6Type.timeExceeded, 0)
        case .neighborSolicitation: (ICMPv6Type.neighborSolicitation, 0)
        case .neighborAdvertisement: (ICMPv6Type.neighborAdvertisement, 0)
        case .other(let type, let code, _): (type, code)
        }
    }

    /// Appends what stands between the checksum and the payload or quoted packet.
    private func appendFields(to out: inout OutputSpan<UInt8>, _ family: AddressFamily) {
        switch self {
        case .echoRequest(let identifier, let sequence, _), .echoReply(let identifier, let sequence, _):
            out.append(bigEndian: identifier)
            out.append(bigEndian: sequence)
        case .unreachable(.protocolNumber, let quoted) where family == .ipv6:
            out.append(bigEndian: Self.nextHeaderOffset(in: quoted.span))
        case .unreachable, .timeExceeded:
            out.append(bigEndian: UInt32(0))
        case .packetTooBig(let mtu, _):
            out.append(bigEndian: mtu)
        case .neighborSolicitation(let target, let mac):
            out.append(bigEndian: UInt32(0))
            out.append(target)
            Self.append(NeighborOption.sourceLinkLayerAddress, mac, to: &out)
        case .neighborAdvertisement(let target, let mac, let isSolicited, let isOverride):
            out.append(bigEndian: (isSolicited ? 0x4000_0000 : 0) | (isOverride ? 0x2000_0000 : 0) as UInt32)
            out.append(target)
            Self.append(NeighborOption.targetLinkLayerAddress, mac, to: &out)
        case .other:
            break
        }
    }

    /// RFC 4861 section 4.6.1: the length counts units of 8 bytes.
    private static func append(_ option: UInt8, _ mac: MACAddress?, to out: inout OutputSpan<UInt8>) {
        guard let mac else { return }
        out.append(option)
        out.append(1)
        out.append(mac)
    }

    /// The pointer of a parameter problem about an unknown next header (RFC 4443 section 3.4): where in the packet quoted
    /// its number stands.
    private static func nextHeaderOffset(in quoted: Span<UInt8>) -> UInt32 {
        let inHeader = 6
        guard quoted.holds(40, at: 0),
            let headers = try? IPv6ExtensionHeaders(in: quoted, at: 40, nextHeader: quoted[inHeader])
        else { return UInt32(inHeader) }
        return UInt32(truncatingIfNeeded: headers.nextHeaderOffset)
    }
}

extension ICMPMessage.Unreachable {
    /// Type and code.
    fileprivate func numbers(in family: AddressFamily) -> (type: UInt8, code: UInt8) {
        switch family {
        case .ipv4:
            switch self {
            case .network: (ICMPType.destinationUnreachable, 0)
            case .host: (ICMPType.destinationUnreachable, 1)
            case .protocolNumber: (ICMPType.destinationUnreachable, 2)
            case .port: (ICMPType.destinationUnreachable, 3)
            case .prohibited: (ICMPType.destinationUnreachable, 13)
            case .networkProhibited: (ICMPType.destinationUnreachable, 9)
            case .hostProhibited: (ICMPType.destinationUnreachable, 10)
            }
        case .ipv6:
            switch self {
            case .network: (ICMPv6Type.destinationUnreachable, 0)
            case .prohibited, .networkProhibited, .hostProhibited: (ICMPv6Type.destinationUnreachable, 1)
            case .host: (ICMPv6Type.destinationUnreachable, 3)
            case .port: (ICMPv6Type.destinationUnreachable, 4)
            case .protocolNumber: (ICMPv6Type.parameterProblem, 1)
            }
        }
    }

    /// The reason that a message of the type and code gives; `nil` if that is none of these.
    init?(type: UInt8, code: UInt8, family: AddressFamily) {
        guard let reason = Self.allCases.first(where: { $0.numbers(in: family) == (type, code) }) else { return nil }
        self = reason
    }
}
