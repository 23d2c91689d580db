package import Lab

/// Writes out whole commands: those that make a container or a network of a lab anew.
package struct CommandWriter {
    package let container: (Container, Lab) -> [String]
    package let network: (Network, Lab) -> [String]

    package init(
        container: @escaping (Container, Lab) -> [String],
        network: @escaping (Network, Lab) -> [String]
    ) {
        self.container = container
        self.network = network
    }

    /// A remedy's commands for the changed lab that it led to, those that were only sketched (`netsim run … --name web`)
    /// with every flag that the container or network had.
    func whole(_ commands: [String], in changed: Lab) -> [String] {
        var whole: [String] = []
        for command in commands {
            let words = command.split(separator: " ").map(String.init)
            guard words.contains("…"), words.first == "netsim" else {
                whole.append(command)
                continue
            }
            if words.dropFirst().first == "run", let flag = words.firstIndex(of: "--name"), flag + 1 < words.count,
                let container = try? changed.container(matching: words[flag + 1])
            {
                // Removing the old one comes with it.
                whole.removeAll { $0 == "netsim rm -f \(container.name)" }
                whole += self.container(container, changed)
            } else if words.dropFirst().first == "network", let name = words.last,
                let network = changed.allNetworks.first(where: { $0.name == name })
            {
                whole.removeAll { $0 == "netsim network rm \(name)" }
                whole += self.network(network, changed)
            } else {
                whole.append(command)
            }
        }
        return whole
    }
}
