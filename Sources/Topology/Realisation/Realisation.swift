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

    public init(lab: Lab, projects: [ComposeProject], sources: SourceTable) {
        self.lab = lab
        self.projects = projects
        self.sources = sources
    }
}

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

/// What the engine (or Compose) refused.
public struct RealisationFailure: Sendable {
    public enum Subject: Hashable, Sendable {
        case network(project: Int, key: String)
        case container(project: Int, service: String, number: Int)
    }

    public enum Step: String, Hashable, Sendable {
        case create
        case start
    }

    public let subject: Subject
    public let step: Step
    public let error: LabError
    /// The nearest thing in the files that asked for it.
    public let place: SourcePlace
    /// Whether Compose itself refuses, before it asks the engine.
    public var isFromCompose = false

    public init(subject: Subject, step: Step, error: LabError, place: SourcePlace) {
        self.subject = subject
        self.step = step
        self.error = error
        self.place = place
    }

    /// As Compose prints it.
    public var text: String { isFromCompose ? error.message : "Error response from daemon: \(error.message)" }
}
