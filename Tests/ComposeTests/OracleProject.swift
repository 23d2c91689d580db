import Addressing
import Compose
import Foundation
import Lab
import Testing
import YAML

/// A project as lines that say the same of what netsim and the real Compose made of a file.
enum OracleProject {
    // MARK: - netsim's

    static func lines(of project: ComposeProject) -> [String] {
        var lines = ["name: \(project.name.value)"]
        let used = Set(project.services.flatMap(networkKeys))
        for network in project.networks where used.contains(network.key) || !network.isImplied {
            lines += Self.lines(of: network)
        }
        for service in project.services { lines += Self.lines(of: service) }
        return lines
    }

    private static func networkKeys(_ service: ComposeService) -> [String] {
        if let networks = service.networks { return networks.map(\.key) }
        return service.networkMode == nil ? ["default"] : []
    }

    private static func lines(of network: ComposeNetwork) -> [String] {
        let path = "network \(network.key)"
        var lines = ["\(path) name: \(network.name.value)"]
        if network.isExternal { return lines + ["\(path) external"] }
        if let driver = network.driver { lines.append("\(path) driver: \(driver.value)") }
        lines += network.driverOptions.map { "\(path) option: \($0.value.key)=\($0.value.value)" }
        if network.isInternal?.value == true { lines.append("\(path) internal") }
        if network.isAttachable { lines.append("\(path) attachable") }
        if let value = network.enableIPv4 { lines.append("\(path) ipv4: \(value.value)") }
        if let value = network.enableIPv6 { lines.append("\(path) ipv6: \(value.value)") }
        lines += network.labels.map { "\(path) label: \($0)=\($1)" }
        if let driver = network.ipamDriver { lines.append("\(path) ipam: \(driver.value)") }
        lines += network.ipamOptions.map { "\(path) ipam option: \($0)=\($1)" }
        for (index, subnet) in network.subnets.enumerated() {
            let values = [
                ("subnet", subnet.prefix.map { "\($0.value)" }), ("range", subnet.range.map { "\($0.value)" }),
                ("gateway", subnet.gateway.map { "\($0.value)" }),
            ]
            for (key, value) in values { if let value { lines.append("\(path) subnet \(index) \(key): \(value)") } }
            lines += subnet.auxiliary.map { "\(path) subnet \(index) reserved: \($0.name)=\($0.address.value)" }
        }
        return lines
    }

    private static func lines(of service: ComposeService) -> [String] {
        let path = "service \(service.name)"
        var lines = ["\(path) exists"]
        func add(_ key: String, _ value: String?) { if let value { lines.append("\(path) \(key): \(value)") } }
        add("image", service.image?.value)
        if service.hasBuild { lines.append("\(path) build") }
        if !service.command.isEmpty { add("command", "\(service.command)") }
        if let entrypoint = service.entrypoint, !entrypoint.isEmpty { add("entrypoint", "\(entrypoint)") }
        add("container_name", service.containerName?.value)
        add("hostname", service.hostname?.value)
        add("domainname", service.domainname?.value)
        add("network_mode", service.networkMode?.value.written)
        add("mac_address", service.macAddress.map { "\($0.value)" })
        add("replicas", service.scale.map { "\($0.value)" })
        add("restart", service.restart?.value)
        if service.tty { lines.append("\(path) tty") }
        if service.stdinOpen { lines.append("\(path) stdin_open") }
        for profile in service.profiles { add("profile", profile.value) }
        for network in service.networks ?? [] { lines += Self.lines(of: network, path) }
        if service.networks == nil, service.networkMode == nil, !service.hasProvider {
            lines.append("\(path) joins default")
        }
        for port in service.ports {
            let published = port.published.map { "\($0)" } ?? ""
            let parts = [port.hostAddress.map { "\($0)" } ?? "", published, "\(port.target)", port.mode ?? "ingress"]
            add("port", (parts + [port.name ?? ""]).joined(separator: "|"))
        }
        for expose in service.expose { add("expose", "\(expose.value.ports)/\(expose.value.transport)") }
        for link in service.links { add("link", "\(link.value.target):\(link.value.alias)") }
        for link in service.externalLinks { add("external_link", "\(link.value.target):\(link.value.alias)") }
        for address in service.dns { add("dns", "\(address.value)") }
        for domain in service.dnsSearch { add("dns_search", domain.value) }
        for option in service.dnsOptions { add("dns_opt", option.value) }
        for host in service.extraHosts { add("extra_host", "\(host.value.name)=\(host.value.address)") }
        for dependency in service.dependsOn {
            let parts = [dependency.condition, "\(dependency.restart)", "\(dependency.isRequired)"]
            add("depends_on \(dependency.service)", parts.joined(separator: " "))
        }
        for (key, value) in service.labels { add("label", "\(key)=\(value)") }
        for (key, value) in service.environment { add("environment", value.map { "\(key)=\($0)" } ?? key) }
        return lines
    }

