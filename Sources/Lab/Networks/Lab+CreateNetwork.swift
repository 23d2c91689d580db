internal import Addressing
internal import IPAM
internal import Text

extension Lab {
    /// Creates a network and gives it its subnets and gateways.
    ///
    /// Checks run in the engine's order, so that the same request is refused for the same reason.
    ///
    /// - Returns: the new network's identifier.
    /// - Throws: ``LabError`` with Docker's text; the lab is then as before.
    @discardableResult
    public mutating func createNetwork(_ request: NetworkSpec, at now: Timestamp) throws(LabError) -> NetworkID {
        var spec = request
        if Network.isPredefined(spec.name) {
            throw LabError(.forbidden, "operation is not permitted on predefined \(spec.name) network ")
        }
        if spec.driver.isEmpty { spec.driver = "bridge" }
        if spec.driver == "overlay" || spec.scope == "global" && !engine.has(.globalScope) {
            throw LabError(
                .forbidden,
                """
                This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect \
                this node to swarm and try again.
                """,
                hint: "netsim simulates one host without a swarm; use a bridge network"
            )
        }
        for defaults in engine.defaultNetworkOptions
        where defaults.driver == spec.driver && spec.configFrom == nil {
            spec.options.merge(defaults.options) { own, _ in own }
        }
        if engine.has(.ipv4Off) { try Self.readFamilyOptions(&spec) } else { spec.enableIPv4 = nil }
        if engine.has(.ipamValidated) { try spec.validateAddresses() }
        if spec.name.allSatisfy(\.isWhitespace) { throw nameless(spec.name) }
        if networks.slot(named: spec.name) != nil {
            throw LabError(.conflict, "network with name \(spec.name) already exists")
        }
        try checkConfigurationRules(spec)
        // A configuration's driver is never looked for.
        let driver = spec.isConfigOnly ? NetworkDriver(rawValue: spec.driver) ?? .bridge : try Self.driver(spec)
        try checkScope(&spec)
        if let source = spec.configFrom { try adoptConfiguration(of: source, into: &spec) }

        let bridge =
            driver == .bridge && !spec.isConfigOnly
            ? try engine.bridgeOptions(spec.options) : BridgeOptions()
        if spec.ipamDriver != "default" && !spec.ipamDriver.isEmpty && driver.hasEndpoints && !spec.isConfigOnly {
            throw LabError(.notFound, "plugin \"\(spec.ipamDriver)\" not found")
        }

        let id = Identifier(drawnFrom: &entropy)
        changes.settings = true
        var subnets: [Network.Subnet] = []
        if spec.isConfigOnly {
            subnets = spec.subnets.compactMap { Self.asRequested($0) }
        } else if driver.hasEndpoints {
            if spec.enableIPv4 == false && spec.enableIPv6 != true {
                throw LabError(.invalidParameter, "IPv4 or IPv6 must be enabled")
            }
            subnets = try allocateSubnets(for: spec, driver: driver, bridge: bridge)
        }
        do {
            if !spec.isConfigOnly { try checkDriver(spec, driver, bridge, subnets, id) }
        } catch {
            releaseSubnets(subnets)
            throw error
        }
        var network = Network(id: id, spec: spec, driver: driver, created: now, bridge: bridge, subnets: subnets)
        network.display = Network.Display(of: spec, subnets, as: engine)
        events.append(LabEvent(.create, of: network))
        insertNetwork(network)
        return id
    }

    /// Docker's three predefined networks.
    package mutating func createPredefinedNetworks(at now: Timestamp) {
        for (name, driver) in [("bridge", NetworkDriver.bridge), ("host", .host), ("none", .null)] {
            var spec = NetworkSpec(name: name)
            spec.driver = driver.rawValue
            var options = BridgeOptions()
            var subnets: [Network.Subnet] = []
            if driver == .bridge {
                options.deviceName = "docker0"
                options.enableICC = engine.interContainerCommunication
                spec.options = [
                    BridgeOptions.Key.defaultBridge: "true",
                    BridgeOptions.Key.enableICC: String(options.enableICC),
                    BridgeOptions.Key.enableMasquerade: "true",
                    BridgeOptions.Key.hostBinding: "0.0.0.0",
                    BridgeOptions.Key.deviceName: "docker0",
                    BridgeOptions.Key.mtu: "\(engine.defaultBridge.mtu == 0 ? 1500 : engine.defaultBridge.mtu)",
                ]
                options.mtu = engine.defaultBridge.mtu
                shapeDefaultBridge(&spec)
                // The pools are empty but for the host's own facts; when those cover every pool, docker0 stays bare.
                subnets = (try? allocateSubnets(for: spec, driver: driver, bridge: options)) ?? []
            }
            let id = Identifier(drawnFrom: &entropy)
            insertNetwork(
                Network(id: id, spec: spec, driver: driver, created: now, bridge: options, subnets: subnets)
            )
        }
    }

