internal import YAML

/// Reads what a service waits for: `depends_on`, and what links and shared namespaces imply.
struct DependencyReader {
    let path: String
    /// Services that are waited for only because their stack is shared.
    private(set) var stackDependencies: Set<String> = []
    var values = ValueReader()

    private static let conditions = ["service_started", "service_healthy", "service_completed_successfully"]

    init(path: String) {
        self.path = path
    }

    mutating func dependencies(of service: YAMLNode, links: [Placed<ServiceLink>]) -> [ServiceDependency] {
        var found: [ServiceDependency] = []
        var known: Set<String> = []
        for entry in service["depends_on"].map(Merger.dependencies)?.mapping ?? [] {
            known.insert(entry.key)
            found.append(dependency(entry))
        }
        func imply(_ name: String, at place: SourcePlace, restart: Bool) -> Bool {
            guard known.insert(name).inserted else { return false }
            found.append(ServiceDependency(service: name, at: place, restart: restart))
            return true
        }
        for link in links { _ = imply(link.target, at: link.place, restart: true) }
        for key in ["network_mode", "ipc", "pid", "uts", "cgroup"] {
            guard let mode = values.text(service[key]), mode.value.hasPrefix("service:") else { continue }
            let name = String(mode.value.dropFirst("service:".count))
            if imply(name, at: mode.place, restart: true), key == "network_mode" { stackDependencies.insert(name) }
        }
        for volume in values.texts(service["volumes_from"]) where !volume.value.hasPrefix("container:") {
            _ = imply(String(volume.value.prefix { $0 != ":" }), at: volume.place, restart: false)
        }
        return found
    }

    private mutating func dependency(_ entry: YAMLNode.Entry) -> ServiceDependency {
        let path = "\(path).depends_on.\(entry.key)"
        var dependency = ServiceDependency(service: entry.key, at: entry.keyPlace)
        if let condition = values.text(entry.value["condition"]) {
            if !Self.conditions.contains(condition.value) {
                let allowed = Self.conditions.map { "'\($0)'" }.joined(separator: ", ")
                values.refuse("\(path).condition value must be one of \(allowed)", at: condition.place)
            }
            dependency.condition = condition.value
        }
        dependency.restart = values.bool(entry.value["restart"], "\(path).restart")?.value ?? false
        dependency.isRequired = values.bool(entry.value["required"], "\(path).required")?.value ?? true
        return dependency
    }
}
