extension IPPrefix {
    /// Parses a prefix as Go's `netip.ParsePrefix` does; host bits are kept.
    ///
    /// - Throws: the fault that Go's parser would name, with Go's words.
    @specialized(where Text == String)
    @specialized(where Text == Substring)
    public init<Text: StringProtocol>(parsing text: Text) throws(AddressParseError) {
        let result: Result<IPPrefix, PrefixFault> = withUTF8Span(of: text) { bytes in
            do throws(PrefixFault) {
                return .success(try parsePrefix(bytes))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let prefix): self = prefix
        case .failure(let fault): throw fault.error(in: text)
        }
    }

    /// Parses a prefix as `init(parsing:)` does; `nil` if it is none.
    public init?(_ text: some StringProtocol) {
        do throws(AddressParseError) {
            try self.init(parsing: text)
        } catch {
            return nil
        }
    }
}

/// A fault found by the parser of prefixes, before its text is made.
private struct PrefixFault: Error {
    var fault: AddressFault
    /// Where the address ends, if the fault is in it.
    var addressEnd: Int?

    init(_ fault: AddressFault, addressEnd: Int? = nil) {
        self.fault = fault
        self.addressEnd = addressEnd
    }

    /// The error for the text whose UTF-8 bytes were parsed.
    func error(in text: some StringProtocol) -> AddressParseError {
        guard let addressEnd else { return fault.error(in: text) }
        let address = String(decoding: text.utf8.prefix(addressEnd), as: UTF8.self)
        return fault.error(in: address, enclosingPrefix: String(text))
    }
}

/// Parses a whole span as a prefix, choosing among faults in the order of Go's `netip.ParsePrefix`.
private func parsePrefix(_ bytes: Span<UInt8>) throws(PrefixFault) -> IPPrefix {
    guard let slash = bytes.indices.last(where: { bytes[$0] == UInt8(ascii: "/") }) else {
        throw PrefixFault(AddressFault(.missingSlash))
    }
    let address: IPAddress
    do throws(AddressFault) {
        address = try parseAddress(bytes.extracting(..<slash))
    } catch {
        guard error.reason != .zone else { throw PrefixFault(AddressFault(.zoneInPrefix)) }
        throw PrefixFault(error, addressEnd: slash)
    }
    let digits = slash + 1..<bytes.count
    guard digits.count <= 1 || bytes[slash + 1] != UInt8(ascii: "0"), let length = decimalNumber(bytes, digits) else {
        throw PrefixFault(AddressFault(.badPrefixLength, at: digits))
    }
    guard let prefix = IPPrefix(address: address, length: length) else {
        throw PrefixFault(AddressFault(.prefixLengthOutOfRange))
    }
    return prefix
}

/// What Go's older `net.ParseCIDR` finds in `10.0.0.1/24`: the address 10.0.0.1 and the network 10.0.0.0/24.
///
/// Docker's command line uses it. It differs from `IPPrefix.init(parsing:)` so: it splits at the first slash, takes
/// leading zeros in the length, and treats an IPv4-mapped IPv6 address as the IPv4 address inside, its length less 96;
/// a mapped address whose length is under 96 keeps an IPv6 network beside its IPv4 address.
public struct CIDRAddress: Hashable, Sendable {
    /// The address before the slash.
    public let address: IPAddress
    /// The network that the address is in, without host bits.
    public let network: IPPrefix

    /// Parses an address in CIDR notation.
    ///
    /// - Throws: `notCIDR`, whatever the fault: Go's error says no more.
    public init(parsing text: some StringProtocol) throws(AddressParseError) {
        let written: IPPrefix? = withUTF8Span(of: text) { bytes in
            guard
                let slash = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: "/") }),
                let address = try? parseAddress(bytes.extracting(..<slash)),
                let length = decimalNumber(bytes, slash + 1..<bytes.count)
            else { return nil }
            return IPPrefix(address: address, length: length)
        }
        guard let written else { throw AddressParseError(.notCIDR, in: String(text)) }

        address = written.address.unmapped
        // Masking leaves an address IPv4-mapped only where the length is at least 96.
        let first = written.first.unmapped
        let mappingBits = written.family.bitWidth - first.family.bitWidth
        network = IPPrefix(address: first, length: written.length - mappingBits) ?? written.masked
    }
}

/// The value of the decimal digits in `range`; `nil` when empty, too large for `Int`, or not all digits.
func decimalNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    var value = 0
    for index in range {
        guard let digit = hexDigitValue(bytes[index]), digit < 10 else { return nil }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int(digit))
        guard !overflow, !carry else { return nil }
        value = sum
    }
    return value
}
