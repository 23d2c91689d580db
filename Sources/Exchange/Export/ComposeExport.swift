internal import Addressing
package import Lab
internal import Projects
internal import Rendering
internal import Text

/// A lab as a Compose file, or as a stack for Docker Swarm.
///
/// What Compose itself named is said as Compose would say it (`scale`, no `container_name`); whatever the format cannot
/// say stands in comments at the top.
package struct ComposeExport {
    package enum Dialect: Hashable, Sendable {
        case compose
        case swarm
    }

    /// - Parameter external: networks that the design joins and somebody else makes.
    package static func text(
        of lab: Lab,
        as dialect: Dialect = .compose,
        pinsEverything: Bool = false,
        external: Set<NetworkID> = []
    ) -> String {
        var export = ComposeExport(lab, dialect, pinsEverything, external)
        let document = export.document()
        var text = ""
        let notes = export.notes.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        for note in notes { text += ShellWord.comment(note) + "\n" }
        return text + document.yaml()
    }

    let lab: Lab
    let dialect: Dialect
    let pinsEverything: Bool
    /// Networks that are there before the design is.
    let external: Set<NetworkID>
    var notes: [String] = []
    /// The key of each network in the file.
    var networkKeys: [NetworkID: String] = [:]
    /// Containers that are one service, by creation of the first.
    var services: [(key: String, containers: [Container])] = []
    var serviceOf: [ContainerID: String] = [:]
    /// The project, where there is just one.
    let project: String?

    private init(_ lab: Lab, _ dialect: Dialect, _ pinsEverything: Bool, _ external: Set<NetworkID>) {
        self.external = external
        self.lab = lab
        self.dialect = dialect
        self.pinsEverything = pinsEverything
        let projects = Set(lab.allContainers.map { $0.config.labels[ComposeLabel.project] })
        project = projects.count == 1 ? projects.first.flatMap { $0 } : nil
        nameNetworks()
        groupServices()
    }

    // MARK: Keys

    private mutating func nameNetworks() {
        var taken: Set<String> = []
        for network in lab.madeNetworks {
            // Several projects may each have a network of that key.
            var key = project == nil ? network.name : network.labels[ComposeLabel.network] ?? network.name
            if taken.contains(key) || key.isEmpty { key = network.name }
            taken.insert(key)
            networkKeys[network.id] = key
        }
    }

    private mutating func groupServices() {
        var taken: Set<String> = []
        var members: [String: [Container]] = [:]
        let containers = lab.allContainers
        for container in containers {
            guard let service = service(of: container) else { continue }
            members[service, default: []].append(container)
        }
        let whole = Set(members.filter { isOneService($0.value, $0.key) }.keys)
        var done: Set<String> = []
        for container in containers {
            if let service = service(of: container), let all = members[service], whole.contains(service) {
                if done.insert(service).inserted {
                    services.append((service, all))
                    taken.insert(service)
                }
                continue
            }
            var key = members[service(of: container) ?? ""]?.count == 1 ? service(of: container) ?? "" : container.name
            if key.isEmpty || taken.contains(key) { key = container.name }
            taken.insert(key)
            services.append((key, [container]))
        }
        for (key, containers) in services { for container in containers { serviceOf[container.id] = key } }
    }

    private func service(of container: Container) -> String? {
        guard project != nil, let service = container.config.labels[ComposeLabel.service], !service.isEmpty else {
            return nil
        }
        return service
    }

    /// Whether Compose would make these containers, with these names, of one service.
    private func isOneService(_ containers: [Container], _ service: String) -> Bool {
        guard let first = containers.first, let project else { return false }
        if dialect == .compose {
            let wanted = (1...containers.count).map { "\(project)-\(service)-\($0)" }
            guard Set(containers.map(\.name)) == Set(wanted) else { return false }
        }
        if containers.count == 1 { return true }
        if pinsEverything, dialect == .compose { return false }
        let outline = Outline(of: first)
        return containers.allSatisfy { Outline(of: $0) == outline }
    }

    /// What all containers of a service have in common.
    private struct Outline: Hashable {
        struct Place: Hashable {
            let network: String
            let config: EndpointConfig
        }

        let config: ContainerConfig
        let places: Set<Place>

        init(of container: Container) {
            var config = container.config
            config.labels = config.labels.filter { !$0.key.hasPrefix("com.docker.compose.") }
            self.config = config
            places = Set(
                container.attachments.map { attachment in
                    var own = attachment.config
                    // Compose adds the container's own name.
                    own.aliases.removeAll { $0 == container.name }
                    return Place(network: attachment.network, config: own)
                }
            )
        }
    }

    // MARK: The file

    private mutating func document() -> JSONValue {
        addGeneralNotes()
        var root = JSONObject()
        if let project, dialect == .compose { root["name"] = .string(project) }
        var all = JSONObject()
        for (key, containers) in services {
            guard let first = containers.first else { continue }
            if let service = service(first, key: key, count: containers.count) { all[key] = service }
        }
        root["services"] = .object(all)
        let networks = networks()
        if !networks.isEmpty { root["networks"] = .object(networks) }
        return .object(root)
    }

    private mutating func addGeneralNotes() {
        for container in lab.allContainers where !container.isRunning {
            notes.append("Not as in the lab: \(container.name) does not run (\(container.status.rawValue)).")
        }
        if !lab.faults.isNone { notes.append("Not as in the lab: links that are down, impairments and partitions.") }
        if !lab.userRules.isEmpty { notes.append("Not as in the lab: rules in DOCKER-USER.") }
        guard dialect == .swarm else { return }
        notes += [
            "A stack for Docker Swarm. What changes in behaviour:",
            "- A service's name is a virtual address that spreads connections over its tasks; on one host the embedded",
            "  DNS gave the tasks' addresses in turn. \"deploy.endpoint_mode: dnsrr\" brings that back, without ingress ports.",
            "- Published ports are opened on every node by the routing mesh, and the service sees a node's address, not",
            "  the client's. \"mode: host\" brings that back, on the node where the task runs.",
            "- Addresses and MAC addresses cannot be asked for; a task gets new ones each time.",
            "- Containers get new names with each task (SERVICE.NUMBER.ID).",
            "- Overlay networks cost 50 bytes of MTU for VXLAN.",
        ]
    }

    // MARK: Networks

    private mutating func networks() -> JSONObject {
        var all = JSONObject()
        for network in lab.madeNetworks {
            guard let key = networkKeys[network.id] else { continue }
            if external.contains(network.id) {
                var object: JSONObject = ["external": true]
                if network.name != key { object["name"] = .string(network.name) }
                all[key] = .object(object)
                continue
            }
            if network.isConfigOnly || network.configFrom != nil {
                notes.append(
                    "Not as in the lab: network \(network.name) \(network.isConfigOnly ? "holds" : "is made from") a configuration, which Compose cannot say."
                )
                if network.isConfigOnly { continue }
            }
            all[key] = dialect == .swarm ? overlay(network, key) : bridge(network, key)
        }
        return all
    }

    private func bridge(_ network: Network, _ key: String) -> JSONValue {
        var object = JSONObject()
        if network.name != "\(project ?? "")_\(key)" || project == nil { object["name"] = .string(network.name) }
        if network.driver != .bridge { object["driver"] = .string(network.driver.rawValue) }
        if !network.options.isEmpty { object["driver_opts"] = JSONValue(sortedByKey: network.options) }
        if network.isInternal { object["internal"] = true }
        if network.isAttachable { object["attachable"] = true }
        if !network.enableIPv4 { object["enable_ipv4"] = false }
        if network.enableIPv6 { object["enable_ipv6"] = true }
        addAddresses(of: network, to: &object, auxiliary: true)
        addLabels(network.labels, to: &object)
        return .object(object)
    }

    private mutating func overlay(_ network: Network, _ key: String) -> JSONValue {
        var object: JSONObject = ["driver": "overlay"]
        if network.driver != .bridge {
            notes.append(
                "Not as in the lab: network \(network.name) was \(network.driver.rawValue) on \(network.parentName ?? "its parent"); an overlay is no part of the LAN."
            )
        }
        let kept = network.options.filter { $0.key == BridgeOptions.Key.mtu }
        if !kept.isEmpty { object["driver_opts"] = JSONValue(sortedByKey: kept) }
        for (option, value) in network.options.sorted(by: { $0.key < $1.key }) where kept[option] == nil {
            notes.append("Not as in the lab: network \(network.name): overlays have no \(option) (\(value)).")
        }
        if network.enableIPv6 {
            notes.append("Not as in the lab: network \(network.name): overlays of a swarm carry IPv4 only.")
        }
        if network.isInternal { object["internal"] = true }
        if network.isAttachable { object["attachable"] = true }
        addAddresses(of: network, to: &object, auxiliary: false)
        addLabels(network.labels, to: &object)
        return .object(object)
    }

    private func addAddresses(of network: Network, to object: inout JSONObject, auxiliary: Bool) {
        let subnets = network.subnets.filter {
            (dialect == .compose || $0.family == .ipv4) && ($0.isUserDefined || pinsEverything)
        }
        if subnets.isEmpty { return }
        let config = subnets.map { subnet -> JSONValue in
            var entry: JSONObject = ["subnet": .string("\(subnet.prefix)")]
            if dialect == .compose {
                if let range = subnet.range { entry["ip_range"] = .string("\(range)") }
                if let gateway = subnet.gateway { entry["gateway"] = .string("\(gateway)") }
                if auxiliary, !subnet.auxiliary.isEmpty {
                    entry["aux_addresses"] = JSONValue(sortedByKey: subnet.auxiliary.mapValues(\.description))
                }
            }
            return .object(entry)
        }
        var ipam = JSONObject()
        if network.ipamDriver != "default", !network.ipamDriver.isEmpty, dialect == .compose {
            ipam["driver"] = .string(network.ipamDriver)
        }
        ipam["config"] = .array(config)
        if !network.ipamOptions.isEmpty { ipam["options"] = JSONValue(sortedByKey: network.ipamOptions) }
        object["ipam"] = .object(ipam)
    }

    func addLabels(_ labels: [String: String], to object: inout JSONObject) {
        let own = labels.filter { !$0.key.hasPrefix("com.docker.compose.") }
        if !own.isEmpty { object["labels"] = JSONValue(sortedByKey: own) }
    }
}
