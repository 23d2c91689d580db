internal import Compose
internal import Lab
internal import Lint
internal import Projects
internal import YAML

/// What the sections of a report look things up in.
struct ReportFacts {
    struct Service {
        /// `web`, or `shop/web` where several projects are told of.
        let label: String
        /// Those that the engine made, by number.
        let containers: [Container]

        var running: Container? { containers.first { $0.isRunning } }
    }

    let realisation: Realisation
    let result: CheckResult
    /// In the order of the files.
    let services: [Service]

    var lab: Lab { realisation.lab }

    init(_ realisation: Realisation, _ result: CheckResult) {
        self.realisation = realisation
        self.result = result
        let isSeveral = realisation.projects.count > 1
        var containers: [Int: [String: [Container]]] = [:]
        for made in realisation.containers {
            guard let container = made.id.flatMap({ realisation.lab.container($0) }) else { continue }
            containers[made.project, default: [:]][made.service, default: []].append(container)
        }
        services = realisation.projects.enumerated().flatMap { number, project in
            project.services.map { service in
                Service(
                    label: isSeveral ? "\(project.name.value)/\(service.name)" : service.name,
                    containers: containers[number]?[service.name] ?? []
                )
            }
        }
    }

    /// Which service a container is of.
    func label(of container: Container) -> String {
        services.first { $0.containers.contains { $0.id == container.id } }?.label ?? container.name
    }
}
