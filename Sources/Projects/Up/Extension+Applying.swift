public import Compose
public import Lab
internal import YAML

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
