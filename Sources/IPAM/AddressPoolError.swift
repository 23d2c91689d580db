/// Why a pool cannot give an address. The texts are Docker Engine's.
package enum AddressPoolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No address of the dynamic range is free.
    case exhausted
    /// The address is handed out or reserved.
    case inUse
    /// The address is not in the subnet.
    case outOfRange

    package var description: String {
        switch self {
        case .exhausted: "no available addresses on this pool"
        case .inUse: "Address already in use"
        case .outOfRange: "requested address is out of range"
        }
    }
}
