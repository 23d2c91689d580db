internal import Addressing
package import Lab
internal import Text
package import YAML

/// A containerlab topology as a lab: nodes become containers, bridges and the links between other nodes become networks
/// of their own, and the management network is what containerlab makes of it.
///
/// Addresses are those that nodes give their interfaces in `exec`; a network with none gets a subnet from the pools.
package struct ContainerlabImport: Sendable {
    package let lab: Lab
    package let notes: [String]

    /// - Throws: what is wrong with the file, and where; what the engine refuses of it, at the node or link.
    package init(_ root: YAMLNode, at now: Timestamp) throws(SourceError) {
        var reader = Reader(now: now)
        try reader.read(root)
        lab = reader.lab
        notes = reader.notes
    }

    private struct End {
        let node: String
        let interface: String
        let place: SourcePlace
    }

    private struct Node {
        let name: String
        let kind: String
        let yaml: YAMLNode
        /// By interface: what `exec` gives it.
        var addresses: [String: [IPPrefix]] = [:]
        /// Next hops of the default routes that `exec` makes.
        var gateways: [IPAddress] = []

        var isBridge: Bool { kind == "bridge" || kind == "ovs-bridge" }
    }

    private struct Reader {
        var lab: Lab
        var notes: [String] = []
        private let now: Timestamp
        private var nodes: [String: Node] = [:]
        private var order: [String] = []
        private var prefix = "clab"
        private var name = ""

        init(now: Timestamp) {
            self.now = now
            lab = Lab(created: now)
        }

        mutating func read(_ root: YAMLNode) throws(SourceError) {
            guard root.mapping != nil, let topology = root["topology"] else {
                throw SourceError("this is no containerlab topology: it has no topology", at: root.place)
            }
            name = root["name"]?.string ?? "lab"
            if let given = root.entry("prefix") { prefix = given.value.string ?? "" }
            let kinds = topology["kinds"]
            for entry in topology["nodes"]?.mapping ?? [] {
                guard entry.value.mapping != nil || entry.value.isNull else {
                    throw SourceError("a node must be a mapping, not \(entry.value.kind)", at: entry.value.place)
                }
                let kind =
                    entry.value["kind"]?.string ?? topology["defaults"]?["kind"]?.string ?? "linux"
                var node = Node(name: entry.key, kind: kind, yaml: entry.value)
                if !node.isBridge, kind != "linux", kind != "host" {
                    notes.append("node \(node.name) is of kind \(kind): imported as a container without its system")
                }
                let commands = [topology["defaults"]?["exec"], kinds?[kind]?["exec"], entry.value["exec"]]
                for command in commands.compactMap({ $0?.sequence }).joined() {
                    if let (interface, address) = Self.assignment(command.string ?? "") {
                        node.addresses[interface, default: []].append(address)
                    }
                    if let gateway = Self.defaultRoute(command.string ?? "") { node.gateways.append(gateway) }
                }
                nodes[entry.key] = node
                order.append(entry.key)
            }
            if order.isEmpty { throw SourceError("the topology has no nodes", at: topology.place) }
            try makeManagement(root["mgmt"])
            try makeLinks(topology["links"])
            try makeContainers()
            for name in order {
                guard let node = nodes[name], !node.isBridge, node.kind != "host" else { continue }
                try attempt(node.yaml.place) { lab, now throws(LabError) in
                    try lab.startContainer(matching: name, at: now)
                }
            }
        }

        /// `ip address add 10.0.0.1/24 dev eth1` in any of its spellings, perhaps in a shell.
        private static func assignment(_ command: String) -> (String, IPPrefix)? {
            let words = command.split { " \t\"';&".contains($0) }.map(String.init)
            guard let add = words.firstIndex(where: { $0 == "add" || $0 == "a" || $0 == "replace" }), add > 0,
                ["a", "addr", "address"].contains(words[add - 1]), words.contains("ip"),
                let device = words.firstIndex(of: "dev"), words.indices.contains(device + 1),
                let prefix = words[add...].lazy.compactMap({ IPPrefix($0) }).first
            else { return nil }
            return (words[device + 1], prefix)
        }

        /// `ip route add default via 10.0.0.254`, in any of its spellings.
        private static func defaultRoute(_ command: String) -> IPAddress? {
            let words = command.split { " \t\"';&".contains($0) }.map(String.init)
            guard words.contains("ip"), words.contains("default"), let via = words.firstIndex(of: "via"),
                words.indices.contains(via + 1)
            else { return nil }
            return IPAddress(words[via + 1])
        }

        /// Lets the engine do something, and says where what it refuses was asked for.
        private mutating func attempt(
            _ place: SourcePlace,
            _ body: (inout Lab, Timestamp) throws(LabError) -> Void
        ) throws(SourceError) {
            do throws(LabError) {
                try body(&lab, now)
            } catch {
                throw SourceError(error.message, at: place, help: error.hint)
            }
        }

        // MARK: Networks

        private var management = "clab"
        private var links: [(network: String, ends: [End], isBridge: Bool)] = []

        private mutating func makeManagement(_ mgmt: YAMLNode?) throws(SourceError) {
            let joined = nodes.values.contains { joinsManagement($0) }
            guard joined else { return }
            management = mgmt?["network"]?.string ?? "clab"
            var spec = NetworkSpec(name: management)
            let keys = [("ipv4-subnet", "172.20.20.0/24"), ("ipv6-subnet", "3fff:172:20:20::/64")]
            for (key, fallback) in keys {
                let node = mgmt?[key]
                let text = node?.string ?? fallback
                if text == "auto" { continue }
                guard let prefix = IPPrefix(text) else {
                    throw SourceError("\(text) is no prefix such as \(fallback)", at: node?.place)
                }
                spec.subnets.append(NetworkSpec.Subnet(prefix: prefix))
            }
            spec.enableIPv6 = spec.subnets.contains { $0.prefix?.family == .ipv6 }
            try attempt(mgmt?.place ?? SourcePlace(file: 0, line: 1, column: 1)) { lab, now throws(LabError) in
                try lab.createNetwork(spec, at: now)
            }
        }

        private func joinsManagement(_ node: Node) -> Bool {
            !node.isBridge && node.kind != "host" && node.yaml["network-mode"]?.string == nil
        }

        private mutating func makeLinks(_ list: YAMLNode?) throws(SourceError) {
            var byBridge: [String: [End]] = [:]
            for link in list?.sequence ?? [] {
                guard let pair = link["endpoints"]?.sequence ?? (link["endpoint"].map { [$0] }) else {
                    throw SourceError("a link needs endpoints", at: link.place)
                }
                let ends = try pair.map { node throws(SourceError) in try end(node) }
                guard ends.count == 2 else {
                    throw SourceError("a link has two endpoints, not \(ends.count)", at: link.place)
                }
                let bridges = ends.filter { nodes[$0.node]?.isBridge == true }
                if bridges.count == 1, let bridge = bridges.first {
                    byBridge[bridge.node, default: []] += ends.filter { nodes[$0.node]?.isBridge != true }
                    continue
                }
                if bridges.count == 2 {
                    notes.append("a link between the bridges \(ends[0].node) and \(ends[1].node) is left out")
                    continue
                }
                let special = ["host", "mgmt-net", "macvlan"]
                if let outside = ends.first(where: { nodes[$0.node] == nil && special.contains($0.node) }) {
                    notes.append("a link to \(outside.node):\(outside.interface) is left out")
                    continue
                }
                for end in ends where nodes[end.node] == nil {
                    throw SourceError(
                        "there is no node \(end.node)",
                        at: end.place,
                        help: NearName.hint(for: end.node, among: order)
                    )
                }
                links.append(("\(ends[0].node)-\(ends[1].node)", ends, false))
            }
            for name in order where byBridge[name] != nil {
                let label = nodes[name]?.yaml["labels"]?[ContainerlabExport.networkLabel]?.string
                links.append((label ?? name, byBridge[name] ?? [], true))
            }
            var taken: Set<String> = [management]
            for index in links.indices {
                var (name, number) = (links[index].network, 2)
                while !taken.insert(name).inserted {
                    name = "\(links[index].network)-\(number)"
                    number += 1
                }
                links[index].network = name
                try makeNetwork(links[index])
            }
        }

        /// `node:eth1`, or the long form.
        private func end(_ yaml: YAMLNode) throws(SourceError) -> End {
            if let node = yaml["node"]?.string {
                return End(node: node, interface: yaml["interface"]?.string ?? "", place: yaml.place)
            }
            let parts = (yaml.string ?? "").split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw SourceError(
                    "an endpoint is written node:interface, not \(yaml.string ?? yaml.kind)",
                    at: yaml.place
                )
            }
            return End(node: parts[0], interface: parts[1], place: yaml.place)
        }

        /// A network that holds a link together. Nobody is its gateway, but for a bridge of the host that nodes have their
        /// default route through.
        private mutating func makeNetwork(_ link: (network: String, ends: [End], isBridge: Bool)) throws(SourceError) {
            if Network.isPredefined(link.network) { return }
            var spec = NetworkSpec(name: link.network)
            spec.isInternal = true
            spec.options = [
                BridgeOptions.Key.gatewayMode4: "isolated", BridgeOptions.Key.gatewayMode6: "isolated",
            ]
            for address in link.ends.flatMap({ addresses($0) }) {
                let prefix = address.masked
                if !spec.subnets.contains(where: { $0.prefix?.overlaps(prefix) == true }) {
                    spec.subnets.append(NetworkSpec.Subnet(prefix: prefix))
                }
            }
            if spec.subnets.isEmpty {
                notes.append("link \(link.network) has no addresses in exec: it gets a subnet from the pools")
            }
            let gateways = link.isBridge ? link.ends.flatMap { nodes[$0.node]?.gateways ?? [] } : []
            for index in spec.subnets.indices {
                let prefix = spec.subnets[index].prefix
                spec.subnets[index].gateway = gateways.first { prefix?.contains($0) == true }
            }
            if spec.subnets.contains(where: { $0.gateway != nil }) { (spec.isInternal, spec.options) = (false, [:]) }
            spec.enableIPv6 = spec.subnets.contains { $0.prefix?.family == .ipv6 }
            let place = link.ends.first?.place ?? SourcePlace(file: 0, line: 1, column: 1)
            try attempt(place) { lab, now throws(LabError) in try lab.createNetwork(spec, at: now) }
        }

        private func addresses(_ end: End) -> [IPPrefix] { nodes[end.node]?.addresses[end.interface] ?? [] }

        // MARK: Containers

        private mutating func makeContainers() throws(SourceError) {
            for key in order {
                guard let node = nodes[key], !node.isBridge, node.kind != "host" else { continue }
                var config = ContainerConfig()
                config.image = node.yaml["image"]?.string ?? "unknown"
                config.hostname = key
                if let command = node.yaml["cmd"]?.string {
                    config.command = command.split(separator: " ").map(String.init)
                }
                for entry in node.yaml["labels"]?.mapping ?? [] { config.labels[entry.key] = entry.value.string ?? "" }
                for entry in node.yaml["env"]?.mapping ?? [] {
                    config.environment.append("\(entry.key)=\(entry.value.string ?? "")")
                }
                for port in node.yaml["ports"]?.sequence ?? [] {
                    notes.append("node \(key): port \(port.string ?? "") is left out")
                }
                config.networkMode = .none
                if joinsManagement(node) { config.networkMode = .network(management) }
                if node.yaml["network-mode"]?.string == "host" { config.networkMode = .host }
                if let target = node.yaml["network-mode"]?.string, target.hasPrefix("container:") {
                    config.networkMode = NetworkMode(target)
                    config.hostname = ""
                }
                var endpoints: [ContainerSpec.Endpoint] = []
                if joinsManagement(node) { endpoints.append(try managementPlace(of: node)) }
                if config.networkMode.isPrivate { endpoints += places(of: key) }
                if config.networkMode == .none, let first = endpoints.first {
                    config.networkMode = NetworkMode(first.network)
                }
                var spec = ContainerSpec(name: key, config: config)
                spec.endpoints = endpoints
                try attempt(node.yaml.place) { lab, now throws(LabError) in try lab.createContainer(spec, at: now) }
            }
        }

        private func managementPlace(of node: Node) throws(SourceError) -> ContainerSpec.Endpoint {
            func address(_ key: String) throws(SourceError) -> IPAddress? {
                guard let yaml = node.yaml[key], let text = yaml.string else { return nil }
                guard let address = IPAddress(text) else {
                    throw SourceError("\(text) is no IP address", at: yaml.place)
                }
                return address
            }
            var config = EndpointConfig()
            config.ipv4 = try address("mgmt-ipv4")
            config.ipv6 = try address("mgmt-ipv6")
            if !prefix.isEmpty { config.aliases = ["\(prefix)-\(name)-\(node.name)"] }
            return ContainerSpec.Endpoint(network: management, config: config)
        }

        private func places(of node: String) -> [ContainerSpec.Endpoint] {
            links.flatMap { link in
                link.ends.filter { $0.node == node }.map { end in
                    var config = EndpointConfig()
                    if !Network.isPredefined(link.network) {
                        config.ipv4 = addresses(end).first { $0.family == .ipv4 }?.address
                        config.ipv6 = addresses(end).first { $0.family == .ipv6 }?.address
                    }
                    if !end.interface.isEmpty {
                        config.driverOptions = ["com.docker.network.endpoint.ifname": end.interface]
                    }
                    return ContainerSpec.Endpoint(network: link.network, config: config)
                }
            }
        }
    }
}
