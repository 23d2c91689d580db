internal import Addressing
internal import Lab
internal import PacketWire

/// What listens in each stack: containers' services, the userland proxy, the host's programs, the world.
extension Dataplane {
    /// The service that answers at a port of a stack's address.
    mutating func service(
        _ transport: TransportProtocol,
        _ port: UInt16,
        at address: IPAddress,
        in stack: Int
    ) -> Service? {
        let place = ServiceIndex.Place(
            stack: stack,
            address: address,
            port: PortTable.Key(transport: transport, port: port)
        )
        if let known = services.known[place] { return known }
        let found = findService(transport, port, at: address, in: stack)
        if services.known.count > 65_536 { services.known = [:] }
        services.known[place] = .some(found)
        return found
    }

    private mutating func findService(
        _ transport: TransportProtocol,
        _ port: UInt16,
        at address: IPAddress,
        in stack: Int
    ) -> Service? {
        switch stacks[stack].kind {
        case .container(let slot):
            if address == Self.embeddedDNS {
                return port == 53 && lab.containers[slot].hasEmbeddedDNS ? .embeddedDNS : nil
            }
            return listener(transport, port, at: address, among: services.members(of: slot, in: lab))
        case .host:
            if let own = listener(transport, port, at: address, among: services.hostMembers(in: lab)) { return own }
            let published = services.published(PortTable.Key(transport: transport, port: port), in: lab)
            let match = published.first { entry in
                let host = entry.port.hostAddress
                return host == address || (host.isUnspecified && host.family == address.family)
            }
            if let match { return .proxy(container: match.container, match.port) }
            return lab.host.answers(transport, address, port) ? .host : nil
        case .outside: return nil
        case .world: return Lab.outsideServices.contains(ContainerPort(port, transport)) ? .world : nil
        }
    }

    static let embeddedDNS = IPAddress.v4(IPv4Address(rawValue: 0x7f00_000b))

    private func listener(
        _ transport: TransportProtocol,
        _ port: UInt16,
        at address: IPAddress,
        among slots: [Int32]
    ) -> Service? {
        let asked = ContainerPort(port, transport)
        for slot in slots where lab.containers[slot].isRunning {
            if lab.listening(of: lab.containers[slot]).isKnown(asked, at: address) { return .container(slot) }
        }
        // What nobody knows of is taken to listen: the way there is what is asked about.
        return slots.first { slot in
            lab.containers[slot].isRunning && lab.listening(of: lab.containers[slot]).mayTake(asked, at: address)
        }.map(Service.container)
    }

    /// Whether a service has a port, so that no tool can bind it.
    mutating func hasService(
        _ transport: TransportProtocol,
        _ port: UInt16,
        _ address: IPAddress?,
        in stack: Int
    ) -> Bool {
        guard !stacks[stack].isWorld, let any = address ?? IPAddress(family: .ipv4, number: 0) else { return false }
        guard let service = service(transport, port, at: any, in: stack) else { return false }
        // A tool of a container that nobody knows may open what it likes.
        guard case .container(let slot) = service else { return true }
        return lab.listening(of: lab.containers[slot]).isKnown(ContainerPort(port, transport), at: any)
    }

    /// The name in a service's answers.
    func name(of service: Service, at address: IPAddress) -> String {
        switch service {
        case .container(let slot): lab.containers[slot].name
        case .proxy: "docker-proxy"
        case .host: lab.host.hostname
        case .world: "\(address)"
        case .embeddedDNS: "embedded DNS"
        }
    }

    /// Whether the kernel takes what comes for a service, and nobody reads it: its container is paused.
    func isPaused(_ service: Service) -> Bool {
        if case .container(let slot) = service { lab.containers[slot].status == .paused } else { false }
    }

    // MARK: UDP

