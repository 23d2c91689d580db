internal import Addressing
internal import YAML

/// Reads `networks` of a service: a list of names, or a mapping.
struct ServiceNetworkReader {
    let path: String
    var values = ValueReader()

    init(path: String) {
        self.path = path
    }

    mutating func networks(_ node: YAMLNode) -> [ServiceNetwork] {
        (Merger.names(node).mapping ?? []).map { network($0) }
    }

    private mutating func network(_ entry: YAMLNode.Entry) -> ServiceNetwork {
        let node = entry.value
        let path = "\(path).networks.\(entry.key)"
        var network = ServiceNetwork(key: entry.key, at: entry.keyPlace)
        network.aliases = values.texts(node["aliases"])
        network.ipv4 = values.address(node["ipv4_address"], of: .ipv4, "\(path).ipv4_address")
        network.ipv6 = values.address(node["ipv6_address"], of: .ipv6, "\(path).ipv6_address")
        for item in node["link_local_ips"]?.sequence ?? [] {
            if let address = values.address(item, "\(path).link_local_ips") { network.linkLocal.append(address) }
        }
        network.mac = values.hardwareAddress(node["mac_address"], "\(path).mac_address")
        network.priority = values.integer(node["priority"], Int.min...Int.max, "\(path).priority")
        network.gatewayPriority = values.integer(node["gw_priority"], Int.min...Int.max, "\(path).gw_priority")
        network.driverOptions = values.dictionary(node["driver_opts"])
        network.interfaceName = values.name(node["interface_name"])
        return network
    }
}
