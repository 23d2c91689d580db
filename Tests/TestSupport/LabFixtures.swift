internal import Addressing
package import Lab
package import Testing

/// A moment that every test shares.
package let noon = Timestamp(seconds: 1_780_000_000)

/// Labs and requests in few words.
extension Lab {
    package static func fresh(seed: UInt64 = 1) -> Lab { Lab(seed: seed, created: noon) }

    @discardableResult
    package mutating func network(
        _ name: String,
        subnet: String? = nil,
        range: String? = nil,
        gateway: String? = nil,
        aux: [String: String] = [:],
        options: [String: String] = [:],
        change: (inout NetworkSpec) -> Void = { _ in }
    ) throws -> Network {
        var spec = NetworkSpec(name: name)
        if subnet != nil || range != nil || gateway != nil {
            spec.subnets = [
                NetworkSpec.Subnet(
                    prefix: try subnet.map { try IPPrefix(parsing: $0) },
                    range: try range.map { try IPPrefix(parsing: $0) },
                    gateway: try gateway.map { try IPAddress(parsing: $0) },
                    auxiliary: try aux.mapValues { try IPAddress(parsing: $0) }
                )
            ]
        }
        spec.options = options
        change(&spec)
        let id = try createNetwork(spec, at: noon)
        return try network(matching: id.description)
    }

    @discardableResult
    package mutating func run(
        _ name: String,
        on networks: String...,
        ip: String? = nil,
        aliases: [String] = [],
        publish: [PortBinding] = [],
        change: (inout ContainerSpec) -> Void = { _ in }
    ) throws -> Container {
        try create(name, on: networks, ip: ip, aliases: aliases, publish: publish, change: change)
        try startContainer(matching: name, at: noon)
        return try container(matching: name)
    }

    package mutating func create(
        _ name: String,
        on networks: [String],
        ip: String? = nil,
        aliases: [String] = [],
        publish: [PortBinding] = [],
        change: (inout ContainerSpec) -> Void = { _ in }
    ) throws {
        var config = ContainerConfig()
        config.image = "ubuntu:14.04"
        config.portBindings = publish
        if let first = networks.first { config.networkMode = NetworkMode(first) }
        var spec = ContainerSpec(name: name, config: config)
        for (index, network) in networks.enumerated() {
            var endpoint = EndpointConfig()
            if index == 0 {
                endpoint.ipv4 = try ip.map { try IPAddress(parsing: $0) }
                endpoint.aliases = aliases
            }
            if networks.count > 1 || !endpoint.isPlain {
                spec.endpoints.append(.init(network: network, config: endpoint))
            }
        }
        change(&spec)
        try createContainer(spec, at: noon)
    }

    package func ip(_ name: String, on network: String? = nil) throws -> String? {
        let container = try container(matching: name)
        let attachment = network.map { container.attachment(to: $0) } ?? container.attachments.first
        return attachment?.endpoint?.ipv4?.address.description
    }
}

/// The text that a command is refused with; fails the test when it is not.
package func refusal(_ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) -> String {
    do {
        try body()
        Issue.record("was not refused", sourceLocation: sourceLocation)
        return ""
    } catch let error as LabError {
        return error.message
    } catch {
        return "\(error)"
    }
}

package func binding(_ container: UInt16, host: UInt16? = nil, at address: String? = nil) -> PortBinding {
    PortBinding(
        port: ContainerPort(container),
        hostAddress: address.flatMap { IPAddress($0) },
        hostPorts: host.map { PortRange($0) }
    )
}
