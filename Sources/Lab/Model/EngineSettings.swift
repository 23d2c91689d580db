public import Addressing
package import IPAM

/// The engine's own configuration, as `daemon.json` would give it.
public struct EngineSettings: Hashable, Sendable {
    /// The engine's identity, from which its IPv6 pool is derived.
    public var engineID: String
    /// The release that the engine is.
    public var version: EngineVersion
    /// `--icc`: whether containers on the default bridge reach each other.
    public var interContainerCommunication = true
    public var dns: [IPAddress] = []
    public var dnsSearch: [String] = []
    public var dnsOptions: [String] = []
    /// First and last ephemeral host port (`net.ipv4.ip_local_port_range`).
    public var ephemeralPorts: ClosedRange<UInt16> = 32768...60999
    /// `default-address-pools`: where networks without a subnet of their own are cut from; empty: Docker's own pools.
    public var addressPools: [DefaultAddressPool] = []
    /// What the default bridge is made with.
    public var defaultBridge = DefaultBridge()
    /// `default-network-opts`: driver options of new networks that do not say otherwise.
    public var defaultNetworkOptions: [DefaultNetworkOptions] = []

    /// An entry of `default-address-pools`.
    public struct DefaultAddressPool: Hashable, Sendable {
        public var base: IPPrefix
        /// The prefix length of the networks that are cut from it.
        public var size: Int

        public init(base: IPPrefix, size: Int) {
            self.base = base
            self.size = size
        }
    }

    /// The keys of `daemon.json` that shape `docker0`.
    public struct DefaultBridge: Hashable, Sendable {
        /// `bip`: the device's address with the length of its subnet.
        public var address: IPPrefix?
        /// `fixed-cidr`: the part of the subnet that containers get addresses from.
        public var range: IPPrefix?
        /// `default-gateway`: what containers are told in place of the device's own address.
        public var gateway: IPAddress?
        /// `mtu`; 0: 1500.
        public var mtu = 0
        /// `ipv6`.
        public var enableIPv6 = false
        /// `fixed-cidr-v6`: the IPv6 subnet.
        public var subnet6: IPPrefix?

        public init() {}
    }

    /// The options that one driver's networks get.
    public struct DefaultNetworkOptions: Hashable, Sendable {
        public var driver: String
        public var options: [String: String]

        public init(driver: String, options: [String: String]) {
            self.driver = driver
            self.options = options
        }
    }

    public init(engineID: String, version: EngineVersion = .head) {
        self.engineID = engineID
        self.version = version
    }

    /// Whether the engine has a change already.
    public func has(_ change: EngineChange) -> Bool { version.has(change) }

    /// Where networks without a subnet of their own are cut from.
    package var addressSpacePlan: AddressSpacePlan {
        let ulaGlobalID = AddressSpacePlan.ulaGlobalID(engineID: engineID)
        if addressPools.isEmpty { return AddressSpacePlan(ulaGlobalID: ulaGlobalID) }
        let pools = addressPools.map { DefaultPool(base: $0.base, size: $0.size) }
        return (try? AddressSpacePlan(pools: pools, ulaGlobalID: ulaGlobalID))
            ?? AddressSpacePlan(ulaGlobalID: ulaGlobalID)
    }

    /// Checks what the daemon checks before it starts.
    ///
    /// - Throws: `invalidParameter` with dockerd's text (Docker Engine: `ipamutils.splitNetworks`; `bridge.ValidateFixedCIDR`).
    public func validate() throws(LabError) {
        let pools = addressPools.map { DefaultPool(base: $0.base, size: $0.size) }
        do {
            _ = try AddressSpacePlan(pools: pools, ulaGlobalID: 0)
        } catch {
            throw LabError(.invalidParameter, "failed to initialize default address pools: \(error)")
        }
        if let address = defaultBridge.address {
            if let range = defaultBridge.range, !address.contains(range) {
                throw LabError(.invalidParameter, "invalid fixed-cidr \(range): it is not within bip \(address)")
            }
            if let gateway = defaultBridge.gateway, !address.contains(gateway) {
                throw LabError(.invalidParameter, "invalid default-gateway \(gateway): it is not within bip \(address)")
            }
        }
    }
}
