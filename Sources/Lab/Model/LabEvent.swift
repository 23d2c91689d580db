/// Something that a command caused, in Docker's words (`docker events`).
public struct LabEvent: Hashable, Sendable {
    /// Docker's verbs; network events carry a network, container events only a container.
    public enum Action: String, Hashable, Sendable {
        case create, destroy, connect, disconnect, prune
        case start, stop, kill, die, pause, unpause, restart, rename
    }

    public let action: Action
    public let network: NetworkID?
    public let container: ContainerID?
    /// The name of the network or container at that moment; for a rename the new one.
    public let name: String
    /// A network's driver; a rename's old name; a kill's signal.
    public let detail: String

    package init(
        _ action: Action,
        network: NetworkID? = nil,
        container: ContainerID? = nil,
        name: String,
        detail: String = ""
    ) {
        self.action = action
        self.network = network
        self.container = container
        self.name = name
        self.detail = detail
    }
}