    /// What `daemon.json` says of the default bridge's addresses (Docker Engine: `initBridgeDriver`).
    private func shapeDefaultBridge(_ spec: inout NetworkSpec) {
        let bridge = engine.defaultBridge
        var ipv4 = NetworkSpec.Subnet(
            prefix: bridge.address?.masked ?? bridge.range?.masked,
            range: bridge.range?.masked
        )
        ipv4.gateway = bridge.address?.address
        if let gateway = bridge.gateway { ipv4.auxiliary["DefaultGatewayIPv4"] = gateway }
        if ipv4.prefix != nil { spec.subnets.append(ipv4) }
        spec.enableIPv6 = bridge.enableIPv6 ? true : nil
        if bridge.enableIPv6, let prefix = bridge.subnet6 {
            spec.subnets.append(NetworkSpec.Subnet(prefix: prefix.masked))
        }
    }

    /// Enters a network whose identifier, name and device are free, and whose subnets are taken; new, or as a store
    /// kept it.
    package mutating func insertNetwork(_ network: Network) {
        let slot = networks.insert(network)
        if let device = network.deviceName { bridgeSlots[device] = slot }
        changes.networks.insert(network.id)
    }

    // MARK: - Rules

    private func nameless(_ name: String) -> LabError {
        if engine.has(.emptyNameText) { return LabError(.invalidParameter, "invalid name: name is empty") }
        // The command line asks older engines to look for a network of the name, and any begins with nothing.
        return engine.has(.uniqueNames)
            ? LabError(.invalidParameter, "invalid name: \(name)")
            : LabError(.conflict, "network with name \(name) already exists")
    }

    /// `com.docker.network.enable_ipv4`/`6` among the options stand for the flags.
    private static func readFamilyOptions(_ spec: inout NetworkSpec) throws(LabError) {
        for (key, field) in [
            ("com.docker.network.enable_ipv4", \NetworkSpec.enableIPv4),
            ("com.docker.network.enable_ipv6", \NetworkSpec.enableIPv6),
        ] {
            guard let value = spec.options[key] else { continue }
            guard spec[keyPath: field] == nil else {
                // The flag decides, and inspect does not show what it overruled.
                spec.options[key] = nil
                continue
            }
            guard let flag = GoNumber.truth(value) else {
                throw LabError(.invalidParameter, "driver-opt \"\(key)\" is not a valid bool")
            }
            spec[keyPath: field] = flag
        }
    }

    private func checkConfigurationRules(_ spec: NetworkSpec) throws(LabError) {
        if spec.isConfigOnly {
            if spec.isIngress || spec.isInternal || spec.isAttachable || !spec.scope.isEmpty {
                throw LabError(
                    .forbidden,
                    """
                    configuration network can only contain network specific fields. Network operator fields like \
                    [ ingress | internal | attachable | scope ] are not supported.
                    """
                )
            }
            if spec.configFrom != nil {
                throw LabError(
                    .forbidden,
                    "a configuration network cannot depend on another configuration network"
                )
            }
        }
        guard spec.configFrom != nil else { return }
        if !spec.labels.isEmpty || !spec.subnets.isEmpty || spec.enableIPv6 == true || spec.enableIPv4 == false
            || !spec.ipamOptions.isEmpty || !["default", ""].contains(spec.ipamDriver)
        {
            throw LabError(
                .forbidden,
                """
                user-specified configurations are not supported if the network depends on a configuration network
                """
            )
        }
        if !spec.options.isEmpty {
            throw LabError(
                .forbidden,
                "network driver options are not supported if the network depends on a configuration network"
            )
        }
    }

    private static func driver(_ spec: NetworkSpec) throws(LabError) -> NetworkDriver {
        guard let driver = NetworkDriver(rawValue: spec.driver) else {
            throw LabError(
                .notFound,
                "plugin \"\(spec.driver)\" not found",
                hint: NearName.hint(for: spec.driver, among: NetworkDriver.allCases.map(\.rawValue))
            )
        }
        return driver
    }

    private func checkScope(_ spec: inout NetworkSpec) throws(LabError) {
        switch spec.scope {
        case "", "local": break
        case "swarm": throw LabError(.forbidden, "cannot create a swarm scoped network when swarm is not active")
        default: break
        }
        if spec.isIngress {
            throw LabError(.forbidden, "Ingress network can only be global scope network")
        }
    }

    private func adoptConfiguration(of source: String, into spec: inout NetworkSpec) throws(LabError) {
        guard let slot = networks.slot(named: source), networks[slot].isConfigOnly else {
            throw LabError(
                .notFound,
                "configuration network \(GoQuote.quote(source)) does not exist",
                hint: NearName.hint(for: source, among: allNetworks.lazy.filter(\.isConfigOnly).map(\.name))
            )
        }
        let configuration = networks[slot]
        spec.labels = configuration.labels
        spec.options = configuration.options
        spec.enableIPv4 = configuration.enableIPv4
        spec.enableIPv6 = configuration.enableIPv6
        spec.ipamDriver = configuration.ipamDriver
        spec.ipamOptions = configuration.ipamOptions
        spec.subnets = configuration.subnets.map {
            NetworkSpec.Subnet(prefix: $0.prefix, range: $0.range, gateway: $0.gateway, auxiliary: $0.auxiliary)
        }
    }

