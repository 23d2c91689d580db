package import Addressing
package import Lab

/// Something that listens in one of a lab's stacks, as the simulation has it: a container's service, a program of the
/// host, or the world behind the router.
package struct KernelService: Hashable, Sendable {
    /// Who answers.
    package enum Identity: Hashable, Sendable {
        /// A container or the host, by name: it says its name to HTTP requests and datagrams.
        case named(String)
        /// A container that answers DNS as well: at port 53, or wherever it listens where a label gives it records.
        case nameServer(String, ContainerID)
        /// Every address behind the router: it says the address that was asked, and answers DNS at port 53.
        case world
    }

    /// A port that only one service can have.
    package struct Place: Hashable, Sendable {
        package let space: PlanSpace
        package let port: ContainerPort
        /// nil for every address of the stack, of both families.
        package let address: IPAddress?
    }

    package let place: Place
    package let identity: Identity
    /// Whether its container is paused: its kernel takes what comes, and nobody reads it.
    package let isPaused: Bool

    /// A label of containers whose own command is a real program: it listens itself.
    package static let programLabel = "netsim.program"

    /// All that listens in a lab. Where containers share a stack, the first that listens on a port has it; SCTP, which
    /// the kernel may lack, is left out.
    ///
    /// - Parameter standsIn: whether something listens for programs as well, as the simulation has it: where there are
    ///   none.
    package static func all(of lab: Lab, in plan: KernelPlan, standsIn: Bool = false) -> [KernelService] {
        var found: [KernelService] = []
        var taken: Set<Place> = []
        func add(_ place: Place, _ identity: Identity, isPaused: Bool = false) {
            guard place.port.transport != .sctp, taken.insert(place).inserted else { return }
            found.append(KernelService(place: place, identity: identity, isPaused: isPaused))
        }
        for container in lab.allContainers where container.isRunning {
            guard let space = plan.spaceOfContainer[container.id] else { continue }
            let labels = container.config.labels
            if !standsIn, labels[programLabel] != nil, labels[Lab.listenLabel] == nil { continue }
            for listener in lab.listeners(of: container) {
                let isNameServer = labels[Lab.zoneLabel] != nil || Lab.nameServerPorts.contains(listener.port)
                add(
                    Place(space: space, port: listener.port, address: listener.address),
                    isNameServer ? .nameServer(container.name, container.id) : .named(container.name),
                    isPaused: container.status == .paused
                )
            }
        }
        for listener in lab.host.listeners {
            let port = ContainerPort(listener.port, listener.transport)
            guard !taken.contains(Place(space: .host, port: port, address: nil)) else { continue }
            add(
                // The unspecified address stands for all of its family.
                Place(space: .host, port: port, address: listener.address),
                .named(lab.host.hostname)
            )
        }
        if plan.spaces.contains(.router) {
            for port in Lab.outsideServices { add(Place(space: .router, port: port, address: nil), .world) }
        }
        return found
    }
}
