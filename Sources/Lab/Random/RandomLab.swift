internal import Addressing

/// Labs drawn from a seed: a few networks of all kinds, a few containers on some of them, ports, modes and faults.
///
/// The same seed gives the same lab. What Docker refuses is left out, so that a lab may have fewer parts than were drawn.
package enum RandomLab {
    package static func make(seed: UInt64) -> Lab {
        var maker = Maker(seed: seed)
        maker.addNetworks()
        maker.addContainers()
        maker.stopSome()
        maker.breakSome()
        maker.addUserRules()
        return maker.lab
    }
}

private struct Maker {
    private let noon = Timestamp(seconds: 1_780_000_000)
    var lab: Lab
    private var random: Entropy
    private var networks: [String] = ["bridge"]
    private var containers: [String] = []

    init(seed: UInt64) {
        random = Entropy(seed: seed)
        var host = HostFacts()
        if Self.chance(40, &random) {
            host.listeners = [
                HostFacts.Listener(transport: .tcp, address: .v4(IPv4Address(rawValue: 0)), port: 22),
                HostFacts.Listener(transport: .udp, address: .v6(IPv6Address(rawValue: 0)), port: 123),
            ]
            if Self.chance(50, &random) {
                host.listeners += ["192.0.2.10", "2001:db8::10", "::1", "127.0.0.1"].compactMap { IPAddress($0) }.map {
                    HostFacts.Listener(transport: .tcp, address: $0, port: 9100)
                }
            }
        }
        if Self.chance(10, &random) { host.onLinkRoutes = [IPPrefix("10.200.0.0/16")].compactMap { $0 } }
        lab = Lab(seed: seed, host: host, created: noon)
        lab.engine.interContainerCommunication = !Self.chance(15, &random)
    }

    private static func chance(_ percent: Int, _ random: inout Entropy) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func chance(_ percent: Int) -> Bool { Self.chance(percent, &random) }

    private mutating func pick<Value>(_ values: [Value], or fallback: Value) -> Value {
        values.randomElement(using: &random) ?? fallback
    }

    // MARK: Networks

    mutating func addNetworks() {
        for number in 0..<Int.random(in: 2...6, using: &random) {
            let name = "net\(number)"
            let spec = chance(20) ? parentNetwork(name, number) : bridgeNetwork(name, number)
            if (try? lab.createNetwork(spec, at: noon)) != nil { networks.append(name) }
        }
    }

    private mutating func bridgeNetwork(_ name: String, _ number: Int) -> NetworkSpec {
        var spec = NetworkSpec(name: name)
        spec.isInternal = chance(20)
        if chance(35) {
            spec.enableIPv6 = true
            if chance(20) { spec.enableIPv4 = false }
        }
        if chance(20) { spec.options[BridgeOptions.Key.enableICC] = "false" }
        if chance(15) { spec.options[BridgeOptions.Key.enableMasquerade] = "false" }
        if chance(10) { spec.options[BridgeOptions.Key.inhibitIPv4] = "true" }
        if chance(10) { spec.options[BridgeOptions.Key.hostBinding] = pick(["127.0.0.1", "192.0.2.10"], or: "") }
        if chance(10) { spec.options[BridgeOptions.Key.trustedInterfaces] = lab.host.uplinkName }
        if chance(10) { spec.options[BridgeOptions.Key.hostIPv4] = "192.0.2.10" }
        for key in [BridgeOptions.Key.gatewayMode4, BridgeOptions.Key.gatewayMode6] where chance(30) {
            let modes = BridgeOptions.GatewayMode.allCases.map(\.rawValue)
            spec.options[key] = pick(modes, or: "nat")
        }
        if chance(30), spec.enableIPv4 != false {
            // A few of them public, so that the world outside believes to have them.
            let place = chance(15) ? "203.0.\(100 + number)" : "10.\(40 + number).0"
            var subnet = NetworkSpec.Subnet(prefix: IPPrefix("\(place).0/24"))
            if chance(20), !spec.isInternal, let address = IPAddress("\(place).200") {
                subnet.auxiliary = ["DefaultGatewayIPv4": address]
            }
            spec.subnets = [subnet]
        }
        return spec
    }

    private mutating func parentNetwork(_ name: String, _ number: Int) -> NetworkSpec {
        var spec = NetworkSpec(name: name)
        let isMacvlan = chance(60)
        spec.driver = isMacvlan ? "macvlan" : "ipvlan"
        spec.isInternal = chance(10)
        if chance(70) {
            spec.options["parent"] = chance(70) ? lab.host.uplinkName : "\(lab.host.uplinkName).\(10 + number)"
        }
        if isMacvlan {
            spec.options["macvlan_mode"] = pick(["bridge", "bridge", "private", "vepa"], or: "")
        } else {
            spec.options["ipvlan_mode"] = pick(["l2", "l3", "l3s"], or: "")
            if chance(30) { spec.options["ipvlan_flag"] = pick(["private", "vepa"], or: "") }
        }
        if chance(50) {
            // The uplink's own prefix, as most people have it, or another with a gateway that nobody is.
            let isOnUplink = chance(60)
            var subnet = NetworkSpec.Subnet(prefix: IPPrefix(isOnUplink ? "192.0.2.0/24" : "10.\(60 + number).0.0/24"))
            subnet.range = isOnUplink ? IPPrefix("192.0.2.64/27") : nil
            if chance(70) { subnet.gateway = IPAddress(isOnUplink ? "192.0.2.1" : "10.\(60 + number).0.1") }
            spec.subnets = [subnet]
        }
        return spec
    }

    // MARK: Containers

