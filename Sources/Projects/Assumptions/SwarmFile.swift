internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// Files for `docker stack deploy`, played through on one host.
enum SwarmFile {
    /// The first sign that a project is for a swarm: an overlay network, or a key that only a swarm obeys.
    static func sign(of project: ComposeProject) -> Placed<String>? {
        let overlays = project.networks.compactMap { network in
            network.driver.flatMap { $0.value == "overlay" ? Placed("driver: overlay", at: $0.place) : nil }
        }
        return (overlays + project.services.compactMap(\.swarmKey)).min { $0.place < $1.place }
    }

    /// One for each such project.
    static func assumptions(of projects: [ComposeProject]) -> [Assumption] {
        projects.compactMap { project in
            sign(of: project).map { sign in
                let name = project.name.value
                return Assumption(.swarm, name, "\(name) is for a swarm (\(sign.value))", at: sign.place)
            }
        }
    }

    /// The project with one container of each service that publishes fixed ports: in a swarm the replicas share them.
    static func onOneHost(_ project: ComposeProject) -> ComposeProject {
        guard sign(of: project) != nil else { return project }
        var project = project
        for index in project.services.indices where project.services[index].replicas > 1 {
            if project.services[index].ports.contains(where: { $0.published != nil }) {
                project.services[index].scale = project.services[index].scale.map { Placed(1, at: $0.place) }
            }
        }
        return project
    }
}
