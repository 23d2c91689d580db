public import Addressing
internal import Compose
public import Lab
public import Projects
internal import YAML

/// Which addresses depend on the order in which containers start.
///
/// The engine gives the lowest free address of the ip-range, or of the subnet where there is none, and takes a fixed
/// address only once its container starts: a neighbour without one that starts earlier may have it by then. `up` starts
/// independent services side by side, so that any order that keeps `depends_on` is possible; after a reboot the engine
/// starts by itself what has a restart policy, and knows nothing of `depends_on`.
public struct StartOrders: Sendable {
    /// When an order happens.
    public enum Occasion: String, Hashable, Sendable, CaseIterable {
        /// `up`: dependencies first, replicas by their numbers.
        case up
        /// The engine's own start of what has a restart policy, then `up` for the rest.
        case reboot
    }

    /// A fixed address that another container holds when its owner starts.
    public struct Theft: Hashable, Sendable {
        public let container: ContainerID
        /// The container that asks for the address.
        public let victim: String
        public let address: IPAddress
        /// The network's name on the host.
        public let network: String
        /// The container that was given it.
        public let thief: String
        public let occasion: Occasion
        /// The containers that start, in order, each with the address that it gets on the network; the victim is last
        /// and gets none. None can be left out.
        public let order: [Step]
    }

    public struct Step: Hashable, Sendable {
        public let container: String
        /// nil: it is refused, or is not on the network and only has to run for one that is.
        public let address: IPAddress?
    }

    /// A container and what it asks of networks.
    struct Participant: Sendable {
        let id: ContainerID
        let name: String
        /// Whether the engine starts it by itself after a reboot.
        let restarts: Bool
        /// Positions of the containers that have to run before.
        var needs: [Int] = []
    }

    let participants: [Participant]
    /// By network, in the order in which the lab has them.
    let fields: [AddressField]

    public init(_ realisation: Realisation) {
        let lab = realisation.lab
        var participants: [Participant] = []
        var positions: [ContainerID: Int] = [:]
        for container in realisation.containers {
            guard let id = container.id, let made = lab.container(id) else { continue }
            positions[id] = participants.count
            participants.append(
                Participant(id: id, name: container.name, restarts: made.config.restartPolicy != .no)
            )
        }
        Self.addNeeds(of: realisation, positions, to: &participants)
        self.participants = participants
        fields = AddressField.all(lab, participants.map(\.id))
    }

    /// Replicas follow each other; the first one follows the last of each service that its own depends on.
    private static func addNeeds(
        of realisation: Realisation,
        _ positions: [ContainerID: Int],
        to participants: inout [Participant]
    ) {
        struct Service: Hashable {
            let project: Int
            let name: String
        }
        var members: [Service: [Int]] = [:]
        for container in realisation.containers {
            guard let position = container.id.flatMap({ positions[$0] }) else { continue }
            members[Service(project: container.project, name: container.service), default: []].append(position)
        }
        for (index, project) in realisation.projects.enumerated() {
            for service in project.services {
                guard let own = members[Service(project: index, name: service.name)], let first = own.first else {
                    continue
                }
                for (before, after) in zip(own, own.dropFirst()) { participants[after].needs.append(before) }
                for name in Set(ServiceOrder.names(service)) where name != service.name {
                    if let last = members[Service(project: index, name: name)]?.last {
                        participants[first].needs.append(last)
                    }
                }
            }
        }
    }

    /// Every fixed address that is stolen in some order, one order for each, by network and then by victim.
    public var thefts: [Theft] {
        fields.flatMap { field in
            field.fixed.compactMap { theft(of: $0.participant, in: field) }
        }
    }

    /// An order in which a container finds one of its fixed addresses taken; nil where there is none.
    public func thief(of container: ContainerID) -> Theft? {
        guard let position = participants.firstIndex(where: { $0.id == container }) else { return nil }
        return fields.lazy.filter { $0.fixed.contains { $0.participant == position } }
            .compactMap { theft(of: position, in: $0) }.first
    }

    /// What becomes of the wish that a container has an address in every order.
    public enum Assurance: Hashable, Sendable {
        case always
        /// It asks for the address, and does not get it where another one starts first.
        case stolen(Theft)
        /// It asks for no address, and gets this other one in some order.
        case otherwise(IPAddress)
        /// It is on no network that has the address, or asks for another one.
        case never
    }

    /// Whether a container gets an address in every order.
    public func assurance(that container: ContainerID, gets address: IPAddress) -> Assurance {
        guard let position = participants.firstIndex(where: { $0.id == container }) else { return .never }
        for field in fields where field.contains(address) {
            if let own = field.fixed.first(where: { $0.participant == position }) {
                guard own.address == address else { continue }
                return theft(of: position, in: field).map { .stolen($0) } ?? .always
            }
            guard field.dynamic.contains(position) else { continue }
            let bounds = bounds(of: position, in: field)
            guard bounds.contains(address) else { return bounds.first.map { .otherwise($0) } ?? .never }
            return bounds.first { $0 != address }.map { .otherwise($0) } ?? .always
        }
        return .never
    }
}