    private static func lines(of network: ServiceNetwork, _ service: String) -> [String] {
        let path = "\(service) joins \(network.key)"
        var lines = [path]
        lines += network.aliases.map { "\(path) alias: \($0.value)" }
        if let address = network.ipv4 { lines.append("\(path) ipv4: \(address.value)") }
        if let address = network.ipv6 { lines.append("\(path) ipv6: \(address.value)") }
        lines += network.linkLocal.map { "\(path) link-local: \($0.value)" }
        if let mac = network.mac { lines.append("\(path) mac: \(mac.value)") }
        if let priority = network.priority, priority.value != 0 { lines.append("\(path) priority: \(priority.value)") }
        if let priority = network.gatewayPriority, priority.value != 0 {
            lines.append("\(path) gw_priority: \(priority.value)")
        }
        if let name = network.interfaceName { lines.append("\(path) interface: \(name.value)") }
        lines += network.driverOptions.map { "\(path) option: \($0)=\($1)" }
        return lines
    }

    // MARK: - Compose's

    static func lines(ofJSON data: Data) throws -> [String] {
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var lines = ["name: \(text(root["name"]) ?? "")"]
        for (key, network) in mapping(root["networks"]) { lines += Self.lines(ofNetwork: mapping(network), key) }
        for (key, service) in mapping(root["services"]) { lines += Self.lines(ofService: mapping(service), key) }
        return lines
    }

    private static func lines(ofNetwork network: [String: Any], _ key: String) -> [String] {
        let path = "network \(key)"
        var lines = ["\(path) name: \(text(network["name"]) ?? "")"]
        if isTrue(network["external"]) { return lines + ["\(path) external"] }
        if let driver = text(network["driver"]) { lines.append("\(path) driver: \(driver)") }
        lines += mapping(network["driver_opts"]).map { "\(path) option: \($0)=\(text($1) ?? "")" }
        if isTrue(network["internal"]) { lines.append("\(path) internal") }
        if isTrue(network["attachable"]) { lines.append("\(path) attachable") }
        if network["enable_ipv4"] != nil { lines.append("\(path) ipv4: \(isTrue(network["enable_ipv4"]))") }
        if network["enable_ipv6"] != nil { lines.append("\(path) ipv6: \(isTrue(network["enable_ipv6"]))") }
        lines += mapping(network["labels"]).map { "\(path) label: \($0)=\(text($1) ?? "")" }
        let ipam = mapping(network["ipam"])
        if let driver = text(ipam["driver"]) { lines.append("\(path) ipam: \(driver)") }
        lines += mapping(ipam["options"]).map { "\(path) ipam option: \($0)=\(text($1) ?? "")" }
        for (index, item) in list(ipam["config"]).enumerated() {
            let subnet = mapping(item)
            for (key, name) in [("subnet", "subnet"), ("ip_range", "range"), ("gateway", "gateway")] {
                // Compose passes addresses on as they stand; the engine reads them as netsim does.
                guard let value = text(subnet[key]), !value.isEmpty else { continue }
                let address =
                    (try? IPPrefix(parsing: value)).map { "\($0)" } ?? (try? IPAddress(parsing: value)).map { "\($0)" }
                lines.append("\(path) subnet \(index) \(name): \(address ?? value)")
            }
            lines += mapping(subnet["aux_addresses"]).map {
                "\(path) subnet \(index) reserved: \($0)=\(text($1) ?? "")"
            }
        }
        return lines
    }

