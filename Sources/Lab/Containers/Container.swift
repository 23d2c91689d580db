public import Addressing

/// A container of the lab: a network stack with a name, and no processes.
public struct Container: Sendable {
    /// Where the container stands between create and remove.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case created
        case running
        case paused
        case exited
        /// Its command has ended, and is to be run again soon.
        case restarting
    }

    /// The stack that the container uses while it runs.
    public enum Stack: Hashable, Sendable {
        /// Not running.
        case down
        /// A namespace of its own; a new one at each start.
        case own(SandboxID)
        /// The namespace that another container had when this one started. When that container
        /// stops, the namespace loses its links and this one keeps an empty stack.
        case joined(SandboxID)
        /// The host's own stack.
        case host
    }

    /// A line of `/etc/hosts` that a legacy link put there.
    public struct LinkLine: Hashable, Sendable {
        public let address: IPAddress
        public let names: [String]
        /// The linked container, whose restart rewrites the line.
        public let child: ContainerID

        package init(address: IPAddress, names: [String], child: ContainerID) {
            self.address = address
            self.names = names
            self.child = child
        }
    }

    /// A legacy link: the name that `rm --link` and start-up checks know it by.
    public struct LegacyLink: Hashable, Sendable {
        public let child: ContainerID
        /// The child's name when the link was made, for messages once the child is gone.
        public let childName: String
        public let alias: String

        package init(child: ContainerID, childName: String, alias: String) {
            self.child = child
            self.childName = childName
            self.alias = alias
        }
    }

    public let id: ContainerID
    public package(set) var name: String
    public let created: Timestamp
    /// Order of creation, for stable listings.
    public let sequence: UInt64
    public package(set) var config: ContainerConfig
    public package(set) var attachments: [Attachment]
    public package(set) var links: [LegacyLink] = []

    public package(set) var status = Status.created
    public package(set) var exitCode = 0
    public package(set) var error = ""
    public package(set) var startedAt = Timestamp.never
    public package(set) var finishedAt = Timestamp.never
    public package(set) var restartCount = 0

    public package(set) var stack = Stack.down
    /// Whether the resolv.conf names 127.0.0.11: set by the first user-defined network, and kept until the next start,
    /// for a joiner goes on reading the file of a container that stopped.
    package var namesEmbeddedDNS = false
    public package(set) var published: [PublishedPort] = []
    /// Endpoints that the published ports live on: those that hold the default routes.
    package var publishingEndpoints: [EndpointID] = []
    public package(set) var linkLines: [LinkLine] = []
    /// The first endpoint, by number, that still has its lines in `/etc/hosts`: older engines take too many out.
    package var hostsLinesFrom: UInt64 = 0
    /// How many interfaces the namespace has had, where that numbers the next one.
    package var interfaceCount = 0

    /// Running, paused included: it has a stack.
    public var isRunning: Bool { status == .running || status == .paused }

    /// Running or about to be again: Docker's `State.Running`.
    public var isUp: Bool { isRunning || status == .restarting }

    /// Whether 127.0.0.11 answers in the stack.
    public var hasEmbeddedDNS: Bool { isRunning && namesEmbeddedDNS }

    /// The namespace that the container owns.
    public var ownSandbox: SandboxID? { if case .own(let id) = stack { id } else { nil } }

    /// The attachment to a network, by the key that inspect shows.
    public func attachment(to network: String) -> Attachment? {
        attachments.first { $0.network == network }
    }

}

// Beside it the compiler's own memberwise initializer stays: stored containers are made with it.
extension Container {
    package init(
        id: ContainerID,
        name: String,
        created: Timestamp,
        sequence: UInt64,
        config: ContainerConfig,
        attachments: [Attachment]
    ) {
        self.init(
            id: id,
            name: name,
            created: created,
            sequence: sequence,
            config: config,
            attachments: attachments,
            links: []
        )
    }
}
