internal import Addressing
internal import Lab
internal import Rendering

extension ContainerView {
    /// `NetworkSettings`: the sandbox, the ports, and an entry for each network.
    static func networkSettings(of container: Container, _ lab: Lab) -> JSONValue {
        let sandbox = sandbox(of: container)
        let networks = container.attachments.map { ($0.network, endpointSettings($0, of: container, lab)) }
        var object: JSONObject = [
            "SandboxID": .string(sandbox?.id ?? ""),
            "SandboxKey": .string(sandbox?.key ?? ""),
            "Ports": PortTable(of: container, in: lab).json,
        ]
        if !lab.engine.has(.inspectTrimmed) { addFormerFields(to: &object, container, lab) }
        object["Networks"] = .object(JSONObject(networks).sortedByKey())
        return .object(object)
    }

    /// What older engines show beside the networks: fields that are always empty, and those of the default bridge.
    private static func addFormerFields(to object: inout JSONObject, _ container: Container, _ lab: Lab) {
        let attachment = container.attachments.first { $0.network == "bridge" && $0.endpoint != nil }
        let bridge = attachment.map { endpointSettings($0, of: container, lab) }?.objectValue
        object["Bridge"] = ""
        object["HairpinMode"] = false
        object["LinkLocalIPv6Address"] = ""
        object["LinkLocalIPv6PrefixLen"] = 0
        object["SecondaryIPAddresses"] = .null
        object["SecondaryIPv6Addresses"] = .null
        for key in ["EndpointID", "Gateway", "GlobalIPv6Address"] { object[key] = bridge?[key] ?? "" }
        object["GlobalIPv6PrefixLen"] = bridge?["GlobalIPv6PrefixLen"] ?? 0
        object["IPAddress"] = bridge?["IPAddress"] ?? ""
        object["IPPrefixLen"] = bridge?["IPPrefixLen"] ?? 0
        for key in ["IPv6Gateway", "MacAddress"] { object[key] = bridge?[key] ?? "" }
    }

    /// The network namespace's identity and path; nil where the container has none of its own.
    private static func sandbox(of container: Container) -> (id: String, key: String)? {
        switch container.stack {
        case .down, .joined: return nil
        case .own(let id): return ("\(id)", "/var/run/docker/netns/\(id.short)")
        case .host:
            // The lab keeps no namespace for the host; the engine numbers its share of it anew at each start.
            let start = UInt64(bitPattern: container.startedAt.nanoseconds)
            var entropy = Entropy(seed: container.id.words.0 ^ start)
            return ("\(Identifier(drawnFrom: &entropy))", "/var/run/docker/netns/default")
        }
    }

    /// One network's entry (`EndpointSettings`): addresses only while the endpoint is live, the request always.
    static func endpointSettings(_ attachment: Attachment, of container: Container, _ lab: Lab) -> JSONValue {
        let config = attachment.config
        let endpoint = attachment.endpoint
        func gateway(_ family: AddressFamily) -> JSONValue {
            .string(lab.gateway(of: attachment, family).map(\.description) ?? "")
        }
        func address(_ prefix: IPPrefix?) -> JSONValue { .string(prefix.map { "\($0.address)" } ?? "") }
        // Until the first start the field holds the address asked for; a start, even one that fails, clears it for good.
        let mac = endpoint == nil && !container.wasTried ? config.mac : endpoint?.mac
        let aliases = lab.shownAliases(of: container, on: attachment)
        var object: JSONObject = [
            "IPAMConfig": ipamConfig(config),
            "Links": list(config.links),
            // The command line's `network connect` sends empty lists where `run` sends none.
            "Aliases": config.cameFromConnect ? JSONValue(aliases) : list(aliases),
            "DriverOpts": config.driverOptions.isEmpty && !config.cameFromConnect
                ? .null : JSONValue(sortedByKey: config.driverOptions),
            "GwPriority": .int(Int64(config.gatewayPriority)),
            "NetworkID": .string(attachment.networkID.map(\.description) ?? ""),
            "EndpointID": .string(endpoint.map { "\($0.id)" } ?? ""),
            "Gateway": gateway(.ipv4),
            "IPAddress": address(endpoint?.ipv4),
            "MacAddress": .string(mac.map(\.description) ?? ""),
            "IPPrefixLen": .int(Int64(endpoint?.ipv4?.length ?? 0)),
            "IPv6Gateway": gateway(.ipv6),
            "GlobalIPv6Address": address(endpoint?.ipv6),
            "GlobalIPv6PrefixLen": .int(Int64(endpoint?.ipv6?.length ?? 0)),
            "DNSNames": list(lab.dnsNames(of: container, on: attachment)),
        ]
        if !lab.engine.has(.gatewayPriority) { object["GwPriority"] = nil }
        if !lab.engine.has(.dnsNames) { object["DNSNames"] = nil }
        return .object(object)
    }

    /// `null` where no address was asked for, but `{}` after `network connect`.
    private static func ipamConfig(_ config: EndpointConfig) -> JSONValue {
        var object = JSONObject()
        if let address = config.ipv4 { object["IPv4Address"] = .string("\(address)") }
        if let address = config.ipv6 { object["IPv6Address"] = .string("\(address)") }
        if !config.linkLocal.isEmpty { object["LinkLocalIPs"] = JSONValue(config.linkLocal.map(\.description)) }
        return object.isEmpty && !config.cameFromConnect ? .null : .object(object)
    }
}
