internal import Addressing
internal import DockerValues
internal import Lab
internal import YAML

/// Reads one service of the merged model.
struct ServiceReader {
    /// The project's variables, for `environment` keys without a value.
    let environment: ProjectEnvironment
    private(set) var service: ComposeService
    /// Services that this one waits for only because it shares their stack.
    private(set) var stackDependencies: Set<String> = []
    private(set) var mounts: [ServiceMount] = []
    var values = ValueReader()
    private let node: YAMLNode
    let path: String

    /// More containers than one host has ports on a bridge, or addresses for: larger numbers are mistakes.
    static let maximumReplicas = 65_535

    /// What `env_file` gives, which `environment` wins over.
    private let fileEnvironment: [String: String?]

    init(
        _ entry: YAMLNode.Entry,
        environment: ProjectEnvironment,
        fileEnvironment: [String: String?] = [:]
    ) {
        self.fileEnvironment = fileEnvironment
        self.environment = environment
        node = entry.value
        service = ComposeService(name: entry.key, at: entry.keyPlace)
        path = "services.\(entry.key)"
    }

    mutating func read() {
        service.image = values.name(node["image"])
        service.hasBuild = node["build"].map { !$0.isNull } ?? false
        service.hasProvider = hasProvider
        service.written = node
        service.command = command("command") ?? []
        service.entrypoint = command("entrypoint")
        service.commandPlaces = node["command"].map { ($0.sequence ?? [$0]).map(\.place) } ?? []
        service.containerName = values.name(node["container_name"])
        service.hostname = values.name(node["hostname"])
        service.domainname = values.name(node["domainname"])
        refuseNUL()
        service.networkMode = values.name(node["network_mode"])?.map(ServiceNetworkMode.init(text:))
        service.macAddress = values.hardwareAddress(node["mac_address"], "\(path).mac_address")
        readRestart()
        service.tty = values.bool(node["tty"], "\(path).tty")?.value ?? false
        service.stdinOpen = values.bool(node["stdin_open"], "\(path).stdin_open")?.value ?? false
        service.profiles = values.texts(node["profiles"])
        service.labels = values.dictionary(node["labels"])
        service.labelPlaces = values.places(node["labels"])
        service.environmentPlaces = values.places(node["environment"])
        readHealthCheck()
        readSwarmKey()
        service.netsim = node["x-netsim"]
        readScale()
        readEnvironment()
        readNames()
        readPorts()
        readNetworks()
        readDependencies()
        var other = ServiceValues(of: node, named: service.name)
        other.check()
        for error in other.errors { values.refuse(error) }
        var volumes = VolumeReader(path: path)
        mounts = volumes.mounts(node["volumes"])
        for error in volumes.errors { values.refuse(error) }
        service.refusals = values.refusals
    }

    /// Whether there is something that containers can be made of.
    var hasImage: Bool { service.image != nil || service.hasBuild || node["provider"] != nil }
    /// Services that an external provider runs join no network.
    var hasProvider: Bool { node["provider"] != nil }

    /// Compose hands names on as they stand; none that the kernel takes has a NUL in it.
    private mutating func refuseNUL() {
        for (key, name) in [("hostname", service.hostname), ("domainname", service.domainname)] {
            guard let name, name.value.utf8.contains(0) else { continue }
            values.leaveOut("\(path).\(key): a name cannot have a NUL in it", at: name.place)
        }
        if service.hostname?.value.utf8.contains(0) == true { service.hostname = nil }
        if service.domainname?.value.utf8.contains(0) == true { service.domainname = nil }
    }

    private mutating func command(_ key: String) -> [String]? {
        guard let node = node[key], !node.isNull else { return nil }
        if let items = node.sequence { return items.map { $0.string ?? "" } }
        do throws(CommandLine.Fault) {
            return try CommandLine.words(of: node.string ?? "")
        } catch {
            values.refuse(
                DecodingFault.error(
                    at: ["services", service.name, key],
                    error.text,
                    node.place,
                    help: "a list of words needs no quotes"
                )
            )
            return nil
        }
    }

    private mutating func readScale() {
        let deploy = node["deploy"]
        let range = Int.min...Self.maximumReplicas
        let scale = values.integer(node["scale"], range, "\(path).scale")
        let replicas = values.integer(deploy?["replicas"], range, "\(path).deploy.replicas")
        for (key, number) in [("scale", scale), ("deploy.replicas", replicas)] {
            guard let number, number.value < 0 else { continue }
            values.refuse("\(path).\(key): must be greater than or equal to 0", at: number.place)
        }
        if let scale, let replicas, scale.value != replicas.value {
            values.refuse(
                "\(path): can't set distinct values on 'scale' and 'deploy.replicas': invalid compose project",
                at: scale.place
            )
        }
        service.scale = (scale ?? replicas).flatMap { $0.value < 0 ? nil : $0 }
        if service.replicas > 1, let name = service.containerName {
            let key = scale == nil ? "deploy.replicas" : "scale"
            values.refuse(
                "\(path): can't set container_name and \(key) as container name must be unique: invalid compose project",
                at: name.place
            )
        }
    }

