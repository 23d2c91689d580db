import Addressing
import Compose
import Lab
import YAML

/// A project as stable text, without places: what is said of it in the golden files.
struct ProjectRendering {
    private(set) var lines: [String] = []

    static func text(of project: ComposeProject, _ sources: SourceTable) -> String {
        var rendering = ProjectRendering()
        rendering.render(project, sources)
        return rendering.lines.joined(separator: "\n") + "\n"
    }

    private mutating func add(_ depth: Int, _ key: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        lines.append(String(repeating: "  ", count: depth) + "\(key): \(value)")
    }

    private mutating func add(_ depth: Int, _ key: String, _ values: [String]) {
        add(depth, key, values.joined(separator: ", "))
    }

    private mutating func render(_ project: ComposeProject, _ sources: SourceTable) {
        add(0, "project", project.name.value)
        add(0, "directory", project.directory)
        add(0, "files", sources.files.map(\.path))
        add(0, "profiles", project.profiles)
        for warning in project.warnings { add(0, "warning", ComposeTests.text(of: warning, sources)) }
        for item in project.suppressions {
            add(0, "suppressed", "\(item.rule) at \(item.place.line): \(item.reason)")
        }
        add(0, "x-netsim", project.netsim.map(Self.text))
        for network in project.networks { render(network) }
        for service in project.services { render(service, "service") }
        for service in project.disabled { render(service, "disabled service") }
    }

    private mutating func render(_ network: ComposeNetwork) {
        let marks = [(network.isImplied, "implied"), (network.isExternal, "external"), (network.hasOwnName, "named")]
        let kind = marks.filter(\.0).map(\.1).joined(separator: ", ")
        add(0, "network \(network.key)", network.name.value + (kind.isEmpty ? "" : " (\(kind))"))
        add(1, "driver", network.driver?.value)
        add(1, "driver_opts", network.driverOptions.map { "\($0.value.key)=\($0.value.value)" })
        add(1, "internal", network.isInternal.map { "\($0.value)" })
        add(1, "attachable", network.isAttachable ? "true" : nil)
        add(1, "enable_ipv4", network.enableIPv4.map { "\($0.value)" })
        add(1, "enable_ipv6", network.enableIPv6.map { "\($0.value)" })
        add(1, "labels", Self.text(network.labels))
        add(1, "ipam", network.ipamDriver?.value)
        add(1, "ipam options", Self.text(network.ipamOptions))
        for subnet in network.subnets {
            add(1, "subnet", subnet.prefix.map { "\($0.value)" } ?? "any")
            add(2, "range", subnet.range.map { "\($0.value)" })
            add(2, "gateway", subnet.gateway.map { "\($0.value)" })
            add(2, "reserved", subnet.auxiliary.map { "\($0.name)=\($0.address.value)" })
        }
        add(1, "x-netsim", network.netsim.map(Self.text))
    }

    private mutating func render(_ service: ComposeService, _ kind: String) {
        add(0, "\(kind) \(service.name)", service.image?.value ?? "(no image)")
        add(1, "build", service.hasBuild ? "yes" : nil)
        add(1, "command", service.command.isEmpty ? nil : "\(service.command)")
        add(1, "entrypoint", service.entrypoint.map { "\($0)" })
        add(1, "container_name", service.containerName?.value)
        add(1, "hostname", service.hostname?.value)
        add(1, "domainname", service.domainname?.value)
        add(1, "network_mode", service.networkMode.map { "\($0.value)" })
        add(1, "mac_address", service.macAddress.map { "\($0.value)" })
        add(1, "replicas", service.scale == nil ? nil : "\(service.replicas)")
        add(1, "restart", service.restart?.value)
        add(1, "tty", service.tty ? "true" : nil)
        add(1, "stdin_open", service.stdinOpen ? "true" : nil)
        add(1, "profiles", service.profiles.map(\.value))
        for network in service.networks ?? [] { render(network) }
        for port in service.ports { add(1, "port", Self.text(port)) }
        add(1, "expose", service.expose.map { "\($0.value.ports)/\($0.value.transport)" })
        add(1, "links", service.links.map { "\($0.value.target) as \($0.value.alias)" })
        add(1, "external_links", service.externalLinks.map { "\($0.value.target) as \($0.value.alias)" })
        add(1, "dns", service.dns.map { "\($0.value)" })
        add(1, "dns_search", service.dnsSearch.map(\.value))
        add(1, "dns_opt", service.dnsOptions.map(\.value))
        add(1, "extra_hosts", service.extraHosts.map { "\($0.value.name)=\($0.value.address)" })
        for dependency in service.dependsOn {
            let marks = [(dependency.restart, ", restart"), (!dependency.isRequired, ", not required")]
            add(
                1,
                "waits for \(dependency.service)",
                dependency.condition + marks.filter(\.0).map(\.1).joined()
            )
        }
        add(1, "labels", Self.text(service.labels))
        add(
            1,
            "environment",
            service.environment.sorted { $0.key < $1.key }.map { "\($0.key)" + ($0.value.map { "=\($0)" } ?? "") }
        )
        add(1, "x-netsim", service.netsim.map(Self.text))
    }

    private mutating func render(_ network: ServiceNetwork) {
        lines.append("  joins \(network.key)")
        add(2, "aliases", network.aliases.map(\.value))
        add(2, "ipv4", network.ipv4.map { "\($0.value)" })
        add(2, "ipv6", network.ipv6.map { "\($0.value)" })
        add(2, "link-local", network.linkLocal.map { "\($0.value)" })
        add(2, "mac", network.mac.map { "\($0.value)" })
        add(2, "priority", network.priority.map { "\($0.value)" })
        add(2, "gw_priority", network.gatewayPriority.map { "\($0.value)" })
        add(2, "interface", network.interfaceName?.value)
        add(2, "driver_opts", Self.text(network.driverOptions))
    }

    private static func text(_ port: ServicePort) -> String {
        let host = port.hostAddress.map { "\($0) " } ?? ""
        let published = port.published.map { "\($0)" } ?? "any"
        let extras = [port.mode, port.name].compactMap { $0 }.map { " \($0)" }.joined()
        return "\(host)\(published) -> \(port.target)\(extras)"
    }

    private static func text(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }

    static func text(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let scalar): scalar.text
        case .sequence(let items): "[" + items.map(text).joined(separator: ", ") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
