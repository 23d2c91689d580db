internal import Addressing
public import Compose
public import Lab
public import YAML

extension Realisation {
    /// Brings projects up on a fresh host, one after another, without touching any state.
    ///
    /// What is each project's own is made before external networks are looked for, so that projects may share networks
    /// whichever is named first; an external network that no file makes is assumed, with the engine's defaults, or
    /// refused. A project that joins another one's container follows it. What is refused stands in ``failures``, and
    /// the rest goes on.
    ///
    /// - Parameters:
    ///   - lab: what the host already holds; nil: nothing but Docker, with `host`'s facts.
    ///   - statement: what is said of the host.
    ///   - assumesExternals: whether external networks that are missing are invented. False where it is known what the
    ///     host has.
    ///   - mends: whether what is refused goes on as its author meant it, as far as the engine takes it.
    public static func of(
        _ projects: [ComposeProject],
        sources: SourceTable = SourceTable(),
        host: HostFacts = HostFacts(),
        on lab: Lab? = nil,
        seed: UInt64 = 0,
        statement: HostStatement = HostStatement(),
        assumesExternals: Bool = true,
        mends: Bool = true,
        at now: Timestamp
    ) -> Realisation {
        var options = UpOptions()
        options.stopsAtFailure = false
        options.assumesExternals = assumesExternals
        options.assumesDrivers = true
        options.mends = mends
        var realisation = Realisation(
            lab: lab ?? Lab(seed: seed, host: host, created: now),
            projects: projects,
            sources: sources
        )
        var parts = projects.enumerated().map { number, project in
            Convergence(of: SwarmFile.onOneHost(project), at: number, options: options, now: now)
        }
        let fixed = AssumedNetwork.fixedAddresses(in: projects)
        let declared = projects.flatMap(\.networks).flatMap(\.subnets).compactMap { $0.prefix?.value.masked }
        for index in parts.indices {
            parts[index].statement = statement
            (parts[index].fixedAddresses, parts[index].declaredSubnets) = (fixed, declared)
        }
        var assumed = HostAssumptions(statement, on: realisation.lab)
        assumed.addStated(to: &realisation.lab, besides: projects, at: now)
        assumed.addInterfaces(for: projects, to: &realisation.lab)
        for index in parts.indices { parts[index].observe(realisation.lab) }
        for index in parts.indices { parts[index].makeNetworks(on: &realisation.lab, external: false) }
        for index in parts.indices { parts[index].makeNetworks(on: &realisation.lab, external: true) }
        assumed.addAddresses(for: projects, to: &realisation.lab)
        assumed.addContainers(for: projects, to: &realisation.lab, at: now)
        for index in order(of: projects) {
            parts[index].makeContainers(on: &realisation.lab)
            parts[index].startContainers(on: &realisation.lab)
            parts[index].listContainers()
        }
        for part in parts {
            realisation.networks += part.networks
            realisation.containers += part.containers
            realisation.failures += part.failures
            realisation.warnings += part.warnings
        }
        realisation.assumptions =
            SwarmFile.assumptions(of: projects) + parts.flatMap(\.assumptions) + assumed.assumptions
        return realisation
    }

    /// The containers of a service, by number.
    public func containers(of service: String, in project: Int) -> [RealisedContainer] {
        containers.filter { $0.project == project && $0.service == service }
    }

    /// What became of a network of a project; nil for one that no enabled service joins, which Compose does not make.
    public func network(_ key: String, in project: Int) -> RealisedNetwork? {
        networks.first { $0.project == project && $0.key == key }
    }

    /// Projects in the order given, but that those whose containers others need by name come before them.
    private static func order(of projects: [ComposeProject]) -> [Int] {
        var makers: [String: Int] = [:]
        for (index, project) in projects.enumerated() {
            for service in project.services {
                for number in 1...max(1, min(service.replicas, 10_000)) {
                    makers[ServiceRequest.name(of: service, number, in: project.name.value)] = index
                    if service.containerName != nil { break }
                }
            }
        }
        var order: [Int] = []
        var seen = Set<Int>()
        func visit(_ index: Int) {
            guard seen.insert(index).inserted else { return }
            for service in projects[index].services {
                if case .container(let name)? = service.networkMode?.value, let maker = makers[name] { visit(maker) }
                for link in service.externalLinks {
                    if let maker = makers[link.value.target] { visit(maker) }
                }
            }
            order.append(index)
        }
        for index in projects.indices { visit(index) }
        return order
    }
}
