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
    var values = ValueReader()
    private let node: YAMLNode
    let path: String

    /// More containers than one host has ports on a bridge, or addresses for: larger numbers are mistakes.
    static let maximumReplicas = 65_535

    init(_ entry: YAMLNode.Entry, environment: ProjectEnvironment) {
        self.environment = environment
        node = entry.value
        service = ComposeService(name: entry.key, at: entry.keyPlace)
        path = "services.\(entry.key)"
    }

    mutating func read() {
        service.image = values.name(node["image"])
        service.hasBuild = node["build"].map { !$0.isNull } ?? false
        service.command = command(node["command"]) ?? []
        service.commandPlaces = node["command"].map { ($0.sequence ?? [$0]).map(\.place) } ?? []
        service.entrypoint = command(node["entrypoint"])
        service.containerName = values.name(node["container_name"])
        service.hostname = values.name(node["hostname"])
        service.domainname = values.name(node["domainname"])
        service.networkMode = values.name(node["network_mode"])?.map(ServiceNetworkMode.init(text:))
        service.macAddress = values.hardwareAddress(node["mac_address"], "\(path).mac_address")
        service.restart = values.name(node["restart"])
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
    }

    /// Whether there is something that containers can be made of.
    var hasImage: Bool { service.image != nil || service.hasBuild || node["provider"] != nil }
    /// Services that an external provider runs join no network.
    var hasProvider: Bool { node["provider"] != nil }

    private func command(_ node: YAMLNode?) -> [String]? {
        guard let node, !node.isNull else { return nil }
        return node.sequence?.map { $0.string ?? "" } ?? CommandLine.words(of: node.string ?? "")
    }

    private mutating func readScale() {
        let deploy = node["deploy"]
        let range = 0...Self.maximumReplicas
        let scale = values.integer(node["scale"], range, "\(path).scale")
        let replicas = values.integer(deploy?["replicas"], range, "\(path).deploy.replicas")
        if let scale, let replicas, scale.value != replicas.value {
            values.refuse(
                "\(path): can't set distinct values on 'scale' and 'deploy.replicas': invalid compose project",
                at: scale.place
            )
        }
        service.scale = scale ?? replicas
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
        for pair in values.pairs(node["environment"]) {
            service.environment[pair.key] = .some(pair.value ?? environment[pair.key])
        }
    }

    private mutating func readNames() {
        for text in values.texts(node["dns"]) {
            do throws(FlagValueError) {
                service.dns.append(Placed(try HostValue.nameServer(text.value), at: text.place))
            } catch {
                values.refuse("\(path).dns: \(error.reason)", at: text.place)
            }
        }
        service.dnsSearch = values.texts(node["dns_search"])
        service.dnsOptions = values.texts(node["dns_opt"])
        service.links = links(node["links"], "links")
        service.externalLinks = links(node["external_links"], "external_links")
        if let hosts = node["extra_hosts"] {
            var reader = ExtraHostReader(path: path)
            service.extraHosts = reader.hosts(hosts)
            take(reader.values)
        }
    }

    private mutating func links(_ node: YAMLNode?, _ key: String) -> [Placed<ServiceLink>] {
        values.texts(node).compactMap { text in
            let parts = text.value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard let target = parts.first, !target.isEmpty, parts.count <= 2, parts.last?.isEmpty == false else {
                values.refuse("\(path).\(key): bad format for links: \(text.value)", at: text.place)
                return nil
            }
            return Placed(ServiceLink(target: target, alias: parts.last ?? target), at: text.place)
        }
    }

    private mutating func readPorts() {
        var reader = PortReader(path: path)
        service.ports = reader.ports(node["ports"])
        service.expose = reader.expose(node["expose"])
        take(reader.values)
    }

    private mutating func readNetworks() {
        guard let given = node.entry("networks") else { return }
        var reader = ServiceNetworkReader(path: path)
        let networks = reader.networks(given.value)
        take(reader.values)
        // An empty list says no more than none: Compose joins the service to `default`.
        guard !networks.isEmpty else { return }
        service.networks = networks
        service.networksPlace = given.keyPlace
    }

    private mutating func readDependencies() {
        var reader = DependencyReader(path: path)
        service.dependsOn = reader.dependencies(of: node, links: service.links)
        stackDependencies = reader.stackDependencies
        take(reader.values)
    }

    private mutating func take(_ other: ValueReader) {
        for error in other.errors { values.refuse(error) }
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
