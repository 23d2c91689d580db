public import YAML

/// One Compose project after all that Compose does to its files: interpolated, merged, extended, included, and with its
/// profiles applied. Everything keeps the place where it was written.
///
/// The order of services and networks is that of their first appearance in the files.
public struct ComposeProject: Sendable {
    /// The normalised project name: `-p`, `COMPOSE_PROJECT_NAME`, the last file's `name`, or the folder's name.
    public var name: Placed<String>
    /// The folder that relative paths start from, as given by the user.
    public var directory: String
    /// Enabled services.
    public var services: [ComposeService]
    /// Services whose profiles are not active.
    public var disabled: [ComposeService]
    /// Top-level networks, `default` among them when the file names it or a service joins it.
    public var networks: [ComposeNetwork]
    /// Active profiles.
    public var profiles: [String]
    /// The merged top-level `x-netsim`, unread; nil for none.
    public var netsim: YAMLNode?
    /// The merged top-level `volumes`, `secrets`, `configs` and `models`, as they stand.
    public var resources: [(section: String, written: YAMLNode)] = []
    /// Where suppressions stand: the comments `# netsim-ignore: RULE reason` of the project's files.
    public var suppressions: [Suppression]
    /// What Compose warns of while it loads: variables that are not set, the obsolete `version`.
    public var warnings: [SourceError]

    /// What Compose refuses, where the project was examined in spite of it: the rest is as its author meant it.
    public var complaints: [SourceError] = []

    /// A comment that silences a rule for the line it stands on, or, alone on a line, for the next.
    public struct Suppression: Hashable, Sendable {
        public let rule: String
        public let reason: String
        /// The line that is silenced.
        public let place: SourcePlace

        public init(rule: String, reason: String, place: SourcePlace) {
            self.rule = rule
            self.reason = reason
            self.place = place
        }
    }

    public init(name: Placed<String>, directory: String) {
        self.name = name
        self.directory = directory
        services = []
        disabled = []
        networks = []
        profiles = []
        suppressions = []
        warnings = []
    }

    public func service(_ name: String) -> ComposeService? { services.first { $0.name == name } }
    public func network(_ key: String) -> ComposeNetwork? { networks.first { $0.key == key } }
}
