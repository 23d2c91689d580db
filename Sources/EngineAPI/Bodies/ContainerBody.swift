internal import Addressing
internal import DockerValues
internal import Lab
internal import Rendering

/// The body of `POST /containers/create`: what networks know of Docker's `Config`, `HostConfig` and `NetworkingConfig`.
enum ContainerBody {
    static func spec(_ body: BodyObject, name: String) throws(LabError) -> ContainerSpec {
        let host = try body.object("HostConfig")
        var config = ContainerConfig()
        config.image = try body.text("Image")
        config.command = try body.words("Cmd") ?? []
        config.entrypoint = try body.words("Entrypoint")
        config.hostname = try body.text("Hostname")
        config.domainname = try body.text("Domainname")
        config.environment = try body.texts("Env")
        config.labels = try body.map("Labels")
        config.tty = try body.flag("Tty") ?? false
        config.openStdin = try body.flag("OpenStdin") ?? false
        let signal = try body.text("StopSignal")
        if !signal.isEmpty { config.stopSignal = signal }
        config.exposedPorts = try exposed(body)
        config.portBindings = try bindings(host)
        config.publishAll = try host.flag("PublishAllPorts") ?? false
        for text in try host.texts("Dns") {
            if let server = try EngineText.address(text) { config.dns.append(server) }
        }
        config.dnsOptions = try host.texts("DnsOptions")
        config.dnsSearch = try host.texts("DnsSearch")
        config.extraHosts = try host.texts("ExtraHosts")
        config.links = try host.texts("Links")
        config.autoRemove = try host.flag("AutoRemove") ?? false
        config.restartPolicy = try restartPolicy(host)
        let mode = try host.text("NetworkMode")
        config.networkMode = NetworkMode(mode.isEmpty ? "default" : mode)

        var spec = ContainerSpec(name: name.isEmpty ? nil : name, config: config)
        let endpoints = try body.object("NetworkingConfig").object("EndpointsConfig")
        for (network, value) in endpoints.members {
            if config.networkMode.isContainer { continue }
            let members = value.objectValue ?? [:]
            let settings = try EndpointBody.config(BodyObject(members, path: "EndpointsConfig"))
            spec.endpoints.append(ContainerSpec.Endpoint(network: network, config: settings))
        }
        try addMode(to: &spec)
        try addMAC(body, to: &spec)
        spec.namespaceDonors = [try host.text("PidMode"), try host.text("IpcMode")].compactMap(donor)
        if let signal = config.stopSignal { _ = try ContainerSignal.number(signal) }
        return spec
    }

    /// The network of the mode is one of the endpoints, if it goes unsaid (Docker Engine: `handlePortBindings` and
    /// `runconfig`).
    private static func addMode(to spec: inout ContainerSpec) throws(LabError) {
        guard !spec.endpoints.isEmpty, case .network(let name) = spec.config.networkMode else { return }
        if !spec.endpoints.contains(where: { $0.network == name }) {
            spec.endpoints.insert(ContainerSpec.Endpoint(network: name, config: EndpointConfig()), at: 0)
        }
    }

    /// The container's own MAC address, which is the first endpoint's since 1.44.
    private static func addMAC(_ body: BodyObject, to spec: inout ContainerSpec) throws(LabError) {
        let text = try body.text("MacAddress")
        if text.isEmpty { return }
        guard let mac = MACAddress(text) else {
            throw LabError(.invalidParameter, "invalid MAC address: \(text)")
        }
        let name = spec.config.networkMode.isDefaultBridge ? "default" : "\(spec.config.networkMode)"
        if spec.endpoints.isEmpty {
            spec.endpoints = [ContainerSpec.Endpoint(network: name, config: EndpointConfig())]
        }
        let place = spec.endpoints.firstIndex { $0.network == name } ?? 0
        if spec.endpoints[place].config.mac == nil { spec.endpoints[place].config.mac = mac }
    }

    private static func exposed(_ body: BodyObject) throws(LabError) -> [ContainerPort] {
        var ports: [ContainerPort] = []
        var seen: Set<ContainerPort> = []
        for text in try body.object("ExposedPorts").members.memberNames.sorted() {
            do throws(ValueError) {
                for port in try ExposeSpec.ports(of: text) ?? [] where seen.insert(port).inserted { ports.append(port) }
            } catch {
                throw LabError(.invalidParameter, "invalid JSON: invalid port '\(text)': invalid syntax")
            }
        }
        return ports
    }

    /// `{"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}`; an empty list asks for any port.
    private static func bindings(_ host: BodyObject) throws(LabError) -> [PortBinding] {
        let map = try host.object("PortBindings")
        var bindings: [PortBinding] = []
        for text in map.members.memberNames.sorted() {
            guard let port = ContainerPort(text) else {
                throw LabError(.invalidParameter, "invalid port specification: \"\(text)\"")
            }
            let asked = try map.objects(text)
            if asked.isEmpty { bindings.append(PortBinding(port: port)) }
            for binding in asked {
                let ports = try binding.text("HostPort")
                var range: PortRange?
                if !ports.isEmpty, ports != "0" {
                    range = PortRange(ports)
                    if range == nil {
                        throw LabError(.invalidParameter, "invalid port specification: \"\(ports)\"")
                    }
                }
                bindings.append(
                    PortBinding(
                        port: port,
                        hostAddress: try EngineText.address(binding.text("HostIp")),
                        hostPorts: range
                    )
                )
            }
        }
        return bindings
    }

    static func restartPolicy(_ host: BodyObject) throws(LabError) -> ContainerConfig.RestartPolicy {
        let policy = try host.object("RestartPolicy")
        let (name, count) = (try policy.text("Name"), try policy.number("MaximumRetryCount") ?? 0)
        return try RestartPolicySpec(name: name, maximumRetries: count).policy
    }

    private static func donor(_ mode: String) -> String? {
        let prefix = "container:"
        return mode.hasPrefix(prefix) && mode != prefix ? String(mode.dropFirst(prefix.count)) : nil
    }
}
