internal import Addressing
internal import Lab

/// Changes to try on a copy of a lab. A real engine would need the network or container made anew for some of them; the
/// copy keeps identifiers and addresses, so that only the change itself makes the difference.
extension Lab {
    /// A copy in which a container joins a network; nil where the engine refuses.
    func connecting(_ container: String, to network: String) -> Lab? {
        var copy = self
        guard (try? copy.connect(network: network, container: container, config: EndpointConfig())) != nil else {
            return nil
        }
        return copy
    }

    /// A copy in which a container was made with another configuration.
    func altering(_ id: ContainerID, _ change: (inout ContainerConfig) -> Void) -> Lab? {
        var copy = self
        guard let slot = copy.containers.slot(id) else { return nil }
        let wasRunning = copy.containers[slot].isRunning
        let reference = id.description
        let moment = copy.containers[slot].startedAt
        if wasRunning {
            guard (try? copy.stopContainer(matching: reference, at: moment)) != nil else { return nil }
        }
        change(&copy.containers[slot].config)
        if wasRunning {
            guard (try? copy.startContainer(matching: reference, at: moment)) != nil else { return nil }
            // Who shares its stack is run again too.
            for joiner in copy.strandedJoiners(of: copy.containers[slot]) {
                let name = joiner.id.description
                guard (try? copy.restartContainer(matching: name, at: moment)) != nil else { return nil }
            }
        }
        return copy
    }

    /// A copy in which a container that had no network was run on one.
    func running(_ container: Container, on network: String, at moment: Timestamp) -> Lab? {
        var copy = self
        guard let slot = copy.containers.slot(container.id) else { return nil }
        if container.isRunning {
            guard (try? copy.stopContainer(matching: container.name, at: moment)) != nil else { return nil }
        }
        do throws(LabError) {
            try copy.disconnect(network: "none", container: container.name)
            copy.containers[slot].config.networkMode = .network(network)
            try copy.connect(network: network, container: container.name, config: EndpointConfig())
            if container.isRunning { try copy.startContainer(matching: container.name, at: moment) }
        } catch {
            return nil
        }
        return copy
    }

    /// A copy in which a network was made with other options; nil where they cannot be read.
    func altering(network id: NetworkID, _ change: (inout NetworkSpec) -> Void) -> Lab? {
        guard let slot = networks.slot(id) else { return nil }
        let old = networks[slot]
        var spec = NetworkSpec(name: old.name)
        spec.driver = old.driver.rawValue
        spec.scope = old.scope
        spec.enableIPv4 = old.enableIPv4
        spec.enableIPv6 = old.enableIPv6
        spec.isInternal = old.isInternal
        spec.isAttachable = old.isAttachable
        spec.isIngress = old.isIngress
        spec.isConfigOnly = old.isConfigOnly
        spec.configFrom = old.configFrom
        spec.ipamDriver = old.ipamDriver
        spec.ipamOptions = old.ipamOptions
        spec.options = old.options
        spec.labels = old.labels
        change(&spec)
        guard let bridge = try? BridgeOptions(options: spec.options) else { return nil }
        var made = Network(
            id: id,
            spec: spec,
            driver: old.driver,
            created: old.created,
            bridge: bridge,
            subnets: old.subnets
        )
        made.members = old.members
        var copy = self
        copy.networks[slot] = made
        // What the members publish is decided when they start.
        for member in made.members.sorted() where !copy.containers[member].config.portBindings.isEmpty {
            let container = copy.containers[member]
            guard container.isRunning else { continue }
            guard let again = copy.altering(container.id, { _ in }) else { return nil }
            copy = again
        }
        return copy
    }
}

extension Faults {
    func bringingUp(_ place: Place) -> Faults {
        Faults(
            networkImpairments: networkImpairments,
            linkImpairments: linkImpairments,
            downLinks: downLinks.subtracting([place]),
            partitions: partitions
        )
    }
}

extension Container {
    /// The address on a network, IPv4 first.
    func address(on network: String) -> IPAddress? {
        let endpoint = attachment(to: network)?.endpoint
        return endpoint?.ipv4?.address ?? endpoint?.ipv6?.address
    }
}
