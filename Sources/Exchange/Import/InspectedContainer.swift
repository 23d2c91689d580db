internal import Addressing
internal import Lab
internal import Rendering

/// One object of `docker inspect`, or an answer of `GET /containers/{id}/json`.
struct InspectedContainer {
    struct Place {
        var network: String
        var networkID: NetworkID?
        var config: EndpointConfig
        var endpoint: LiveEndpoint?
        /// nil from engines that do not tell.
        var names: [String]?
        /// What the container was told, for networks that have no dump of their own.
        var gateways: [IPAddress] = []
    }

    struct LiveEndpoint {
        let id: EndpointID
        let ipv4: IPPrefix?
        let ipv6: IPPrefix?
        let mac: MACAddress?
    }

    let id: ContainerID
    let name: String
    let created: Timestamp
    var config: ContainerConfig
    var status: Container.Status
    var exitCode = 0
    var error = ""
    var startedAt: Timestamp
    var finishedAt: Timestamp
    var restartCount = 0
    var sandbox: SandboxID?
    /// The mode's own network first, then by name: dumps do not say in which order they were joined.
    var places: [Place] = []
    /// Legacy links: the child's name and the alias.
    var links: [(child: String, alias: String)] = []
    var published: [PublishedPort] = []
    /// Where it was read, for messages.
    let origin: InspectedValue

    static func read(_ dump: InspectedValue, notes: inout [String]) throws(ImportError) -> InspectedContainer {
        guard let id = try dump["Id"].identifier() else { throw dump["Id"].problem("the container has no identifier") }
        var name = try dump["Name"].text()
        if name.hasPrefix("/") { name.removeFirst() }
        let state = dump["State"]
        var container = InspectedContainer(
            id: id,
            name: name,
            created: try dump["Created"].moment(),
            config: try config(dump, id),
            status: .created,
            startedAt: try state["StartedAt"].moment(),
            finishedAt: try state["FinishedAt"].moment(),
            origin: dump
        )
        let status = try state["Status"].text()
        if let known = Container.Status(rawValue: status), known != .restarting {
            container.status = known
        } else {
            // Restarting, removing and dead containers have no network at that moment.
            container.status = .exited
            notes.append("container \(name) is \(status.isEmpty ? "in no known state" : status): imported as exited")
        }
        container.exitCode = try state["ExitCode"].int()
        container.error = try state["Error"].text()
        container.restartCount = try dump["RestartCount"].int()
        let settings = dump["NetworkSettings"]
        if container.isRunning {
            container.sandbox = try settings["SandboxID"].identifier()
            container.published = try published(settings["Ports"])
        }
        for link in try dump["HostConfig"]["Links"].elements() {
            // `/child:/parent/alias`
            let parts = try link.text().split(separator: ":")
            guard parts.count == 2, let alias = parts[1].split(separator: "/").last, parts[0].hasPrefix("/") else {
                throw link.problem("\(link.value.json()) is no link such as /db:/web/alias")
            }
            container.links.append((String(parts[0].dropFirst()), String(alias)))
        }
        container.config.links = container.links.map { "\($0.child):\($0.alias)" }
        for (network, entry) in try settings["Networks"].members() {
            container.places.append(try place(network, entry, of: container))
        }
        let mode = container.config.networkMode.networkName
        container.places.sort { a, b in
            let (first, second) = (a.isOf(mode) ? 0 : 1, b.isOf(mode) ? 0 : 1)
            return (first, a.network) < (second, b.network)
        }
        // Engines before 25 keep the MAC address that was asked for with the container.
        if let mac = try dump["Config"]["MacAddress"].mac(), !container.places.isEmpty {
            container.places[0].config.mac = mac
        }
        return container
    }

    var isRunning: Bool { status == .running || status == .paused }

