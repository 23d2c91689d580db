import Addressing

extension UDPDatagram {
    static let protocolNumber: UInt8 = 17

    /// Appends the datagram, which is known to fit, with its checksum.
    func append(to bytes: inout [UInt8], from source: IPAddress, to destination: IPAddress) {
        let length = Self.headerLength + payload.count
        var checksum = InternetChecksum(
            from: source,
            to: destination,
            protocolNumber: Self.protocolNumber,
            length: length
        )
        checksum.add(word: sourcePort)
        checksum.add(word: destinationPort)
        checksum.add(word: UInt16(truncatingIfNeeded: length))
        checksum.add(payload.span)
        let (sourcePort, destinationPort, sum) = (sourcePort, destinationPort, checksum.udpValue)
        bytes.append(addingCapacity: length) { out in
            out.append(bigEndian: sourcePort)
            out.append(bigEndian: destinationPort)
            out.append(bigEndian: UInt16(truncatingIfNeeded: length))
            out.append(bigEndian: sum)
        }
        bytes.append(contentsOf: payload)
    }

    /// Reads the datagram at `offset`, and where it ends, which may be before the packet does.
    static func decode(
        _ bytes: Span<UInt8>,
        at offset: Int
    ) throws(PacketDecodingError) -> (datagram: UDPDatagram, end: Int) {
        try bytes.require(headerLength, at: offset, .udpHeader)
        let length = Int(bytes.loadUInt16(at: offset + 4))
        guard length >= headerLength, bytes.holds(length, at: offset) else {
            throw .invalid(.udpLength, offset: offset + 4)
        }
        let datagram = UDPDatagram(
            sourcePort: bytes.loadUInt16(at: offset),
            destinationPort: bytes.loadUInt16(at: offset + 2),
            payload: bytes.copy(offset + headerLength..<offset + length)
        )
        return (datagram, offset + length)
    }
}
