internal import Addressing
internal import Lab

extension InspectBuilder {
    // MARK: Containers

    /// - Parameter finished: the same lab, without what follows from the whole.
    mutating func made(after finished: Lab?) throws(ImportError) -> Lab {
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
            var attachment = Attachment(
                network: place.network,
                networkID: place.networkID,
                config: place.config,
                endpoint: place.endpoint.map { live in
                    endpoint(live, sequence, network, place.config, &interfaces)
                }
            )
            // The container's own name stands first: another one there is from before a rename.
            if let names = place.names {
                attachment.names = names.isEmpty ? .none : names[0] == container.name ? .current : .former(names)
            }
            return attachment
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
            namesEmbeddedDNS: attachments.contains { $0.endpoint != nil && !Network.isPredefined($0.network) },
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
