internal import Addressing
internal import YAML

extension ExtensionReader {
    /// Reads `x-netsim.host`.
    mutating func readHost(_ node: YAMLNode) {
        var host = HostStatement()
        for entry in entries(node, "host", Keys.host) {
            switch entry.key {
            case "addresses": host.addresses = list(entry.value, "addresses").compactMap { address($0) }
            case "interfaces": host.interfaces = names(entry.value, "interfaces")
            case "networks": host.networks = list(entry.value, "networks").compactMap { hostNetwork($0) }
            case "containers": host.containers = names(entry.value, "containers")
            case "drivers": host.drivers = names(entry.value, "drivers")
            default: break
            }
        }
        found.host = host
    }

    private mutating func names(_ node: YAMLNode, _ key: String) -> [Placed<String>] {
        list(node, key).compactMap { item in
            guard let text = item.string, !text.isEmpty else {
                fail("\(key) are names, not \(item.kind)", item)
                return nil
            }
            return Placed(text, at: item.place)
        }
    }

    private mutating func address(_ node: YAMLNode) -> Placed<IPPrefix>? {
        let text = node.string ?? ""
        guard let prefix = IPPrefix(text) ?? IPAddress(text).map({ IPPrefix(host: $0) }) else {
            fail(
                node.string.map { "\"\($0)\" is no address" } ?? "an address is a text, not \(node.kind)",
                node,
                help: "write 192.168.1.5/24"
            )
            return nil
        }
        return Placed(prefix, at: node.place)
    }

    /// A name, or a name with what is known of the network.
    private mutating func hostNetwork(_ node: YAMLNode) -> HostStatement.Network? {
        if let name = node.string {
            return HostStatement.Network(name: Placed(name, at: node.place), subnets: [], driver: nil)
        }
        let before = errors.count
        var subnets: [Placed<IPPrefix>] = []
        for entry in entries(node, "networks", Keys.hostNetwork) where entry.key == "subnets" {
            for item in list(entry.value, "subnets") {
                guard let prefix = item.string.flatMap({ IPPrefix($0) }), !prefix.hasHostBits else {
                    fail("\"\(item.string ?? "")\" is no subnet", item, help: "write 172.30.0.0/24")
                    continue
                }
                subnets.append(Placed(prefix, at: item.place))
            }
        }
        let name = text(node, "name")
        let driver = text(node, "driver")?.value
        guard errors.count == before else { return nil }
        guard let name else {
            fail("name is missing: which network does the host have?", node)
            return nil
        }
        return HostStatement.Network(name: name, subnets: subnets, driver: driver)
    }
}
