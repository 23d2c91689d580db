/// A resource record, RFC 1035 section 4.1.3. EDNS's OPT is not one here: see `EDNS`.
package struct ResourceRecord: Hashable, Sendable {
    package var name: DomainName
    package var `class`: RecordClass
    /// How long the record may be kept, in seconds.
    package var ttl: UInt32
    package var data: RData

    package init(name: DomainName, class: RecordClass = .in, ttl: UInt32, data: RData) {
        self.name = name
        self.class = `class`
        self.ttl = ttl
        self.data = data
    }

    package var type: RecordType { data.type }

    /// The fewest octets that a record takes: the root's name, then type, class, TTL and RDLENGTH.
    static let minimumLength = 11

    func encode(into bytes: inout [UInt8], _ compressor: inout NameCompressor) throws(DNSEncodingError) {
        compressor.append(name, to: &bytes)
        bytes.append(bigEndian: type.rawValue)
        bytes.append(bigEndian: `class`.rawValue)
        bytes.append(bigEndian: ttl)
        let lengthOffset = bytes.count
        bytes.append(bigEndian: 0 as UInt16)
        try data.encode(into: &bytes, &compressor)
        let length = bytes.count - lengthOffset - 2
        guard let rdLength = UInt16(exactly: length) else { throw .rdataTooLong(type, count: length) }
        bytes.patch(bigEndian: rdLength, at: lengthOffset)
    }
}

/// What stands in front of every RDATA, OPT's too: the fields are read before anyone knows what they mean.
struct RecordPreamble {
    let type: RecordType
    /// OPT has its payload size here.
    let `class`: RecordClass
    /// OPT has its extended RCODE, version and flags here.
    let ttl: UInt32
    let rdLength: Int

    /// Reads the ten octets behind a record's name.
    init(decoding message: Span<UInt8>, at offset: inout Int) throws(DNSWireError) {
        type = RecordType(rawValue: try message.readUInt16(&offset, .type))
        `class` = RecordClass(rawValue: try message.readUInt16(&offset, .class))
        ttl = try message.readUInt32(&offset, .ttl)
        rdLength = Int(try message.readUInt16(&offset, .rdLength))
    }
}
