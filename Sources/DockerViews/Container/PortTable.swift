internal import Addressing
internal import Lab
internal import Rendering

/// What `NetworkSettings.Ports` lists: every exposed port of a running container with what publishes it.
struct PortTable {
    struct Entry {
        let port: ContainerPort
        /// Empty where the port is only exposed.
        let bindings: [PublishedPort]
    }

    /// By the text of the port, as Go orders the keys of a map.
    let entries: [Entry]

    /// Exposed ports belong to the bridge driver's endpoints: without one, as on `host`, `none` or macvlan, and while
    /// the container is down, nothing is listed (Docker Engine: `getPortMapInfo`).
    init(of container: Container, in lab: Lab) {
        guard container.isRunning, Self.hasBridgeEndpoint(container, lab) else {
            entries = []
            return
        }
        var bindings: [ContainerPort: [PublishedPort]] = [:]
        for port in lab.exposedPorts(of: container) { bindings[port] = [] }
        for published in container.published { bindings[published.port, default: []].append(published) }
        entries =
            bindings
            .map { (key: $0.key.description, entry: Entry(port: $0.key, bindings: $0.value)) }
            .sorted { $0.key < $1.key }
            .map(\.entry)
    }

    /// `{"80/tcp": [{"HostIp", "HostPort"}, …], "90/tcp": null}`.
    var json: JSONValue {
        var ports = JSONObject(minimumCapacity: entries.count)
        for entry in entries {
            ports[entry.port.description] = entry.bindings.isEmpty ? .null : JSONValue(entry.bindings.map(Self.json))
        }
        return .object(ports)
    }

    private static func json(_ binding: PublishedPort) -> JSONValue {
        // In routed mode nothing is bound on the host, and the engine leaves the port out.
        ["HostIp": .string("\(binding.hostAddress)"), "HostPort": .string(hostPort(binding))]
    }

    static func hostPort(_ binding: PublishedPort) -> String {
        binding.hostPort == 0 ? "" : String(binding.hostPort)
    }

    private static func hasBridgeEndpoint(_ container: Container, _ lab: Lab) -> Bool {
        container.attachments.contains { attachment in
            guard attachment.endpoint != nil, let network = attachment.networkID.flatMap({ lab.network($0) }) else {
                return false
            }
            return network.driver == .bridge && (!network.isInternal || lab.engine.has(.exposedPortsShown))
        }
    }
}
