internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// What Compose asks the engine for, of the containers of one service: the part that all replicas share is made once.
struct ServiceRequest {
    let service: ComposeService
    let project: String
    let configHash: String
    private var config: ContainerConfig
    /// In the order in which they are asked for, the primary one first.
    private var endpoints: [ContainerSpec.Endpoint] = []

    /// - Parameters:
    ///   - names: the name on the host of each of the project's networks that is there, by key.
    ///   - mode: the network mode, where the service has one; `service:` already is a container.
    /// - Throws: `invalidParameter` with Compose's own text, before the engine is asked.
    init(
        of service: ComposeService,
        in project: ComposeProject,
        networks names: [String: String],
        mode: NetworkMode?
    ) throws(LabError) {
        self.service = service
        self.project = project.name.value
        configHash = ConfigurationHash(of: service).text
        config = ContainerConfig()
        config.image = service.image?.value ?? "\(project.name.value)-\(service.name)"
        if service.replicas > 1, let name = service.containerName {
            throw LabError(
                .invalidParameter,
                """
                WARNING: The "\(service.name)" service is using the custom container name "\(name.value)". Docker \
                requires each container to have a unique name. Remove the custom name to scale the service
                """
            )
        }
        describe(project)
        if let mode {
            config.networkMode = mode
        } else {
            try attach(names)
        }
    }

    /// The name of a replica: `PROJECT-SERVICE-NUMBER`, or `container_name`.
    static func name(of service: ComposeService, _ number: Int, in project: String) -> String {
        service.containerName?.value ?? "\(project)-\(service.name)-\(number)"
    }

    /// The request for one replica.
    ///
    /// - Parameter linked: the containers of each service that is linked to, by the service's name.
    func spec(_ number: Int, linked: [String: [String]]) -> ContainerSpec {
        let name = Self.name(of: service, number, in: project)
        var spec = ContainerSpec(name: name, config: config)
        spec.config.labels[ComposeLabel.number] = String(number)
        spec.endpoints = endpoints
        for index in endpoints.indices { spec.endpoints[index].config.aliases.insert(name, at: 0) }
        if service.links.isEmpty, service.externalLinks.isEmpty { return spec }
        let links = links(number, linked)
        spec.config.links = links
        for index in endpoints.indices { spec.endpoints[index].config.links = links }
        return spec
    }

    /// Three names for each container that is linked to, then the external ones (docker/compose: `getLinks`).
    private func links(_ number: Int, _ linked: [String: [String]]) -> [String] {
        var links: [String] = []
        for link in service.links.map(\.value) {
            for container in linked[link.target] ?? [] {
                links.append("\(container):\(link.alias)")
                links.append("\(container):\(link.target)-\(number)")
                links.append("\(container):\(project)-\(link.target)-\(number)")
            }
        }
        return links + service.externalLinks.map { "\($0.value.target):\($0.value.alias)" }
    }

    private mutating func describe(_ project: ComposeProject) {
        config.command = service.command
        config.entrypoint = service.entrypoint
        config.hostname = service.hostname?.value ?? ""
        config.domainname = service.domainname?.value ?? ""
        let environment = service.environment.sorted { ServiceOrder.precedes($0.key, $1.key) }
        config.environment = environment.map { name, value in value.map { "\(name)=\($0)" } ?? name }
        config.exposedPorts = exposedPorts()
        config.portBindings = service.ports.map {
            PortBinding(port: $0.target, hostAddress: $0.hostAddress, hostPorts: $0.published)
        }
        config.dns = service.dns.map(\.value)
        config.dnsSearch = service.dnsSearch.map(\.value)
        config.dnsOptions = service.dnsOptions.map(\.value)
        config.extraHosts = service.extraHosts.map { "\($0.value.name):\($0.value.address)" }
        config.restartPolicy = Self.restartPolicy(service.restart?.value ?? "")
        config.tty = service.tty
        config.openStdin = service.stdinOpen
        config.labels = service.labels
        config.labels[ComposeLabel.project] = self.project
        config.labels[ComposeLabel.workingDirectory] = project.directory
        config.labels[ComposeLabel.service] = service.name
        config.labels[ComposeLabel.oneOff] = "False"
        config.labels[ComposeLabel.version] = ComposeLabel.versionText
        config.labels[ComposeLabel.configHash] = configHash
        config.labels[ComposeLabel.dependsOn] = service.dependsOn
            .map { "\($0.service):\($0.condition):\($0.restart)" }.joined(separator: ",")
    }

    private func exposedPorts() -> [ContainerPort] {
        if service.expose.isEmpty, service.ports.count < 2 { return service.ports.map(\.target) }
        var ports = Set(service.ports.map(\.target))
        for item in service.expose {
            for number in item.value.ports.ports where number != 0 {
                ports.insert(ContainerPort(number, item.value.transport))
            }
        }
        return ports.sorted()
    }

    /// `on-failure:3` and the like. What the engine does not know stands for no policy here: it has no effect on a
    /// network.
    private static func restartPolicy(_ text: String) -> ContainerConfig.RestartPolicy {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.first {
        case "always"?, "any"?: return .always
        case "unless-stopped"?: return .unlessStopped
        case "on-failure"?: return .onFailure(maximumRetries: parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        default: return .no
        }
    }

    // MARK: - Networks

    /// The service's networks by priority, the highest first, then by name (compose-go: `NetworksByPriority`).
    static func networksByPriority(_ service: ComposeService, at place: SourcePlace) -> [ServiceNetwork] {
        guard let networks = service.networks, !networks.isEmpty else {
            return [ServiceNetwork(key: "default", at: place)]
        }
        if networks.count == 1 { return networks }
        return networks.sorted { a, b in
            let (left, right) = (a.priority?.value ?? 0, b.priority?.value ?? 0)
            return left == right ? ServiceOrder.precedes(a.key, b.key) : left > right
        }
    }

    private mutating func attach(_ names: [String: String]) throws(LabError) {
        let joined = Self.networksByPriority(service, at: service.place)
        for (index, network) in joined.enumerated() {
            guard let name = names[network.key] else {
                throw LabError(.notFound, "network \(network.key) not found")
            }
            var endpoint = EndpointConfig()
            endpoint.aliases = [service.name] + network.aliases.map(\.value)
            endpoint.ipv4 = network.ipv4?.value
            endpoint.ipv6 = network.ipv6?.value
            endpoint.linkLocal = network.linkLocal.map(\.value)
            endpoint.driverOptions = network.driverOptions
            if let interface = network.interfaceName?.value {
                endpoint.driverOptions["com.docker.network.endpoint.ifname"] = interface
            }
            endpoint.gatewayPriority = network.gatewayPriority?.value ?? 0
            endpoint.mac = network.mac?.value
            if index == 0, let mac = service.macAddress?.value {
                if let own = endpoint.mac, own != mac {
                    throw LabError(
                        .invalidParameter,
                        "the service-level mac_address should have the same value as network \(network.key)"
                    )
                }
                endpoint.mac = mac
            }
            if index == 0 { config.networkMode = NetworkMode(name) }
            endpoints.append(ContainerSpec.Endpoint(network: name, config: endpoint))
        }
    }
}