    private static func config(_ dump: InspectedValue, _ id: ContainerID) throws(ImportError) -> ContainerConfig {
        let (own, host) = (dump["Config"], dump["HostConfig"])
        var config = ContainerConfig()
        config.image = try own["Image"].text()
        config.command = try own["Cmd"].texts()
        config.entrypoint = own["Entrypoint"].isNull ? nil : try own["Entrypoint"].texts()
        config.networkMode = NetworkMode(try host["NetworkMode"].text())
        if config.networkMode == .default { config.networkMode = .bridge }
        config.hostname = try own["Hostname"].text()
        if config.hostname == id.short { config.hostname = "" }
        config.domainname = try own["Domainname"].text()
        config.environment = try own["Env"].texts()
        config.labels = try own["Labels"].textMap()
        for (key, value) in try own["ExposedPorts"].members() {
            guard let port = InspectedValue.port(key) else { throw value.problem("\(key) is no port such as 80/tcp") }
            config.exposedPorts.append(port)
        }
        config.exposedPorts.sort()
        for (key, bindings) in try host["PortBindings"].members() {
            guard let port = InspectedValue.port(key) else {
                throw bindings.problem("\(key) is no port such as 80/tcp")
            }
            for binding in try bindings.elements() {
                let text = try binding["HostPort"].text()
                let range = PortRange(text)
                guard text.isEmpty || range != nil else {
                    throw binding["HostPort"].problem("\(binding["HostPort"].value.json()) is no port")
                }
                config.portBindings.append(
                    PortBinding(
                        port: port,
                        hostAddress: try binding["HostIp"].address(),
                        hostPorts: range?.first == 0 ? nil : range
                    )
                )
            }
        }
        config.publishAll = try host["PublishAllPorts"].flag()
        config.dns = try host["Dns"].addresses()
        config.dnsSearch = try host["DnsSearch"].texts()
        config.dnsOptions = try host["DnsOptions"].texts()
        config.extraHosts = try host["ExtraHosts"].texts()
        config.restartPolicy = try restartPolicy(host["RestartPolicy"])
        config.autoRemove = try host["AutoRemove"].flag()
        config.tty = try own["Tty"].flag()
        config.openStdin = try own["OpenStdin"].flag()
        let signal = try own["StopSignal"].text()
        config.stopSignal = signal.isEmpty ? nil : signal
        return config
    }

    private static func restartPolicy(_ policy: InspectedValue) throws(ImportError) -> ContainerConfig.RestartPolicy {
        let name = try policy["Name"].text()
        switch name {
        case "", "no": return .no
        case "always": return .always
        case "unless-stopped": return .unlessStopped
        case "on-failure": return .onFailure(maximumRetries: try policy["MaximumRetryCount"].int())
        default: throw policy["Name"].problem("\(policy["Name"].value.json()) is no restart policy")
        }
    }

    private static func published(_ ports: InspectedValue) throws(ImportError) -> [PublishedPort] {
        var published: [PublishedPort] = []
        for (key, bindings) in try ports.members() {
            guard let port = InspectedValue.port(key) else {
                throw bindings.problem("\(key) is no port such as 80/tcp")
            }
            for binding in try bindings.elements() {
                let text = try binding["HostPort"].text()
                guard let number = text.isEmpty ? 0 : UInt16(text) else {
                    throw binding["HostPort"].problem("\(binding["HostPort"].value.json()) is no port")
                }
                let any = IPAddress.v4(IPv4Address(rawValue: 0))
                published.append(
                    PublishedPort(port: port, hostAddress: try binding["HostIp"].address() ?? any, hostPort: number)
                )
            }
        }
        return published
    }

    private static func place(
        _ network: String,
        _ entry: InspectedValue,
        of container: InspectedContainer
    ) throws(ImportError) -> Place {
        var config = EndpointConfig()
        let ipam = entry["IPAMConfig"]
        config.ipv4 = try ipam["IPv4Address"].address()
        config.ipv6 = try ipam["IPv6Address"].address()
        config.linkLocal = try ipam["LinkLocalIPs"].addresses()
        config.aliases = try entry["Aliases"].texts()
        // Engines before 25 list the short identifier among the aliases.
        if !entry.has("DNSNames") { config.aliases.removeAll { $0 == container.id.short } }
        config.links = try entry["Links"].texts()
        config.driverOptions = try entry["DriverOpts"].textMap()
        config.gatewayPriority = try entry["GwPriority"].int()
        config.cameFromConnect =
            ipam.value.objectValue?.isEmpty == true || entry["Aliases"].value.arrayValue?.isEmpty == true
            || entry["DriverOpts"].value.objectValue?.isEmpty == true
        var place = Place(network: network, networkID: try entry["NetworkID"].identifier(), config: config)
        if entry.has("DNSNames") { place.names = try entry["DNSNames"].texts() }
        place.gateways = [try entry["Gateway"].address(), try entry["IPv6Gateway"].address()].compactMap { $0 }
        let mac = try entry["MacAddress"].mac()
        guard container.isRunning, let id = try entry["EndpointID"].identifier() else {
            place.config.mac = mac
            return place
        }
        place.endpoint = LiveEndpoint(
            id: id,
            ipv4: try prefix(entry["IPAddress"], entry["IPPrefixLen"]),
            ipv6: try prefix(entry["GlobalIPv6Address"], entry["GlobalIPv6PrefixLen"]),
            mac: mac
        )
        return place
    }

    private static func prefix(_ address: InspectedValue, _ length: InspectedValue) throws(ImportError) -> IPPrefix? {
        guard let number = try address.address() else { return nil }
        guard let prefix = IPPrefix(address: number, length: try length.int()) else {
            throw length.problem("\(length.value.json()) is no prefix length of \(number)")
        }
        return prefix
    }
}

extension InspectedContainer.Place {
    /// Whether it is the network that a mode names, by name or identifier.
    fileprivate func isOf(_ mode: String?) -> Bool {
        guard let mode else { return false }
        return network == mode || networkID.map { "\($0)" == mode || $0.short == mode } == true
    }
}