    private static func lines(ofService service: [String: Any], _ key: String) -> [String] {
        let path = "service \(key)"
        var lines = ["\(path) exists"]
        func add(_ key: String, _ value: String?) {
            if let value, !value.isEmpty { lines.append("\(path) \(key): \(value)") }
        }
        func texts(_ key: String) -> [String] { list(service[key]).compactMap(text) }
        for key in ["image", "container_name", "hostname", "domainname", "network_mode", "restart"] {
            add(key, text(service[key]))
        }
        if service["build"] != nil { lines.append("\(path) build") }
        for key in ["command", "entrypoint"] where !texts(key).isEmpty { add(key, "\(texts(key))") }
        add("mac_address", text(service["mac_address"]).flatMap { try? MACAddress(parsing: $0) }.map { "\($0)" })
        add("replicas", text(service["scale"]) ?? text(mapping(service["deploy"])["replicas"]))
        if isTrue(service["tty"]) { lines.append("\(path) tty") }
        if isTrue(service["stdin_open"]) { lines.append("\(path) stdin_open") }
        for profile in texts("profiles") { add("profile", profile) }
        for (network, value) in mapping(service["networks"]) {
            lines += Self.lines(ofMembership: mapping(value), "\(path) joins \(network)")
        }
        for item in list(service["ports"]) {
            let port = mapping(item)
            let address = text(port["host_ip"]).flatMap { IPAddress(netParseIP: $0) }.map { "\($0)" } ?? ""
            let published = text(port["published"]) ?? ""
            let target = "\(text(port["target"]) ?? "")/\((text(port["protocol"]) ?? "tcp").lowercased())"
            let parts = [address, published == "0" ? "" : published, target, text(port["mode"]) ?? "ingress"]
            add("port", (parts + [text(port["name"]) ?? ""]).joined(separator: "|"))
        }
        for expose in texts("expose") where !expose.isEmpty {
            let parts = expose.split(separator: "/")
            add("expose", "\(parts[0])/\(parts.count > 1 ? parts[1].lowercased() : "tcp")")
        }
        for (key, name) in [("links", "link"), ("external_links", "external_link")] {
            for link in texts(key) { add(name, link.contains(":") ? link : "\(link):\(link)") }
        }
        for address in texts("dns") where !address.isEmpty { add("dns", address) }
        for domain in texts("dns_search") { add("dns_search", domain) }
        for option in texts("dns_opt") { add("dns_opt", option) }
        for host in texts("extra_hosts") { lines.append("\(path) extra_host: \(host)") }
        for (name, value) in mapping(service["depends_on"]) {
            let value = mapping(value)
            let parts = [text(value["condition"]) ?? "", "\(isTrue(value["restart"]))", "\(isTrue(value["required"]))"]
            add("depends_on \(name)", parts.joined(separator: " "))
        }
        for (key, value) in mapping(service["labels"]) { add("label", "\(key)=\(text(value) ?? "")") }
        for (key, value) in mapping(service["environment"]) {
            add("environment", text(value).map { "\(key)=\($0)" } ?? key)
        }
        return lines
    }

    private static func lines(ofMembership network: [String: Any], _ path: String) -> [String] {
        var lines = [path]
        lines += list(network["aliases"]).compactMap(text).map { "\(path) alias: \($0)" }
        for (key, name) in [("ipv4_address", "ipv4"), ("ipv6_address", "ipv6")] {
            guard let value = text(network[key]), !value.isEmpty else { continue }
            lines.append("\(path) \(name): \((try? IPAddress(parsing: value)).map { "\($0)" } ?? value)")
        }
        lines += list(network["link_local_ips"]).compactMap(text).map { "\(path) link-local: \($0)" }
        if let mac = text(network["mac_address"]) { lines.append("\(path) mac: \(mac.lowercased())") }
        for key in ["priority", "gw_priority"] {
            if let value = text(network[key]), value != "0" { lines.append("\(path) \(key): \(value)") }
        }
        if let name = text(network["interface_name"]) { lines.append("\(path) interface: \(name)") }
        lines += mapping(network["driver_opts"]).map { "\(path) option: \($0)=\(text($1) ?? "")" }
        return lines
    }

    // MARK: - JSON

    private static func mapping(_ value: Any?) -> [String: Any] { value as? [String: Any] ?? [:] }
    private static func list(_ value: Any?) -> [Any] { value as? [Any] ?? [] }
    private static func isTrue(_ value: Any?) -> Bool { (value as? NSNumber)?.boolValue ?? false }

    /// A text without the dollar signs that `config` doubles.
    private static func text(_ value: Any?) -> String? {
        switch value {
        case let text as String: text.replacingOccurrences(of: "$$", with: "$")
        case let number as NSNumber: "\(number)"
        default: nil
        }
    }
}

extension ServiceNetworkMode {
    /// As it stands in a file.
    var written: String {
        switch self {
        case .bridge: "bridge"
        case .host: "host"
        case .none: "none"
        case .service(let name): "service:\(name)"
        case .container(let name): "container:\(name)"
        case .network(let name): name
        }
    }
}
