package import Addressing
internal import Lab

/// Questions to addresses rather than to somebody.
extension Reachability {
    /// Who has an address; nil where nobody has it, or everybody (`127.0.0.1`).
    package func holder(of address: IPAddress) -> Party? {
        if address.isLoopback { return nil }
        if tracer.host.isLocal(address) { return .host }
        if address == tracer.outside.clientAddress(address.family) { return .outside }
        for slot in lab.networks.slots {
            guard lab.networks[slot].subnets.contains(where: { $0.prefix.contains(address) }),
                let owner = tracer.owner(of: address, on: slot, near: nil)
            else { continue }
            return .container(lab.containers[owner.slot].id)
        }
        return nil
    }

    /// What one party finds at an address: ping, and the ports that its holder listens on or that the host forwards.
    package mutating func answer(from: Party, toAddress address: IPAddress) -> PairAnswer? {
        guard node(from) != nil else { return nil }
        var ports: [ContainerPort] = []
        switch holder(of: address) {
        case .container(let id):
            if let slot = lab.containers.slot(id) { ports = tracer.stack(of: slot).ports }
        case .host: ports = hostPorts(at: address)
        case .outside, nil: break
        }
        var services: [PairAnswer.ServiceAnswer] = []
        for service in [Service.ping] + ports.map(Service.port) {
            guard let verdict = answer(from: from, to: address, service) else { return nil }
            services.append(PairAnswer.ServiceAnswer(service: service, ways: [verdict], namedCount: 0))
        }
        guard let ping = services.first else { return nil }
        return PairAnswer(resolves: false, ping: ping, ports: Array(services.dropFirst()))
    }

    /// The ports of the host that something answers at: its programs, containers in its stack, published ports.
    private func hostPorts(at address: IPAddress) -> [ContainerPort] {
        func isBound(_ bound: IPAddress) -> Bool {
            bound == address || bound.isUnspecified && bound.family == address.family
        }
        var ports = Set(tracer.host.sharedListeners.filter { $0.takes($0.port, at: address) }.map(\.port))
        for listener in lab.host.listeners where isBound(listener.address) {
            ports.insert(ContainerPort(listener.port, listener.transport))
        }
        for (holding, publishers) in tracer.host.publishers
        where publishers.contains(where: { isBound($0.port.hostAddress) }) {
            ports.insert(ContainerPort(holding.port, holding.transport))
        }
        return ports.sorted()
    }
}
