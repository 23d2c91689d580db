extension DomainName {
    /// Reads the name at `offset` of a message and moves `offset` past it.
    ///
    /// Compression pointers (RFC 1035 section 4.1.4) are followed only backwards: each must point before the labels
    /// that led to it, which then also end what may be read. No octet is read twice, so there are no loops to count.
    /// - Parameter message: the message from its first octet, or as much of it as the name may use.
    /// - Parameter followsPointers: `false` where a standard demands an uncompressed name; a pointer then throws.
    /// - Throws: `.truncated`, `.reservedLabelType`, `.badPointer` or `.nameTooLong`; `offset` is then unspecified.
    package init(
        decoding message: Span<UInt8>,
        at offset: inout Int,
        followsPointers: Bool = true
    ) throws(DNSWireError) {
        var wire: [UInt8] = []
        var position = offset
        var runStart = position
        var end = message.count
        var next: Int?
        while true {
            guard position < end else { throw .truncated(.name, offset: position) }
            let octet = message[position]
            switch octet & 0xc0 {
            case 0x00:
                let length = 1 + Int(octet)
                guard length <= end - position else { throw .truncated(.label, offset: position) }
                // Every label but the root's needs one more octet behind it.
                guard wire.count + length + (octet == 0 ? 0 : 1) <= Self.maximumLength else {
                    throw .nameTooLong(offset: position)
                }
                wire.append(copying: message.extracting(position..<position + length))
                position += length
                if octet == 0 {
                    offset = next ?? position
                    self.init(validWire: wire)
                    return
                }
            case 0xc0:
                guard end - position >= 2 else { throw .truncated(.name, offset: position) }
                let target = Int(message.loadUInt16(at: position) & 0x3fff)
                // No name stands inside the header.
                guard followsPointers, target < runStart, target >= Header.length else {
                    throw .badPointer(offset: position)
                }
                next = next ?? position + 2
                end = runStart
                runStart = target
                position = target
            default:
                throw .reservedLabelType(offset: position)
            }
        }
    }

    /// Appends the name without compression.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: wire)
    }
}
