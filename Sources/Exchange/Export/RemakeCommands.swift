internal import Addressing
package import Diagnosis
package import Lab
internal import Rendering
internal import Text

/// The commands of netsim that make a container or a network anew as it is in a lab, with every flag: to be pasted.
package enum RemakeCommands {
    /// What `why` writes its remedies with.
    package static var writer: CommandWriter { CommandWriter(container: container, network: network) }

    /// Removes a container and runs it again, on all its networks.
    package static func container(_ container: Container, in lab: Lab) -> [String] {
        let (spec, connections) = RebuildPlan.requests(for: container, in: lab)
        let run = ["netsim", "run", "-d"] + DockerScript.words(of: spec).dropFirst(2)
        return ["netsim rm -f \(ShellWord.quoted(container.name))", ShellWord.line(run)]
            + connections.map { connect(container.name, to: $0.network, $0.config) }
    }

    /// Takes a network's containers off it, makes it again, and connects them as they were.
    package static func network(_ network: Network, in lab: Lab) -> [String] {
        let name = ShellWord.quoted(network.name)
        let members = lab.allContainers.compactMap { container -> (name: String, config: EndpointConfig)? in
            guard let attachment = container.attachment(to: network.name) else { return nil }
            var config = attachment.config
            config.cameFromConnect = false
            return (container.name, config)
        }
        let create = ["netsim"] + DockerScript.words(of: NetworkSpec(of: network, pinsEverything: false)).dropFirst()
        return members.map { "netsim network disconnect -f \(name) \(ShellWord.quoted($0.name))" }
            + ["netsim network rm \(name)", ShellWord.line(create)]
            + members.map { connect($0.name, to: network.name, $0.config) }
    }

    private static func connect(_ container: String, to network: String, _ config: EndpointConfig) -> String {
        ShellWord.line(["netsim", "network", "connect"] + DockerScript.words(of: config) + [network, container])
    }
}
