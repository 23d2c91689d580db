internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// Reads `x-netsim`, as far as it can: each mistake is noted with its place, and what stands beside it is read.
struct ExtensionReader {
    /// The keys at each place, in the order of the schema.
    enum Keys {
        static let project = [
            "expect", "listen", "zone", "impair", "upstream", "ignore", "host", "images", "reserved", "engine",
        ]
        static let service = ["listen", "zone", "impair", "ignore"]
        static let network = ["impair", "ignore"]
        static let image = ["like", "listens", "exposes", "entrypoint", "command", "user", "base"]
        static let impairment = ["delay", "jitter", "loss", "duplicate", "reorder", "rate"]
        static let record = ["name", "type", "data", "ttl"]
        static let ignored = ["rule", "reason"]
        static let scope = ["service", "network"]
        static let reserved = ["subnet", "name"]
        static let host = ["addresses", "interfaces", "networks", "containers", "drivers"]
        static let hostNetwork = ["name", "subnets", "driver"]
    }

    let project: ComposeProject?
    let services: Set<String>
    let networks: Set<String>
    var found = Extension()
    var errors: [SourceError] = []

    init(_ project: ComposeProject) {
        self.project = project
        services = Set((project.services + project.disabled).map(\.name))
        networks = Set(project.networks.map(\.key))
    }

    /// Of no project.
    init() { (project, services, networks) = (nil, [], []) }

    mutating func read() {
        guard let project else { return }
        if let node = project.netsim { readProject(node) }
        // A disabled service's words are read, so that mistakes show, and mean nothing until it is enabled.
        for service in project.services + project.disabled {
            if let node = service.netsim { readService(node, service.name) }
        }
        for network in project.networks {
            if let node = network.netsim { readNetwork(node, network.key) }
        }
        errors.sort { a, b in
            guard let a = a.place, let b = b.place else { return false }
            return a < b
        }
    }

    // MARK: - Places

    private mutating func readProject(_ node: YAMLNode) {
        for entry in entries(node, "x-netsim", Keys.project) {
            switch entry.key {
            case "expect": readExpectations(entry.value)
            case "listen":
                for service in entries(entry.value, "listen") where isService(service.key, service.keyPlace) {
                    readListen(service.value, service.key, service.keyPlace)
                }
            case "zone":
                for service in entries(entry.value, "zone") where isService(service.key, service.keyPlace) {
                    readZone(service.value, service.key, service.keyPlace)
                }
            case "impair": readImpairments(entry.value)
            case "upstream": for item in list(entry.value, "upstream") { readRecord(item) }
            case "ignore":
                for item in list(entry.value, "ignore") { readIgnored(item, service: nil, network: nil) }
            case "host": readHost(entry.value)
            case "images": readImages(entry.value)
            case "engine": readEngine(entry.value)
            case "reserved": for item in list(entry.value, "reserved") { readReserved(item) }
            default: break
            }
        }
    }

    private mutating func readService(_ node: YAMLNode, _ name: String) {
        for entry in entries(node, "x-netsim of a service", Keys.service) {
            switch entry.key {
            case "listen": readListen(entry.value, name, entry.keyPlace)
            case "zone": readZone(entry.value, name, entry.keyPlace)
            case "impair":
                guard let impairment = impairment(entry.value, scope: []) else { continue }
                add(Extension.Impaired(service: name, network: nil, impairment: impairment, place: entry.keyPlace))
            case "ignore":
                for item in list(entry.value, "ignore") { readIgnored(item, service: name, network: nil) }
            default: break
            }
        }
    }

    private mutating func readNetwork(_ node: YAMLNode, _ key: String) {
        for entry in entries(node, "x-netsim of a network", Keys.network) {
            switch entry.key {
            case "impair":
                guard let impairment = impairment(entry.value, scope: []) else { continue }
                add(Extension.Impaired(service: nil, network: key, impairment: impairment, place: entry.keyPlace))
            case "ignore":
                for item in list(entry.value, "ignore") { readIgnored(item, service: nil, network: key) }
            default: break
            }
        }
    }

    // MARK: - Keys

    private mutating func readExpectations(_ node: YAMLNode) {
        for item in list(node, "expect") {
            guard let text = item.string else {
                fail("an expectation is a text, not \(item.kind)", item, help: "write: web can reach db:5432")
                continue
            }
            found.expectations.append(Placed(text, at: item.place))
        }
    }

    private mutating func readListen(_ node: YAMLNode, _ service: String, _ place: SourcePlace) {
        var ports: [Placed<ListeningPort>] = []
        for item in list(node, "listen") {
            guard let text = item.string, let port = ListeningPort(text) else {
                fail(
                    item.string.map { "\"\($0)\" is no port" } ?? "a port is a number, not \(item.kind)",
                    item,
                    help: "write 8080, 53/udp, or 127.0.0.1:5432"
                )
                continue
            }
            if ports.contains(where: { $0.value == port }) { continue }
            ports.append(Placed(port, at: item.place))
        }
        if let first = found.listen(of: service) {
            errors.append(
                SourceError(
                    "the ports that \(service) listens on are given twice",
                    at: place,
                    related: [Placed("first given here", at: first.place)]
                )
            )
            return
        }
        found.listen.append(Extension.Listen(service: service, ports: ports, place: place))
    }

