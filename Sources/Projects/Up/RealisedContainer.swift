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

    public init(project: Int, service: String, number: Int, name: String, id: ContainerID?, isStarted: Bool) {
        self.project = project
        self.service = service
        self.number = number
        self.name = name
        self.id = id
        self.isStarted = isStarted
    }
}
