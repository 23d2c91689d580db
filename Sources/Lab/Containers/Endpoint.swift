public import Addressing

/// A live attachment: the veth pair and its addresses; made at start or connect, gone at stop or disconnect.
public struct Endpoint: Hashable, Sendable {
    public let id: EndpointID
    /// Global order of joining: answers and `/etc/hosts` lines stand in this order.
    public let sequence: UInt64
    /// The address with the subnet's length.
    public let ipv4: IPPrefix?
    public let ipv6: IPPrefix?
    public let mac: MACAddress?
    /// The name inside the container, such as `eth0`; empty on the host and null networks.
    public let interface: String
    /// The host's end of the veth pair; empty where there is none.
    public let hostInterface: String
    /// Link-local addresses added beside the others, with their prefix lengths (16 or 64).
    public let linkLocal: [IPPrefix]

    package init(
        id: EndpointID,
        sequence: UInt64,
        ipv4: IPPrefix? = nil,
        ipv6: IPPrefix? = nil,
        mac: MACAddress? = nil,
        interface: String = "",
        hostInterface: String = "",
        linkLocal: [IPPrefix] = []
    ) {
        self.id = id
        self.sequence = sequence
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        self.mac = mac
        self.interface = interface
        self.hostInterface = hostInterface
        self.linkLocal = linkLocal
    }

    /// The same under another interface's name.
    func renamed(to name: String) -> Endpoint {
        Endpoint(
            id: id,
            sequence: sequence,
            ipv4: ipv4,
            ipv6: ipv6,
            mac: mac,
            interface: name,
            hostInterface: hostInterface,
            linkLocal: linkLocal
        )
    }

    public func address(_ family: AddressFamily) -> IPPrefix? { family == .ipv4 ? ipv4 : ipv6 }
}
