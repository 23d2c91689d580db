public import Lab

/// A network of a project and what became of it.
public struct RealisedNetwork: Sendable {
    /// Position in ``Realisation/projects``.
    public let project: Int
    /// The key in the project's `networks`.
    public let key: String
    /// The name on the host.
    public let name: String
    /// nil where the engine refused it, or where an external network is missing.
    public let id: NetworkID?
    /// Whether an external network that no file makes was invented with the engine's defaults, so that the rest can
    /// be told.
    public let isAssumed: Bool
    /// Whether the engine refused it as the file has it, and something nearest to it stands for it.
    public var isMended = false

    public init(project: Int, key: String, name: String, id: NetworkID?, isAssumed: Bool = false) {
        self.project = project
        self.key = key
        self.name = name
        self.id = id
        self.isAssumed = isAssumed
    }
}
