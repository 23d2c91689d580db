/// The transport protocols whose ports Docker publishes.
public enum TransportProtocol: String, Hashable, Comparable, Sendable, CaseIterable, CustomStringConvertible {
    case tcp
    case udp
    case sctp

    /// `tcp`, `udp` or `sctp`.
    public var description: String { rawValue }

    /// The protocol number in an IP header, from IANA's registry.
    public var ipProtocolNumber: UInt8 {
        switch self {
        case .tcp: 6
        case .udp: 17
        case .sctp: 132
        }
    }

    public static func < (left: TransportProtocol, right: TransportProtocol) -> Bool {
        left.ipProtocolNumber < right.ipProtocolNumber
    }
}
