/// An address with a prefix length, `10.0.0.0/24` (RFC 4632, RFC 4291 section 2.3).
///
/// The address may have host bits, as an interface's has. `masked` clears them; `contains` and `overlaps` ignore them.
/// Prefixes order by family, network address, length, then host bits, as in Go's `netip`.
public struct IPPrefix: Hashable, Sendable {
    /// The address before the slash, host bits included.
    public let address: IPAddress
    private let storedLength: UInt8

    /// Creates the prefix; `nil` unless `length` is within 0…32 for IPv4 and 0…128 for IPv6.
    public init?(address: IPAddress, length: Int) {
        guard length >= 0, length <= address.family.bitWidth else { return nil }
        self.init(address: address, validLength: length)
    }

    /// Creates the prefix that holds `host` alone: /32 or /128.
    public init(host: IPAddress) {
        self.init(address: host, validLength: host.family.bitWidth)
    }

    private init(address: IPAddress, validLength length: Int) {
        self.address = address
        storedLength = UInt8(truncatingIfNeeded: length)
    }

    /// The number of leading bits that addresses in the prefix share: 0…32 or 0…128.
    public var length: Int { Int(storedLength) }

    /// The number of trailing bits that vary: 32 or 128 less `length`.
    public var hostBits: Int { family.bitWidth - length }

    public var family: AddressFamily { address.family }

    /// Ones at the host bits.
    private var hostMask: UInt128 {
        // A shift by 128 bits gives 0, so that ::/0 gets all ones.
        (1 as UInt128) << hostBits &- 1
    }

    /// The address with its host bits replaced by those of `hostPart`.
    private func address(hostPart: UInt128) -> IPAddress {
        let number = address.number & ~hostMask | hostPart
        switch address {
        case .v4: return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
        case .v6: return .v6(IPv6Address(rawValue: number))
        }
    }

    /// The same prefix with all host bits clear.
    public var masked: IPPrefix { IPPrefix(address: first, validLength: length) }

    /// Whether any bit past `length` is set.
    public var hasHostBits: Bool { address.number & hostMask != 0 }

    /// The lowest address: the network address.
    public var first: IPAddress { address(hostPart: 0) }

    /// The highest address: for IPv4 the directed broadcast address.
    public var last: IPAddress { address(hostPart: hostMask) }

    /// A prefix of an IPv4-mapped IPv6 address as that of the IPv4 address inside, its length less 96 but at least 0;
    /// any other prefix as it is. Docker Engine does so with every prefix that it is given.
    public var unmapped: IPPrefix {
        let address = address.unmapped
        let dropped = family.bitWidth - address.family.bitWidth
        return IPPrefix(address: address, validLength: max(length - dropped, 0))
    }

    /// The mask, `255.255.255.0` for a /24; `nil` for IPv6.
    public var netmask: IPv4Address? {
        family == .ipv4 ? IPv4Address(rawValue: ~UInt32(truncatingIfNeeded: hostMask)) : nil
    }

    /// Whether `candidate` is in the prefix; an IPv4-mapped IPv6 address is in no IPv4 prefix.
    public func contains(_ candidate: IPAddress) -> Bool {
        candidate.family == family && (candidate.number ^ address.number) & ~hostMask == 0
    }

    /// Whether every address of `other` is in this prefix.
    public func contains(_ other: IPPrefix) -> Bool {
        other.length >= length && contains(other.address)
    }

    /// Whether the two have an address in common.
    public func overlaps(_ other: IPPrefix) -> Bool {
        length <= other.length ? contains(other.address) : other.contains(address)
    }
}

extension IPPrefix: Comparable {
    public static func < (left: IPPrefix, right: IPPrefix) -> Bool {
        (left.first, left.length, left.address) < (right.first, right.length, right.address)
    }
}

extension IPPrefix: LosslessStringConvertible {
    /// The address, a slash and the length, as Go's `netip.Prefix` prints it.
    public var description: String { "\(address)/\(length)" }
}
