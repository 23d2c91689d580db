/// A DNS message as an owned value: RFC 1035 section 4.
///
/// For tools and forwarded answers. A server's common path is `QueryView` and `ResponseWriter`, which allocate nothing.
package struct Message: Hashable, Sendable {
    package var header: Header
    package var questions: [Question]
    package var answers: [ResourceRecord]
    package var authorities: [ResourceRecord]
    /// The additional section without its OPT record.
    package var additionals: [ResourceRecord]
    /// The OPT record of the additional section; it is written last. `nil` for a message without EDNS.
    package var edns: EDNS?

    package init(
        header: Header,
        questions: [Question] = [],
        answers: [ResourceRecord] = [],
        authorities: [ResourceRecord] = [],
        additionals: [ResourceRecord] = [],
        edns: EDNS? = nil
    ) {
        self.header = header
        self.questions = questions
        self.answers = answers
        self.authorities = authorities
        self.additionals = additionals
        self.edns = edns
    }

    /// The most octets in a message: what TCP's length field can say, RFC 1035 section 4.2.2.
    package static let maximumLength = 65535
    /// The most octets in a UDP message without EDNS, RFC 1035 section 4.2.1.
    package static let minimumUDPLimit = 512
}

// MARK: Decoding

extension Message {
    /// Reads a message that fills `bytes` exactly.
    ///
    /// - Throws: the first fault. An OPT record must stand alone in the additional section and at the root
    ///   (RFC 6891 section 6.1.1), else `.invalid(.opt, …)` with the record's offset.
    package init(decoding bytes: Span<UInt8>) throws(DNSWireError) {
        let (header, counts) = try Header.decode(bytes)
        self.init(header: header)
        var offset = Header.length
        for _ in 0..<counts.questions {
            questions.append(try Question(decoding: bytes, at: &offset))
        }
        for _ in 0..<counts.answers {
            answers.append(try Self.decodeRecord(bytes, at: &offset))
        }
        for _ in 0..<counts.authorities {
            authorities.append(try Self.decodeRecord(bytes, at: &offset))
        }
        for _ in 0..<counts.additionals {
            let start = offset
            let name = try DomainName(decoding: bytes, at: &offset)
            let preamble = try RecordPreamble(decoding: bytes, at: &offset)
            guard preamble.type == .opt else {
                additionals.append(try Self.decodeRecord(bytes, at: &offset, name, preamble))
                continue
            }
            guard edns == nil, name.isRoot else { throw .invalid(.opt, offset: start) }
            edns = try EDNS(decoding: bytes, at: &offset, preamble)
            self.header.rcode = preamble.rcode(low: header.rcode)
        }
        guard offset == bytes.count else { throw .trailingBytes(.message, offset: offset) }
    }

    /// Reads a record of the answer or authority section.
    private static func decodeRecord(
        _ bytes: Span<UInt8>,
        at offset: inout Int
    ) throws(DNSWireError) -> ResourceRecord {
        let start = offset
        let name = try DomainName(decoding: bytes, at: &offset)
        let preamble = try RecordPreamble(decoding: bytes, at: &offset)
        guard preamble.type != .opt else { throw .invalid(.opt, offset: start) }
        return try decodeRecord(bytes, at: &offset, name, preamble)
    }

    /// Reads the RDATA of a record whose other fields are known.
    private static func decodeRecord(
        _ bytes: Span<UInt8>,
        at offset: inout Int,
        _ name: DomainName,
        _ preamble: RecordPreamble
    ) throws(DNSWireError) -> ResourceRecord {
        let data = try RData(
            decoding: bytes,
            at: &offset,
            length: preamble.rdLength,
            type: preamble.type,
            class: preamble.class
        )
        return ResourceRecord(name: name, class: preamble.class, ttl: preamble.ttl, data: data)
    }
}

// MARK: Encoding

extension Message {
    /// Appends the whole message to `bytes`.
    ///
    /// - Throws: why the message cannot be written; `bytes` are then as they were.
    package func encode(into bytes: inout [UInt8]) throws(DNSEncodingError) {
        let start = bytes.count
        if try encode(into: &bytes, limit: Self.maximumLength) { return }
        bytes.removeSubrange(start...)
        throw .messageTooLong(count: Self.maximumLength + 1)
    }

    /// Appends the message to `bytes`, without the records past the one that would go over `limit` octets.
    ///
    /// Where an answer or authority record is left out, TC is set and every later one left out too; additional
    /// records are left out in silence (RFC 2181 section 9). The header, the questions and the OPT record always stay.
    /// - Parameter limit: the octets that the transport or the asker takes, at most 65535 of which are used.
    /// - Returns: whether every record was written.
    /// - Throws: why the message cannot be written at any length, or not even its questions within the limit;
    ///   `bytes` are then as they were.
    @discardableResult
    package func encode(into bytes: inout [UInt8], limit: Int) throws(DNSEncodingError) -> Bool {
        let start = bytes.count
        do {
            return try append(to: &bytes, limit: min(limit, Self.maximumLength))
        } catch {
            bytes.removeSubrange(start...)
            throw error
        }
    }

    private func append(to bytes: inout [UInt8], limit: Int) throws(DNSEncodingError) -> Bool {
        let start = bytes.count
        guard header.rcode.rawValue <= (edns == nil ? 0xf : 0xfff) else { throw .rcodeNeedsEDNS(header.rcode) }
        var compressor = NameCompressor(messageStart: start)
        bytes.append(bigEndian: header.id)
        bytes.append(bigEndian: header.word)
        // A question has five octets at least, and a record eleven: counts that do not fit meet the limit below.
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: questions.count))
        for _ in 0..<3 { bytes.append(bigEndian: 0 as UInt16) }
        for question in questions { question.encode(into: &bytes, &compressor) }

        let room = limit - (edns?.length ?? 0)
        guard bytes.count - start <= room else { throw .messageTooLong(count: bytes.count - start + limit - room) }
        var isWhole = true
        var additionalCount = 0
        for (section, countOffset) in [(answers, 6), (authorities, 8), (additionals, 10)] where isWhole {
            let written = try append(section, to: &bytes, limit: start + room, &compressor)
            isWhole = written == section.count
            bytes.patch(bigEndian: UInt16(truncatingIfNeeded: written), at: start + countOffset)
            if countOffset == 10 {
                additionalCount = written
            } else if !isWhole {
                var truncated = header
                truncated.flags.insert(.tc)
                bytes.patch(bigEndian: truncated.word, at: start + 2)
            }
        }
        if let edns {
            edns.encode(into: &bytes, rcode: header.rcode)
            bytes.patch(bigEndian: UInt16(truncatingIfNeeded: additionalCount + 1), at: start + 10)
        }
        return isWhole
    }

    /// Appends records until one does not fit before `limit`, an offset in `bytes`; returns how many it wrote.
    private func append(
        _ records: [ResourceRecord],
        to bytes: inout [UInt8],
        limit: Int,
        _ compressor: inout NameCompressor
    ) throws(DNSEncodingError) -> Int {
        for (index, record) in records.enumerated() {
            let start = bytes.count
            try record.encode(into: &bytes, &compressor)
            guard bytes.count <= limit else {
                // The compressor may remember names from here on; no name is written after this.
                bytes.removeSubrange(start...)
                return index
            }
        }
        return records.count
    }
}
