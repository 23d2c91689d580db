/// Writes names into one message, with pointers to suffixes that stand there already (RFC 1035 section 4.1.4).
///
/// A pointer is written only to octets that are the same, case included, so that every name keeps its case
/// (RFC 4343 section 4.1). It costs no memory until the first name.
struct NameCompressor {
    /// Where the message begins in the buffer; pointers count from there.
    private let messageStart: Int
    /// Offsets of suffixes within the message by their folded hash. Of two suffixes with one hash, such as two that
    /// differ in case, the first stays: the other is merely not compressed.
    private var offsets: [UInt64: UInt16] = [:]

    init(messageStart: Int) {
        self.messageStart = messageStart
    }

    /// Appends `name`, its longest known suffix as a pointer, and remembers the suffixes that are new.
    mutating func append(_ name: DomainName, to bytes: inout [UInt8]) {
        let wire = name.wire
        var start = 0
        while wire[start] != 0 {
            let suffix = wire.span.extracting(start...)
            let hash = foldedHash(suffix)
            if let offset = offsets[hash] {
                if stands(suffix, at: Int(offset), in: bytes) {
                    bytes.append(bigEndian: 0xc000 | offset)
                    return
                }
            } else if let offset = UInt16(exactly: bytes.count - messageStart), offset < 0x4000 {
                offsets[hash] = offset
            }
            let next = start + 1 + Int(wire[start])
            bytes.append(contentsOf: wire[start..<next])
            start = next
        }
        bytes.append(0)
    }

    /// Whether the name that was written at `offset` of the message has just the octets of `suffix`.
    private func stands(_ suffix: Span<UInt8>, at offset: Int, in bytes: [UInt8]) -> Bool {
        let written = bytes.span
        var position = messageStart + offset
        var compared = 0
        while compared < suffix.count {
            // Where hashes collide, this may be a name that is still being written.
            guard position + 2 <= written.count else { return false }
            if written[position] >= 0xc0 { position = messageStart + Int(written.loadUInt16(at: position) & 0x3fff) }
            let length = 1 + Int(written[position])
            guard length <= suffix.count - compared, length <= written.count - position else { return false }
            for index in 0..<length where written[position + index] != suffix[compared + index] { return false }
            position += length
            compared += length
        }
        return true
    }
}
