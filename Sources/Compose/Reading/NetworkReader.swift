internal import YAML

/// Reads the top-level `networks`.
struct NetworkReader {
    let project: String
    var values = ValueReader()
    private(set) var warnings: [SourceError] = []

    init(project: String) {
        self.project = project
    }

    mutating func networks(_ node: YAMLNode?) -> [ComposeNetwork] {
        (node?.mapping ?? []).map { network($0) }
    }

    private mutating func network(_ entry: YAMLNode.Entry) -> ComposeNetwork {
        let (key, node) = (entry.key, entry.value)
        let refusalsBefore = values.refusals.count
        let path = "networks.\(key)"
        var network = ComposeNetwork(
            key: key,
            at: entry.keyPlace,
            name: Placed("\(project)_\(key)", at: entry.keyPlace)
        )
        let external = external(node["external"], path, node)
        network.isExternal = external.isExternal
        if let name = values.name(node["name"]) ?? external.name {
            network.name = name
            network.hasOwnName = true
        } else if network.isExternal {
            network.name = Placed(key, at: entry.keyPlace)
        }
        network.driver = values.name(node["driver"])
        network.driverOptions = (node["driver_opts"]?.mapping ?? []).map {
            Placed(.init(key: $0.key, value: $0.value.string ?? ""), at: $0.keyPlace)
        }
        network.isInternal = values.bool(node["internal"], "\(path).internal")
        network.isAttachable = values.bool(node["attachable"], "\(path).attachable")?.value ?? false
        network.enableIPv4 = values.bool(node["enable_ipv4"], "\(path).enable_ipv4")
        network.enableIPv6 = values.bool(node["enable_ipv6"], "\(path).enable_ipv6")
        network.labels = values.dictionary(node["labels"])
        network.netsim = node["x-netsim"]
        if let ipam = node["ipam"] {
            network.ipamDriver = values.name(ipam["driver"])
            network.ipamOptions = values.dictionary(ipam["options"])
            network.subnets = (ipam["config"]?.sequence ?? []).enumerated().map { index, item in
                subnet(item, "\(path).ipam.config.\(index)")
            }
        }
        network.written = node.isNull ? nil : node
        network.refusals = Array(values.refusals[refusalsBefore...])
        return network
    }

    /// `external: true`, or the old `external: {name: …}`, which means true.
    private mutating func external(
        _ node: YAMLNode?,
        _ path: String,
        _ network: YAMLNode
    ) -> (isExternal: Bool, name: Placed<String>?) {
        guard let node else { return (false, nil) }
        guard node.mapping != nil else {
            return (values.bool(node, "\(path).external")?.value ?? false, nil)
        }
        guard let name = values.name(node["name"]) else { return (true, nil) }
        warnings.append(
            SourceError("\(path): external.name is deprecated. Please set name and external: true", at: node.place)
        )
        if let other = values.name(network["name"]), other.value != name.value {
            values.refuse("\(path): name and external.name conflict; only use name", at: other.place)
        }
        return (true, name)
    }

    private mutating func subnet(_ node: YAMLNode, _ path: String) -> ComposeSubnet {
        var subnet = ComposeSubnet(at: node.place)
        subnet.prefix = values.prefix(node["subnet"], "\(path).subnet")
        subnet.range = values.prefix(node["ip_range"], "\(path).ip_range")
        subnet.gateway = values.address(node["gateway"], "\(path).gateway")
        for entry in node["aux_addresses"]?.mapping ?? [] {
            if let address = values.address(entry.value, "\(path).aux_addresses.\(entry.key)") {
                subnet.auxiliary.append((entry.key, address))
            }
        }
        return subnet
    }
}
