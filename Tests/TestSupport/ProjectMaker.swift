internal import Addressing
package import Compose
internal import Lab
package import YAML

/// Projects in few words. Every thing stands on a line of its own, so that places tell things apart.
package struct ProjectMaker {
    package var project: ComposeProject
    private var line = 1

    package init(_ name: String = "shop") {
        project = ComposeProject(
            name: Placed(name, at: SourcePlace(file: 0, line: 1, column: 1)),
            directory: "/srv/\(name)"
        )
    }

    package mutating func place() -> SourcePlace {
        line += 1
        return SourcePlace(file: 0, line: line, column: 3)
    }

    @discardableResult
    package mutating func network(
        _ key: String,
        subnet: String? = nil,
        range: String? = nil,
        external: Bool = false,
        name: String? = nil,
        change: (inout ComposeNetwork) -> Void = { _ in }
    ) -> SourcePlace {
        let at = place()
        var network = ComposeNetwork(
            key: key,
            at: at,
            name: Placed(name ?? (external ? key : "\(project.name.value)_\(key)"), at: at)
        )
        network.hasOwnName = name != nil
        network.isExternal = external
        if let subnet {
            var pool = ComposeSubnet(at: place())
            pool.prefix = IPPrefix(subnet).map { Placed($0, at: pool.place) }
            pool.range = range.flatMap { IPPrefix($0) }.map { Placed($0, at: pool.place) }
            network.subnets.append(pool)
        }
        change(&network)
        project.networks.append(network)
        return at
    }

    /// - Parameter joined: `key`, or `key=address`.
    @discardableResult
    package mutating func service(
        _ name: String,
        on joined: String...,
        needs: [String] = [],
        ports: [String] = [],
        scale: Int? = nil,
        change: (inout ComposeService) -> Void = { _ in }
    ) -> SourcePlace {
        let at = place()
        var service = ComposeService(name: name, at: at)
        service.image = Placed("nginx", at: at)
        if !joined.isEmpty {
            service.networks = joined.map { text in
                let parts = text.split(separator: "=").map(String.init)
                var network = ServiceNetwork(key: parts[0], at: place())
                if parts.count > 1 { network.ipv4 = IPAddress(parts[1]).map { Placed($0, at: network.place) } }
                return network
            }
        } else if project.network("default") == nil {
            var network = ComposeNetwork(key: "default", at: at, name: Placed("\(project.name.value)_default", at: at))
            network.isImplied = true
            project.networks.append(network)
        }
        service.dependsOn = needs.map { ServiceDependency(service: $0, at: place()) }
        service.ports = ports.map { text in
            let parts = text.split(separator: ":").map(String.init)
            return ServicePort(
                target: ContainerPort(UInt16(parts[parts.count - 1]) ?? 0),
                published: parts.count > 1 ? PortRange(parts[0]) : nil,
                hostAddress: nil,
                at: place()
            )
        }
        if let scale { service.scale = Placed(scale, at: place()) }
        change(&service)
        project.services.append(service)
        return at
    }
}

extension ComposeProject {
    package static func named(_ name: String = "shop", _ make: (inout ProjectMaker) -> Void) -> ComposeProject {
        var maker = ProjectMaker(name)
        make(&maker)
        return maker.project
    }
}
