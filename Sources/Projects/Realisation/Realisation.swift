public import Compose
public import Lab
public import YAML

/// Projects as a lab: what one host would hold once they are all up. No state is touched; what the engine refuses is
/// recorded with its place, and the rest goes on as far as it can.
public struct Realisation: Sendable {
    public var lab: Lab
    public let projects: [ComposeProject]
    public let sources: SourceTable
    /// By project, then in the order in which Compose creates them.
    public var networks: [RealisedNetwork] = []
    /// By project, then in the order in which Compose starts them.
    public var containers: [RealisedContainer] = []
    public var failures: [RealisationFailure] = []
    /// What Compose and the engine warn of.
    public var warnings: [String] = []
    /// What was taken to be so of the host, because the projects need it and nobody said otherwise.
    public var assumptions: [Assumption] = []

    /// The lab without ports that only stand in for those that were refused.
    package var labAsAsked: Lab {
        var lab = lab
        for made in containers where !made.refusedPorts.isEmpty {
            guard let slot = made.id.flatMap({ lab.containers.slot($0) }) else { continue }
            lab.containers[slot].published = made.published(of: lab.containers[slot])
        }
        return lab
    }

    /// Ports that containers asked for and did not get.
    package var refusedPorts: [ContainerID: [PortBinding]] {
        var refused: [ContainerID: [PortBinding]] = [:]
        for container in containers where !container.refusedPorts.isEmpty {
            if let id = container.id { refused[id] = container.refusedPorts }
        }
        return refused
    }

    public init(lab: Lab, projects: [ComposeProject], sources: SourceTable) {
        self.lab = lab
        self.projects = projects
        self.sources = sources
    }
}
