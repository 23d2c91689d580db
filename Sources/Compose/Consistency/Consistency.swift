internal import Lab
internal import Text
internal import YAML

/// What must hold between the parts of a project (compose-go's `checkConsistency`), except for what a rule of lint
/// tells better: `network_mode` beside `networks`, and services that share each other's stack in a circle.
struct Consistency {
    private(set) var errors: [SourceError] = []
    /// Per service, those that it waits for only because it shares their stack.
    var stackDependencies: [String: Set<String>] = [:]
    private let name: String

    init(project name: String) {
        self.name = name
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
            return
        }
        for (index, targets) in graph.stackCycles() {
            project.services[index].dependsOn.removeAll { targets.contains($0.service) }
        }
    }
}
