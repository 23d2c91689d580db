internal import YAML

/// Reads the merged model into a project: services, networks, the default network, profiles, and what must hold between
/// them.
struct ProjectReader {
    private(set) var project: ComposeProject
    private(set) var errors: [SourceError] = []
    private(set) var warnings: [SourceError] = []
    let environment: ProjectEnvironment

    init(project: ComposeProject, environment: ProjectEnvironment) {
        self.project = project
        self.environment = environment
    }

    mutating func read(_ model: YAMLNode) {
        project.netsim = model["x-netsim"]
        var networks = NetworkReader(project: project.name.value)
        project.networks = networks.networks(model["networks"])
        errors += networks.values.errors
        warnings += networks.warnings

        var checks = Consistency(project: project.name.value)
        var joinsDefault = false
        let services = model.entry("services")
        for entry in services?.value.mapping ?? [] {
            var reader = ServiceReader(entry, environment: environment)
            reader.read()
            errors += reader.values.errors
            let service = reader.service
            guard isActive(service) else {
                project.disabled.append(service)
                continue
            }
            project.services.append(service)
            if !reader.hasImage {
                checks.refuse(
                    "service \"\(service.name)\" has neither an image nor a build context specified",
                    at: service.place
                )
            }
            checks.stackDependencies[service.name] = reader.stackDependencies
            if service.networks == nil, service.networkMode == nil, !reader.hasProvider { joinsDefault = true }
            if service.networks?.contains(where: { $0.key == "default" }) == true { joinsDefault = true }
        }
        if joinsDefault, project.network("default") == nil {
            let place = services?.keyPlace ?? project.name.place
            var network = ComposeNetwork(
                key: "default",
                at: place,
                name: Placed("\(project.name.value)_default", at: place)
            )
            network.isImplied = true
            project.networks.append(network)
        }
        checks.check(&project)
        errors += checks.errors
    }

    /// Services without profiles always are.
    private func isActive(_ service: ComposeService) -> Bool {
        service.profiles.isEmpty || project.profiles.contains("*")
            || service.profiles.contains { project.profiles.contains($0.value) }
    }
}
