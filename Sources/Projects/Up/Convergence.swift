internal import Addressing
public import Compose
public import Lab
internal import YAML

/// One project brought up on a lab that may already hold some of it: networks, then containers, then their starts, each
/// compared with what is there (docker/compose: `reconcile`).
///
/// The lab only ever changes through the engine's own commands, so that what was acknowledged stays.
public struct Convergence: Sendable {
    public let project: ComposeProject
    /// Position in the list of projects that are brought up together.
    public let position: Int
    let options: UpOptions
    let now: Timestamp

    public internal(set) var networks: [RealisedNetwork] = []
    public internal(set) var containers: [RealisedContainer] = []
    public internal(set) var failures: [RealisationFailure] = []
    public internal(set) var changes: [ProjectChange] = []
    /// What Compose warns of, without its `WARN[0000]`.
    public internal(set) var warnings: [String] = []
    /// What was taken to be so of networks.
    public internal(set) var assumptions: [Assumption] = []

    /// What is said of the host.
    var statement = HostStatement()
    /// The addresses that all projects together fix on external networks, by name, and the subnets that they declare.
    var fixedAddresses: [String: [IPAddress]] = [:]
    var declaredSubnets: [IPPrefix] = []
    /// What was asked for in place of what was refused, by the container's name.
    var mendedSpecs: [String: ContainerSpec] = [:]
    /// The bindings of them that ask for ports that the engine refused, by their names.
    var refusedPorts: [String: [PortBinding]] = [:]
    var mendedCount = 0
    /// Why containers did not start, by name.
    var refusals: [String: LabError] = [:]

    /// Services in the order in which they are seen to.
    let order: [Int]
    /// Names on the host, by the network's key.
    var networkNames: [String: String] = [:]
    /// The containers of each service: what was there, then what is there.
    var members: [String: [Member]] = [:]
    /// Services of which a container was made anew.
    var recreated: Set<String> = []
    /// Set by a refusal that ends all.
    private(set) var isOver = false

    /// A container of the project.
    struct Member: Sendable {
        var number: Int
        var name: String
        var id: ContainerID
        var configHash: String
        var isRunning: Bool
    }

    public init(of project: ComposeProject, at position: Int = 0, options: UpOptions = UpOptions(), now: Timestamp) {
        self.project = project
        self.position = position
        self.options = options
        self.now = now
        order = ServiceOrder.positions(of: project.services)
    }

    /// All of it.
    public mutating func run(on lab: inout Lab) {
        observe(lab)
        makeNetworks(on: &lab)
        makeContainers(on: &lab)
        startContainers(on: &lab)
        listContainers()
    }

    /// Takes note of what the lab already holds of the project.
    public mutating func observe(_ lab: Lab) {
        guard lab.containerCount > 0 else { return }
        for container in lab.allContainers {
            let labels = container.config.labels
            guard labels[ComposeLabel.project] == project.name.value, let service = labels[ComposeLabel.service],
                labels[ComposeLabel.oneOff] != "True"
            else { continue }
            let member = Member(
                number: labels[ComposeLabel.number].flatMap { Int($0) } ?? 0,
                name: container.name,
                id: container.id,
                configHash: labels[ComposeLabel.configHash] ?? "",
                isRunning: container.isUp
            )
            members[service, default: []].append(member)
        }
        for service in members.keys { members[service]?.sort { $0.number < $1.number } }
    }

    mutating func fail(_ failure: RealisationFailure, at position: Int? = nil) {
        failures.insert(failure, at: min(position ?? failures.count, failures.count))
        if options.stopsAtFailure { isOver = true }
    }

    mutating func note(_ subject: ProjectChange.Subject, _ name: String, _ action: ProjectChange.Action) {
        changes.append(ProjectChange(subject, name, action))
    }

    /// Whether the user named a service, or none at all.
    func isNamed(_ service: String) -> Bool { options.services.isEmpty || options.services.contains(service) }

    /// Fills ``containers``, in the order in which they were started.
    public mutating func listContainers() {
        for index in order {
            let service = project.services[index]
            var refused = Set<Int>()
            for failure in failures {
                if case .container(_, service.name, let number) = failure.subject, failure.step == .create {
                    refused.insert(number)
                }
            }
            for member in members[service.name] ?? [] {
                var realised = RealisedContainer(
                    project: position,
                    service: service.name,
                    number: member.number,
                    name: member.name,
                    id: member.id,
                    isStarted: member.isRunning
                )
                realised.refusedPorts = refusedPorts[member.name] ?? []
                containers.append(realised)
                refused.remove(member.number)
            }
            for number in refused.sorted() {
                containers.append(
                    RealisedContainer(
                        project: position,
                        service: service.name,
                        number: number,
                        name: ServiceRequest.name(of: service, number, in: project.name.value),
                        id: nil,
                        isStarted: false
                    )
                )
            }
        }
    }
}
