/// What a message asks for: an entry of the question section, RFC 1035 section 4.1.2.
package struct Question: Hashable, Sendable {
    package var name: DomainName
    package var type: RecordType
    package var `class`: RecordClass

    package init(name: DomainName, type: RecordType, class: RecordClass = .in) {
        self.name = name
        self.type = type
        self.class = `class`
    }

    /// Reads the question at `offset` of a message and moves `offset` past it.
    package init(decoding message: Span<UInt8>, at offset: inout Int) throws(DNSWireError) {
        name = try DomainName(decoding: message, at: &offset)
        type = RecordType(rawValue: try message.readUInt16(&offset, .type))
        `class` = RecordClass(rawValue: try message.readUInt16(&offset, .class))
    }

    func encode(into bytes: inout [UInt8], _ compressor: inout NameCompressor) {
        compressor.append(name, to: &bytes)
        bytes.append(bigEndian: type.rawValue)
        bytes.append(bigEndian: `class`.rawValue)
    }
}
