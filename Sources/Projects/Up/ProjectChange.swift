/// Something that bringing a project up or down did, in Compose's words.
public struct ProjectChange: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        case network
        case container
    }

    public enum Action: String, Hashable, Sendable {
        case created = "Created"
        case recreated = "Recreated"
        case started = "Started"
        case running = "Running"
        case stopped = "Stopped"
        case removed = "Removed"
        /// A container taken off a network that is made anew.
        case disconnected = "Disconnected"
        /// A container put on a network that was made anew.
        case connected = "Connected"
        case failed = "Error"
    }

    public let subject: Subject
    public let name: String
    public let action: Action

    public init(_ subject: Subject, _ name: String, _ action: Action) {
        self.subject = subject
        self.name = name
        self.action = action
    }

}

/// How a project is brought up.
public struct UpOptions: Hashable, Sendable {
    public enum Recreation: Hashable, Sendable {
        /// What the file no longer describes.
        case diverged
        /// `--force-recreate`.
        case always
        /// `--no-recreate`.
        case never
    }

    public var recreation = Recreation.diverged
    /// For services that are there only because others depend on them; `--always-recreate-deps`.
    public var recreatesDependencies = false
    /// The services that were named; empty: all.
    public var services: [String] = []
    /// False for `--no-start`.
    public var starts = true
    public var removesOrphans = false
    /// Whether an external network that is missing is invented, with the engine's defaults.
    public var assumesExternals = false
    /// Whether drivers of plugins, and those of a swarm, are played through as bridges.
    public var assumesDrivers = false
    /// Whether the first refusal ends it, as it ends Compose.
    public var stopsAtFailure = true
    /// Whether what is refused goes on as its author meant it, as far as the engine takes it.
    public var mends = false

    public init() {}
}
