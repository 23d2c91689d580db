internal import Addressing
internal import Lab

/// One object of `docker network inspect`, or an answer of `GET /networks/{id}`.
struct InspectedNetwork {
    /// A container that the network names; one with a dump of its own is read from that.
    struct Member {
        let id: ContainerID
        let name: String
        let endpoint: EndpointID?
        let mac: MACAddress?
        let ipv4: IPPrefix?
        let ipv6: IPPrefix?
    }

    var network: Network
    let members: [Member]
    /// Whether the dump says which gateways there are; engines before 28 leave out the ones that they chose.
    let namesGateways: Bool

    /// nil for a network that no lab of one host can hold: of another driver than the engine's own, or of a swarm.
    ///
    /// - Parameter notes: what was left out, in a person's words.
    static func read(_ dump: InspectedValue, notes: inout [String]) throws(ImportError) -> InspectedNetwork? {
        let name = try dump["Name"].text()
        guard !name.isEmpty else { throw dump["Name"].problem("the network has no name") }
        guard let id = try dump["Id"].identifier() else {
            // Networks of a swarm have identifiers of another form.
            notes.append("network \(name) is left out: its identifier is not one of a single host's network")
            return nil
        }
        var spec = NetworkSpec(name: name)
        spec.driver = try dump["Driver"].text()
        spec.scope = try dump["Scope"].text()
        spec.isConfigOnly = try dump["ConfigOnly"].flag()
        guard let driver = NetworkDriver(rawValue: spec.driver) else {
            notes.append("network \(name) is left out: netsim does not simulate the driver \(spec.driver)")
            return nil
        }
        spec.enableIPv4 = try dump["EnableIPv4"].flag(default: true)
        spec.enableIPv6 = try dump["EnableIPv6"].flag()
        spec.isInternal = try dump["Internal"].flag()
        spec.isAttachable = try dump["Attachable"].flag()
        spec.isIngress = try dump["Ingress"].flag()
        let source = try dump["ConfigFrom"]["Network"].text()
        spec.configFrom = source.isEmpty ? nil : source
        let ipam = dump["IPAM"]
        spec.ipamDriver = try ipam["Driver"].text()
        spec.ipamOptions = try ipam["Options"].textMap()
        spec.options = try dump["Options"].textMap()
        spec.labels = try dump["Labels"].textMap()
        var bridge = BridgeOptions()
        if driver == .bridge, !spec.isConfigOnly {
            do {
                bridge = try BridgeOptions(options: spec.options)
            } catch {
                throw dump["Options"].problem(error.message)
            }
        }
        let subnets = driver.hasEndpoints || spec.isConfigOnly ? try Self.subnets(ipam["Config"]) : []
        return InspectedNetwork(
            network: Network(
                id: id,
                spec: spec,
                // A configuration-only network shows the driver `null` and is held as the default.
                driver: spec.isConfigOnly ? .bridge : driver,
                created: try dump["Created"].moment(),
                bridge: bridge,
                subnets: subnets
            ),
            members: try Self.members(dump["Containers"]),
            namesGateways: dump.has("EnableIPv4") || !driver.hasEndpoints
        )
    }

    private static func subnets(_ config: InspectedValue) throws(ImportError) -> [Network.Subnet] {
        var subnets: [Network.Subnet] = []
        for element in try config.elements() {
            guard let prefix = try element["Subnet"].prefix() else { continue }
            var auxiliary: [String: IPAddress] = [:]
            // Docker's API says AuxiliaryAddresses; dumps of old engines say AuxAddress.
            for key in ["AuxiliaryAddresses", "AuxAddress"] {
                for (name, value) in try element[key].members() { auxiliary[name] = try value.address() }
            }
            subnets.append(
                Network.Subnet(
                    prefix: prefix,
                    range: try element["IPRange"].prefix(),
                    gateway: try element["Gateway"].address(),
                    auxiliary: auxiliary,
                    isUserDefined: true
                )
            )
        }
        return subnets
    }

    private static func members(_ containers: InspectedValue) throws(ImportError) -> [Member] {
        var members: [Member] = []
        for (key, value) in try containers.members() {
            // Swarm's load balancers stand here too, under names.
            guard let id = Identifier(key) else { continue }
            members.append(
                Member(
                    id: id,
                    name: try value["Name"].text(),
                    endpoint: try value["EndpointID"].identifier(),
                    mac: try value["MacAddress"].mac(),
                    ipv4: try value["IPv4Address"].prefix(),
                    ipv6: try value["IPv6Address"].prefix()
                )
            )
        }
        return members
    }

    /// Adds the gateways that an old engine did not name: what its members were told, else the first address that can
    /// be one (Docker Engine: `ipam.RequestAddress`).
    mutating func completeGateways(told: [IPAddress]) {
        guard !namesGateways, network.bridge.gatewayMode4 != .isolated else { return }
        let subnets = network.subnets.map { subnet in
            Network.Subnet(
                prefix: subnet.prefix,
                range: subnet.range,
                gateway: subnet.gateway ?? told.first { subnet.prefix.contains($0) }
                    ?? (subnet.range ?? subnet.prefix).first.advanced(by: subnet.range == nil ? 1 : 0),
                auxiliary: subnet.auxiliary,
                isUserDefined: true
            )
        }
        network = network.with(subnets: subnets)
    }
}

extension Network {
    /// The same network with other subnets.
    func with(subnets: [Subnet]) -> Network {
        var spec = NetworkSpec(name: name)
        spec.scope = scope
        spec.enableIPv4 = enableIPv4
        spec.enableIPv6 = enableIPv6
        spec.isInternal = isInternal
        spec.isAttachable = isAttachable
        spec.isIngress = isIngress
        spec.isConfigOnly = isConfigOnly
        spec.configFrom = configFrom
        spec.ipamDriver = ipamDriver
        spec.ipamOptions = ipamOptions
        spec.options = options
        spec.labels = labels
        return Network(id: id, spec: spec, driver: driver, created: created, bridge: bridge, subnets: subnets)
    }
}
