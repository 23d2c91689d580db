internal import Lab

extension Mending where Request == ContainerSpec {
    /// More bindings than this are freed together.
    private static var maximumBindings: Int { 64 }

    /// What a container can do without, and still be reached by those who are to reach it.
    ///
    /// - Parameter isMade: whether the engine took it, and did not start it: its name is no reason then.
    static func ofContainers(_ spec: ContainerSpec, isMade: Bool, in lab: Lab) -> Mending<ContainerSpec> {
        var changes: [(ContainerSpec) -> ContainerSpec] = []
        if !isMade { changes.append { $0.changing { $0.name = $0.name.map { "\($0)-again" } } } }
        for (index, binding) in spec.config.portBindings.enumerated() {
            guard let address = binding.hostAddress, !lab.isHostAddress(address) else { continue }
            changes.append { $0.changingBinding(index) { $0.hostAddress = nil } }
        }
        for index in spec.endpoints.indices {
            changes += [
                { $0.changingEndpoint(index) { $0.ipv4 = nil } }, { $0.changingEndpoint(index) { $0.ipv6 = nil } },
                { $0.changingEndpoint(index) { $0.linkLocal = [] } }, { $0.changingEndpoint(index) { $0.mac = nil } },
                { $0.changingEndpoint(index) { $0.aliases = [] } },
                { $0.changingEndpoint(index) { $0.driverOptions = [:] } },
            ]
        }
        // Another port of the host, which the engine chooses, on the same address.
        let bindings = spec.config.portBindings.indices
        if bindings.count <= maximumBindings {
            for index in bindings { changes.append { $0.changingBinding(index) { $0.hostPorts = nil } } }
        } else {
            changes.append { $0.changingBindings { $0.hostPorts = nil } }
        }
        changes += [
            { $0.changing { $0.config.hostname = "" } }, { $0.changing { $0.config.domainname = "" } },
            { $0.changing { ($0.config.dns, $0.config.dnsSearch, $0.config.dnsOptions) = ([], [], []) } },
            { $0.changing { $0.config.extraHosts = [] } },
            {
                $0.changing { spec in
                    spec.config.links = []
                    for index in spec.endpoints.indices { spec.endpoints[index].config.links = [] }
                }
            },
            { $0.changing { $0.config.portBindings = [] } }, { $0.changing { $0.config.exposedPorts = [] } },
        ]
        for index in spec.endpoints.indices.dropFirst().reversed() {
            changes.append { spec in
                spec.changing { if $0.endpoints.indices.contains(index) { $0.endpoints.remove(at: index) } }
            }
        }
        return Mending<ContainerSpec>(changes)
    }
}

extension ContainerSpec {
    fileprivate func changing(_ change: (inout ContainerSpec) -> Void) -> ContainerSpec {
        var copy = self
        change(&copy)
        return copy
    }

    fileprivate func changingEndpoint(_ index: Int, _ change: (inout EndpointConfig) -> Void) -> ContainerSpec {
        changing { if $0.endpoints.indices.contains(index) { change(&$0.endpoints[index].config) } }
    }

    fileprivate func changingBinding(_ index: Int, _ change: (inout PortBinding) -> Void) -> ContainerSpec {
        changing { if $0.config.portBindings.indices.contains(index) { change(&$0.config.portBindings[index]) } }
    }

    fileprivate func changingBindings(_ change: (inout PortBinding) -> Void) -> ContainerSpec {
        changing { for index in $0.config.portBindings.indices { change(&$0.config.portBindings[index]) } }
    }
}
