/// Why bytes are not a DNS message, and where.
///
/// Offsets count octets from the start of the span that was given to the decoder, which is the message's start unless
/// a decoder says otherwise.
package enum DNSWireError: Error, Hashable, Sendable {
    /// The message, or the RDATA or option around the field, ends before the field that begins at `offset` does.
    case truncated(WireField, offset: Int)
    /// A label begins with the bits 01 or 10, which no standard in use defines (RFC 6891 section 5).
    case reservedLabelType(offset: Int)
    /// A compression pointer does not point back to octets before its own name, or stands where none may.
    case badPointer(offset: Int)
    /// The name that has its label at `offset` is over 255 octets long (RFC 1035 section 2.3.4).
    case nameTooLong(offset: Int)
    /// Octets are left over at `offset`, after the last part of the field.
    case trailingBytes(WireField, offset: Int)
    /// The field at `offset` holds a value that its standard forbids.
    case invalid(WireField, offset: Int)
}

/// The parts of a message that errors name.
package enum WireField: String, Hashable, Sendable {
    case header
    case message
    case name
    case label
    case type = "TYPE"
    case `class` = "CLASS"
    case ttl = "TTL"
    case rdLength = "RDLENGTH"
    case rdata = "RDATA"
    case characterString = "character string"
    case opt = "OPT record"
    case option = "EDNS option"
    case clientSubnet = "client subnet option"
    case serviceParameter = "service parameter"
}

extension DNSWireError: CustomStringConvertible {
    /// Lower case, for people: `truncated TTL at octet 37`.
    package var description: String {
        switch self {
        case .truncated(let field, let offset): "truncated \(field.rawValue) at octet \(offset)"
        case .reservedLabelType(let offset): "reserved label type at octet \(offset)"
        case .badPointer(let offset): "bad compression pointer at octet \(offset)"
        case .nameTooLong(let offset): "name over 255 octets at octet \(offset)"
        case .trailingBytes(let field, let offset): "trailing bytes in \(field.rawValue) at octet \(offset)"
        case .invalid(let field, let offset): "invalid \(field.rawValue) at octet \(offset)"
        }
    }
}