    /// A datagram to a port that no tool opened.
    mutating func serve(_ datagram: UDPDatagram, _ packet: IPPacket, in stack: Int) {
        guard let service = service(.udp, datagram.destinationPort, at: packet.destination, in: stack) else {
            refuse(packet, .port, from: stack)
            return
        }
        if trace != nil { note(.served(name(of: service, at: packet.destination)), packet, stack: stack) }
        if let taker = taker(service, port: datagram.destinationPort),
            let number = untakenQuestion(.udp, datagram.payload)
        {
            questions[number].taker = taker
            questions[number].seat = .datagram(
                sourcePort: datagram.sourcePort,
                destinationPort: datagram.destinationPort,
                client: packet.source,
                server: packet.destination,
                stack: stack
            )
            return
        }
        switch service {
        case .proxy(let slot, let port): forwardDatagram(datagram, packet, to: slot, port, in: stack)
        case .world, .embeddedDNS: break
        case .container where isPaused(service): break
        case .container, .host:
            guard isUnicast(packet.destination, in: stack) else { return }
            // Its name, as over HTTP, so that it shows who answered.
            let name = name(of: service, at: packet.destination)
            reply(
                Array((name + "\n").utf8),
                from: packet.destination,
                datagram.destinationPort,
                to: packet.source,
                datagram.sourcePort,
                in: stack
            )
        }
    }

    /// A service's datagram to a client.
    mutating func reply(
        _ payload: [UInt8],
        from server: IPAddress,
        _ port: UInt16,
        to client: IPAddress,
        _ clientPort: UInt16,
        in stack: Int
    ) {
        let reply = UDPDatagram(sourcePort: port, destinationPort: clientPort, payload: payload)
        output(IPPacket(source: server, destination: client, payload: .udp(reply)), from: stack)
    }

    /// The userland proxy passes a datagram on from a socket of its own for each client.
    private mutating func forwardDatagram(
        _ datagram: UDPDatagram,
        _ packet: IPPacket,
        to slot: Int32,
        _ port: PublishedPort,
        in stack: Int
    ) {
        guard let target = proxyTarget(slot, port), let choice = route(target, in: stack), let source = choice.source
        else { return }
        let client = PortTable.Flow(
            localAddress: packet.destination,
            localPort: datagram.destinationPort,
            peerAddress: packet.source,
            peerPort: datagram.sourcePort
        )
        let number: Int
        if let known = datagramProxies[client] {
            number = known
        } else {
            guard let free = freePort(.udp, in: stack, peer: nil) else { return }
            number = openBound(
                .udp,
                .udp,
                free,
                nil,
                role: .datagramProxy(
                    client: packet.source,
                    clientPort: datagram.sourcePort,
                    listener: packet.destination,
                    listenerPort: datagram.destinationPort
                ),
                in: stack
            )
            datagramProxies[client] = number
        }
        let passed = UDPDatagram(
            sourcePort: sockets[number].localPort,
            destinationPort: port.port.number,
            payload: datagram.payload
        )
        output(IPPacket(source: source, destination: target, payload: .udp(passed)), from: stack)
    }

    // MARK: The userland proxy

    /// The container's address that the proxy of a port connects to: on the network that holds the default route of the
    /// host address's family, else of IPv4.
    func proxyTarget(_ slot: Int32, _ port: PublishedPort) -> IPAddress? {
        let container = lab.containers[slot]
        for family in [port.hostAddress.family, .ipv4] {
            guard let place = lab.gatewayAttachment(of: container, family) else { continue }
            if let address = container.attachments[place].endpoint?.address(family)?.address { return address }
        }
        return nil
    }

    /// A client has connected to the proxy, which connects on.
    mutating func beginProxy(_ client: Int, to slot: Int32, _ port: PublishedPort) {
        let stack = sockets[client].stack
        guard let target = proxyTarget(slot, port), let source = route(target, in: stack)?.source,
            let local = freePort(.tcp, in: stack, peer: (source, target, port.port.number))
        else {
            abort(client)
            return
        }
        let onward = beginConnection(
            in: stack,
            from: source,
            port: local,
            to: target,
            port: port.port.number,
            role: .proxy(other: client),
            options: SendOptions()
        )
        sockets[client].role = .proxy(other: onward)
    }
}
