/// An IPv4 or IPv6 address, without a zone.
///
/// IPv4 orders before IPv6, and an IPv4-mapped IPv6 address is IPv6, as in Go's `netip`.
public enum IPAddress: Hashable, Comparable, Sendable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    /// Creates the address of `family` whose number, in host order, is `number`; `nil` when it does not fit.
    public init?(family: AddressFamily, number: UInt128) {
        switch family {
        case .ipv4:
            guard let value = UInt32(exactly: number) else { return nil }
            self = .v4(IPv4Address(rawValue: value))
        case .ipv6:
            self = .v6(IPv6Address(rawValue: number))
        }
    }

    /// Creates an address from its 4 or 16 bytes in network order; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        if let address = IPv4Address(bytes: bytes) {
            self = .v4(address)
        } else if let address = IPv6Address(bytes: bytes) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    public var family: AddressFamily {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    /// The address as a number in host order, within the family's width.
    public var number: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.rawValue)
        case .v6(let address): address.rawValue
        }
    }

    /// The 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        switch self {
        case .v4(let address): address.bytes
        case .v6(let address): address.bytes
        }
    }

    /// The IPv4 address if this is one, else `nil`.
    public var ipv4: IPv4Address? {
        if case .v4(let address) = self { address } else { nil }
    }

    /// The IPv6 address if this is one, else `nil`.
    public var ipv6: IPv6Address? {
        if case .v6(let address) = self { address } else { nil }
    }

    /// The IPv4 address inside an IPv4-mapped IPv6 one; any other address as it is.
    public var unmapped: IPAddress {
        if case .v6(let address) = self, let mapped = address.mappedIPv4 { .v4(mapped) } else { self }
    }

    /// Whether the address is in 169.254.0.0/16 or fe80::/10.
    public var isLinkLocalUnicast: Bool {
        switch self {
        case .v4(let address): address.isLinkLocalUnicast
        case .v6(let address): address.isLinkLocalUnicast
        }
    }

    /// Whether the address is in 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        switch self {
        case .v4(let address): address.isLoopback
        case .v6(let address): address.isLoopback
        }
    }

    /// Whether the address is in 224.0.0.0/4 or ff00::/8.
    public var isMulticast: Bool {
        switch self {
        case .v4(let address): address.isMulticast
        case .v6(let address): address.isMulticast
        }
    }

    /// Whether the address is for private networks, RFC 1918 or RFC 4193.
    public var isPrivate: Bool {
        switch self {
        case .v4(let address): address.isPrivate
        case .v6(let address): address.isPrivate
        }
    }

    /// Whether the address is 0.0.0.0 or ::.
    public var isUnspecified: Bool { number == 0 }

    /// The address `distance` further on, or `nil` past either end of the family's address space.
    public func advanced(by distance: Int) -> IPAddress? {
        switch self {
        case .v4(let address): address.advanced(by: distance).map(IPAddress.v4)
        case .v6(let address): address.advanced(by: distance).map(IPAddress.v6)
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or the text of RFC 5952.
    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
