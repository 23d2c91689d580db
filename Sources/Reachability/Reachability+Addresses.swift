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
        var ports: [PortRun] = []
        switch holder(of: address) {
        case .container(let id):
            if let slot = lab.containers.slot(id) { ports = listening(tracer.stack(of: slot)) }
        case .host: ports = hostPorts(at: address)
        case .outside, nil: break
        }
        guard let ping = answer(from: from, to: address, .ping) else { return nil }
        let services = ports.compactMap { run in
            answer(from: from, to: address, .port(run.first)).map { verdict in
                PairAnswer.ServiceAnswer(ports: run, ways: [verdict], namedCount: 0)
            }
        }
        return PairAnswer(
            resolves: false,
            ping: PairAnswer.ServiceAnswer(service: .ping, ways: [ping], namedCount: 0),
            ports: services
        )
    }

    private func listening(_ stack: Stack) -> [PortRun] {
        stack.listeners.runs.flatMap { tracer.cuts.parts(of: $0, published: stack.published(in: $0), isOnHost: false) }
    }

    /// The ports of the host that something answers at: its programs, containers in its stack, published ports.
    private func hostPorts(at address: IPAddress) -> [PortRun] {
        let listeners = lab.host.listeners.filter { HostTable.isBound($0.address, at: address) }
            .map { PortRun(PortRange($0.port), $0.transport) }
        let published = tracer.host.published.filter { HostTable.isBound($0.hostAddress, at: address) }
            .compactMap { run in run.hostPorts.map { PortRun($0, run.ports.transport) } }
        return PortSet(runs: tracer.host.shared.ports(at: address).runs + listeners + published).runs
            .flatMap { tracer.cuts.parts(of: $0, published: [], isOnHost: true) }
    }
}
