internal import Lab
internal import Text
internal import YAML

/// What must hold between the parts of a project (compose-go's `checkConsistency`), except for what a rule of lint
/// tells better: `network_mode` beside `networks`, and services that share each other's stack in a circle.
struct Consistency {
    private(set) var errors: [SourceError] = []
    /// Per service, those that it waits for only because it shares their stack.
    var stackDependencies: [String: Set<String>] = [:]
    /// Whether the project is made consistent, so that the rest can be looked at.
    private let goesOn: Bool

    init(goesOn: Bool) {
        self.goesOn = goesOn
    }

    mutating func refuse(_ text: String, at place: SourcePlace, help: @autoclosure () -> String? = nil) {
        guard errors.count < LoadLog.maximumComplaints else { return }
        errors.append(
            SourceError(
                "\(text): invalid compose project",
                at: place,
                help: errors.count < LoadLog.maximumHints ? help() : nil
            )
        )
    }

    mutating func check(_ project: inout ComposeProject) {
        let keys = project.networks.map(\.key)
        let networks = Set(keys)
        let enabled = Set(project.services.map(\.name))
        let disabled = Dictionary(
            project.disabled.map { ($0.name, $0.profiles.map(\.value)) },
            uniquingKeysWith: { first, _ in first }
        )
        let names = enabled.sorted()
        for index in project.services.indices {
            let service = project.services[index]
            for network in service.networks ?? [] where !networks.contains(network.key) {
                refuse(
                    "service \(GoQuote.quote(service.name)) refers to undefined network \(network.key)",
                    at: network.place,
                    help: NearName.hint(for: network.key, among: keys)
                        ?? "declare it under the top-level networks"
                )
            }
            for dependency in service.dependsOn where !enabled.contains(dependency.service) {
                if let profiles = disabled[dependency.service] {
                    guard dependency.isRequired else { continue }
                    refuse(
                        Self.text(of: dependency, service),
                        at: dependency.place,
                        help: "\(dependency.service) is disabled; enable it with --profile \(profiles.first ?? "*")"
                    )
                } else {
                    refuse(
                        Self.text(of: dependency, service),
                        at: dependency.place,
                        help: NearName.hint(for: dependency.service, among: names)
                    )
                }
            }
            // What is not there, and need not be, is waited for by nobody.
            project.services[index].dependsOn.removeAll { !enabled.contains($0.service) }
        }
        checkCycles(&project)
        if goesOn { addNetworks(&project, besides: networks) }
    }

    /// Networks that services name and nobody declares are taken to be what Compose makes of a mere name.
    private func addNetworks(_ project: inout ComposeProject, besides known: Set<String>) {
        var known = known
        for network in project.services.flatMap({ $0.networks ?? [] }) where known.insert(network.key).inserted {
            var added = ComposeNetwork(
                key: network.key,
                at: network.place,
                name: Placed("\(project.name.value)_\(network.key)", at: network.place)
            )
            added.isImplied = true
            project.networks.append(added)
        }
    }

    private static func text(of dependency: ServiceDependency, _ service: ComposeService) -> String {
        "service \(GoQuote.quote(service.name)) depends on undefined service \(GoQuote.quote(dependency.service))"
    }

    private mutating func checkCycles(_ project: inout ComposeProject) {
        let graph = DependencyGraph(project, stackDependencies)
        if let cycle = graph.cycle() {
            errors.append(
                SourceError("dependency cycle detected: \(cycle.names.joined(separator: " -> "))", at: cycle.place)
            )
            guard goesOn else { return }
        }
        for (index, targets) in graph.stackCycles() {
            project.services[index].dependsOn.removeAll { targets.contains($0.service) }
        }
    }
}
