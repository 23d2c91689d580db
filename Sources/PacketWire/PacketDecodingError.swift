/// Why bytes are not a frame or packet, and where.
///
/// Offsets count bytes from the start of the span that was given to the decoder.
package enum PacketDecodingError: Error, Hashable, Sendable {
    /// The bytes end before the field that begins at `offset` does.
    case truncated(PacketField, offset: Int)
    /// The field at `offset` holds a value that its standard forbids.
    case invalid(PacketField, offset: Int)
    /// The checksum at `offset` is not that of the header or message named; only where checksums are verified.
    case badChecksum(PacketField, offset: Int)
    /// Another extension header begins at `offset`, behind as many as a packet may have here.
    case tooManyExtensionHeaders(offset: Int)
}

extension PacketDecodingError: CustomStringConvertible {
    /// Lower case, for people: `truncated TCP header at byte 34`.
    package var description: String {
        switch self {
        case .truncated(let field, let offset): "truncated \(field.rawValue) at byte \(offset)"
        case .invalid(let field, let offset): "invalid \(field.rawValue) at byte \(offset)"
        case .badChecksum(let field, let offset): "wrong checksum of \(field.rawValue) at byte \(offset)"
        case .tooManyExtensionHeaders(let offset): "too many IPv6 extension headers at byte \(offset)"
        }
    }
}