    private mutating func readEngine(_ node: YAMLNode) {
        guard let text = node.scalar?.text, let version = EngineVersion(text) else {
            fail(
                node.scalar.map { "\"\($0.text)\" is no version of Docker Engine that netsim knows" }
                    ?? "an engine is a version such as 27, not \(node.kind)",
                node,
                help: "write \(EngineVersion.choices)"
            )
            return
        }
        found.engine = Placed(version, at: node.place)
    }

    private mutating func readImpairments(_ node: YAMLNode) {
        for item in list(node, "impair") {
            let before = errors.count
            let impairment = impairment(item, scope: Keys.scope)
            let service = name(item, "service", services, "service")
            let network = name(item, "network", networks, "network")
            guard let impairment, errors.count == before else { continue }
            if service == nil, network == nil {
                fail("an impairment is of a network, a service, or both", item, help: "add network: NETWORK")
                continue
            }
            add(Extension.Impaired(service: service, network: network, impairment: impairment, place: item.place))
        }
    }

    private mutating func add(_ impaired: Extension.Impaired) {
        if let first = found.impairments.first(where: {
            $0.service == impaired.service && $0.network == impaired.network
        }) {
            errors.append(
                SourceError(
                    "the same links are impaired twice",
                    at: impaired.place,
                    related: [Placed("first impaired here", at: first.place)]
                )
            )
            return
        }
        found.impairments.append(impaired)
    }

    private mutating func impairment(_ node: YAMLNode, scope: [String]) -> Impairment? {
        var impairment = Impairment()
        let before = errors.count
        for entry in entries(node, "impair", Keys.impairment + scope) where !scope.contains(entry.key) {
            guard let text = entry.value.string else {
                fail("\(entry.key) is a text such as 40ms or 1%, not \(entry.value.kind)", entry.value)
                continue
            }
            do throws(ImpairmentTextError) {
                switch entry.key {
                case "delay": impairment.delay = try Impairment.time(text)
                case "jitter": impairment.jitter = try Impairment.time(text)
                case "loss": impairment.loss = try Impairment.chance(text)
                case "duplicate": impairment.duplication = try Impairment.chance(text)
                case "reorder": impairment.reordering = try Impairment.chance(text)
                case "rate": impairment.rate = try Impairment.rate(text)
                default: break
                }
            } catch {
                fail("\(entry.key) cannot be read: \(error.description)", entry.value)
            }
        }
        guard errors.count == before else { return nil }
        if let problem = impairment.problem {
            fail(problem, node)
            return nil
        }
        return impairment
    }

    private mutating func readIgnored(_ node: YAMLNode, service: String?, network: String?) {
        let isScoped = service != nil || network != nil
        if let rule = node.string {
            found.ignored.append(
                Extension.Ignored(
                    rule: Placed(rule, at: node.place),
                    reason: nil,
                    service: service,
                    network: network,
                    place: node.place
                )
            )
            return
        }
        let before = errors.count
        _ = entries(node, "ignore", Keys.ignored + (isScoped ? [] : Keys.scope))
        let rule = text(node, "rule")
        let reason = text(node, "reason")
        let named = isScoped ? (service, network) : scope(node)
        guard errors.count == before else { return }
        guard let rule else {
            fail("rule is missing: which rule is ignored?", node, help: "netsim check --list-rules lists them")
            return
        }
        found.ignored.append(
            Extension.Ignored(
                rule: rule,
                reason: reason.flatMap { $0.value.isEmpty ? nil : $0.value },
                service: named.0,
                network: named.1,
                place: node.place
            )
        )
    }

    private mutating func scope(_ node: YAMLNode) -> (String?, String?) {
        (name(node, "service", services, "service"), name(node, "network", networks, "network"))
    }

    private mutating func readReserved(_ node: YAMLNode) {
        let before = errors.count
        var subnet = node.string.map { Placed($0, at: node.place) }
        var name = ""
        if subnet == nil {
            _ = entries(node, "reserved", Keys.reserved)
            subnet = text(node, "subnet")
            name = text(node, "name")?.value ?? ""
        }
        guard errors.count == before else { return }
        guard let subnet else {
            fail("subnet is missing: which addresses are reserved?", node)
            return
        }
        guard let prefix = IPPrefix(subnet.value), !prefix.hasHostBits else {
            errors.append(
                SourceError(
                    "\"\(subnet.value)\" is no subnet",
                    at: subnet.place,
                    help: IPPrefix(subnet.value).map { "did you mean \($0.masked)?" } ?? "write 10.8.0.0/24"
                )
            )
            return
        }
        found.reserved.append(Extension.Reserved(prefix: Placed(prefix, at: subnet.place), name: name))
    }
}
