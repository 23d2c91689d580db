import Addressing

extension EthernetFrame {
    /// Destination, source and EtherType.
    package static let headerLength = 14

    /// Bytes on the wire, without padding and without the frame check sequence.
    package var length: Int {
        switch payload {
        case .arp: Self.headerLength + ARPMessage.length
        case .ip(let packet): Self.headerLength + packet.totalLength
        case .other(_, let bytes): Self.headerLength + bytes.count
        }
    }

    /// Appends the frame to `bytes`. It is not padded to 60 bytes: a veth does not pad either.
    ///
    /// - Throws: why the packet in it cannot be written; `bytes` are then as they were.
    package func encode(into bytes: inout [UInt8]) throws(PacketEncodingError) {
        // One look at the payload: each copies it out of the frame.
        switch payload {
        case .arp(let message):
            appendHeader(etherType: 0x0806, to: &bytes)
            message.encode(into: &bytes)
        case .ip(let packet):
            try packet.requireEncodable()
            appendHeader(etherType: packet.family == .ipv4 ? 0x0800 : 0x86dd, to: &bytes)
            packet.append(to: &bytes)
        case .other(let etherType, let octets):
            appendHeader(etherType: etherType, to: &bytes)
            bytes.append(contentsOf: octets)
        }
    }

    private func appendHeader(etherType: UInt16, to bytes: inout [UInt8]) {
        // The closure would copy all of a frame that it reads from.
        let (destination, source) = (destination, source)
        bytes.append(addingCapacity: Self.headerLength) { out in
            out.append(destination)
            out.append(source)
            out.append(bigEndian: etherType)
        }
    }

    /// Reads the frame that fills `bytes`. Padding behind a packet or an ARP message is dropped.
    ///
    /// VLAN tags, the length field of IEEE 802.3, and ARP for anything but IPv4 over Ethernet stay `.other`.
    /// - Throws: the first fault.
    package init(decoding bytes: Span<UInt8>, verifyingChecksums: Bool = false) throws(PacketDecodingError) {
        try bytes.require(Self.headerLength, at: 0, .ethernetHeader)
        destination = bytes.loadMACAddress(at: 0)
        source = bytes.loadMACAddress(at: 6)
        let etherType = bytes.loadUInt16(at: 12)
        switch etherType {
        case 0x0800, 0x86dd:
            let packet = try IPPacket(
                decoding: bytes,
                at: Self.headerLength,
                family: etherType == 0x0800 ? .ipv4 : .ipv6,
                verifyingChecksums: verifyingChecksums
            )
            payload = .ip(packet)
        case 0x0806:
            if let message = try ARPMessage(decoding: bytes, at: Self.headerLength) {
                payload = .arp(message)
            } else {
                payload = .other(etherType: etherType, bytes: bytes.copy(from: Self.headerLength))
            }
        default:
            payload = .other(etherType: etherType, bytes: bytes.copy(from: Self.headerLength))
        }
    }
}
