public import Compose
public import Lab
internal import YAML

/// One project taken down: its containers in the reverse of the order in which they were started, then its networks
/// (docker/compose: `down`). What is external stays.
public struct Teardown: Sendable {
    public struct Options: Hashable, Sendable {
        /// The services to remove; empty: all, and the networks too.
        public var services: [String] = []
        public var removesOrphans = false

        public init() {}
    }

    private let name: String
    /// nil: only the name is known, and all that carries it goes.
    private let project: ComposeProject?
    private let options: Options
    private let now: Timestamp

    public private(set) var changes: [ProjectChange] = []
    public private(set) var warnings: [String] = []

    public init(of project: ComposeProject, options: Options = Options(), now: Timestamp) {
        self.init(named: project.name.value, project, options, now)
    }

    public init(named name: String, options: Options = Options(), now: Timestamp) {
        self.init(named: name, nil, options, now)
    }

    private init(named name: String, _ project: ComposeProject?, _ options: Options, _ now: Timestamp) {
        self.name = name
        self.project = project
        self.options = options
        self.now = now
    }

    public mutating func run(on lab: inout Lab) {
        for container in containers(lab) { remove(container, on: &lab) }
        if options.services.isEmpty { removeNetworks(on: &lab) }
        if changes.isEmpty { warnings.append("No resource found to remove for project \"\(name)\".") }
    }

    /// The containers to remove, in order.
    private func containers(_ lab: Lab) -> [Container] {
        let own = lab.allContainers.filter { container in
            container.config.labels[ComposeLabel.project] == name
                && isMeant(container.config.labels[ComposeLabel.service] ?? "")
        }
        var ranks: [String: Int] = [:]
        if let project {
            for (rank, position) in ServiceOrder.positions(of: project.services).enumerated() {
                ranks[project.services[position].name] = rank
            }
        }
        // Without a file the order of creation has to do; what depends on others was made after them.
        return own.sorted { a, b in
            let left = ranks[a.config.labels[ComposeLabel.service] ?? ""] ?? (project == nil ? 0 : -1)
            let right = ranks[b.config.labels[ComposeLabel.service] ?? ""] ?? (project == nil ? 0 : -1)
            return left == right ? a.sequence > b.sequence : left > right
        }
    }

    private func isMeant(_ service: String) -> Bool {
        if !options.services.isEmpty { return options.services.contains(service) }
        guard let project, !options.removesOrphans else { return true }
        return project.service(service) != nil || project.disabled.contains { $0.name == service }
    }

    private mutating func remove(_ container: Container, on lab: inout Lab) {
        do throws(LabError) {
            if container.isUp {
                try lab.stopContainer(matching: container.name, at: now)
                changes.append(ProjectChange(.container, container.name, .stopped))
            }
            // One that was started with --rm is gone by now.
            guard lab.container(container.id) != nil else { return }
            try lab.removeContainer(matching: container.name, force: true, at: now)
            changes.append(ProjectChange(.container, container.name, .removed))
        } catch {
            changes.append(ProjectChange(.container, container.name, .failed))
            warnings.append(error.message)
        }
    }

    private mutating func removeNetworks(on lab: inout Lab) {
        let keys = project.map { Set($0.networks.filter { !$0.isExternal }.map(\.key)) }
        let own = lab.allNetworks.filter { network in
            guard network.labels[ComposeLabel.project] == name, let key = network.labels[ComposeLabel.network] else {
                return false
            }
            return keys?.contains(key) ?? true
        }
        for network in own.sorted(by: { ServiceOrder.precedes($0.name, $1.name) }) {
            if !network.members.isEmpty {
                warnings.append("Network \(network.name)  Resource is still in use")
                continue
            }
            do throws(LabError) {
                try lab.removeNetwork(matching: network.id.description)
                changes.append(ProjectChange(.network, network.name, .removed))
            } catch {
                changes.append(ProjectChange(.network, network.name, .failed))
                warnings.append(error.message)
            }
        }
    }
}