    /// What the driver itself refuses, once the addresses are allocated.
    private func checkDriver(
        _ spec: NetworkSpec,
        _ driver: NetworkDriver,
        _ bridge: BridgeOptions,
        _ subnets: [Network.Subnet],
        _ id: NetworkID
    ) throws(LabError) {
        switch driver {
        case .host, .null:
            throw LabError(.forbidden, "only one instance of \"\(driver.rawValue)\" network is allowed")
        case .bridge:
            try checkBridge(spec, bridge, subnets, id)
        case .macvlan, .ipvlan:
            try checkParentDriver(spec, driver, id)
        }
    }

    private func checkBridge(
        _ spec: NetworkSpec,
        _ bridge: BridgeOptions,
        _ subnets: [Network.Subnet],
        _ id: NetworkID
    ) throws(LabError) {
        for family in AddressFamily.allCases where subnets.filter({ $0.family == family }).count > 1 {
            throw LabError(.forbidden, "bridge driver doesn't support multiple subnets")
        }
        if bridge.mtu < 0 { throw LabError(.invalidParameter, "invalid MTU number: \(bridge.mtu)") }
        if !spec.isInternal, [bridge.gatewayMode4, bridge.gatewayMode6].contains(.isolated) {
            throw LabError(.system, "gateway mode 'isolated' can only be used for an internal network")
        }
        if spec.isInternal,
            subnets.contains(where: { $0.auxiliary.keys.contains { $0.hasPrefix("DefaultGatewayIPv") } })
        {
            throw LabError(.invalidParameter, "no gateway can be set on an internal bridge network")
        }
        try checkIPv6(subnets)
        let device = bridge.deviceName ?? "br-\(id.short)"
        if device == "lo" || device == host.uplinkName {
            throw LabError(.system, "existing interface \(device) is not a bridge")
        }
        try checkConflicts(device, subnets, id)
        // From here on it is the kernel that refuses.
        if bridgeSlots[device] == nil, let fault = InterfaceName.fault(of: device) { throw LabError(.system, fault) }
        if bridge.mtu > 0, !Self.bridgeMTUs.contains(bridge.mtu) { throw LabError(.system, "invalid argument") }
        if spec.enableIPv6 == true, bridge.mtu > 0, bridge.mtu < Self.leastIPv6MTU {
            throw LabError(
                .system,
                "Cannot read IPv6 setup for bridge \(device): open /proc/sys/net/ipv6/conf/\(device)/disable_ipv6: "
                    + "no such file or directory",
                hint: "the kernel takes IPv6 off an interface whose MTU is below \(Self.leastIPv6MTU)"
            )
        }
    }

    /// RFC 8200 section 5.
    private static let leastIPv6MTU = 1280

    /// The MTUs that the kernel lets a bridge have (`ETH_MIN_MTU` to `ETH_MAX_MTU`).
    private static let bridgeMTUs = 68...65535

    /// Refuses IPv6 subnets that no bridge can have (Docker Engine: `bridge.validateIPv6Subnet`); the engine names the
    /// bridge's own address.
    private func checkIPv6(_ subnets: [Network.Subnet]) throws(LabError) {
        for subnet in subnets where subnet.family == .ipv6 {
            let address = "\(subnet.gateway ?? subnet.prefix.address)/\(subnet.prefix.length)"
            if subnet.prefix.address.isMulticast {
                throw LabError(.invalidParameter, "multicast subnet '\(address)' is not allowed")
            }
            guard let linkLocal = IPPrefix("fe80::/64") else { continue }
            if subnet.prefix != linkLocal, subnet.prefix.overlaps(linkLocal) {
                throw LabError(.invalidParameter, "'\(address)' clashes with the Link-Local prefix '\(linkLocal)'")
            }
        }
    }

    /// Refuses a bridge whose device or addresses an older one has; the oldest slot decides which is named.
    private func checkConflicts(
        _ device: String,
        _ subnets: [Network.Subnet],
        _ id: NetworkID
    ) throws(LabError) {
        let namesake = bridgeSlots[device]
        let shared = subnets.filter { addressSpace.isShared($0.prefix) }
        if namesake == nil, shared.isEmpty { return }
        for slot in networks.slots {
            let other = networks[slot]
            guard let otherDevice = other.deviceName else { continue }
            let overlapping = shared.first { subnet in other.subnets.contains { $0.prefix.overlaps(subnet.prefix) } }
            guard slot == namesake || overlapping != nil else { continue }
            let family = overlapping?.family == .ipv6 ? "IPv6" : "IPv4"
            throw LabError(
                .forbidden,
                "cannot create network \(id) (\(device)): conflicts with network \(other.id) (\(otherDevice)): "
                    + (slot == namesake ? "networks have same bridge name" : "networks have overlapping \(family)")
            )
        }
    }

    private static func asRequested(_ subnet: NetworkSpec.Subnet) -> Network.Subnet? {
        subnet.prefix.map {
            Network.Subnet(
                prefix: $0,
                range: subnet.range,
                gateway: subnet.gateway,
                auxiliary: subnet.auxiliary,
                isUserDefined: true
            )
        }
    }
}
