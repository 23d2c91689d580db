internal import Addressing
internal import Lab
internal import Projects
internal import Rendering

extension ComposeExport {
    /// One service; nil for what the dialect cannot say at all.
    mutating func service(_ container: Container, key: String, count: Int) -> JSONValue? {
        let config = container.config
        var object: JSONObject = ["image": .string(escaped(config.image))]
        let isComposeName = project.map { container.name == "\($0)-\(key)-1" } ?? false
        if dialect == .compose {
            if count == 1, !isComposeName { object["container_name"] = .string(escaped(container.name)) }
            if count > 1 { object["scale"] = .int(Int64(count)) }
        } else if count > 1 {
            object["deploy"] = ["replicas": .int(Int64(count))]
        }
        if let entrypoint = config.entrypoint { object["entrypoint"] = JSONValue(entrypoint.map(escaped)) }
        if !config.command.isEmpty { object["command"] = JSONValue(config.command.map(escaped)) }
        if !config.networkMode.isContainer {
            if !config.hostname.isEmpty { object["hostname"] = .string(escaped(config.hostname)) }
            if !config.domainname.isEmpty { object["domainname"] = .string(escaped(config.domainname)) }
        }
        guard addNetworks(of: container, key: key, to: &object) else { return nil }
        if dialect == .compose { addDependencies(of: container, key: key, to: &object) }
        addPorts(of: config, to: &object)
        func list(_ name: String, _ values: [String]) {
            if !values.isEmpty { object[name] = JSONValue(values.map(escaped)) }
        }
        list("dns", config.dns.map(\.description))
        list("dns_search", config.dnsSearch)
        list("dns_opt", config.dnsOptions)
        list("extra_hosts", config.extraHosts)
        list("environment", config.environment)
        addLabels(config.labels.mapValues(escaped), to: &object)
        addRestart(config.restartPolicy, to: &object)
        if config.tty { object["tty"] = true }
        if config.openStdin { object["stdin_open"] = true }
        if let signal = config.stopSignal { object["stop_signal"] = .string(signal) }
        return .object(object)
    }

    func escaped(_ text: String) -> String { ComposeText.escaped(text) }

    private func addRestart(_ policy: ContainerConfig.RestartPolicy, to object: inout JSONObject) {
        switch policy {
        case .no: break
        case .onFailure(let retries) where dialect == .compose:
            object["restart"] = .string(retries > 0 ? "on-failure:\(retries)" : "on-failure")
        default:
            if dialect == .compose {
                object["restart"] = .string(policy.name)
            } else {
                var deploy = object["deploy"]?.objectValue ?? JSONObject()
                let condition = if case .onFailure = policy { "on-failure" } else { "any" }
                deploy["restart_policy"] = ["condition": .string(condition)]
                object["deploy"] = .object(deploy)
            }
        }
    }

    private func addPorts(of config: ContainerConfig, to object: inout JSONObject) {
        if config.networkMode.isContainer { return }
        if !config.portBindings.isEmpty {
            object["ports"] = .array(
                config.portBindings.map { binding in
                    if dialect == .compose { return .string(DockerScript.publish(binding)) }
                    var entry: JSONObject = [
                        "target": .int(Int64(binding.port.number)),
                        "protocol": .string(binding.port.transport.rawValue),
                        "mode": "ingress",
                    ]
                    if let ports = binding.hostPorts { entry["published"] = .int(Int64(ports.first)) }
                    return .object(entry)
                }
            )
        }
        let bound = Set(config.portBindings.map(\.port))
        let exposed = config.exposedPorts.filter { !bound.contains($0) }
        if !exposed.isEmpty { object["expose"] = JSONValue(exposed.map(\.description)) }
    }

    // MARK: Order

    /// What a service waits for: as Compose wrote it down; and where that is not all of the order, because the container is
    /// not of Compose's making or one of several projects, whoever got an address of each of its networks before, so that
    /// addresses are given in the same order again.
    private func addDependencies(of container: Container, key: String, to object: inout JSONObject) {
        var conditions: [(service: String, condition: String)] = []
        let labels = container.config.labels
        // `db:service_started:false,…`
        for entry in (labels[ComposeLabel.dependsOn] ?? "").split(separator: ",") {
            let parts = entry.split(separator: ":").map(String.init)
            guard let name = parts.first, let service = self.key(of: name, in: labels[ComposeLabel.project]) else {
                continue
            }
            conditions.append((service, parts.count > 1 ? parts[1] : "service_started"))
        }
        if project == nil || labels[ComposeLabel.service] == nil {
            for service in predecessors(of: container)
            where service != key && !conditions.contains(where: { $0.service == service }) {
                conditions.append((service, "service_started"))
            }
        }
        if conditions.isEmpty { return }
        if conditions.allSatisfy({ $0.condition == "service_started" }) {
            object["depends_on"] = JSONValue(conditions.map(\.service))
        } else {
            object["depends_on"] = .object(
                JSONObject(conditions.map { ($0.service, ["condition": .string($0.condition)]) })
            )
        }
    }

    /// The file's key of a project's service; nil where no container of it is there.
    private func key(of service: String, in project: String?) -> String? {
        services.first { _, containers in
            let labels = containers.first?.config.labels
            return labels?[ComposeLabel.service] == service && labels?[ComposeLabel.project] == project
        }?
        .key
    }