    private mutating func readHealthCheck() {
        guard let check = node["healthcheck"], !check.isNull else { return }
        let isOff = values.bool(check["disable"], "\(path).healthcheck.disable")?.value ?? false
        let test = check["test"].map { $0.sequence ?? [$0] }?.first?.string
        service.hasHealthCheck = !isOff && test != nil && test != "NONE"
    }

    /// Compose takes these keys and does nothing about them: they are for `docker stack deploy`.
    private mutating func readSwarmKey() {
        guard let deploy = node["deploy"] else { return }
        let keys = ["mode", "placement", "update_config", "rollback_config", "endpoint_mode"]
        service.swarmKey =
            keys.lazy.compactMap { key -> Placed<String>? in
                guard let entry = deploy.entry(key), !entry.value.isNull,
                    // Compose itself runs what is replicated.
                    key != "mode" || entry.value.string != "replicated"
                else { return nil }
                return Placed("deploy.\(key)", at: entry.keyPlace)
            }.first
    }

    private mutating func readEnvironment() {
        for (key, value) in fileEnvironment { service.environment[key] = .some(value) }
        for pair in values.pairs(node["environment"]) {
            let value = pair.value ?? environment[pair.key] ?? fileEnvironment[pair.key].flatMap { $0 }
            service.environment[pair.key] = .some(value)
        }
    }

    private mutating func readNames() {
        // An unset variable leaves nothing behind.
        for text in values.texts(node["dns"]) where !text.value.isEmpty {
            do throws(FlagValueError) {
                service.dns.append(Placed(try HostValue.nameServer(text.value), at: text.place))
            } catch {
                values.leaveOut("\(path).dns: \(error.reason)", at: text.place)
            }
        }
        service.dnsSearch = values.texts(node["dns_search"])
        service.dnsOptions = values.texts(node["dns_opt"])
        service.links = links(node["links"], "links")
        service.externalLinks = links(node["external_links"], "external_links")
        if let hosts = node["extra_hosts"] {
            var reader = ExtraHostReader(path: path)
            service.extraHosts = reader.hosts(hosts)
            values.take(reader.values)
        }
    }

    private mutating func links(_ node: YAMLNode?, _ key: String) -> [Placed<ServiceLink>] {
        values.texts(node).compactMap { text in
            let parts = text.value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            // Only one colon divides: what has more is a name to Compose, which no service has.
            let target = parts.count == 2 ? parts[0] : text.value
            return Placed(ServiceLink(target: target, alias: parts.last ?? target), at: text.place)
        }
    }

    private mutating func readPorts() {
        var reader = PortReader(path: path)
        service.ports = reader.ports(node["ports"])
        service.repeatedPorts = reader.repeats
        service.expose = reader.expose(node["expose"])
        values.take(reader.values)
    }

    private mutating func readNetworks() {
        guard let given = node.entry("networks") else { return }
        var reader = ServiceNetworkReader(path: path)
        let networks = reader.networks(given.value)
        values.take(reader.values)
        // An empty list says no more than none: Compose joins the service to `default`.
        guard !networks.isEmpty else { return }
        service.networks = networks
        service.networksPlace = given.keyPlace
    }

    private mutating func readDependencies() {
        var reader = DependencyReader(path: path)
        service.dependsOn = reader.dependencies(of: node, links: service.links)
        stackDependencies = reader.stackDependencies
        values.take(reader.values)
    }

    /// Policies that Compose does not know are the engine's to refuse (moby: `container.ValidateRestartPolicy`).
    private mutating func readRestart() {
        service.restart = values.name(node["restart"])
        guard let restart = service.restart else { return }
        let parts = restart.value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let hint = "use one of 'no', 'always', 'on-failure', or 'unless-stopped'"
        switch parts[0] {
        case "no", "always", "unless-stopped", "on-failure", "any":
            guard parts.count > 1 else { return }
            guard parts.count == 2, let count = Int(parts[1]) else {
                values.leaveOut("\(path).restart: invalid restart policy: \(restart.value)", at: restart.place)
                break
            }
            if count < 0 {
                values.leaveOut("invalid restart policy: maximum retry count cannot be negative", at: restart.place)
            } else if count > 0, parts[0] != "on-failure" {
                values.leaveOut(
                    "invalid restart policy: maximum retry count can only be used with 'on-failure'",
                    at: restart.place
                )
            } else {
                return
            }
        default:
            values.leaveOut("invalid restart policy: unknown policy '\(parts[0])'; \(hint)", at: restart.place)
        }
    }
}

extension ValueReader {
    mutating func refuse(_ error: SourceError) {
        if let place = error.place { refuse(error.message, at: place, help: error.help) }
    }
}

extension ServiceNetworkMode {
    init(text: String) {
        switch text {
        case "bridge": self = .bridge
        case "host": self = .host
        case "none": self = .none
        case let text where text.hasPrefix("service:"): self = .service(String(text.dropFirst("service:".count)))
        case let text where text.hasPrefix("container:"): self = .container(String(text.dropFirst("container:".count)))
        default: self = .network(text)
        }
    }
}
