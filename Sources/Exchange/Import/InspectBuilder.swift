internal import Addressing
internal import Lab
internal import Rendering

/// Puts a lab together.
struct InspectBuilder {
    let sorting: InspectImport.Sorting
    let now: Timestamp
    let template: Lab
    var notes: [String]
    var networks: [(network: Network, origin: InspectedValue)] = []
    var containers: [InspectedContainer]
    var nextSequence: UInt64 = 1

    init(_ sorting: InspectImport.Sorting, host: HostFacts, engine: EngineSettings?, at now: Timestamp) {
        self.sorting = sorting
        self.now = now
        notes = sorting.notes
        containers = sorting.containers
        var facts = host
        if let name = sorting.hostname ?? Self.hostname(of: sorting.containers), !name.isEmpty {
            facts.hostname = name
        }
        var settings = engine ?? EngineSettings(engineID: "")
        if let id = sorting.engineID, !id.isEmpty { settings.engineID = id }
        if let version = sorting.engine { settings.version = version }
        template = Lab(seed: Self.seed(of: sorting), host: facts, engine: settings, created: now)
    }

    /// What containers in host mode call themselves, where they agree.
    private static func hostname(of containers: [InspectedContainer]) -> String? {
        let names = Set(containers.filter { $0.config.networkMode == .host }.map(\.config.hostname))
        return names.count == 1 ? names.first : nil
    }

    /// Follows from what was imported, so that identifiers drawn later are none of those that are there.
    private static func seed(of sorting: InspectImport.Sorting) -> UInt64 {
        var seed: UInt64 = 0x6e65_7473_696d
        for id in sorting.networks.map(\.dump.network.id) + sorting.containers.map(\.id) {
            seed = (seed ^ id.words.0 ^ id.words.3) &* 0x9e37_79b9_7f4a_7c15
        }
        return seed
    }

    mutating func build() throws(ImportError) -> Lab {
        addStandIns()
        try addNetworks()
        containers = containers.enumerated()
            .sorted { ($0.element.created, $0.offset) < ($1.element.created, $1.offset) }.map(\.element)
        for index in containers.indices where containers[index].config.networkMode == .host {
            let own = containers[index].config.hostname == template.host.hostname
            if own { containers[index].config.hostname = "" }
        }
        let finished = try made(after: nil)
        // Who publishes, and what links say, follow from the rest.
        return try made(after: finished)
    }

    /// A container for each that a network names and no dump describes.
    private mutating func addStandIns() {
        for (origin, dump) in sorting.networks {
            for member in dump.members {
                var index = containers.firstIndex { $0.id == member.id }
                if index == nil {
                    var config = ContainerConfig()
                    config.image = "unknown"
                    config.networkMode = .network(dump.network.name)
                    if dump.network.isPredefined { config.networkMode = NetworkMode(dump.network.name) }
                    containers.append(
                        InspectedContainer(
                            id: member.id,
                            name: member.name,
                            created: now,
                            config: config,
                            status: .running,
                            startedAt: now,
                            finishedAt: .never,
                            origin: origin
                        )
                    )
                    index = containers.count - 1
                    notes.append(
                        """
                        container \(member.name) has no dump of its own: its ports, aliases and modes are unknown
                        """
                    )
                }
                guard let index, let endpoint = member.endpoint,
                    !containers[index].places.contains(where: { $0.network == dump.network.name })
                else { continue }
                containers[index].places.append(
                    InspectedContainer.Place(
                        network: dump.network.name,
                        networkID: dump.network.id,
                        config: EndpointConfig(),
                        endpoint: InspectedContainer.LiveEndpoint(
                            id: endpoint,
                            ipv4: member.ipv4,
                            ipv6: member.ipv6,
                            mac: member.mac
                        )
                    )
                )
            }
        }
    }

    // MARK: Networks

    private mutating func addNetworks() throws(ImportError) {
        var found: [(network: Network, origin: InspectedValue)] = []
        for (origin, dump) in sorting.networks {
            var dump = dump
            let id = dump.network.id
            dump.completeGateways(
                told: containers.flatMap(\.places).filter { $0.networkID == id }.flatMap(\.gateways)
            )
            found.append((dump.network, origin))
        }
        for index in containers.indices {
            containers[index].places.removeAll { sorting.leftOut.contains($0.network) }
            for place in containers[index].places {
                guard let id = place.networkID, !found.contains(where: { $0.network.id == id }) else { continue }
                if let other = found.first(where: { $0.network.name == place.network }) {
                    throw ImportError(
                        containers[index].origin.source,
                        place: containers[index].origin.path,
                        """
                        container \(containers[index].name) is on another network \(place.network) \
                        (\(id.short)) than the one that was read (\(other.network.id.short))
                        """
                    )
                }
                found.append((derived(id, place), containers[index].origin))
            }
        }
        for network in template.allNetworks where !found.contains(where: { $0.network.name == network.name }) {
            var network = network
            let taken = found.flatMap(\.network.subnets)
            if network.subnets.contains(where: { own in taken.contains { $0.prefix.overlaps(own.prefix) } }) {
                network = network.with(subnets: [])
                notes.append("network \(network.name) was not read: it stands without a subnet")
            }
            found.append((network, InspectedValue(.null, source: "")))
        }
        networks = found.sorted { a, b in
            let (first, second) = (a.network.isPredefined ? 0 : 1, b.network.isPredefined ? 0 : 1)
            return (first, a.network.created, a.network.id) < (second, b.network.created, b.network.id)
        }
    }

    /// A network that only its containers tell of.
    private mutating func derived(_ id: NetworkID, _ place: InspectedContainer.Place) -> Network {
        let all = containers.flatMap(\.places).filter { $0.networkID == id }
        var spec = NetworkSpec(name: place.network)
        var bridge = BridgeOptions()
        if place.network == "bridge", let known = template.allNetworks.first(where: { $0.isDefaultBridge }) {
            (spec.options, bridge) = (known.options, known.bridge)
        }
        let gateways = all.flatMap(\.gateways)
        var subnets: [Network.Subnet] = []
        for prefix in all.flatMap({ [$0.endpoint?.ipv4, $0.endpoint?.ipv6] }).compactMap({ $0?.masked })
        where !subnets.contains(where: { $0.prefix == prefix }) {
            subnets.append(
                Network.Subnet(
                    prefix: prefix,
                    range: nil,
                    gateway: gateways.first { prefix.contains($0) },
                    auxiliary: [:],
                    isUserDefined: true
                )
            )
        }
        subnets.sort { $0.prefix.family < $1.prefix.family }
        spec.enableIPv4 = subnets.contains { $0.family == .ipv4 }
        spec.enableIPv6 = subnets.contains { $0.family == .ipv6 }
        if subnets.isEmpty { spec.enableIPv4 = true }
        let driver: NetworkDriver = place.network == "host" ? .host : place.network == "none" ? .null : .bridge
        // A network without a gateway is one without a way out.
        spec.isInternal = driver == .bridge && !subnets.isEmpty && gateways.isEmpty
        if driver == .bridge {
            notes.append("network \(place.network) has no dump of its own: read from its containers as a bridge")
        }
        return Network(id: id, spec: spec, driver: driver, created: now, bridge: bridge, subnets: subnets)
    }
}
