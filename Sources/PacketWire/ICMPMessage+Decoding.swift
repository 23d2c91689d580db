import Addressing

extension ICMPMessage {
    /// Reads the message that begins at `offset` and fills `bytes`.
    ///
    /// Reserved fields, the router flag of an advertisement, and options of neighbor discovery without a field are dropped,
    /// as a receiver ignores them. Types and codes without a case become `.other`.
    init(decoding bytes: Span<UInt8>, at offset: Int, family: AddressFamily) throws(PacketDecodingError) {
        try bytes.require(4, at: offset, .icmp)
        let type = bytes[offset]
        let code = bytes[offset + 1]
        let message =
            switch family {
            case .ipv4: try Self.decodeICMP(bytes, at: offset, type, code)
            case .ipv6: try Self.decodeICMPv6(bytes, at: offset, type, code)
            }
        self = message ?? .other(type: type, code: code, body: bytes.copy(from: offset + 4))
    }

    /// `nil` for a type or code without a case.
    private static func decodeICMP(
        _ bytes: Span<UInt8>,
        at offset: Int,
        _ type: UInt8,
        _ code: UInt8
    ) throws(PacketDecodingError) -> ICMPMessage? {
        switch (type, code) {
        case (ICMPType.echoRequest, 0), (ICMPType.echoReply, 0):
            return try decodeEcho(bytes, at: offset, isRequest: type == ICMPType.echoRequest)
        case (ICMPType.destinationUnreachable, 4):
            let quoted = try decodeQuoted(bytes, at: offset)
            return .packetTooBig(mtu: UInt32(bytes.loadUInt16(at: offset + 6)), quoted: quoted)
        case (ICMPType.timeExceeded, 0):
            return .timeExceeded(quoted: try decodeQuoted(bytes, at: offset))
        default:
            guard let reason = Unreachable(type: type, code: code, family: .ipv4) else { return nil }
            return .unreachable(reason, quoted: try decodeQuoted(bytes, at: offset))
        }
    }

    /// `nil` for a type or code without a case.
    private static func decodeICMPv6(
        _ bytes: Span<UInt8>,
        at offset: Int,
        _ type: UInt8,
        _ code: UInt8
    ) throws(PacketDecodingError) -> ICMPMessage? {
        switch (type, code) {
        case (ICMPv6Type.echoRequest, 0), (ICMPv6Type.echoReply, 0):
            return try decodeEcho(bytes, at: offset, isRequest: type == ICMPv6Type.echoRequest)
        case (ICMPv6Type.packetTooBig, 0):
            let quoted = try decodeQuoted(bytes, at: offset)
            return .packetTooBig(mtu: bytes.loadUInt32(at: offset + 4), quoted: quoted)
        case (ICMPv6Type.timeExceeded, 0):
            return .timeExceeded(quoted: try decodeQuoted(bytes, at: offset))
        case (ICMPv6Type.neighborSolicitation, 0):
            try bytes.require(24, at: offset, .neighborDiscovery)
            return .neighborSolicitation(
                target: bytes.loadIPv6Address(at: offset + 8),
                sourceMAC: try decodeOption(NeighborOption.sourceLinkLayerAddress, bytes, at: offset + 24)
            )
        case (ICMPv6Type.neighborAdvertisement, 0):
            try bytes.require(24, at: offset, .neighborDiscovery)
            return .neighborAdvertisement(
                target: bytes.loadIPv6Address(at: offset + 8),
                targetMAC: try decodeOption(NeighborOption.targetLinkLayerAddress, bytes, at: offset + 24),
                isSolicited: bytes[offset + 4] & 0x40 != 0,
                isOverride: bytes[offset + 4] & 0x20 != 0
            )
        default:
            guard let reason = Unreachable(type: type, code: code, family: .ipv6) else { return nil }
            return .unreachable(reason, quoted: try decodeQuoted(bytes, at: offset))
        }
    }

    private static func decodeEcho(
        _ bytes: Span<UInt8>,
        at offset: Int,
        isRequest: Bool
    ) throws(PacketDecodingError) -> ICMPMessage {
        try bytes.require(8, at: offset, .icmp)
        let identifier = bytes.loadUInt16(at: offset + 4)
        let sequence = bytes.loadUInt16(at: offset + 6)
        let payload = bytes.copy(from: offset + 8)
        return isRequest
            ? .echoRequest(identifier: identifier, sequence: sequence, payload: payload)
            : .echoReply(identifier: identifier, sequence: sequence, payload: payload)
    }

    /// What stands behind the 8 bytes that every error begins with.
    private static func decodeQuoted(_ bytes: Span<UInt8>, at offset: Int) throws(PacketDecodingError) -> [UInt8] {
        try bytes.require(8, at: offset, .icmp)
        return bytes.copy(from: offset + 8)
    }

    /// The address in the first option of the kind among the options that fill the rest of `bytes` (RFC 4861 section 4.6).
    private static func decodeOption(
        _ wanted: UInt8,
        _ bytes: Span<UInt8>,
        at start: Int
    ) throws(PacketDecodingError) -> MACAddress? {
        var offset = start
        var found: MACAddress?
        while offset < bytes.count {
            try bytes.require(2, at: offset, .neighborOption)
            let length = Int(bytes[offset + 1]) * 8
            guard length > 0 else { throw .invalid(.neighborOption, offset: offset) }
            try bytes.require(length, at: offset, .neighborOption)
            if found == nil, bytes[offset] == wanted, length == 8 { found = bytes.loadMACAddress(at: offset + 2) }
            offset += length
        }
        return found
    }
}
