import Addressing
import DNSService
import Glibc
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

    /// Every name with an address that it stands for, containers and aliases alike.
    static func hosts() throws -> [(name: String, address: IPAddress)] {
        let lab = try make()
        var hosts: [(String, IPAddress)] = []
        for (number, container) in lab.allContainers.enumerated() {
            guard let address = container.attachments.first?.endpoint?.ipv4?.address else { continue }
            hosts.append((container.name, address))
            if number < 3 * aliases.count { hosts.append((aliases[number / 3], address)) }
        }
        return hosts
    }
}

/// The lab as `netsim serve` has it: watched for changes before every batch of answers, though none come.
final class WatchedLab: LabSource {
    private let lab: Lab
    private let watch: FileWatch
    private let folder: String

    init(_ lab: Lab) throws {
        self.lab = lab
        var template = Array("/tmp/netsim-bench-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemError("cannot make a folder", number: errno) }
        folder = String(cString: made)
        watch = try FileWatch([folder])
    }

    deinit {
        rmdir(folder)
    }

    var changeDescriptor: Int32? { watch.descriptor }

    func current() -> Lab { lab }

    func reloadIfChanged() -> Lab? { nil }
}
