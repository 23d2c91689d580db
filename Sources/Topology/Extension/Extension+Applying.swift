public import Compose
package import Images
public import Lab
public import YAML

extension Extension {
    /// Writes down what the services listen on, and know as name servers, as the labels that the lab reads. To be done
    /// before the project is brought up.
    public func apply(to project: inout ComposeProject) {
        for said in listen { Self.label(said.service, Lab.listenLabel, said.label, in: &project) }
        for zone in zones { Self.label(zone.service, Lab.zoneLabel, zone.label, in: &project) }
    }

    private static func label(_ service: String, _ key: String, _ value: String, in project: inout ComposeProject) {
        guard let index = project.services.firstIndex(where: { $0.name == service }) else { return }
        project.services[index].labels[key] = value
    }

    /// Adds the records of the world outside and impairs links, once the project is up.
    ///
    /// - Parameters:
    ///   - networks: what became of the project's networks.
    ///   - containers: what became of its containers.
    /// - Returns: what the lab refused, each with its place.
    public func apply(
        on lab: inout Lab,
        networks: [RealisedNetwork],
        containers: [RealisedContainer]
    ) -> [(impaired: Impaired, error: LabError)] {
        for record in upstream { lab.addUpstreamRecord(record.value) }
        for image in images { lab.state(image) }
        var refused: [(impaired: Impaired, error: LabError)] = []
        // A service's own impairment takes the place of its network's, wherever it stands.
        for impaired in impairments.sorted(by: { $0.service == nil && $1.service != nil }) {
            do throws(LabError) {
                try Self.apply(impaired, on: &lab, networks, containers)
            } catch {
                refused.append((impaired, error))
            }
        }
        return refused
    }

    private static func apply(
        _ impaired: Impaired,
        on lab: inout Lab,
        _ networks: [RealisedNetwork],
        _ containers: [RealisedContainer]
    ) throws(LabError) {
        let named = networks.first { $0.key == impaired.network }
        if impaired.network != nil, named?.id == nil { return }
        guard let service = impaired.service else {
            if let named { try lab.impair(network: named.name, impaired.impairment) }
            return
        }
        for made in containers where made.service == service {
            guard let container = made.id.flatMap({ lab.container($0) }) else { continue }
            let places =
                named.map { [$0.name] } ?? lab.places(of: container).compactMap { lab.network($0.network)?.name }
            for network in places {
                try lab.impair(network: network, container: container.name, impaired.impairment)
            }
        }
    }
}

extension Realisation {
    /// Takes note of what somebody says of an image beside the projects.
    package mutating func state(_ image: ImageEntry) { lab.state(image) }

    /// Projects as a lab, with what they say under `x-netsim`.
    ///
    /// - Parameters:
    ///   - extensions: one for each project.
    ///   - lab: what the host already holds, such as a lab with an engine's own settings; nil: nothing but Docker.
    ///   - assumesExternals: whether external networks that are missing are invented.
    public static func of(
        _ projects: [ComposeProject],
        extensions: [Extension],
        sources: SourceTable,
        host: HostFacts = HostFacts(),
        on lab: Lab? = nil,
        seed: UInt64 = 0,
        assumesExternals: Bool = true,
        at now: Timestamp
    ) -> Realisation {
        var told = projects
        for (index, said) in extensions.enumerated() where told.indices.contains(index) { said.apply(to: &told[index]) }
        var realisation = Realisation.of(
            told,
            sources: sources,
            host: host,
            on: lab,
            seed: seed,
            statement: HostStatement.union(extensions.map(\.host)),
            assumesExternals: assumesExternals,
            at: now
        )
        for (index, said) in extensions.enumerated() {
            let refused = said.apply(
                on: &realisation.lab,
                networks: realisation.networks.filter { $0.project == index },
                containers: realisation.containers.filter { $0.project == index }
            )
            realisation.failures += refused.map { impaired, error in
                RealisationFailure(
                    subject: impaired.service.map { .container(project: index, service: $0, number: 1) }
                        ?? .network(project: index, key: impaired.network ?? ""),
                    step: .start,
                    error: error,
                    place: impaired.place
                )
            }
        }
        return realisation
    }
}
