public import Addressing
internal import Images

extension Lab {
    /// The label that says which ports a container's service really opens: `80,53/udp,127.0.0.1:5432`, in place of those
    /// that it exposes and publishes. Empty: none.
    public static let listenLabel = "netsim.listen"

    /// The label that makes a container a name server of its own: its records, one behind the other with `;` between.
    public static let zoneLabel = "netsim.zone"

    /// The ports of name servers.
    public static let nameServerPorts = [ContainerPort(53, .tcp), ContainerPort(53, .udp)]

    /// What a container's service listens on, lowest port first, while it runs: what it exposes and publishes, what its
    /// image is known to, and a name server's ports where it has records of its own, unless a label says otherwise.
    ///
    /// The ports that the owner of a shared stack publishes are those of whoever joined it: they stay behind, in what is
    /// left of the old stack, when the owner is started again.
    public func listeners(of container: Container) -> [ListeningPort] { listening(of: container).listeners }

    /// The same with its ports as runs.
    public func listening(of container: Container) -> ListeningSet {
        if let text = container.config.labels[Self.listenLabel] {
            return ListeningSet(text.split(separator: ",").compactMap { ListeningPort($0) })
        }
        var ports = container.config.exposed
        var isOpenEnded = false
        if !container.config.portBindings.isEmpty, !guests.isEmpty {
            let published = container.config.portBindings.map(\.port)
            ports = ports.subtracting(PortSet(portsLeftBehind(by: container, published)))
        }
        let hasZone = container.config.labels[Self.zoneLabel] != nil
        switch imageCommand(of: container) {
        case .service(let own): ports.formUnion(PortSet(own))
        case .nothing: break
        // Who says which ports it exposes is taken at its word; in the host's stack a doubt would be one about the host.
        case .unknown: isOpenEnded = container.config.saysNoPort && !hasZone && container.config.networkMode != .host
        }
        if hasZone { ports.formUnion(PortSet(Self.nameServerPorts)) }
        var listening = ListeningSet(ports)
        listening.isOpenEnded = isOpenEnded
        return listening
    }

    /// The ports among ``listeners(of:)``, lowest first.
    public func listeningPorts(of container: Container) -> [ContainerPort] {
        var ports: [ContainerPort] = []
        for listener in listeners(of: container) where ports.last != listener.port { ports.append(listener.port) }
        return ports
    }

    /// Containers that joined a container's stack before it was last started, and sit in what is left of that one.
    package func strandedJoiners(of container: Container) -> [Container] {
        guard case .own = container.stack else { return [] }
        return guests.sorted().compactMap { slot in
            guard case .joined(let sandbox) = containers[slot].stack, owner(of: sandbox) == nil,
                case .container(let target) = containers[slot].config.networkMode,
                knownEngineContainerSlot(matching: target).map({ containers[$0].id }) == container.id
            else { return nil }
            return containers[slot]
        }
    }

    /// The published ports of a container that a stranded joiner listened on. A joiner that says nothing of its own is
    /// taken to listen on all of them, unless another one is there that may do so.
    private func portsLeftBehind(by container: Container, _ published: [ContainerPort]) -> [ContainerPort] {
        let stranded = strandedJoiners(of: container)
        if stranded.isEmpty { return [] }
        let said = Set(
            stranded.compactMap { $0.config.labels[Self.listenLabel] }.flatMap { $0.split(separator: ",") }
                .compactMap { ListeningPort($0)?.port }
        )
        let isAnyone = stranded.contains { $0.config.labels[Self.listenLabel] == nil }
        return isAnyone && !hasJoiner(container) ? published : published.filter(said.contains)
    }

    /// Whether somebody who says nothing of what it listens on shares a container's stack now.
    private func hasJoiner(_ container: Container) -> Bool {
        guard let own = container.ownSandbox else { return false }
        return guests.contains { slot in
            guard case .joined(let sandbox) = containers[slot].stack, sandbox == own else { return false }
            return containers[slot].config.labels[Self.listenLabel] == nil
        }
    }
}

extension ContainerConfig {
    /// Whether no port is exposed or published.
    package var saysNoPort: Bool { exposedPorts.isEmpty && portBindings.isEmpty }

    /// The ports that a container exposes; the engine counts those that it publishes among them.
    package var exposed: PortSet {
        var ports = PortSet(exposedPorts)
        if !portBindings.isEmpty { ports.formUnion(PortSet(portBindings.lazy.map(\.port))) }
        return ports
    }
}
