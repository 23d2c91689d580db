package import Addressing

/// Why a packet cannot be written, or not be cut into fragments.
package enum PacketEncodingError: Error, Hashable, Sendable {
    /// The field needs `count` bytes, and `limit` are the most that its length can say.
    case tooLong(PacketField, count: Int, limit: Int)
    /// The number does not fit its field: at most `limit`, and a multiple of 8 if it is a fragment's offset.
    case outOfRange(PacketField, value: Int, limit: Int)
    /// Addresses that belong into one packet are of two families.
    case mixedFamilies(IPAddress, IPAddress)
    /// The message exists in the other family only.
    case notInFamily(PacketField, AddressFamily)
    /// What is to be changed is not in the bytes.
    case absent(PacketField)
    /// The packet is longer than the MTU, and may not be cut: IPv4's DF flag is set, or it is a fragment of IPv6.
    case mustNotFragment(length: Int, mtu: Int)
    /// The MTU has no room for a header and 8 bytes, which is `minimum`.
    case mtuTooSmall(Int, minimum: Int)
}

extension PacketEncodingError: CustomStringConvertible {
    /// Lower case, for people: `IPv4 packet needs 70020 bytes, at most 65535 fit`.
    package var description: String {
        switch self {
        case .tooLong(let field, let count, let limit):
            "\(field.rawValue) needs \(count) bytes, at most \(limit) fit"
        case .outOfRange(let field, let value, let limit):
            "\(field.rawValue) \(value) does not fit its field, which ends at \(limit)"
        case .mixedFamilies(let first, let second): "addresses of two families in one packet: \(first), \(second)"
        case .notInFamily(let field, let family): "\(field.rawValue) does not exist in \(family)"
        case .absent(let field): "no \(field.rawValue) to change"
        case .mustNotFragment(let length, let mtu):
            "packet of \(length) bytes may not be fragmented for an MTU of \(mtu)"
        case .mtuTooSmall(let mtu, let minimum): "MTU \(mtu) is below \(minimum), the least for a fragment"
        }
    }
}
