internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// What Compose asks the engine for, of one network of a file.
enum NetworkRequest {
    static func spec(of network: ComposeNetwork, in project: String) -> NetworkSpec {
        var spec = NetworkSpec(name: network.name.value)
        spec.driver = network.driver?.value ?? ""
        for option in network.driverOptions { spec.options[option.value.key] = option.value.value }
        if let driver = network.ipamDriver?.value { spec.ipamDriver = driver }
        spec.ipamOptions = network.ipamOptions
        spec.subnets = network.subnets.map { subnet in
            NetworkSpec.Subnet(
                prefix: subnet.prefix?.value,
                range: subnet.range?.value,
                gateway: subnet.gateway?.value,
                auxiliary: Dictionary(
                    subnet.auxiliary.map { ($0.name, $0.address.value) },
                    uniquingKeysWith: { _, last in last }
                )
            )
        }
        spec.isInternal = network.isInternal?.value ?? false
        spec.isAttachable = network.isAttachable
        spec.enableIPv4 = network.enableIPv4?.value
        spec.enableIPv6 = network.enableIPv6?.value
        spec.labels = network.labels
        spec.labels[ComposeLabel.network] = network.key
        spec.labels[ComposeLabel.project] = project
        spec.labels[ComposeLabel.version] = ComposeLabel.versionText
        spec.labels[ComposeLabel.configHash] = ConfigurationHash(of: network).text
        return spec
    }

    /// A project's networks in the order in which Compose sees to them: by key (docker/compose: `reconcileNetworks`).
    static func order(of networks: [ComposeNetwork]) -> [Int] {
        networks.indices.sorted { ServiceOrder.precedes(networks[$0].key, networks[$1].key) }
    }
}
