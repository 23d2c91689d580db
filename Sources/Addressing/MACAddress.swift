/// A 48-bit Ethernet address (EUI-48).
public struct MACAddress: Hashable, Comparable, Sendable {
    /// The address as a number in its low 48 bits: `02:00:00:00:00:01` is `0x0200_0000_0001`.
    public let rawValue: UInt64

    /// Creates the address whose number is the low 48 bits of `rawValue`; the rest is dropped.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue & 0xffff_ffff_ffff
    }

    /// Creates an address from its six bytes in transmission order; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 6 else { return nil }
        rawValue = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// `ff:ff:ff:ff:ff:ff`.
    public static let broadcast = MACAddress(rawValue: .max)

    /// The six bytes in transmission order.
    public var bytes: [UInt8] {
        [40, 32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> $0) }
    }

    /// Whether the address was assigned by an administrator or software rather than a manufacturer.
    public var isLocallyAdministered: Bool { rawValue >> 41 & 1 == 1 }

    /// Whether the address stands for a group of stations; broadcast is one.
    public var isMulticast: Bool { rawValue >> 40 & 1 == 1 }

    public static func < (left: MACAddress, right: MACAddress) -> Bool { left.rawValue < right.rawValue }
}

extension MACAddress: LosslessStringConvertible {
    /// Parses an address as Go's `net.ParseMAC` does, 6-byte forms only: `01:23:45:67:89:ab`, `01-23-45-67-89-ab` or
    /// `0123.4567.89ab`, in either case.
    ///
    /// - Throws: `notMAC`, whatever the fault: Go's error says no more.
    public init(parsing text: some StringProtocol) throws(AddressParseError) {
        guard let number = withUTF8Span(of: text, parseMAC) else {
            throw AddressParseError(.notMAC, in: String(text))
        }
        rawValue = number
    }

    /// Parses an address as `init(parsing:)` does; `nil` if it is none.
    public init?(_ text: String) {
        guard let number = withUTF8Span(of: text, parseMAC) else { return nil }
        rawValue = number
    }

    /// Six lower-case pairs with colons.
    public var description: String {
        String(unsafeUninitializedCapacity: 17) { buffer in
            for index in 0..<6 {
                let byte = UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * index))
                if index > 0 { buffer[3 * index - 1] = UInt8(ascii: ":") }
                buffer[3 * index] = lowercaseHexDigit(byte >> 4)
                buffer[3 * index + 1] = lowercaseHexDigit(byte)
            }
            return 17
        }
    }
}

/// The number of a MAC address written in groups of one length with one separator; `nil` if it is none.
private func parseMAC(_ bytes: Span<UInt8>) -> UInt64? {
    let groupLength: Int
    switch bytes.count {
    case 17 where bytes[2] == UInt8(ascii: ":") || bytes[2] == UInt8(ascii: "-"): groupLength = 2
    case 14 where bytes[4] == UInt8(ascii: "."): groupLength = 4
    default: return nil
    }
    let separator = bytes[groupLength]
    var number: UInt64 = 0
    for index in bytes.indices {
        if index % (groupLength + 1) == groupLength {
            guard bytes[index] == separator else { return nil }
        } else {
            guard let digit = hexDigitValue(bytes[index]) else { return nil }
            number = number << 4 | UInt64(digit)
        }
    }
    return number
}
