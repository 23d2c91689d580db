import Addressing
import Lab

/// The lab that everything here is measured on: 1,000 containers on one network, 300 of them behind 100 aliases of
/// three, and one that asks.
enum BenchmarkLab {
    static let aliases = (0..<100).map { "service\($0)" }
    static let asker = "container999"
    private static let now = Timestamp(seconds: 1_780_000_000)

    static func make() throws -> Lab {
        var lab = Lab(seed: 1, created: now)
        var network = NetworkSpec(name: "bench")
        network.subnets = [.init(prefix: IPPrefix("172.18.0.0/16"))]
        try lab.createNetwork(network, at: now)
        for number in 0..<1000 {
            var config = ContainerConfig()
            config.image = "ubuntu"
            config.networkMode = .network("bench")
            let name = "container\(number)"
            var spec = ContainerSpec(name: name, config: config)
            if number < 3 * aliases.count {
                var endpoint = EndpointConfig()
                endpoint.aliases = [aliases[number / 3]]
                spec.endpoints = [.init(network: "bench", config: endpoint)]
            }
            try lab.createContainer(spec, at: now)
            try lab.startContainer(matching: name, at: now)
        }
        return lab
    }

    /// The addresses behind each alias, for the configuration of other servers.
    static func addresses(in lab: Lab) throws -> [(alias: String, addresses: [IPAddress])] {
        try aliases.enumerated().map { index, alias in
            let addresses = try (3 * index..<3 * index + 3).compactMap { number in
                try lab.container(matching: "container\(number)").attachments.first?.endpoint?.ipv4?.address
            }
            return (alias, addresses)
        }
    }
}
