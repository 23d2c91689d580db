internal import Addressing
internal import Compose
internal import Lab
internal import Projects
internal import Reachability
internal import Text
internal import YAML

/// Whom the words of expectations mean.
struct ExpectedParties {
    /// Containers that a word stands for.
    struct Meant {
        let label: String
        /// Those that run.
        let containers: [Container]
        /// Those that the engine did not start.
        let missing: [String]
        /// What the engine said of these.
        var refusals: [String] = []
    }

    /// A service of a project.
    private struct ServiceKey: Hashable {
        let project: Int
        let service: String
    }

    let context: LintContext
    /// The containers that the engine did not start, of each service.
    private let missing: [ServiceKey: [String]]
    private let byContainerName: [String: ContainerID]

    init(_ context: LintContext) {
        self.context = context
        missing = Dictionary(grouping: context.realisation.containers.filter { !$0.isStarted }) {
            ServiceKey(project: $0.project, service: $0.service)
        }.mapValues { $0.map(\.name) }
        byContainerName = Dictionary(
            context.realisation.containers.compactMap { made in made.id.map { (made.name, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The service that a name means to a project; nil where it means none.
    func service(_ name: Expectation.Name, in project: Int) -> LintContext.ServiceEntry? {
        guard let wanted = name.project else { return context.service(name.text, in: project) }
        let projects = context.realisation.projects
        guard let number = projects.firstIndex(where: { $0.name.value == wanted }) else { return nil }
        return context.service(name.text, in: number)
    }

    /// The containers of a service, or the one of that name; nil where there is neither.
    func meant(_ name: Expectation.Name, in project: Int) -> Meant? {
        if let entry = service(name, in: project) {
            let missing = missing[ServiceKey(project: entry.project, service: entry.service.name)] ?? []
            return Meant(
                label: entry.label,
                containers: entry.containers.filter(\.isRunning),
                missing: missing,
                refusals: missing.isEmpty ? [] : refusals(of: entry)
            )
        }
        guard name.project == nil, let id = byContainerName[name.text], let container = context.lab.container(id) else {
            return nil
        }
        return Meant(
            label: container.name,
            containers: container.isRunning ? [container] : [],
            missing: container.isRunning ? [] : [container.name]
        )
    }

    private func refusals(of entry: LintContext.ServiceEntry) -> [String] {
        var texts: [String] = []
        for failure in context.realisation.failures {
            guard case .container(entry.project, entry.service.name, _) = failure.subject else { continue }
            let text = "the engine: \(failure.error.message.split(separator: "\n").joined(separator: " "))"
            if !texts.contains(text) { texts.append(text) }
        }
        return texts
    }

    /// The containers of the services that have an alias in a project; nil where none has.
    func holders(of alias: String, in project: Int) -> Meant? {
        let wanted = alias.lowercased()
        let entries = context.services.filter { entry in
            entry.project == project
                && entry.joins.contains { $0.item.aliases.contains { $0.value.lowercased() == wanted } }
        }
        if entries.isEmpty { return nil }
        return Meant(label: alias, containers: entries.flatMap(\.containers).filter(\.isRunning), missing: [])
    }

    /// What is said of a name that means nobody.
    func unknown(_ name: Expectation.Name, in project: Int) -> ExpectationError {
        let projects = context.realisation.projects
        if let wanted = name.project, !projects.contains(where: { $0.name.value == wanted }) {
            return ExpectationError(
                message: "no project \"\(wanted)\" is checked",
                offset: name.offset,
                length: name.length,
                help: NearName.hint(for: wanted, among: projects.map(\.name.value))
            )
        }
        let own = projects.indices.contains(project) ? projects[project] : nil
        if let disabled = own?.disabled.first(where: { $0.name == name.text }) {
            let profiles = disabled.profiles.map(\.value)
            return ExpectationError(
                message: "service \"\(name.text)\" is not enabled",
                offset: name.offset,
                length: name.length,
                help: "add --profile \(profiles.first ?? "*")"
            )
        }
        let known = (own?.services.map(\.name) ?? []) + byContainerName.keys.sorted() + ["host", "outside"]
        return ExpectationError(
            message: "no service or container \"\(name.description)\"",
            offset: name.offset,
            length: name.length,
            help: NearName.hint(for: name.text, among: known)
        )
    }
}
