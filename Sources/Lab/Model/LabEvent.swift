/// Something that a command caused, in Docker's words (`docker events`; Docker Engine: `events.Message`).
///
/// The lab has no clock: who keeps an event says when it was.
public struct LabEvent: Hashable, Sendable {
    public enum Action: String, CaseIterable, Hashable, Sendable {
        case create, destroy, connect, disconnect, prune
        case start, stop, kill, die, pause, unpause, restart, rename, update
        case attach
        case execCreate = "exec_create"
        case execStart = "exec_start"
        case execDie = "exec_die"
    }

    /// What it happened to.
    public enum Subject: Hashable, Sendable {
        case container(ContainerID)
        case network(NetworkID)
        /// All networks that nobody used.
        case networks
    }

    public let action: Action
    /// What Docker adds to the action: an exec's command.
    private let detail: String?
    public let subject: Subject
    /// Of the network or container at that moment; for a rename the new one.
    private let name: String
    private let image: String
    private let labels: [String: String]
    /// What belongs to the action alone, such as a kill's signal.
    private let particulars: [String: String]

    init(_ action: Action, of container: Container, detail: String? = nil, _ particulars: [String: String] = [:]) {
        self.action = action
        self.detail = detail
        subject = .container(container.id)
        name = container.name
        image = container.config.image
        labels = container.config.labels
        self.particulars = particulars
    }

    init(_ action: Action, of network: Network, _ particulars: [String: String] = [:]) {
        self.action = action
        detail = nil
        subject = .network(network.id)
        name = network.name
        image = ""
        labels = [:]
        self.particulars = particulars.merging(["type": network.driverName]) { $1 }
    }

    /// Unused networks were removed.
    static let networksPruned = LabEvent(
        action: .prune,
        subject: .networks,
        particulars: ["reclaimed": "0"]
    )

    private init(action: Action, subject: Subject, particulars: [String: String]) {
        self.action = action
        detail = nil
        self.subject = subject
        (name, image, labels) = ("", "", [:])
        self.particulars = particulars
    }

    /// Such as `start`, or `exec_create: ls -l`.
    public var actionText: String { detail.map { "\(action.rawValue): \($0)" } ?? action.rawValue }

    /// `container` or `network`.
    public var type: String {
        switch subject {
        case .container: "container"
        case .network, .networks: "network"
        }
    }

    /// The identifier of what it happened to; empty for a prune.
    public var subjectID: String {
        switch subject {
        case .container(let id): "\(id)"
        case .network(let id): "\(id)"
        case .networks: ""
        }
    }

    /// What Docker tells with an event: name and image, the labels of a container, and what belongs to the action
    /// (Docker Engine: `LogContainerEventWithAttributes`, `LogNetworkEventWithAttributes`).
    public var attributes: [String: String] {
        var attributes = labels
        if !name.isEmpty { attributes["name"] = name }
        if !image.isEmpty { attributes["image"] = image }
        return attributes.merging(particulars) { $1 }
    }
}

extension Lab {
    /// Notes what happened to a container and changes nothing of the lab: an exec, an attach.
    public mutating func note(
        _ action: LabEvent.Action,
        of id: ContainerID,
        detail: String? = nil,
        _ particulars: [String: String] = [:]
    ) {
        guard let container = container(id) else { return }
        events.append(LabEvent(action, of: container, detail: detail, particulars))
    }
}
