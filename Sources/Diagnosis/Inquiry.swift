package import Addressing
internal import Dataplane
package import Lab

/// What a question is about: who asks for what, where it leads, and who was meant there.
package struct Inquiry {
    /// A published port of the host, and the container behind it.
    struct Publication {
        let container: Container
        let port: PublishedPort
    }

    let lab: Lab
    let sender: Sender
    let kind: ProbeKind
    /// What was asked for: a name or an address.
    let host: String
    /// Where that leads; nil where the name means nothing.
    let address: IPAddress?
    /// The container whose name or address it is; nil for the host, the world and addresses that nobody has.
    let meant: ContainerID?
    let seed: UInt64
    let now: Timestamp
    /// Where the question leads in a changed lab: the name resolved again, or the address itself.
    let resolve: (Lab) -> IPAddress?

    /// Writes remedies' commands out whole; nil: they are sketched.
    package var writer: CommandWriter?

    /// What the host's port leads to, where one of its addresses was asked.
    let publication: Publication?
    /// The container that was told to publish the host's port, and could not.
    let wouldPublish: Container?

    /// - Parameter resolve: where the question leads in a changed lab; nil where the name still resolves to nothing.
    package init(
        _ lab: Lab,
        from sender: Sender,
        to meant: ContainerID?,
        host: String,
        at address: IPAddress?,
        _ kind: ProbeKind,
        seed: UInt64,
        now: Timestamp,
        resolve: @escaping (Lab) -> IPAddress?
    ) {
        self.lab = lab
        self.sender = sender
        self.kind = kind
        self.host = host
        self.address = address
        self.meant = meant
        self.seed = seed
        self.now = now
        self.resolve = resolve
        guard let address, let port = kind.port, Self.isHostAddress(address, of: lab, from: sender) else {
            (publication, wouldPublish) = (nil, nil)
            return
        }
        let asked = lab.publications.filter {
            $0.port.hostPort == port.number && $0.port.port.transport == port.transport
        }
        publication = asked.first { Self.isBound($0.port, at: address) }
        wouldPublish =
            asked.isEmpty
            ? lab.containers.slots.map { lab.containers[$0] }.first { container in
                container.isRunning
                    && container.config.portBindings.contains { binding in
                        binding.port.transport == port.transport
                            && binding.hostPorts?.ports.contains(port.number) == true
                    }
            } : nil
    }

    /// The same question in a changed lab.
    func again(in changed: Lab) -> Inquiry {
        var inquiry = Inquiry(
            changed,
            from: sender,
            to: meant,
            host: host,
            at: resolve(changed),
            kind,
            seed: seed,
            now: now,
            resolve: resolve
        )
        inquiry.writer = writer
        return inquiry
    }

    // MARK: Who

    var senderContainer: Container? { if case .container(let id) = sender { lab.container(id) } else { nil } }

    /// The container that was meant, or the one behind the host's port.
    var target: Container? { meant.flatMap { lab.container($0) } ?? publication?.container ?? wouldPublish }

    /// The port that the target is asked for in the end.
    var targetPort: ContainerPort? { publication?.port.port ?? kind.port }

    var senderName: String {
        switch sender {
        case .host: "the host"
        case .outside: "the world outside"
        case .container: senderContainer?.name ?? "?"
        }
    }

    /// Whether the sender uses the host's own stack.
    var isFromHost: Bool { sender == .host || senderContainer.flatMap { lab.stackOwner(of: $0) }?.stack == .host }

    /// Whether the sender's own loopback was asked, and that is not the host's.
    var isOwnLoopback: Bool { address?.isLoopback == true && sender != .outside && !isFromHost }

    var isAtHost: Bool { address.map { Self.isHostAddress($0, of: lab, from: sender) } ?? false }

    private static func isHostAddress(_ address: IPAddress, of lab: Lab, from sender: Sender) -> Bool {
        if address.isLoopback {
            guard case .container(let id) = sender else { return sender == .host }
            return lab.container(id).flatMap { lab.stackOwner(of: $0) }?.stack == .host
        }
        return lab.hasHostAddress(address)
    }

    static func isBound(_ port: PublishedPort, at address: IPAddress) -> Bool {
        port.hostAddress == address || port.hostAddress.isUnspecified && port.hostAddress.family == address.family
    }

    /// The host's address that the sender knows best: its gateway, else the uplink's.
    func hostAddress(in lab: Lab) -> IPAddress? {
        if case .container(let id) = sender, let container = lab.container(id) {
            let owner = lab.stackOwner(of: container) ?? container
            for place in lab.gatewayOrder(of: owner) {
                guard let gateway = lab.gateway(of: owner.attachments[place], .ipv4), lab.hasHostAddress(gateway) else {
                    continue
                }
                return gateway
            }
        }
        return lab.host.uplinkAddresses.first { $0.family == .ipv4 }?.address
    }

    /// The networks that both sides are on.
    var sharedNetworks: [String] {
        guard let asker = senderContainer.flatMap({ lab.stackOwner(of: $0) }),
            let target = target.flatMap({ lab.stackOwner(of: $0) })
        else { return [] }
        return asker.attachments.map(\.network).filter { target.attachment(to: $0) != nil }
    }
}

extension Lab {
    /// Every port of the host that leads to a container.
    var publications: [Inquiry.Publication] {
        publishers.sorted().flatMap { slot in
            containers[slot].published.filter { $0.hostPort != 0 }
                .map { Inquiry.Publication(container: containers[slot], port: $0) }
        }
    }

    /// Whether the host has an address: the uplink's, or a bridge's.
    func hasHostAddress(_ address: IPAddress) -> Bool {
        if host.uplinkAddresses.contains(where: { $0.address == address }) { return true }
        return networks.slots.contains { slot in
            networks[slot].deviceName != nil && bridgeAddresses(networks[slot]).contains { $0.address == address }
        }
    }

    /// What listens in the stack of a running container, with whose service it is.
    func stackListeners(of container: Container) -> [(container: Container, listener: ListeningPort)] {
        let owner = stackOwner(of: container)
        let users = [owner ?? container] + joiners(of: owner ?? container)
        return users.filter { $0.status == .running || $0.status == .paused }
            .flatMap { user in listeners(of: user).map { (user, $0) } }
    }

    /// The running containers that share a container's stack.
    func joiners(of owner: Container) -> [Container] {
        guests.sorted().map { containers[$0] }.filter { $0.id != owner.id && stackOwner(of: $0)?.id == owner.id }
    }

    /// Running containers whose service takes a port at every address of theirs, oldest first.
    func containers(listeningOn port: ContainerPort) -> [Container] {
        containers.slots.filter { containers[$0].status == .running }
            .filter { slot in
                listeners(of: containers[slot]).contains { $0.port == port && !$0.isLoopbackOnly }
            }
            .map { containers[$0] }.sorted { $0.sequence < $1.sequence }
    }
}
