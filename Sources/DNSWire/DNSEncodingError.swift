/// Why a value cannot be written as a DNS message.
package enum DNSEncodingError: Error, Hashable, Sendable {
    /// The message would need `count` octets or more, and its limit is below that.
    case messageTooLong(count: Int)
    /// The message asks `count` questions; at most 65535 fit.
    case tooManyQuestions(count: Int)
    /// The RDATA needs `count` octets; at most 65535 fit.
    case rdataTooLong(RecordType, count: Int)
    /// RDATA of this type must hold something, and is empty.
    case emptyRDATA(RecordType)
    /// The EDNS options, with their headers, need `count` octets; at most 65535 fit.
    case optionsTooLong(count: Int)
    /// The RCODE is above 15 in a message without an OPT record for the upper bits, or above 4095.
    case rcodeNeedsEDNS(RCODE)
}

extension DNSEncodingError: CustomStringConvertible {
    /// Lower case, for people: `RDATA of TXT is empty`.
    package var description: String {
        switch self {
        case .messageTooLong(let count): "message needs \(count) octets or more, which is over its limit"
        case .tooManyQuestions(let count): "message has \(count) questions, at most 65535 are allowed"
        case .rdataTooLong(let type, let count): "RDATA of \(type) has \(count) octets, at most 65535 are allowed"
        case .emptyRDATA(let type): "RDATA of \(type) is empty"
        case .optionsTooLong(let count): "EDNS options have \(count) octets, at most 65535 are allowed"
        case .rcodeNeedsEDNS(let rcode): "RCODE \(rcode) does not fit a message without EDNS"
        }
    }
}