    mutating func addContainers() {
        for number in 0..<Int.random(in: 3...15, using: &random) {
            let name = "c\(number)"
            let spec = containerSpec(name, number)
            guard (try? lab.createContainer(spec, at: noon)) != nil else { continue }
            containers.append(name)
            if !chance(5) { try? lab.startContainer(matching: name, at: noon) }
        }
    }

    private mutating func containerSpec(_ name: String, _ number: Int) -> ContainerSpec {
        var config = ContainerConfig()
        config.image = "nginx"
        let ports = [ContainerPort(80), ContainerPort(443), ContainerPort(53, .udp), ContainerPort(5432)]
        config.exposedPorts = ports.filter { _ in chance(30) }
        if chance(10) {
            config.labels[Lab.listenLabel] = pick(["80", "9000,53/udp", "", "127.0.0.1:80,0.0.0.0:443"], or: "")
        }
        let kind = Int.random(in: 0..<100, using: &random)
        if kind < 6 {
            config.networkMode = .host
            return ContainerSpec(name: name, config: config)
        }
        if kind < 10 {
            config.networkMode = .none
            return ContainerSpec(name: name, config: config)
        }
        if kind < 20, let other = containers.randomElement(using: &random) {
            config.networkMode = .container(other)
            config.exposedPorts = []
            config.labels[Lab.listenLabel] = pick(["8080", "8081/udp", "", "127.0.0.1:8080"], or: "")
            return ContainerSpec(name: name, config: config)
        }
        let chosen = Array(networks.shuffled(using: &random).prefix(pick([1, 1, 1, 2, 2, 3], or: 1)))
        config.networkMode = NetworkMode(chosen.first ?? "bridge")
        if chance(40) { config.portBindings = bindings(number, ports) }
        if chosen.first == "bridge", chance(40), let other = containers.randomElement(using: &random) {
            config.links = ["\(other):peer"]
        }
        var spec = ContainerSpec(name: name, config: config)
        if chosen.count > 1 {
            for network in chosen {
                var endpoint = EndpointConfig()
                if chance(20) { endpoint.gatewayPriority = Int.random(in: -1...2, using: &random) }
                spec.endpoints.append(ContainerSpec.Endpoint(network: network, config: endpoint))
            }
        }
        return spec
    }

    private mutating func bindings(_ number: Int, _ ports: [ContainerPort]) -> [PortBinding] {
        ports.prefix(Int.random(in: 1...2, using: &random)).map { port in
            let address = pick([nil, nil, nil, "127.0.0.1", "192.0.2.10", "::1", "2001:db8::10"], or: nil)
            let host = chance(60) ? PortRange(UInt16(8000 + 10 * number) &+ port.number % 10) : nil
            return PortBinding(port: port, hostAddress: address.flatMap { IPAddress($0) }, hostPorts: host)
        }
    }

    // MARK: Changes

    mutating func stopSome() {
        for name in containers where chance(8) {
            try? lab.stopContainer(matching: name, at: noon)
            // Started again, its former joiners stay behind with an empty stack.
            if chance(50) { try? lab.startContainer(matching: name, at: noon) }
        }
        for name in containers where chance(10) {
            let network = pick(networks, or: "bridge")
            try? lab.connect(network: network, container: name, config: EndpointConfig())
        }
    }

    mutating func breakSome() {
        var down: Set<Faults.Place> = []
        var partitions: Set<Faults.Partition> = []
        var impairments: [Faults.Place: Impairment] = [:]
        let all = lab.allContainers
        for container in all {
            for attachment in container.attachments {
                guard let network = attachment.networkID else { continue }
                let place = Faults.Place(container: container.id, network: network)
                if chance(4) { down.insert(place) }
                if chance(3) {
                    var impairment = Impairment()
                    impairment.loss = 1_000_000
                    impairments[place] = impairment
                }
            }
        }
        if chance(30), let first = all.randomElement(using: &random), let second = all.randomElement(using: &random),
            first.id != second.id
        {
            partitions.insert(Faults.Partition(first.id, second.id))
        }
        var networkImpairments: [NetworkID: Impairment] = [:]
        for network in lab.allNetworks where chance(3) {
            var impairment = Impairment()
            impairment.loss = 1_000_000
            networkImpairments[network.id] = impairment
        }
        lab.faults = Faults(
            networkImpairments: networkImpairments,
            linkImpairments: impairments,
            downLinks: down,
            partitions: partitions
        )
    }

    mutating func addUserRules() {
        guard chance(25) else { return }
        let subnets = lab.allNetworks.flatMap(\.subnets).filter { $0.family == .ipv4 }.map(\.prefix)
        guard let subnet = subnets.randomElement(using: &random) else { return }
        let words = pick(
            [
                ["-s", subnet.description, "-j", "DROP"], ["-d", subnet.description, "-j", "REJECT"],
                ["-i", lab.host.uplinkName, "-j", "DROP"],
                [
                    "-m", "conntrack", "--ctorigdstport", "\(8000 + 10 * Int.random(in: 0..<15, using: &random))", "-j",
                    "DROP",
                ],
                ["-p", "tcp", "--dport", "80", "-j", "DROP"],
                ["-s", subnet.description, "-j", "REJECT", "--reject-with", "icmp-host-prohibited"],
                ["-p", "tcp", "-d", subnet.description, "-j", "REJECT", "--reject-with", "tcp-reset"],
                ["-p", "udp", "-j", "REJECT"], ["-p", "icmp", "-j", "REJECT", "--reject-with", "icmp-net-unreachable"],
                ["-m", "conntrack", "--ctstate", "NEW", "-o", lab.host.uplinkName, "-j", "REJECT"],
                ["-d", IPPrefix(host: subnet.first.advanced(by: 2) ?? subnet.first).description, "-j", "DROP"],
            ],
            or: []
        )
        lab.userRules = [UserRule(words: words, isIPv6: false)]
    }
}
