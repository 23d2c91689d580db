/// Why text or labels are not a domain name.
package enum DomainNameError: Error, Hashable, Sendable {
    /// The text is empty; the root is `.`.
    case empty
    /// A label without octets, as in `a..b`, begins at `offset`.
    case emptyLabel(offset: Int)
    /// The label at `offset` has `count` octets; at most 63 are allowed.
    case labelTooLong(offset: Int, count: Int)
    /// The wire form would have `count` octets or more; at most 255 are allowed.
    case nameTooLong(count: Int)
    /// The backslash at `offset` is followed by nothing, or by digits that are not three digits of 000…255.
    case badEscape(offset: Int)
}

extension DomainNameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "empty name"
        case .emptyLabel(let offset): "empty label at position \(offset)"
        case .labelTooLong(let offset, let count):
            "label at position \(offset) has \(count) octets, at most \(DomainName.maximumLabelLength) are allowed"
        case .nameTooLong(let count):
            "name has \(count) octets on the wire, at most \(DomainName.maximumLength) are allowed"
        case .badEscape(let offset): "bad escape at position \(offset)"
        }
    }
}
