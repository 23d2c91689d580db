/// What of a message was being read.
package enum NetlinkField: String, Hashable, Sendable {
    case messageHeader = "message header"
    case familyHeader = "family header"
    case attributeHeader = "attribute header"
    case attributeValue = "attribute value"
    case errorReply = "error reply"
}

/// Octets that are no netlink message.
package enum NetlinkDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Octets lack at `offset`, counted from the beginning of what was decoded.
    case truncated(NetlinkField, offset: Int)
    /// A length that is less than what it counts needs, or reaches beyond what there is.
    case badLength(NetlinkField, offset: Int)

    package var description: String {
        switch self {
        case .truncated(let field, let offset): "netlink \(field.rawValue) is cut off at octet \(offset)"
        case .badLength(let field, let offset): "netlink \(field.rawValue) has a wrong length at octet \(offset)"
        }
    }
}

/// A message that cannot be written.
package enum NetlinkEncodingError: Error, Hashable, Sendable, CustomStringConvertible {
    case attributeTooLong(type: UInt16, length: Int)
    case zeroInString(type: UInt16)

    package var description: String {
        switch self {
        case .attributeTooLong(let type, let length): "netlink attribute \(type) of \(length) octets is too long"
        case .zeroInString(let type): "netlink attribute \(type) is a string with a zero in it"
        }
    }
}
