internal import Text

/// Why a text is no address, prefix or MAC address.
///
/// `description` is the sentence of Go's `net/netip` and `net`, word for word, because Docker Engine's API passes those
/// on to its callers.
public struct AddressParseError: Error, Hashable, Sendable {
    /// What is wrong; the raw value is Go's wording.
    public enum Reason: String, Hashable, Sendable {
        // An address.
        case notAnAddress = "unable to parse IP"
        case missingIPv6Address = "missing IPv6 address"
        case leadingZero = "IPv4 field has octet with leading zero"
        case octetTooLarge = "IPv4 field has value >255"
        case emptyOctet = "IPv4 field must have at least one digit"
        case tooManyOctets = "IPv4 address too long"
        case tooFewOctets = "IPv4 address too short"
        case unexpectedCharacter = "unexpected character"
        case emptyZone = "zone must be a non-empty string"
        case groupTooLong = "each group must have 4 or less digits"
        case emptyGroup = "each colon-separated field must have at least one digit"
        case misplacedIPv4 = "embedded IPv4 address must replace the final 2 fields of the address"
        case noRoomForIPv4 = "too many hex fields to fit an embedded IPv4 at the end of the address"
        case missingColon = "unexpected character, want colon"
        case trailingColon = "colon must be followed by more characters"
        case repeatedEllipsis = "multiple :: in address"
        case trailingGarbage = "trailing garbage after address"
        case tooFewGroups = "address string too short"
        case emptyEllipsis = "the :: must expand to at least one field of zeros"
        /// Go's `Addr` keeps zones; `IPAddress` does not. The wording is ours.
        case zone = "IPv6 zones are not supported"

        // A prefix.
        case missingSlash = "no '/'"
        case zoneInPrefix = "IPv6 zones cannot be present in a prefix"
        case badPrefixLength = "bad bits after slash"
        case prefixLengthOutOfRange = "prefix length out of range"

        // Package `net`, which gives no further reason.
        case notCIDR = "invalid CIDR address"
        case notMAC = "invalid MAC address"
    }

    /// The text that was parsed: for a fault in a prefix's address, the address alone.
    public let input: String
    /// What is wrong.
    public let reason: Reason
    /// The rest of `input`, from the place of the fault on, where Go's sentence shows it.
    public let remainder: String?
    /// The whole prefix, when the fault is in its address.
    public let enclosingPrefix: String?

    init(_ reason: Reason, in input: String, at remainder: String? = nil, enclosingPrefix: String? = nil) {
        self.input = input
        self.reason = reason
        self.remainder = remainder
        self.enclosingPrefix = enclosingPrefix
    }
}

extension AddressParseError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .notCIDR:
            return "\(reason.rawValue): \(input)"
        case .notMAC:
            return input.isEmpty ? reason.rawValue : "address \(input): \(reason.rawValue)"
        case .missingSlash, .zoneInPrefix, .badPrefixLength, .prefixLengthOutOfRange:
            let detail = remainder.map { ": " + GoQuote.quote($0) } ?? ""
            return "netip.ParsePrefix(\(GoQuote.quote(input))): \(reason.rawValue)\(detail)"
        default:
            let detail = remainder.map { " (at " + GoQuote.quote($0) + ")" } ?? ""
            let sentence = "ParseAddr(\(GoQuote.quote(input))): \(reason.rawValue)\(detail)"
            return enclosingPrefix.map { "netip.ParsePrefix(\(GoQuote.quote($0))): \(sentence)" } ?? sentence
        }
    }
}
