internal import YAML

/// Reads the merged model into a project: services, networks, the default network, profiles, and what must hold between
/// them.
struct ProjectReader {
    private(set) var project: ComposeProject
    private(set) var errors: [SourceError] = []
    private(set) var warnings: [SourceError] = []
    let environment: ProjectEnvironment
    /// Whether what Compose refuses is put right, so that the rest can be looked at.
    let goesOn: Bool

    init(project: ComposeProject, environment: ProjectEnvironment, goesOn: Bool) {
        self.goesOn = goesOn
        self.project = project
        self.environment = environment
    }

    /// - Parameter fileEnvironment: what a service's `env_file` gives.
    mutating func read(_ model: YAMLNode, _ fileEnvironment: (YAMLNode) -> [String: String?]) {
        project.netsim = model["x-netsim"]
        var networks = NetworkReader(project: project.name.value)
        project.networks = networks.networks(model["networks"])
        errors += networks.values.errors
        project.resources = ["volumes", "secrets", "configs", "models"].compactMap { section in
            model[section].map { (section, $0) }
        }
        var resources = ResourceChecks(model)
        resources.checkSections()
        warnings += networks.warnings

        var checks = Consistency(goesOn: goesOn)
        var joinsDefault = false
        let services = model.entry("services")
        for entry in services?.value.mapping ?? [] {
            let isActive = isActive(Self.profiles(of: entry.value))
            var reader = ServiceReader(
                entry,
                environment: environment,
                fileEnvironment: isActive ? fileEnvironment(entry.value) : [:]
            )
            reader.read()
            errors += reader.values.errors
            let service = reader.service
            guard isActive else {
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
            resources.check(entry.value, named: service.name, reader.mounts)
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
        errors += checks.errors + resources.errors
        noteProfiles(at: services?.keyPlace)
    }

    /// What is left out is said once, where nobody chose it.
    private mutating func noteProfiles(at place: SourcePlace?) {
        guard project.profiles.isEmpty, !project.disabled.isEmpty else { return }
        let count = project.disabled.count
        let names = Set(project.disabled.flatMap { $0.profiles.map(\.value) }).sorted().joined(separator: ", ")
        let services = count == 1 ? "1 service is" : "\(count) services are"
        warnings.append(
            SourceError(
                "\(services) behind profiles (\(names)) and left out; --profile NAME enables them, --profile \"*\" all",
                at: place
            )
        )
    }

    private static func profiles(of service: YAMLNode) -> [String] {
        (service["profiles"]?.sequence ?? []).compactMap(\.string)
    }

    /// Services without profiles always are.
    private func isActive(_ profiles: [String]) -> Bool {
        profiles.isEmpty || project.profiles.contains("*") || profiles.contains { project.profiles.contains($0) }
    }
}
