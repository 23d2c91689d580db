public import Addressing
package import IPAM

/// The engine's own configuration, as `daemon.json` would give it.
public struct EngineSettings: Hashable, Sendable {
    /// The engine's identity, from which its IPv6 pool is derived.
    public var engineID: String
    /// `--icc`: whether containers on the default bridge reach each other.
    public var interContainerCommunication = true
    public var dns: [IPAddress] = []
    public var dnsSearch: [String] = []
    public var dnsOptions: [String] = []
    /// First and last ephemeral host port (`net.ipv4.ip_local_port_range`).
    public var ephemeralPorts: ClosedRange<UInt16> = 32768...60999

    public init(engineID: String) {
        self.engineID = engineID
    }

    /// Where networks without a subnet of their own are cut from.
    package var addressSpacePlan: AddressSpacePlan {
        AddressSpacePlan(ulaGlobalID: AddressSpacePlan.ulaGlobalID(engineID: engineID))
    }
}
