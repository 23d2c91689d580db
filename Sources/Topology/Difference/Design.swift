internal import Lab

/// A lab seen as a design: its containers grouped by the service that they are replicas of, under names that stay the
/// same when identifiers, replicas and project names change.
struct Design: Sendable {
    let lab: Lab
    /// Whether services of more than one project are in it, so that names need the project's.
    let hasSeveralProjects: Bool
    /// Running containers of each group, in order of creation.
    let groups: [String: [Container]]
    /// Groups in order of their first container.
    let order: [String]
    private let names: [ContainerID: String]

    /// - Parameter qualifies: whether a group's name begins with its project's.
    init(_ lab: Lab, qualifies: Bool) {
        self.lab = lab
        hasSeveralProjects = qualifies
        var groups: [String: [Container]] = [:]
        var order: [String] = []
        var names: [ContainerID: String] = [:]
        for container in lab.allContainers {
            let name = Self.group(of: container, qualifies: qualifies)
            names[container.id] = name
            guard container.isRunning else { continue }
            if groups[name] == nil { order.append(name) }
            groups[name, default: []].append(container)
        }
        (self.groups, self.order, self.names) = (groups, order, names)
    }

    static func projects(of lab: Lab) -> Set<String> {
        Set(lab.allContainers.compactMap { $0.config.labels[ComposeLabel.project] })
    }

    func group(of id: ContainerID) -> String { names[id] ?? id.short }

    /// A container's name, free of the project's: `web-2`.
    func member(_ container: Container) -> String {
        guard let number = container.config.labels[ComposeLabel.number] else { return container.name }
        return "\(group(of: container.id))-\(number)"
    }

    /// A network's name, free of the project's.
    func networkName(_ network: Network) -> String {
        guard let key = network.labels[ComposeLabel.network] else { return network.name }
        guard hasSeveralProjects, let project = network.labels[ComposeLabel.project] else { return key }
        return "\(project)/\(key)"
    }

    private static func group(of container: Container, qualifies: Bool) -> String {
        guard let service = container.config.labels[ComposeLabel.service] else { return container.name }
        guard qualifies, let project = container.config.labels[ComposeLabel.project] else { return service }
        return "\(project)/\(service)"
    }
}
