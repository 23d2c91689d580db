/// The two families of Internet addresses.
public enum AddressFamily: Hashable, Comparable, Sendable, CaseIterable, CustomStringConvertible {
    /// 32-bit addresses, RFC 791.
    case ipv4
    /// 128-bit addresses, RFC 4291.
    case ipv6

    /// The number of bits in an address: 32 or 128.
    public var bitWidth: Int {
        switch self {
        case .ipv4: 32
        case .ipv6: 128
        }
    }

    /// `IPv4` or `IPv6`, as Docker Engine's messages spell them.
    public var description: String {
        switch self {
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        }
    }
}