    /// The services that joined each network right before a container did, where the order decides on an address.
    private func predecessors(of container: Container) -> [String] {
        var found: [String] = []
        let start = Self.start(of: container)
        for attachment in container.attachments {
            guard let network = attachment.networkID.flatMap({ lab.network($0) }), let own = attachment.endpoint,
                network.driver.hasEndpoints
            else { continue }
            let members = lab.liveEndpoints(of: network)
            // Only what started before: who was connected later would make a circle.
            guard let place = members.firstIndex(where: { $0.endpoint.id == own.id }), place > 0,
                Self.start(of: members[place - 1].container) < start,
                let service = serviceOf[members[place - 1].container.id], !found.contains(service)
            else { continue }
            found.append(service)
        }
        return found
    }

    private static func start(of container: Container) -> UInt64 {
        container.attachments.compactMap { $0.endpoint?.sequence }.min() ?? container.sequence
    }

    // MARK: Networks

    /// False where the service cannot be said at all.
    private mutating func addNetworks(of container: Container, key: String, to object: inout JSONObject) -> Bool {
        switch container.config.networkMode {
        case .container(let target):
            let owner = try? lab.container(matching: target)
            if dialect == .swarm {
                notes.append(
                    "Left out: \(container.name) shares the stack of \(owner?.name ?? target), which a stack cannot say."
                )
                return false
            }
            let service = owner.flatMap { serviceOf[$0.id] }
            object["network_mode"] = .string(service.map { "service:\($0)" } ?? "container:\(owner?.name ?? target)")
            return true
        case .host, .none:
            if dialect == .swarm {
                notes.append(
                    "\(container.name) uses network_mode \(container.config.networkMode): a stack names that network as external."
                )
            }
            object["network_mode"] = .string(container.config.networkMode.description)
            return true
        default: break
        }
        let made = container.attachments.filter { !Network.isPredefined($0.network) }
        let isOnBridge = container.attachments.contains { $0.network == "bridge" }
        if made.isEmpty {
            if !container.links.isEmpty, dialect == .compose {
                let links = container.links.map { "\(lab.container($0.child)?.name ?? $0.childName):\($0.alias)" }
                object["external_links"] = JSONValue(links.map(escaped))
            }
            if isOnBridge || container.attachments.isEmpty { object["network_mode"] = isOnBridge ? "bridge" : "none" }
            if dialect == .swarm {
                notes.append(
                    "Not as in the lab: \(container.name) was on the default bridge, which services cannot join."
                )
                object["network_mode"] = nil
            }
            return true
        }
        if isOnBridge {
            notes.append(
                "Not as in the lab: \(container.name) is also on the default bridge, which Compose cannot say."
            )
        }
        addPlaces(made, of: container, key: key, to: &object)
        return true
    }

    private mutating func addPlaces(
        _ made: [Attachment],
        of container: Container,
        key: String,
        to object: inout JSONObject
    ) {
        var places = JSONObject()
        var links: [String] = []
        for (index, attachment) in made.enumerated() {
            let network = attachment.networkID ?? (try? lab.network(matching: attachment.network))?.id
            guard let networkKey = network.flatMap({ networkKeys[$0] }) else { continue }
            var place = place(attachment, of: container, key: key)
            // Compose attaches the highest priority first.
            if made.count > 1, dialect == .compose { place["priority"] = .int(Int64(made.count - index) * 100) }
            places[networkKey] = place.isEmpty ? .null : .object(place)
            for link in attachment.config.links where !links.contains(link) { links.append(link) }
        }
        let isPlain = places.memberValues.allSatisfy(\.isNull)
        if places.count != 1 || places.memberNames != ["default"] || !isPlain {
            object["networks"] = isPlain ? JSONValue(places.memberNames) : .object(places)
        }
        if !links.isEmpty, dialect == .compose {
            object["external_links"] = JSONValue(
                links.map { link in
                    let parts = link.split(separator: ":", maxSplits: 1).map(String.init)
                    let target = parts.first.flatMap { try? lab.container(matching: $0) }?.name ?? parts.first ?? ""
                    return escaped(parts.count == 2 ? "\(target):\(parts[1])" : target)
                }
            )
        }
    }

    private mutating func place(_ attachment: Attachment, of container: Container, key: String) -> JSONObject {
        var place = JSONObject()
        let config = attachment.config
        // Compose adds the service's and the container's name itself.
        let aliases = config.aliases.filter { $0 != key && $0 != container.name }
        if !aliases.isEmpty { place["aliases"] = JSONValue(aliases.map(escaped)) }
        let pinned = pinsEverything ? attachment.endpoint : nil
        let ipv4 = config.ipv4 ?? pinned?.ipv4?.address
        let ipv6 = config.ipv6 ?? pinned?.ipv6?.address
        let mac = config.mac ?? pinned?.mac
        if dialect == .swarm {
            for address in [ipv4, ipv6].compactMap({ $0 }) {
                notes.append("Not as in the lab: \(container.name) asks for \(address) on \(attachment.network).")
            }
            return place
        }
        if let ipv4 { place["ipv4_address"] = .string("\(ipv4)") }
        if let ipv6 { place["ipv6_address"] = .string("\(ipv6)") }
        if !config.linkLocal.isEmpty { place["link_local_ips"] = JSONValue(config.linkLocal.map(\.description)) }
        if let mac { place["mac_address"] = .string("\(mac)") }
        if config.gatewayPriority != 0 { place["gw_priority"] = .int(Int64(config.gatewayPriority)) }
        if !config.driverOptions.isEmpty { place["driver_opts"] = JSONValue(sortedByKey: config.driverOptions) }
        return place
    }
}
