package import Addressing

/// An ARP message for IPv4 over Ethernet (RFC 826).
package struct ARPMessage: Hashable, Sendable {
    /// An open set of numbers.
    package struct Operation: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        package static let request = Operation(rawValue: 1)
        package static let reply = Operation(rawValue: 2)
    }

    package var operation: Operation
    package var senderMAC: MACAddress
    package var senderAddress: IPv4Address
    /// Zero in requests.
    package var targetMAC: MACAddress
    package var targetAddress: IPv4Address

    package init(
        _ operation: Operation,
        senderMAC: MACAddress,
        senderAddress: IPv4Address,
        targetMAC: MACAddress = MACAddress(rawValue: 0),
        targetAddress: IPv4Address
    ) {
        self.operation = operation
        self.senderMAC = senderMAC
        self.senderAddress = senderAddress
        self.targetMAC = targetMAC
        self.targetAddress = targetAddress
    }
}
