internal import Addressing
public import Lab

/// A container of a project and what became of it.
public struct RealisedContainer: Sendable {
    public let project: Int
    public let service: String
    /// From 1.
    public let number: Int
    public let name: String
    /// nil where the engine refused to create it.
    public let id: ContainerID?
    public let isStarted: Bool
    /// Ports of the host that it asked for and that the engine refused: it goes on with ports that the engine chose.
    package var refusedPorts: [PortBinding] = []

    public init(project: Int, service: String, number: Int, name: String, id: ContainerID?, isStarted: Bool) {
        self.project = project
        self.service = service
        self.number = number
        self.name = name
        self.id = id
        self.isStarted = isStarted
    }
}

extension RealisedContainer {
    /// What is published of it without the ports that only stand in for those that were refused.
    package func published(of container: Container) -> [PublishedPort] {
        if refusedPorts.isEmpty { return container.published }
        return container.published.filter { published in
            guard refusedPorts.contains(where: { $0.port == published.port }) else { return true }
            return container.config.portBindings.contains {
                $0.port == published.port && $0.hostPorts?.contains(published.hostPort) == true
            }
        }
    }
}
