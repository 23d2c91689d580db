internal import Addressing
internal import Lab

extension Diagram {
    /// Which stacks are drawn as one.
    package enum Folding: String, CaseIterable, Sendable {
        case never
        /// More than four replicas that behave alike.
        case auto
        /// Two are enough.
        case always
    }
}

/// A lab as a diagram: which containers share a stack, where each stands, and what is special about it.
struct DiagramBuilder {
    private let lab: Lab
    private let refused: [ContainerID: [PortBinding]]
    private let partitioned: [ContainerID: [String]]
    private let showsProjects: Bool
    private(set) var diagram: Diagram
    private var networkIndex: [NetworkID: Int] = [:]
    /// The container that each node's stack belongs to, in the order of the nodes.
    private(set) var owners: [Container] = []

    /// - Parameter refused: ports that running containers asked for and did not get.
    init(_ lab: Lab, refused: [ContainerID: [PortBinding]] = [:]) {
        self.lab = lab
        self.refused = refused
        var partitioned: [ContainerID: [String]] = [:]
        for partition in lab.faults.partitions.sorted() {
            guard let a = lab.container(partition.first), let b = lab.container(partition.second) else { continue }
            partitioned[a.id, default: []].append(b.name)
            partitioned[b.id, default: []].append(a.name)
        }
        self.partitioned = partitioned
        let containers = lab.allContainers
        showsProjects = Set(containers.map { $0.config.labels[Self.projectLabel] ?? "" }).count > 1
        diagram = Diagram(
            hostName: lab.host.hostname,
            uplink: lab.host.uplinkName,
            uplinkAddresses: lab.host.uplinkAddresses.map(\.description)
        )
        addNetworks(containers)
        addNodes(containers)
    }

    static let projectLabel = "com.docker.compose.project"
    static let serviceLabel = "com.docker.compose.service"

    // MARK: Networks

    /// All of the user's networks in order of creation, behind Docker's own bridge where something is on it.
    private mutating func addNetworks(_ containers: [Container]) {
        let usesDefaultBridge = containers.contains { container in
            container.attachments.contains { network(of: $0)?.isDefaultBridge == true }
        }
        let shown = lab.allNetworks.filter {
            !$0.isConfigOnly && $0.driver.hasEndpoints && (!$0.isDefaultBridge || usesDefaultBridge)
        }
        for network in shown.sorted(by: { ($0.created, $0.name, $0.id) < ($1.created, $1.name, $1.id) }) {
            networkIndex[network.id] = diagram.networks.count
            diagram.networks.append(drawn(network))
        }
    }

    private func drawn(_ network: Network) -> Diagram.Network {
        var result = Diagram.Network(name: network.name, driver: network.driver.rawValue)
        result.subnets = network.subnets.map {
            Diagram.Subnet(prefix: $0.prefix.description, gateway: $0.containerGateway?.description)
        }
        result.flags = flags(of: network)
        result.impairment = lab.faults.networkImpairments[network.id].flatMap { $0.isNone ? nil : $0.description }
        result.hasWayOut = network.hasWayOut
        return result
    }

    private func flags(of network: Network) -> [String] {
        var flags: [String] = []
        if network.isDefaultBridge { flags.append("default bridge, no DNS") }
        if network.isInternal { flags.append("internal") }
        if !network.enableIPv4 { flags.append("IPv6 only") }
        if let parent = network.parentName { flags.append("parent \(parent)") }
        if network.driver != .bridge {
            let key = network.driver == .macvlan ? Lab.ParentOption.macvlanMode : Lab.ParentOption.ipvlanMode
            if let mode = network.options[key], !mode.isEmpty { flags.append("mode \(mode)") }
            return flags
        }
        let options = network.bridge
        let isolates = network.isDefaultBridge ? !lab.engine.interContainerCommunication : !options.enableICC
        if isolates { flags.append("icc off") }
        if !options.enableMasquerade { flags.append("no masquerading") }
        for (family, isOn) in [(AddressFamily.ipv4, network.enableIPv4), (.ipv6, network.enableIPv6)] where isOn {
            let mode = options.gatewayMode(family)
            if mode != .nat { flags.append("\(family == .ipv4 ? "IPv4" : "IPv6") \(mode.rawValue)") }
        }
        if options.mtu != 0, options.mtu != 1500 { flags.append("MTU \(options.mtu)") }
        return flags
    }

    private func network(of attachment: Attachment) -> Network? {
        if let id = attachment.networkID { return lab.network(id) }
        return lab.knownNetworkSlot(matching: attachment.network).map { lab.networks[$0] }
    }

    // MARK: Nodes

