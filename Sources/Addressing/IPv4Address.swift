/// An IPv4 address, RFC 791.
///
/// Addresses order as numbers. The text form is dotted decimal, `10.0.0.1`.
public struct IPv4Address: Hashable, Comparable, Sendable {
    /// The address as a number in host order: `10.0.0.1` is `0x0a00_0001`.
    public var rawValue: UInt32

    /// Creates the address whose number, in host order, is `rawValue`.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Creates the address `first.second.third.fourth`.
    public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        rawValue = UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth)
    }

    /// Creates an address from its four bytes in network order; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        rawValue = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The four bytes in network order.
    public var bytes: [UInt8] {
        [
            UInt8(truncatingIfNeeded: rawValue >> 24), UInt8(truncatingIfNeeded: rawValue >> 16),
            UInt8(truncatingIfNeeded: rawValue >> 8), UInt8(truncatingIfNeeded: rawValue),
        ]
    }

    /// Whether the address is in 169.254.0.0/16, RFC 3927.
    public var isLinkLocalUnicast: Bool { rawValue >> 16 == 0xa9fe }

    /// Whether the address is in 127.0.0.0/8, RFC 1122 section 3.2.1.3.
    public var isLoopback: Bool { rawValue >> 24 == 127 }

    /// Whether the address is in 224.0.0.0/4, RFC 1112.
    public var isMulticast: Bool { rawValue >> 28 == 0xe }

    /// Whether the address is in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, RFC 1918.
    public var isPrivate: Bool {
        rawValue >> 24 == 10 || rawValue >> 20 == 0xac1 || rawValue >> 16 == 0xc0a8
    }

    /// Whether the address is 0.0.0.0.
    public var isUnspecified: Bool { rawValue == 0 }

    /// The address `distance` further on, or `nil` past either end of the address space.
    public func advanced(by distance: Int) -> IPv4Address? {
        let (sum, overflow) = Int(rawValue).addingReportingOverflow(distance)
        guard !overflow, let value = UInt32(exactly: sum) else { return nil }
        return IPv4Address(rawValue: value)
    }

    public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.rawValue < right.rawValue }
}

extension IPv4Address: LosslessStringConvertible {
    /// Parses dotted decimal as Go's `netip.ParseAddr` does: four fields of 0–255 without leading zeros.
    public init?(_ description: String) {
        guard case .v4(let address)? = IPAddress(description) else { return nil }
        self = address
    }

    public var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 0xff).\(rawValue >> 8 & 0xff).\(rawValue & 0xff)"
    }
}
