internal import Addressing
internal import Lab
internal import YAML

extension LintContext {
    /// Opens the ports that expectations ask for at containers of which nothing is known.
    ///
    /// What a program listens on stands in its image, which no file shows. A service that exposes and publishes nothing,
    /// and says nothing under `x-netsim`, is taken to listen on what it is asked for, so that the way to it is what is
    /// checked, for `can reach` and `cannot reach` alike.
    mutating func openExpectedPorts() {
        let parties = ExpectedParties(self)
        var wanted: [ContainerID: Set<ContainerPort>] = [:]
        for (project, said) in extensions.enumerated() {
            for text in said.expectations {
                guard let claim = try? ExpectationParser.parse(text.value).claim,
                    case .reach(_, .named(let name), let port?, _) = claim
                else { continue }
                let meant = parties.meant(name, in: project) ?? parties.holders(of: name.text, in: project)
                for container in meant?.containers ?? [] where lab.listeningPorts(of: container).isEmpty {
                    guard container.config.labels[Lab.listenLabel] == nil else { continue }
                    wanted[container.id, default: []].insert(port)
                }
            }
        }
        for (container, ports) in wanted { realisation.lab.expose(ports.sorted(), of: container) }
    }
}

extension Lab {
    /// Lets a container listen on more ports, as if its image had exposed them.
    fileprivate mutating func expose(_ ports: [ContainerPort], of container: ContainerID) {
        guard let slot = containers.slot(container) else { return }
        containers[slot].config.exposedPorts += ports
    }
}
