internal import Addressing
package import Lab
internal import Projects

/// Who is spoken of in a difference: the services of two labs, or single containers that are of no service.
///
/// What Compose starts several times is one party. The two labs may have different projects with one name each: then a
/// service is the same in both by its name alone.
package struct DesignParties {
    /// By name; the indices that everything else uses.
    package let names: [String]
    private let indices: [String: Int]
    private let usesProjects: Bool

    package init(_ a: Lab, _ b: Lab) {
        let many = [a, b].contains {
            Set($0.allContainers.compactMap { $0.config.labels[ComposeLabel.project] }).count > 1
        }
        usesProjects = many
        var all: Set<String> = []
        for lab in [a, b] { for container in lab.allContainers { all.insert(Self.name(of: container, many)) } }
        names = all.sorted()
        indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }

    private static func name(of container: Container, _ usesProjects: Bool) -> String {
        guard let service = container.config.labels[ComposeLabel.service], !service.isEmpty else {
            return container.name
        }
        guard usesProjects, let project = container.config.labels[ComposeLabel.project] else { return service }
        return "\(project)/\(service)"
    }

    package func index(of container: Container) -> Int? { indices[Self.name(of: container, usesProjects)] }

    func name(of container: Container) -> String { Self.name(of: container, usesProjects) }

    /// What a container is called beside the others of its party.
    func member(_ container: Container) -> String {
        guard container.config.labels[ComposeLabel.service]?.isEmpty == false,
            let number = container.config.labels[ComposeLabel.number]
        else { return container.name }
        return "\(name(of: container))-\(number)"
    }

    /// What a network is called in both labs.
    func name(of network: Network) -> String {
        guard let key = network.labels[ComposeLabel.network], !key.isEmpty else { return network.name }
        guard usesProjects, let project = network.labels[ComposeLabel.project] else { return key }
        return "\(project)/\(key)"
    }
}
