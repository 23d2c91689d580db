internal import Addressing
package import Lab
internal import Rendering

/// A lab out of what an engine says of its networks and containers: `docker network inspect` and `docker inspect`, in
/// any mixture, or the answers of its API.
///
/// The lab holds the observed state: identifiers, addresses, MAC addresses, published ports and modes as they were
/// printed. What dumps do not say is derived: the names of interfaces and the order of joining.
package struct InspectImport: Sendable {
    package let lab: Lab
    /// What was left out or made up, in a person's words.
    package let notes: [String]

    /// - Parameters:
    ///   - dumps: whole files: an array of objects, or one object.
    ///   - host: facts of the machine; its name is taken from the dumps where they say it.
    ///   - engine: the engine's settings; nil for the defaults.
    package init(
        _ dumps: [InspectedValue],
        host: HostFacts = HostFacts(),
        engine: EngineSettings? = nil,
        at now: Timestamp
    ) throws(ImportError) {
        var sorting = Sorting()
        for dump in dumps { try sorting.add(dump) }
        var builder = Builder(sorting, host: host, engine: engine, at: now)
        lab = try builder.build()
        notes = builder.notes
    }

    /// The objects of the dumps by what they are.
    fileprivate struct Sorting {
        var networks: [(origin: InspectedValue, dump: InspectedNetwork)] = []
        var containers: [InspectedContainer] = []
        var notes: [String] = []
        /// Networks that were left out; containers lose their places on them.
        var leftOut: Set<String> = []
        var hostname: String?
        var engineID: String?

        mutating func add(_ dump: InspectedValue) throws(ImportError) {
            if dump.value.arrayValue != nil {
                for element in try dump.elements() { try add(element) }
                return
            }
            guard dump.value.objectValue != nil else {
                throw dump.problem("expected what docker inspect prints, found \(dump.value.kindName)")
            }
            if dump.has("NetworkSettings"), dump.has("Config") {
                let container = try InspectedContainer.read(dump, notes: &notes)
                if !containers.contains(where: { $0.id == container.id }) { containers.append(container) }
            } else if dump.has("IPAM"), dump.has("Driver") {
                guard let network = try InspectedNetwork.read(dump, notes: &notes) else {
                    leftOut.insert(try dump["Name"].text())
                    return
                }
                if !networks.contains(where: { $0.dump.network.id == network.network.id }) {
                    networks.append((dump, network))
                }
            } else if dump.has("ServerVersion"), dump.has("Name") {
                hostname = try dump["Name"].text()
                engineID = try dump["ID"].text()
            } else if dump.has("Names") || dump.has("Image") && dump.has("State") {
                throw dump.problem("this is a line of a list; what docker inspect prints is needed")
            } else {
                throw dump.problem("this is neither a network nor a container as docker inspect prints them")
            }
        }
    }

    /// Puts a lab together.
    fileprivate struct Builder {
        private let sorting: Sorting
        private let now: Timestamp
        private let template: Lab
        private(set) var notes: [String]
        private var networks: [(network: Network, origin: InspectedValue)] = []
        private var containers: [InspectedContainer]
        private var nextSequence: UInt64 = 1

        init(_ sorting: Sorting, host: HostFacts, engine: EngineSettings?, at now: Timestamp) {
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
            template = Lab(seed: Self.seed(of: sorting), host: facts, engine: settings, created: now)
        }

        /// What containers in host mode call themselves, where they agree.
        private static func hostname(of containers: [InspectedContainer]) -> String? {
            let names = Set(containers.filter { $0.config.networkMode == .host }.map(\.config.hostname))
            return names.count == 1 ? names.first : nil
        }

        /// Follows from what was imported, so that identifiers drawn later are none of those that are there.
        private static func seed(of sorting: Sorting) -> UInt64 {
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

        // MARK: Containers

        /// - Parameter finished: the same lab, without what follows from the whole.
        private mutating func made(after finished: Lab?) throws(ImportError) -> Lab {
            nextSequence = UInt64(containers.count) + 1
            let sequences = endpointSequences()
            var settings = template.settings
            settings.nextSequence = nextSequence
            var restoration: LabRestoration
            do {
                restoration = try LabRestoration(settings: settings, networks: networks.map(\.network))
            } catch {
                throw failure(error)
            }
            for (index, container) in containers.enumerated() {
                do throws(LabRestoration.Refusal) {
                    try restoration.add(restored(container, index, sequences[index], finished))
                } catch {
                    throw failure(error)
                }
            }
            do {
                return try restoration.finish()
            } catch {
                throw failure(error)
            }
        }

        /// In the order in which the containers started, for each of them in the order of its places.
        private mutating func endpointSequences() -> [[UInt64]] {
            var sequences = containers.map { [UInt64](repeating: 0, count: $0.places.count) }
            let order = containers.indices.sorted { (containers[$0].startedAt, $0) < (containers[$1].startedAt, $1) }
            for index in order {
                for place in containers[index].places.indices where containers[index].places[place].endpoint != nil {
                    sequences[index][place] = nextSequence
                    nextSequence += 1
                }
            }
            return sequences
        }

        private func restored(
            _ container: InspectedContainer,
            _ index: Int,
            _ sequences: [UInt64],
            _ finished: Lab?
        ) -> Container {
            var interfaces: Set<String> = []
            let attachments = zip(container.places, sequences).map { place, sequence in
                let network = networks.first { $0.network.id == place.networkID }?.network
                return Attachment(
                    network: place.network,
                    networkID: place.networkID,
                    config: place.config,
                    endpoint: place.endpoint.map { live in
                        endpoint(live, sequence, network, place.config, &interfaces)
                    }
                )
            }
            let stack = stack(of: container)
            let known = finished?.container(container.id)
            return Container(
                stored: container.id,
                name: container.name,
                created: container.created,
                sequence: UInt64(index) + 1,
                config: container.config,
                attachments: attachments,
                links: container.links.compactMap { link in
                    containers.first { $0.name == link.child }.map {
                        Container.LegacyLink(child: $0.id, childName: $0.name, alias: link.alias)
                    }
                },
                status: container.status,
                exitCode: container.exitCode,
                error: container.error,
                startedAt: container.startedAt,
                finishedAt: container.finishedAt,
                restartCount: container.restartCount,
                stack: stack,
                hasEmbeddedDNS: attachments.contains { $0.endpoint != nil && !Network.isPredefined($0.network) },
                published: container.published,
                publishingEndpoints: known.map { publishers($0, finished) } ?? [],
                linkLines: known.flatMap { try? finished?.linkLines(of: $0) } ?? []
            )
        }

        private func endpoint(
            _ live: InspectedContainer.LiveEndpoint,
            _ sequence: UInt64,
            _ network: Network?,
            _ config: EndpointConfig,
            _ interfaces: inout Set<String>
        ) -> Endpoint {
            guard let network, network.driver.hasEndpoints else { return Endpoint(id: live.id, sequence: sequence) }
            var interface = config.driverOptions["com.docker.network.endpoint.ifname"] ?? ""
            var number = 0
            while interface.isEmpty {
                let name = "\(network.driver == .bridge ? network.bridge.interfacePrefix : "eth")\(number)"
                if !interfaces.contains(name) { interface = name }
                number += 1
            }
            interfaces.insert(interface)
            return Endpoint(
                id: live.id,
                sequence: sequence,
                ipv4: live.ipv4,
                ipv6: live.ipv6,
                mac: live.mac,
                interface: interface,
                hostInterface: network.driver == .bridge ? "veth\(live.id.short.prefix(7))" : "",
                linkLocal: config.linkLocal.compactMap {
                    IPPrefix(address: $0, length: $0.family == .ipv4 ? 16 : 64)
                }
            )
        }

        /// - Parameter depth: how many joiners led here; a dump may have them join each other.
        private func stack(of container: InspectedContainer, depth: Int = 0) -> Container.Stack {
            guard container.isRunning else { return .down }
            if case .container(let target) = container.config.networkMode {
                guard let donor = containers.first(where: { "\($0.id)" == target || $0.name == target }) else {
                    return .joined(container.id)
                }
                if donor.config.networkMode == .host { return .host }
                // A donor that stopped, or started again since, has left this one with an empty stack.
                guard depth < 16, donor.isRunning, donor.startedAt <= container.startedAt else {
                    return .joined(container.id)
                }
                switch stack(of: donor, depth: depth + 1) {
                case .own(let sandbox), .joined(let sandbox): return .joined(sandbox)
                case .host: return .host
                case .down: return .joined(container.id)
                }
            }
            if container.config.networkMode == .host { return .host }
            return .own(container.sandbox ?? container.id)
        }

        /// The endpoints that hold the default routes: published ports live there.
        private func publishers(_ container: Container, _ lab: Lab?) -> [EndpointID] {
            let asksForPorts = !container.config.portBindings.isEmpty || container.config.publishAll
            guard let lab, container.ownSandbox != nil, asksForPorts else { return [] }
            return lab.publishingEndpoints(of: container)
        }

        private func failure(_ refusal: LabRestoration.Refusal) -> ImportError {
            let origin: InspectedValue?
            let what: String
            switch refusal.part {
            case .settings: (origin, what) = (nil, "the lab")
            case .network(let index, let name):
                (origin, what) = (networks.indices.contains(index) ? networks[index].origin : nil, "network \(name)")
            case .container(let index, let name):
                origin = containers.indices.contains(index) ? containers[index].origin : nil
                what = "container \(name)"
            }
            return ImportError(origin?.source ?? "", place: origin?.path ?? "", "\(what): \(refusal.problem)")
        }
    }
}