    private mutating func addNodes(_ containers: [Container]) {
        var nodeOf: [ContainerID: Int] = [:]
        var joiners: [(Container, owner: ContainerID)] = []
        for container in containers {
            if let owner = stackHost(of: container), owner != container.id {
                joiners.append((container, owner))
            } else {
                nodeOf[container.id] = diagram.nodes.count
                diagram.nodes.append(node(container))
                owners.append(container)
            }
        }
        for (container, owner) in joiners {
            if let index = nodeOf[owner] {
                nodeOf[container.id] = index
                diagram.nodes[index].members.append(member(container))
                diagram.nodes[index].marks += cutMarks(container, isSharing: true)
            }
        }
        for partition in lab.faults.partitions.sorted() {
            guard let a = nodeOf[partition.first], let b = nodeOf[partition.second], a != b else { continue }
            let cut = Diagram.Cut(first: min(a, b), second: max(a, b))
            if !diagram.cuts.contains(cut) { diagram.cuts.append(cut) }
        }
        diagram.cuts.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// The container at the end of a chain of shared stacks: as they are, or as they would be at the next start.
    private func stackHost(of container: Container) -> ContainerID? {
        if container.isRunning {
            if case .joined = container.stack { return lab.stackOwner(of: container)?.id }
            return container.id
        }
        var current = container
        // A chain cannot be longer than this without a cycle that Docker refuses.
        for _ in 0..<64 {
            if case .joined = current.stack, let owner = lab.stackOwner(of: current) { return owner.id }
            guard case .container(let target) = current.config.networkMode,
                let slot = lab.knownContainerSlot(matching: target)
            else { return current.id }
            current = lab.containers[slot]
            if current.id == container.id { return container.id }
        }
        return container.id
    }

    private func node(_ container: Container) -> Diagram.Node {
        var node = Diagram.Node(members: [member(container)])
        let order = gatewayHolder(container)
        for (index, attachment) in container.attachments.enumerated() {
            guard let network = network(of: attachment), let position = networkIndex[network.id],
                // Asked for twice, which the start refuses.
                !node.legs.contains(where: { $0.network == position })
            else { continue }
            var leg = leg(attachment, network, position, of: container)
            leg.isDefaultRoute = index == order
            node.legs.append(leg)
        }
        if node.legs.isEmpty, let position = nextNetwork(of: container) {
            node.legs.append(Diagram.Leg(network: position, addresses: [], isLive: false))
        }
        node.legs.sort { $0.network < $1.network }
        if container.config.networkMode == .host {
            node.kind = .host
        } else if node.legs.isEmpty {
            node.kind = .detached
            if case .joined = container.stack { node.marks.append("the shared stack's owner has gone") }
        }
        node.ports = ports(container)
        node.marks += cutMarks(container, isSharing: false)
        return node
    }

    /// The network that a container joins at its next start, where a failed one has left it without any.
    private func nextNetwork(of container: Container) -> Int? {
        guard !container.isRunning, container.attachments.isEmpty, let name = container.config.networkMode.networkName,
            let slot = lab.knownNetworkSlot(matching: name)
        else { return nil }
        return networkIndex[lab.networks[slot].id]
    }

    /// The attachment with the default route, where there are several to choose from.
    private func gatewayHolder(_ container: Container) -> Int? {
        guard container.isRunning, container.attachments.count > 1 else { return nil }
        return lab.gatewayOrder(of: container).first { index in
            container.attachments[index].endpoint != nil
        }
    }

    private func leg(
        _ attachment: Attachment,
        _ network: Network,
        _ position: Int,
        of container: Container
    ) -> Diagram.Leg {
        let endpoint = attachment.endpoint
        let place = Faults.Place(container: container.id, network: network.id)
        let live = [endpoint?.ipv4, endpoint?.ipv6].compactMap { $0?.address.description }
        let asked = [attachment.config.ipv4, attachment.config.ipv6].compactMap { $0?.description }
        return Diagram.Leg(
            network: position,
            addresses: endpoint == nil ? asked : live + (endpoint?.linkLocal.map(\.address.description) ?? []),
            names: attachment.config.aliases.filter { $0 != container.name && !container.id.hasPrefix($0) },
            impairment: lab.faults.linkImpairments[place].map { $0.isNone ? "not impaired" : $0.description },
            isDown: lab.faults.isDown(place),
            isLive: endpoint != nil
        )
    }

    private func cutMarks(_ container: Container, isSharing: Bool) -> [String] {
        (partitioned[container.id] ?? []).map { (isSharing ? "\(container.name) " : "") + "cut off from \($0)" }
    }

    // MARK: Ports

    private func ports(_ container: Container) -> [Diagram.Port] {
        if !container.isRunning || container.config.networkMode == .host {
            // What host mode discards is not drawn.
            guard container.config.networkMode != .host else { return [] }
            return Self.asked(container.config.portBindings)
        }
        let refused = refused[container.id] ?? []
        var result: [Diagram.Port] = []
        let runs = container.published.runs
        let known = Set(runs)
        var drawnPorts: Set<Diagram.Port> = []
        for run in runs {
            var outside = ""
            if let hostPorts = run.hostPorts {
                // Both families' wildcards say together: every address of the host.
                let other =
                    run.hostAddress.family == .ipv4
                    ? IPAddress.v6(IPv6Address(rawValue: 0)) : .v4(IPv4Address(rawValue: 0))
                let isEverywhere =
                    run.hostAddress.isUnspecified
                    && known.contains(
                        PublishedRun(run.ports, hostAddress: other, firstHostPort: run.firstHostPort)
                    )
                outside = Self.outside(isEverywhere ? nil : run.hostAddress, hostPorts.description)
            }
            let drawn = Diagram.Port(outside: outside, inside: run.ports.description)
            if drawnPorts.insert(drawn).inserted { result.append(drawn) }
        }
        return result
            + Self.asked(refused).map { port in
                var port = port
                port.isRefused = true
                return port
            }
    }

    /// What a container that does not run asks for; ports of one range as a range.
    private static func asked(_ bindings: [PortBinding]) -> [Diagram.Port] {
        var runs: [(address: IPAddress?, host: PortRange?, ports: PortRun)] = []
        for binding in bindings {
            let ports = PortRun(PortRange(binding.port.number), binding.port.transport)
            if let last = runs.last, last.address == binding.hostAddress, follows(last.ports.ports, ports.ports),
                last.ports.transport == ports.transport, let host = last.host, let next = binding.hostPorts,
                next.count == 1, host.count == last.ports.ports.count, follows(host, next)
            {
                runs[runs.count - 1].host = PortRange(host.first...next.last)
                runs[runs.count - 1].ports = PortRun(
                    PortRange(last.ports.ports.first...ports.ports.last),
                    ports.transport
                )
            } else {
                runs.append((binding.hostAddress, binding.hostPorts, ports))
            }
        }
        return runs.map { run in
            let address = run.address.flatMap { $0.isUnspecified ? nil : $0 }
            return Diagram.Port(
                outside: outside(address, run.host.map(\.description) ?? "?"),
                inside: run.ports.description,
                isLive: false
            )
        }
    }

    private static func follows(_ first: PortRange, _ second: PortRange) -> Bool {
        first.last < .max && first.last + 1 == second.first
    }

    private static func outside(_ address: IPAddress?, _ port: String) -> String {
        guard let address else { return "*:\(port)" }
        return address.text(port: port)
    }

    // MARK: Members

    private func member(_ container: Container) -> Diagram.Member {
        var member = Diagram.Member(
            name: container.name,
            image: container.config.image,
            status: container.status.rawValue,
            isRunning: container.isRunning
        )
        if showsProjects { member.project = container.config.labels[Self.projectLabel] ?? "" }
        var details = ["container \(container.name) (\(container.id.short))"]
        if !container.config.image.isEmpty { details.append("image \(container.config.image)") }
        details.append("state \(container.status.rawValue)")
        if let project = container.config.labels[Self.projectLabel], !project.isEmpty {
            details.append("project \(project)")
        }
        details.append("network mode \(container.config.networkMode)")
        for attachment in container.attachments {
            guard let network = network(of: attachment), networkIndex[network.id] != nil else { continue }
            details.append(Self.detail(attachment, network))
        }
        for run in container.published.runs {
            let outside = run.hostPorts.map { Self.outside(run.hostAddress, $0.description) } ?? "routed"
            details.append("\(outside) → \(run.ports)")
        }
        member.details = details
        return member
    }

    private static func detail(_ attachment: Attachment, _ network: Network) -> String {
        var words = ["\(network.name):"]
        if let endpoint = attachment.endpoint {
            words += [endpoint.ipv4, endpoint.ipv6].compactMap { $0?.description }
            if let mac = endpoint.mac { words.append(mac.description) }
            if !endpoint.interface.isEmpty { words.append(endpoint.interface) }
        } else {
            words.append("no endpoint")
        }
        if !attachment.config.aliases.isEmpty {
            words.append("also known as " + attachment.config.aliases.joined(separator: ", "))
        }
        return words.joined(separator: " ")
    }
}
