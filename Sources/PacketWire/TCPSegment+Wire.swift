import Addressing

extension TCPSegment {
    static let protocolNumber: UInt8 = 6

    /// Appends the segment, which is known to fit, with its checksum and no urgent pointer.
    func append(to bytes: inout [UInt8], from source: IPAddress, to destination: IPAddress) {
        let start = bytes.count
        let length = headerLength + payload.count
        bytes.append(addingCapacity: length) { out in
            out.append(bigEndian: sourcePort)
            out.append(bigEndian: destinationPort)
            out.append(bigEndian: sequence)
            out.append(bigEndian: acknowledgement)
            out.append(UInt8(truncatingIfNeeded: headerLength / 4) << 4)
            out.append(flags.rawValue)
            out.append(bigEndian: window)
            out.append(bigEndian: UInt32(0))
            options.append(to: &out)
        }
        bytes.append(contentsOf: payload)
        var checksum = InternetChecksum(
            from: source,
            to: destination,
            protocolNumber: Self.protocolNumber,
            length: length
        )
        checksum.add(bytes.span.extracting(start...))
        bytes.patch(bigEndian: checksum.value, at: start + 16)
    }

    /// Reads the segment that begins at `offset` and fills `bytes`. The urgent pointer and options without a field are
    /// dropped.
    init(decoding bytes: Span<UInt8>, at offset: Int) throws(PacketDecodingError) {
        try bytes.require(20, at: offset, .tcpHeader)
        let headerLength = Int(bytes[offset + 12] >> 4) * 4
        guard headerLength >= 20 else { throw .invalid(.dataOffset, offset: offset + 12) }
        try bytes.require(headerLength, at: offset, .tcpHeader)
        self.init(
            sourcePort: bytes.loadUInt16(at: offset),
            destinationPort: bytes.loadUInt16(at: offset + 2),
            sequence: bytes.loadUInt32(at: offset + 4),
            acknowledgement: bytes.loadUInt32(at: offset + 8),
            flags: Flags(rawValue: bytes[offset + 13]),
            window: bytes.loadUInt16(at: offset + 14),
            payload: bytes.copy(from: offset + headerLength)
        )
        if headerLength > 20 {
            options = try Options(decoding: bytes.extracting(..<(offset + headerLength)), at: offset + 20)
        }
    }
}

extension TCPSegment.Options {
    private enum Kind {
        static let end: UInt8 = 0
        static let noOperation: UInt8 = 1
        static let maximumSegmentSize: UInt8 = 2
        static let windowScale: UInt8 = 3
        static let selectiveAcknowledgementPermitted: UInt8 = 4
    }

    /// Appends the options in the order and with the padding of Linux (`tcp_options_write`): each begins with the NOPs
    /// that make its length a multiple of 4.
    fileprivate func append(to out: inout OutputSpan<UInt8>) {
        if let maximumSegmentSize {
            out.append(Kind.maximumSegmentSize)
            out.append(4)
            out.append(bigEndian: maximumSegmentSize)
        }
        if permitsSelectiveAcknowledgement {
            out.append(Kind.noOperation)
            out.append(Kind.noOperation)
            out.append(Kind.selectiveAcknowledgementPermitted)
            out.append(2)
        }
        if let windowScale {
            out.append(Kind.noOperation)
            out.append(Kind.windowScale)
            out.append(3)
            out.append(windowScale)
        }
    }

    /// Reads the options from `offset` to the end of `bytes` (RFC 9293 section 3.2). One of an unexpected length is
    /// skipped like one of an unknown kind.
    fileprivate init(decoding bytes: Span<UInt8>, at start: Int) throws(PacketDecodingError) {
        var offset = start
        while offset < bytes.count {
            let kind = bytes[offset]
            guard kind != Kind.end else { return }
            guard kind != Kind.noOperation else {
                offset += 1
                continue
            }
            try bytes.require(2, at: offset, .tcpOption)
            let length = Int(bytes[offset + 1])
            guard length >= 2 else { throw .invalid(.tcpOption, offset: offset) }
            try bytes.require(length, at: offset, .tcpOption)
            switch (kind, length) {
            case (Kind.maximumSegmentSize, 4): maximumSegmentSize = bytes.loadUInt16(at: offset + 2)
            case (Kind.windowScale, 3): windowScale = bytes[offset + 2]
            case (Kind.selectiveAcknowledgementPermitted, 2): permitsSelectiveAcknowledgement = true
            default: break
            }
            offset += length
        }
    }
}
