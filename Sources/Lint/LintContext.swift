internal import Compose
internal import Lab
internal import Projects
internal import YAML

/// Projects and the lab that they make, with the indexes that rules look things up in. Made once for each check, in one
/// pass over services and networks.
struct LintContext: Sendable {
    /// A service's place on a network.
    struct Join: Sendable {
        /// Position in ``networks``.
        let network: Int
        let item: ServiceNetwork
        /// Whether the file says nothing, and Compose adds `default`.
        let isImplied: Bool
    }

    struct ServiceEntry: Sendable {
        let index: Int
        let project: Int
        let service: ComposeService
        /// `web`, or `shop/web` where several projects are checked.
        let label: String
        /// `shop/service/web`: for fingerprints.
        let subject: String
        /// Those that the engine made, by number.
        let containers: [Container]
        /// In the file's order.
        let joins: [Join]

        /// One that runs; nil where the engine started none.
        var running: Container? { containers.first { $0.isRunning } }
    }

    struct NetworkEntry: Sendable {
        let index: Int
        let project: Int
        let network: ComposeNetwork
        /// `back`, or `shop/back` where several projects are checked.
        let label: String
        let subject: String
        /// What the engine made of it; nil where it refused.
        let made: Network?
        let isAssumed: Bool
        /// Services on it, as positions in ``services``.
        var members: [Int] = []
        /// Networks of other projects that are the same on the host, and this one; positions in ``networks``.
        var same: [Int] = []
        /// How many endpoints of containers it has, or would have, those of other projects included.
        fileprivate(set) var endpointCount = 0

        /// Where the driver is bridge, said or not.
        var isBridge: Bool { made.map { $0.driver == .bridge } ?? ["bridge", nil].contains(network.driver?.value) }
    }

    /// Its lab alone may change: ports that expectations ask for are opened.
    var realisation: Realisation
    let extensions: [Extension]
    let host: HostConditions
    let services: [ServiceEntry]
    private(set) var networks: [NetworkEntry]
    private let serviceIndex: [[String: Int]]
    private let networkIndex: [[String: Int]]

    var lab: Lab { realisation.lab }

    init(_ realisation: Realisation, extensions: [Extension], host: HostConditions) {
        self.realisation = realisation
        self.extensions = extensions
        self.host = host
        let isSeveral = realisation.projects.count > 1
        func label(_ project: ComposeProject, _ name: String) -> String {
            isSeveral ? "\(project.name.value)/\(name)" : name
        }

        var made: [Int: [String: RealisedNetwork]] = [:]
        for network in realisation.networks { made[network.project, default: [:]][network.key] = network }
        var networks: [NetworkEntry] = []
        var networkIndex: [[String: Int]] = []
        var byHostName: [String: [Int]] = [:]
        for (number, project) in realisation.projects.enumerated() {
            var places: [String: Int] = [:]
            for network in project.networks {
                let realised = made[number]?[network.key]
                places[network.key] = networks.count
                byHostName[realised?.name ?? network.name.value, default: []].append(networks.count)
                networks.append(
                    NetworkEntry(
                        index: networks.count,
                        project: number,
                        network: network,
                        label: label(project, network.key),
                        subject: "\(project.name.value)/network/\(network.key)",
                        made: realised?.id.flatMap { realisation.lab.network($0) },
                        isAssumed: realised?.isAssumed ?? false
                    )
                )
            }
            networkIndex.append(places)
        }
        for index in networks.indices {
            let name = made[networks[index].project]?[networks[index].network.key]?.name
            networks[index].same = byHostName[name ?? networks[index].network.name.value] ?? [index]
        }

        var containers: [Int: [String: [Container]]] = [:]
        for realised in realisation.containers {
            guard let id = realised.id, let container = realisation.lab.container(id) else { continue }
            containers[realised.project, default: [:]][realised.service, default: []].append(container)
        }
        var services: [ServiceEntry] = []
        var serviceIndex: [[String: Int]] = []
        for (number, project) in realisation.projects.enumerated() {
            var places: [String: Int] = [:]
            for service in project.services {
                places[service.name] = services.count
                let joins = Self.joins(of: service, networkIndex[number])
                for join in joins { networks[join.network].members.append(services.count) }
                services.append(
                    ServiceEntry(
                        index: services.count,
                        project: number,
                        service: service,
                        label: label(project, service.name),
                        subject: "\(project.name.value)/service/\(service.name)",
                        containers: containers[number]?[service.name] ?? [],
                        joins: joins
                    )
                )
            }
            serviceIndex.append(places)
        }
        let counts = networks.map { $0.members.reduce(0) { $0 &+ max(0, services[$1].service.replicas) } }
        var totals: [Int: Int] = [:]
        for index in networks.indices {
            let first = networks[index].same.first ?? index
            let total = totals[first] ?? networks[index].same.reduce(0) { $0 &+ counts[$1] }
            totals[first] = total
            networks[index].endpointCount = total
        }
        self.networks = networks
        self.networkIndex = networkIndex
        self.services = services
        self.serviceIndex = serviceIndex
    }

    private static func joins(of service: ComposeService, _ networks: [String: Int]) -> [Join] {
        // In another's stack, the host's or none, there is nothing to join.
        guard service.networkMode == nil else { return [] }
        if let items = service.networks {
            return items.compactMap { item in
                networks[item.key].map { Join(network: $0, item: item, isImplied: false) }
            }
        }
        guard let index = networks["default"] else { return [] }
        return [Join(network: index, item: ServiceNetwork(key: "default", at: service.place), isImplied: true)]
    }

    func service(_ name: String, in project: Int) -> ServiceEntry? {
        guard serviceIndex.indices.contains(project) else { return nil }
        return serviceIndex[project][name].map { services[$0] }
    }

    func network(_ key: String, in project: Int) -> NetworkEntry? {
        guard networkIndex.indices.contains(project) else { return nil }
        return networkIndex[project][key].map { networks[$0] }
    }

    /// Services on a network of the host, those of other projects included, as positions.
    func everyMember(of network: NetworkEntry) -> [Int] {
        network.same.count == 1 ? network.members : network.same.flatMap { networks[$0].members }
    }

    /// The service of this project that a service shares the stack of, at the end of the chain; nil where it has its own,
    /// or joins what no service is.
    func stackOwner(of entry: ServiceEntry) -> ServiceEntry? {
        var current = entry
        var seen: Set<Int> = [entry.index]
        while true {
            let next: ServiceEntry?
            switch current.service.networkMode?.value {
            case .service(let name)?: next = service(name, in: current.project)
            case .container(let name)?:
                // A container that no project makes ends the chain at who joins it.
                guard let maker = services.first(where: { $0.service.containerName?.value == name }) else {
                    return current.index == entry.index ? nil : current
                }
                next = maker
            default: return current.index == entry.index ? nil : current
            }
            guard let next, seen.insert(next.index).inserted else { return nil }
            current = next
        }
    }

    /// Whether two services share one stack, be it that of a container which no project makes.
    func shareStack(_ a: ServiceEntry, _ b: ServiceEntry) -> Bool {
        let (a, b) = (stackOwner(of: a) ?? a, stackOwner(of: b) ?? b)
        if a.index == b.index { return true }
        guard case .container(let name)? = a.service.networkMode?.value else { return false }
        return b.service.networkMode?.value == .container(name)
    }
}
