/// Why a value cannot be written as a DNS message.
package enum DNSEncodingError: Error, Hashable, Sendable {
    /// The message would need `count` octets or more, and its limit is below that.
    case messageTooLong(count: Int)
    /// The RDATA needs `count` octets; at most 65535 fit.
    case rdataTooLong(RecordType, count: Int)
    /// RDATA of this type must hold something, and is empty.
    case emptyRDATA(RecordType)
    /// The RCODE is above 15 in a message without an OPT record for the upper bits, or above 4095.
    case rcodeNeedsEDNS(RCODE)
}

extension DNSEncodingError: CustomStringConvertible {
    /// Lower case, for people: `RDATA of TXT is empty`.
    package var description: String {
        switch self {
        case .messageTooLong(let count): "message needs \(count) octets or more, which is over its limit"
        case .rdataTooLong(let type, let count): "RDATA of \(type) has \(count) octets, at most 65535 are allowed"
        case .emptyRDATA(let type): "RDATA of \(type) is empty"
        case .rcodeNeedsEDNS(let rcode): "RCODE \(rcode) does not fit a message without EDNS"
        }
    }
}
