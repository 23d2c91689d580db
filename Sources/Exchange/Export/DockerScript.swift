internal import Addressing
package import Lab
internal import Rendering
internal import Text

/// A lab as a shell script of `docker` commands that makes it again.
package enum DockerScript {
    /// - Parameters:
    ///   - external: networks that the design joins and somebody else makes, and removes.
    ///   - flags: by a container's name, what `docker create` is told beside what the lab holds.
    package static func text(
        of lab: Lab,
        pinsEverything: Bool = false,
        external: Set<NetworkID> = [],
        flags: [String: [String]] = [:],
        at now: Timestamp
    ) -> String {
        let plan = RebuildPlan(lab, pinsEverything: pinsEverything, at: now)
        var text = """
            #!/bin/sh
            # Makes these networks and containers with a Docker Engine; "down" removes them.
            # Containers start in the order that brings their addresses back.

            """
        for note in plan.notes { text += ShellWord.comment("Not as in the lab: \(note)") + "\n" }
        text += "set -eu\n\n"
        let containers = lab.allContainers.map(\.name)
        let others = Set(lab.madeNetworks.filter { external.contains($0.id) }.map(\.name))
        let networks = lab.madeNetworks.map(\.name).filter { !others.contains($0) }.reversed()
        text += "if [ \"${1:-up}\" = down ]; then\n"
        if !containers.isEmpty {
            text += "  docker rm --force \(ShellWord.line(containers)) >/dev/null 2>&1 || true\n"
        }
        for network in networks { text += "  docker network rm \(ShellWord.quoted(network)) >/dev/null 2>&1 || true\n" }
        text += "  exit 0\nfi\n\n"
        for name in others.sorted() {
            let word = ShellWord.quoted(name)
            text += "docker network inspect \(word) >/dev/null  # made by somebody else\n"
        }
        for step in plan.steps {
            if case .network(let spec) = step, others.contains(spec.name) { continue }
            text += line(step, flags) + "\n"
        }
        return text
    }

    private static func line(_ step: RebuildPlan.Step, _ flags: [String: [String]]) -> String {
        switch step {
        case .network(let spec): ShellWord.line(words(of: spec)) + " >/dev/null"
        case .create(let spec): ShellWord.line(words(of: spec, flags[spec.name ?? ""] ?? [])) + " >/dev/null"
        case .connect(let network, let container, let config):
            (config.mac.map {
                ShellWord.comment("Not as in the lab: no flag asks for the MAC address \($0) here") + "\n"
            } ?? "")
                + ShellWord.line(["docker", "network", "connect"] + words(of: config) + [network, container])
        case .disconnect(let network, let container):
            ShellWord.line(["docker", "network", "disconnect", network, container])
        case .start(let name): ShellWord.line(["docker", "start", name]) + " >/dev/null"
        case .pause(let name): ShellWord.line(["docker", "pause", name]) + " >/dev/null"
        }
    }

    // MARK: Networks

    static func words(of spec: NetworkSpec) -> [String] {
        var words = ["docker", "network", "create"]
        if spec.isConfigOnly { words.append("--config-only") }
        if let source = spec.configFrom { words += ["--config-from", source] }
        if !spec.isConfigOnly, spec.driver != "bridge" || spec.configFrom != nil { words += ["--driver", spec.driver] }
        if spec.isInternal { words.append("--internal") }
        if spec.isAttachable { words.append("--attachable") }
        if spec.enableIPv4 == false { words.append("--ipv4=false") }
        if spec.enableIPv6 == true { words.append("--ipv6") }
        for subnet in spec.subnets {
            guard let prefix = subnet.prefix else { continue }
            words += ["--subnet", "\(prefix)"]
            if let range = subnet.range { words += ["--ip-range", "\(range)"] }
            if let gateway = subnet.gateway { words += ["--gateway", "\(gateway)"] }
            for (name, address) in subnet.auxiliary.sorted(by: { $0.key < $1.key }) {
                words += ["--aux-address", "\(name)=\(address)"]
            }
        }
        if spec.ipamDriver != "default", !spec.ipamDriver.isEmpty { words += ["--ipam-driver", spec.ipamDriver] }
        words += pairs("--ipam-opt", spec.ipamOptions) + pairs("--opt", spec.options) + pairs("--label", spec.labels)
        return words + [spec.name]
    }

    private static func pairs(_ flag: String, _ map: [String: String]) -> [String] {
        map.sorted { $0.key < $1.key }.flatMap { [flag, "\($0.key)=\($0.value)"] }
    }

    // MARK: Containers

    static func words(of spec: ContainerSpec, _ more: [String] = []) -> [String] {
        let config = spec.config
        var words = ["docker", "create"]
        if let name = spec.name { words += ["--name", name] }
        let endpoint = spec.endpoints.first?.config ?? EndpointConfig()
        let network = spec.endpoints.first?.network ?? config.networkMode.description
        if endpoint.gatewayPriority != 0 || !endpoint.driverOptions.isEmpty {
            words += ["--network", csv(network, endpoint)]
        } else {
            if !config.networkMode.isDefaultBridge || !spec.endpoints.isEmpty { words += ["--network", network] }
            words += flags(of: endpoint, aliasFlag: "--network-alias", isCreate: true)
        }
        if !config.hostname.isEmpty { words += ["--hostname", config.hostname] }
        if !config.domainname.isEmpty { words += ["--domainname", config.domainname] }
        for link in config.links { words += ["--link", link] }
        for binding in config.portBindings { words += ["--publish", publish(binding)] }
        if config.publishAll { words.append("--publish-all") }
        let bound = Set(config.portBindings.map(\.port))
        for port in config.exposedPorts where !bound.contains(port) { words += ["--expose", "\(port)"] }
        for address in config.dns { words += ["--dns", "\(address)"] }
        for domain in config.dnsSearch { words += ["--dns-search", domain] }
        for option in config.dnsOptions { words += ["--dns-option", option] }
        for host in config.extraHosts { words += ["--add-host", host] }
        for variable in config.environment { words += ["--env", variable] }
        words += pairs("--label", config.labels)
        switch config.restartPolicy {
        case .no: break
        case .onFailure(let retries):
            words += ["--restart", retries > 0 ? "on-failure:\(retries)" : "on-failure"]
        default: words += ["--restart", config.restartPolicy.name]
        }
        if config.autoRemove { words.append("--rm") }
        if config.tty { words.append("--tty") }
        if config.openStdin { words.append("--interactive") }
        if let signal = config.stopSignal { words += ["--stop-signal", signal] }
        words += more
        var command = config.command
        if let entrypoint = config.entrypoint {
            words += ["--entrypoint", entrypoint.first ?? ""]
            command = Array(entrypoint.dropFirst()) + command
        }
        return words + [config.image] + command
    }

    /// Flags of `docker network connect`.
    static func words(of config: EndpointConfig) -> [String] {
        var words = flags(of: config, aliasFlag: "--alias", isCreate: false)
        words += pairs("--driver-opt", config.driverOptions)
        if config.gatewayPriority != 0 { words += ["--gw-priority", "\(config.gatewayPriority)"] }
        return words
    }

    private static func flags(of config: EndpointConfig, aliasFlag: String, isCreate: Bool) -> [String] {
        var words: [String] = []
        if let address = config.ipv4 { words += ["--ip", "\(address)"] }
        if let address = config.ipv6 { words += ["--ip6", "\(address)"] }
        for address in config.linkLocal { words += ["--link-local-ip", "\(address)"] }
        for alias in config.aliases { words += [aliasFlag, alias] }
        for link in config.links { words += ["--link", link] }
        // Only creating takes a flag for it.
        if isCreate, let mac = config.mac { words += ["--mac-address", "\(mac)"] }
        return words
    }

    /// `name=net,ip=…`: the form of `--network` that has a word for everything. Fields are those of a CSV line.
    private static func csv(_ network: String, _ config: EndpointConfig) -> String {
        var fields = ["name=\(network)"]
        if let address = config.ipv4 { fields.append("ip=\(address)") }
        if let address = config.ipv6 { fields.append("ip6=\(address)") }
        for address in config.linkLocal { fields.append("link-local-ip=\(address)") }
        for alias in config.aliases { fields.append("alias=\(alias)") }
        if let mac = config.mac { fields.append("mac-address=\(mac)") }
        for (key, value) in config.driverOptions.sorted(by: { $0.key < $1.key }) {
            fields.append("driver-opt=\(key)=\(value)")
        }
        if config.gatewayPriority != 0 { fields.append("gw-priority=\(config.gatewayPriority)") }
        return fields.map { field in
            guard field.contains(",") || field.contains("\"") else { return field }
            return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                + "\""
        }
        .joined(separator: ",")
    }

    /// `[HOST:][PORT:]PORT/PROTOCOL`.
    static func publish(_ binding: PortBinding) -> String {
        let host = binding.hostAddress.map { $0.family == .ipv6 ? "[\($0)]" : "\($0)" }
        guard host != nil || binding.hostPorts != nil else { return "\(binding.port)" }
        let port = binding.hostPorts.map(\.description) ?? ""
        return [host, port, "\(binding.port)"].compactMap { $0 }.joined(separator: ":")
    }
}
