extension IPAddress {
    /// Parses an address as Go's `netip.ParseAddr` does, save that a zone is refused.
    ///
    /// - Throws: the fault that Go's parser would name, with Go's words.
    @specialized(where Text == String)
    @specialized(where Text == Substring)
    public init<Text: StringProtocol>(parsing text: Text) throws(AddressParseError) {
        let result: Result<IPAddress, AddressFault> = withUTF8Span(of: text) { bytes in
            do throws(AddressFault) {
                return .success(try parseAddress(bytes))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let address): self = address
        case .failure(let fault): throw fault.error(in: text)
        }
    }

    /// Parses an address as `init(parsing:)` does; `nil` if it is none.
    public init?(_ text: some StringProtocol) {
        do throws(AddressParseError) {
            try self.init(parsing: text)
        } catch {
            return nil
        }
    }

    /// Parses an address as Go's older `net.ParseIP` does; `nil` if it is none.
    ///
    /// It takes the same texts as `init(parsing:)`, but its result does not tell an IPv4-mapped IPv6 address from the
    /// IPv4 address inside, so `::ffff:10.0.0.1` gives `10.0.0.1`.
    public init?(netParseIP text: some StringProtocol) {
        guard let address = IPAddress(text) else { return nil }
        self = address.unmapped
    }
}

/// A fault found by a parser, before its text is made: the parse itself allocates nothing.
struct AddressFault: Error {
    var reason: AddressParseError.Reason
    /// The bytes that the error shows as the place of the fault.
    var place: Range<Int>?

    init(_ reason: AddressParseError.Reason, at place: Range<Int>? = nil) {
        self.reason = reason
        self.place = place
    }

    /// The error for the text whose UTF-8 bytes were parsed.
    func error(in text: some StringProtocol, enclosingPrefix: String? = nil) -> AddressParseError {
        let remainder = place.map { place in
            String(decoding: text.utf8.dropFirst(place.lowerBound).prefix(place.count), as: UTF8.self)
        }
        return AddressParseError(reason, in: String(text), at: remainder, enclosingPrefix: enclosingPrefix)
    }
}

/// Calls `body` with the UTF-8 bytes of `text`, in place where they are contiguous.
func withUTF8Span<Value>(of text: some StringProtocol, _ body: (Span<UInt8>) -> Value) -> Value {
    if let value = text.utf8.withContiguousStorageIfAvailable({ body($0.span) }) { return value }
    return body(Array(text.utf8).span)
}

/// Parses a whole span as an address, choosing among faults in the order of Go's `netip.ParseAddr`.
func parseAddress(_ bytes: Span<UInt8>) throws(AddressFault) -> IPAddress {
    for index in bytes.indices {
        switch bytes[index] {
        case UInt8(ascii: "."):
            return .v4(IPv4Address(rawValue: try parseIPv4(bytes, 0..<bytes.count)))
        case UInt8(ascii: ":"):
            return .v6(IPv6Address(rawValue: try parseIPv6(bytes)))
        case UInt8(ascii: "%"):
            throw AddressFault(.missingIPv6Address)
        default:
            continue
        }
    }
    throw AddressFault(.notAnAddress)
}

/// Parses dotted decimal in `range`, which ends where the address ends.
private func parseIPv4(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(AddressFault) -> UInt32 {
    var number: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for index in range {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard digits != 1 || octet != 0 else { throw AddressFault(.leadingZero) }
            octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
            digits += 1
            guard octet <= 255 else { throw AddressFault(.octetTooLarge) }
        case UInt8(ascii: "."):
            guard digits > 0, index != range.upperBound - 1 else {
                throw AddressFault(.emptyOctet, at: index..<range.upperBound)
            }
            guard dots < 3 else { throw AddressFault(.tooManyOctets) }
            number = number << 8 | octet
            dots += 1
            octet = 0
            digits = 0
        default:
            throw AddressFault(.unexpectedCharacter, at: index..<range.upperBound)
        }
    }
    guard dots == 3 else { throw AddressFault(.tooFewOctets) }
    return number << 8 | octet
}

/// Parses a whole span as an IPv6 address. A zone is checked as Go checks it, and refused last.
private func parseIPv6(_ bytes: Span<UInt8>) throws(AddressFault) -> UInt128 {
    let colon = UInt8(ascii: ":")
    var end = bytes.count
    for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
        guard index + 1 < bytes.count else { throw AddressFault(.emptyZone) }
        end = index
        break
    }
    let hasZone = end < bytes.count

    var position = 0
    var number: UInt128 = 0
    /// The number of bytes of the address that `number` holds.
    var width = 0
    /// The value of `width` where the `::` stands.
    var ellipsis: Int?
    if end >= 2, bytes[0] == colon, bytes[1] == colon {
        ellipsis = 0
        position = 2
    }
    // After a leading `::`, nothing more needs to follow.
    while width < 16, position < end || ellipsis == nil {
        let start = position
        var group: UInt32 = 0
        while position < end, let digit = hexDigitValue(bytes[position]) {
            group = group << 4 | UInt32(digit)
            guard position - start < 4 else { throw AddressFault(.groupTooLong, at: start..<end) }
            position += 1
        }
        guard position > start else { throw AddressFault(.emptyGroup, at: start..<end) }

        if position < end, bytes[position] == UInt8(ascii: ".") {
            guard ellipsis != nil || width == 12 else { throw AddressFault(.misplacedIPv4, at: start..<end) }
            guard width <= 12 else { throw AddressFault(.noRoomForIPv4, at: start..<end) }
            number = number << 32 | UInt128(try parseIPv4(bytes, start..<end))
            width += 4
            position = end
            break
        }
        number = number << 16 | UInt128(group)
        width += 2
        guard position < end else { break }

        guard bytes[position] == colon else { throw AddressFault(.missingColon, at: position..<end) }
        guard position + 1 < end else { throw AddressFault(.trailingColon, at: position..<end) }
        position += 1
        if bytes[position] == colon {
            guard ellipsis == nil else { throw AddressFault(.repeatedEllipsis, at: position..<end) }
            ellipsis = width
            position += 1
            guard position < end else { break }
        }
    }
    guard position == end else { throw AddressFault(.trailingGarbage, at: position..<end) }

    if let ellipsis {
        guard width < 16 else { throw AddressFault(.emptyEllipsis) }
        let tail = 8 * (width - ellipsis)
        let head = number >> tail
        // A shift by 128 bits, for an address that starts with `::`, gives 0.
        number = head << (128 - 8 * ellipsis) | number & ~(UInt128.max << tail)
    } else {
        guard width == 16 else { throw AddressFault(.tooFewGroups) }
    }
    guard !hasZone else { throw AddressFault(.zone) }
    return number
}
