extension IPAddress {
    /// The domain name that PTR records for the address stand at, with the final dot.
    ///
    /// `10.111.0.2` gives `2.0.111.10.in-addr.arpa.` (RFC 1035 section 3.5); an IPv6 address gives 32 nibbles and
    /// `ip6.arpa.` (RFC 3596 section 2.5).
    public var reverseName: String {
        switch self {
        case .v4(let address):
            let number = address.rawValue
            return "\(number & 0xff).\(number >> 8 & 0xff).\(number >> 16 & 0xff).\(number >> 24).in-addr.arpa."
        case .v6(let address):
            return String(unsafeUninitializedCapacity: 64) { buffer in
                for index in 0..<32 {
                    buffer[2 * index] = lowercaseHexDigit(UInt8(truncatingIfNeeded: address.rawValue >> (4 * index)))
                    buffer[2 * index + 1] = UInt8(ascii: ".")
                }
                return 64
            } + "ip6.arpa."
        }
    }

    /// The address whose `reverseName` is `name`, in any case, with or without the final dot.
    ///
    /// `nil` for any other name, one of a reverse zone with fewer labels included. Octets take no leading zeros.
    public init?(reverseName name: some StringProtocol) {
        guard let address = withUTF8Span(of: name, parseReverseName) else { return nil }
        self = address
    }
}

private func parseReverseName(_ bytes: Span<UInt8>) -> IPAddress? {
    var end = bytes.count
    if end > 0, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    if let labels = position(of: ".ip6.arpa", endingAt: end, in: bytes) {
        return parseNibbles(bytes, labels).map { .v6(IPv6Address(rawValue: $0)) }
    }
    if let labels = position(of: ".in-addr.arpa", endingAt: end, in: bytes) {
        return parseReversedOctets(bytes, labels).map { .v4(IPv4Address(rawValue: $0)) }
    }
    return nil
}

/// Where `suffix`, which is lower case, begins if the bytes before `end` finish with it in any case.
private func position(of suffix: StaticString, endingAt end: Int, in bytes: Span<UInt8>) -> Int? {
    let start = end - suffix.utf8CodeUnitCount
    guard start >= 0 else { return nil }
    let matches = suffix.withUTF8Buffer { expected in
        for index in expected.indices {
            let byte = bytes[start + index]
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            guard (isUpper ? byte | 0x20 : byte) == expected[index] else { return false }
        }
        return true
    }
    return matches ? start : nil
}

private func parseNibbles(_ bytes: Span<UInt8>, _ end: Int) -> UInt128? {
    guard end == 63 else { return nil }
    var number: UInt128 = 0
    for index in 0..<63 {
        if index % 2 == 1 {
            guard bytes[index] == UInt8(ascii: ".") else { return nil }
        } else {
            guard let digit = hexDigitValue(bytes[index]) else { return nil }
            number |= UInt128(digit) << (2 * index)
        }
    }
    return number
}

private func parseReversedOctets(_ bytes: Span<UInt8>, _ end: Int) -> UInt32? {
    // The labels are dotted decimal themselves, so the one parser of that serves, and the octets turn around.
    guard case .v4(let reversed)? = try? parseAddress(bytes.extracting(..<end)) else { return nil }
    return reversed.rawValue.byteSwapped
}
