public import Addressing

/// A network of the lab.
public struct Network: Sendable {
    /// One subnet, as Docker's inspect shows it. Its free addresses are the address space's to know.
    public struct Subnet: Hashable, Sendable {
        public let prefix: IPPrefix
        public let range: IPPrefix?
        /// The address that the bridge device takes; nil where the driver or gateway mode has none.
        public let gateway: IPAddress?
        public let auxiliary: [String: IPAddress]
        /// Whether the request named this family's subnet, rather than leave the choice to the pools.
        public let isUserDefined: Bool

        package init(
            prefix: IPPrefix,
            range: IPPrefix?,
            gateway: IPAddress?,
            auxiliary: [String: IPAddress],
            isUserDefined: Bool
        ) {
            self.prefix = prefix
            self.range = range
            self.gateway = gateway
            self.auxiliary = auxiliary
            self.isUserDefined = isUserDefined
        }

        public var family: AddressFamily { prefix.address.family }

        /// The gateway that containers are told of: `DefaultGatewayIPv4`/`6` among the auxiliary
        /// addresses takes the place of the bridge's own.
        public var containerGateway: IPAddress? {
            auxiliary[family == .ipv4 ? "DefaultGatewayIPv4" : "DefaultGatewayIPv6"] ?? gateway
        }
    }

    /// How an engine shows a request that it did not read as later ones do.
    package struct Display: Hashable, Sendable {
        /// Subnets that were given with host bits, by the prefix that they stand for.
        package var typedSubnets: [String: IPPrefix] = [:]
        /// Subnets whose gateway nobody named, where the engine shows no other.
        package var hiddenGateways: [IPPrefix] = []
        /// Subnets that were given for a family that the network does not have.
        package var unusedSubnets: [Subnet] = []

        package init() {}

        package init(of spec: NetworkSpec, _ subnets: [Subnet], as engine: EngineSettings) {
            for asked in spec.subnets {
                guard let prefix = asked.prefix else { continue }
                if prefix.hasHostBits { typedSubnets["\(prefix.masked)"] = prefix }
                if asked.gateway == nil, !engine.has(.gatewayShown) { hiddenGateways.append(prefix.masked) }
                if prefix.family == .ipv6, spec.enableIPv6 != true, !engine.has(.v6ConfigHidden) {
                    unusedSubnets.append(
                        Subnet(
                            prefix: prefix,
                            range: asked.range,
                            gateway: asked.gateway,
                            auxiliary: asked.auxiliary,
                            isUserDefined: true
                        )
                    )
                }
            }
        }
    }

    public let id: NetworkID
    public let name: String
    public let created: Timestamp
    public let driver: NetworkDriver
    /// What `Driver` shows: the driver's name, but `null` for a configuration-only network.
    public var driverName: String { isConfigOnly ? "null" : driver.rawValue }
    public let scope: String
    public let enableIPv4: Bool
    public let enableIPv6: Bool
    public let isInternal: Bool
    public let isAttachable: Bool
    public let isIngress: Bool
    public let isConfigOnly: Bool
    public let configFrom: String?
    public let ipamDriver: String
    public let ipamOptions: [String: String]
    public let options: [String: String]
    public let labels: [String: String]
    /// `options` as the bridge driver reads them; defaults for other drivers.
    public let bridge: BridgeOptions
    /// In the order that inspect shows: those asked for, IPv4 first, then those chosen from the pools.
    public let subnets: [Subnet]
    /// What inspect of an older engine shows otherwise than it is.
    package var display = Display()
    /// Slots of the containers that have a live endpoint here.
    package var members: Set<Slab<Container>.Slot> = []
    /// Addresses that starts took before they failed, and that the engine never gave back.
    public package(set) var lostAddresses: [IPAddress] = []

    package init(
        id: NetworkID,
        spec: NetworkSpec,
        driver: NetworkDriver,
        created: Timestamp,
        bridge: BridgeOptions,
        subnets: [Subnet]
    ) {
        self.id = id
        self.name = spec.name
        self.created = created
        self.driver = driver
        self.scope = spec.scope.isEmpty ? "local" : spec.scope
        self.enableIPv4 = spec.enableIPv4 ?? true
        self.enableIPv6 = spec.enableIPv6 ?? false
        self.isInternal = spec.isInternal
        self.isAttachable = spec.isAttachable
        self.isIngress = spec.isIngress
        self.isConfigOnly = spec.isConfigOnly
        self.configFrom = spec.configFrom
        self.ipamDriver = spec.ipamDriver
        self.ipamOptions = spec.ipamOptions
        self.options = spec.options
        self.labels = spec.labels
        self.bridge = bridge
        self.subnets = subnets
    }

    /// `bridge`, `host` and `none` exist in every lab and can neither be made nor removed.
    public var isPredefined: Bool { Self.isPredefined(name) }

    /// The default bridge, `docker0`: no embedded DNS, no aliases, no static addresses.
    public var isDefaultBridge: Bool { name == "bridge" && driver == .bridge }

    public static func isPredefined(_ name: String) -> Bool {
        name == "bridge" || name == "host" || name == "none" || name == "default"
    }

    /// The Linux device on the host: the bridge, or nil for drivers without one.
    public var deviceName: String? {
        driver == .bridge && !isConfigOnly ? bridge.deviceName ?? "br-\(id.short)" : nil
    }

    /// The device that a macvlan or ipvlan network's containers hang on: the one asked for, or a dummy of the
    /// network's own.
    public var parentName: String? {
        guard driver == .macvlan || driver == .ipvlan, !isConfigOnly else { return nil }
        if let parent = options[Lab.ParentOption.parent], !parent.isEmpty { return parent }
        return (driver == .macvlan ? "dm-" : "di-") + id.short
    }

    /// Whether the network offers its containers a way out: neither internal nor on a dummy parent.
    public var hasWayOut: Bool {
        if isInternal || !driver.hasEndpoints { return false }
        return driver == .bridge || options[Lab.ParentOption.parent]?.isEmpty == false
    }

    /// The first subnet of a family.
    public func subnet(_ family: AddressFamily) -> Subnet? {
        subnets.first { $0.family == family }
    }
}
