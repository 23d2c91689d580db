package import Addressing

/// Publishing: host ports for the container's ports, on the endpoints that hold its default routes.
extension Lab {
    /// Ports that must be the same on several host addresses.
    private struct Request {
        /// What bindings must have in common to be one request.
        struct Ports: Hashable {
            let port: ContainerPort
            let range: PortRange?
        }

        let port: ContainerPort
        /// nil: an ephemeral port.
        let range: PortRange?
        var hosts: [IPAddress]

        var isExact: Bool { range?.count == 1 }
    }

    /// Brings the published ports in line with the endpoints that hold the default routes now.
    ///
    /// When the gateway endpoint changes, its ports are released and taken anew, so ephemeral ones change.
    ///
    /// - Throws: `system` with the engine's text; nothing is then published.
    mutating func publishPorts(of slot: Slab<Container>.Slot) throws(LabError) {
        guard containers[slot].ownSandbox != nil else { return }
        if containers[slot].config.portBindings.isEmpty, !containers[slot].config.publishAll { return }
        let container = containers[slot]
        let ipv4 = publishingAttachment(container, .ipv4)
        let ipv6 = publishingAttachment(container, .ipv6)
        let endpoints = [ipv4, ipv6].compactMap { $0?.endpoint?.id }
        if endpoints == container.publishingEndpoints {
            // Networks in routed mode open the ports whether they hold a default route or not.
            setPublished(container.published.filter { $0.hostPort != 0 } + routedPorts(container), of: slot)
            return
        }
        unpublishPorts(of: slot)
        containers[slot].publishingEndpoints = endpoints
        changedContainers.insert(slot)
        changes.settings = true
        guard let gateway = ipv4 ?? ipv6, let endpoint = gateway.endpoint else {
            setPublished(routedPorts(container), of: slot)
            return
        }
        var done: [PublishedPort] = []
        do {
            // Where nothing leads IPv6 out, the proxy forwards from the host's IPv6 addresses to the container's IPv4 one.
            let proxiesIPv6 = gatewayAttachment(of: container, .ipv6) == nil
            for request in requests(container, ipv4, ipv6 ?? (proxiesIPv6 ? ipv4 : nil)) {
                done += try publish(request, to: endpoint)
            }
        } catch {
            for port in done { hostPorts.release(port.hostPort, port.port.transport, on: port.hostAddress) }
            containers[slot].publishingEndpoints = []
            throw error.prefixed(
                "driver failed programming external connectivity on endpoint \(container.name) (\(endpoint.id)): "
            )
        }
        setPublished(done + routedPorts(container), of: slot)
    }

    private mutating func setPublished(_ ports: [PublishedPort], of slot: Slab<Container>.Slot) {
        let ports = ports.sorted {
            ($0.port, $0.hostAddress.family, $0.hostPort, $0.hostAddress)
                < ($1.port, $1.hostAddress.family, $1.hostPort, $1.hostAddress)
        }
        if ports == containers[slot].published { return }
        containers[slot].published = ports
        changedContainers.insert(slot)
        noteServices(of: slot)
    }

    mutating func unpublishPorts(of slot: Slab<Container>.Slot) {
        for port in containers[slot].published where port.hostPort != 0 {
            hostPorts.release(port.hostPort, port.port.transport, on: port.hostAddress)
        }
        containers[slot].published = []
        containers[slot].publishingEndpoints = []
        noteServices(of: slot)
    }

    /// The endpoints that a container's published ports live on, IPv4's first.
    package func publishingEndpoints(of container: Container) -> [EndpointID] {
        AddressFamily.allCases.compactMap { publishingAttachment(container, $0)?.endpoint?.id }
    }

    /// The attachment whose bridge publishes a family's ports.
    private func publishingAttachment(_ container: Container, _ family: AddressFamily) -> Attachment? {
        guard let index = gatewayAttachment(of: container, family) else { return nil }
        let attachment = container.attachments[index]
        guard let slot = networkSlot(joinedBy: attachment), networks[slot].driver == .bridge,
            !networks[slot].isInternal
        else { return nil }
        return attachment
    }

    private func requests(_ container: Container, _ ipv4: Attachment?, _ ipv6: Attachment?) -> [Request] {
        var requests: [Request] = []
        var places: [Request.Ports: Int] = [:]
        // The ports of a range ask for one address.
        var known: [IPAddress?: [IPAddress]] = [:]
        for binding in allBindings(container) {
            let range = binding.hostPorts.flatMap { $0.first == 0 ? nil : $0 }
            let hosts = known[binding.hostAddress] ?? hostAddresses(binding.hostAddress, ipv4, ipv6)
            known[binding.hostAddress] = hosts
            if hosts.isEmpty { continue }
            let ports = Request.Ports(port: binding.port, range: range)
            if let place = places[ports] {
                requests[place].hosts += hosts
            } else {
                places[ports] = requests.count
                requests.append(Request(port: binding.port, range: range, hosts: hosts))
            }
        }
        for index in requests.indices { requests[index].hosts.sort { ($0.family, $0) < ($1.family, $1) } }
        if engine.has(.sameHostPort) { return requests.sorted { Self.rank($0) < Self.rank($1) } }
        return requests.sorted { Self.formerRank($0) > Self.formerRank($1) }
    }

    /// The bindings asked for, and with `-P` one for every other exposed port.
    private func allBindings(_ container: Container) -> [PortBinding] {
        var bindings = container.config.portBindings
        if container.config.publishAll {
            var bound = Set(bindings.map(\.port))
            for port in exposedPorts(of: container) where bound.insert(port).inserted {
                bindings.append(PortBinding(port: port))
            }
        }
        return bindings
    }

    /// Exact ports before ranges and ephemeral ones, then by container port and protocol.
    private static func rank(_ request: Request) -> (Int, UInt16, TransportProtocol, UInt16, UInt16) {
        (
            request.isExact ? 0 : 1, request.port.number, request.port.transport, request.range?.first ?? 0,
            request.range?.last ?? 0
        )
    }

    /// The larger ports first, as older engines took them.
    private static func formerRank(_ request: Request) -> (UInt16, UInt16, TransportProtocol) {
        (request.range?.first ?? 0, request.port.number, request.port.transport)
    }

    /// The host addresses that one binding stands for on the networks that publish; none of a family in routed mode.
    private func hostAddresses(_ asked: IPAddress?, _ ipv4: Attachment?, _ ipv6: Attachment?) -> [IPAddress] {
        AddressFamily.allCases.compactMap { family in
            guard let attachment = family == .ipv4 ? ipv4 : ipv6, let slot = networkSlot(joinedBy: attachment) else {
                return nil
            }
            let bridge = networks[slot].bridge
            // A family that the container has no address of is the proxy's, whatever the network's mode for it.
            if bridge.gatewayMode(family) == .routed, attachment.endpoint?.address(family) != nil { return nil }
            return Self.hostAddress(asked ?? bridge.hostBinding, family)
        }
    }

    /// The address of a family that a binding, or a network's own default, stands for; nil where it is of the other.
    private static func hostAddress(_ asked: IPAddress?, _ family: AddressFamily) -> IPAddress? {
        guard let asked else {
            return family == .ipv4 ? .v4(IPv4Address(rawValue: 0)) : .v6(IPv6Address(rawValue: 0))
        }
        return asked.family == family ? asked : nil
    }

    private mutating func publish(_ request: Request, to endpoint: Endpoint) throws(LabError) -> [PublishedPort] {
        let transport = request.port.transport
        for address in request.hosts where !isHostAddress(address) {
            let port = request.range?.first ?? engine.ephemeralPorts.lowerBound
            throw cannotBind(address, port, request.port, endpoint, "cannot assign requested address")
        }
        let range = request.range?.ports ?? engine.ephemeralPorts
        let port: UInt16
        let facts = host
        do {
            // Before, only the ephemeral ports were looked at beforehand.
            let looks = request.range == nil || engine.has(.busyPortsPassedOver)
            port = try hostPorts.take(range, transport, on: request.hosts) { address, port in
                looks && facts.isListening(transport, address, port)
            }
        } catch {
            switch error {
            case .alreadyAllocated(let address, let port):
                // What overlaps without being equal is left to the proxy's own bind.
                if !engine.has(.proxySocket), !request.hosts.contains(address),
                    let asked = request.hosts.first(where: { $0.family == address.family })
                {
                    throw cannotBind(asked, port, request.port, endpoint, "address already in use")
                }
                throw LabError(
                    .system,
                    "Bind for \(address):\(port) failed: port is already allocated",
                    hint: publisherHint(port, transport)
                )
            case .allAllocated:
                throw LabError(.system, "all ports are allocated")
            }
        }
        let published = request.hosts.map { PublishedPort(port: request.port, hostAddress: $0, hostPort: port) }
        let busy = request.hosts.first { facts.isListening(transport, $0, port) } ?? Self.repeated(request.hosts)
        if let busy {
            for port in published { hostPorts.release(port.hostPort, transport, on: port.hostAddress) }
            throw cannotBind(busy, port, request.port, endpoint, "address already in use")
        }
        return published
    }

    private func cannotBind(
        _ address: IPAddress,
        _ port: UInt16,
        _ target: ContainerPort,
        _ endpoint: Endpoint,
        _ reason: String
    ) -> LabError {
        let host = "\(address.bracketed):\(port)"
        let transport = target.transport
        if engine.has(.bindTextWithoutTarget) {
            return LabError(.system, "failed to bind host port \(host)/\(transport): \(reason)")
        }
        if engine.has(.proxySocket) {
            let container = (endpoint.address(address.family) ?? endpoint.ipv4)?.address.bracketed ?? ""
            return LabError(
                .system,
                "failed to bind host port for \(host):\(container):\(target.number)/\(transport): \(reason)"
            )
        }
        let listen = "listen \(transport)\(address.family == .ipv4 ? 4 : 6) \(host): bind: \(reason)"
        let prefix = engine.has(.bindPortText) ? "failed to bind port \(host)/\(transport): " : ""
        return LabError(.system, "\(prefix)Error starting userland proxy: \(listen)")
    }

    private static func repeated(_ hosts: [IPAddress]) -> IPAddress? {
        zip(hosts, hosts.dropFirst()).first { $0 == $1 }?.0
    }

    private func publisherHint(_ port: UInt16, _ transport: TransportProtocol) -> String? {
        let holder = publishers.sorted().first {
            containers[$0].published.contains { $0.hostPort == port && $0.port.transport == transport }
        }
        return holder.map { "port \(port)/\(transport) is published by container \(containers[$0].name)" }
    }

    /// Published ports in routed mode: open on the container's own address, nothing on the host.
    private func routedPorts(_ container: Container) -> [PublishedPort] {
        var ports: [PublishedPort] = []
        for attachment in container.attachments {
            guard let slot = networkSlot(joinedBy: attachment), networks[slot].driver == .bridge,
                !networks[slot].isInternal, let endpoint = attachment.endpoint
            else { continue }
            for family in AddressFamily.allCases
            where networks[slot].bridge.gatewayMode(family) == .routed && endpoint.address(family) != nil {
                for binding in allBindings(container) {
                    // The address is not bound to, but one of the other family opens nothing.
                    let asked = binding.hostAddress ?? networks[slot].bridge.hostBinding
                    guard Self.hostAddress(asked, family) != nil, let any = Self.hostAddress(nil, family) else {
                        continue
                    }
                    ports.append(PublishedPort(port: binding.port, hostAddress: any, hostPort: 0))
                }
            }
        }
        return ports
    }

    /// Whether the simulated host has an address, so that a port can be bound to it.
    /// Whether the host itself has an address, so that ports can be bound on it.
    package func isHostAddress(_ address: IPAddress) -> Bool {
        if address.isUnspecified || address.isLoopback { return true }
        if host.uplinkAddresses.contains(where: { $0.address == address }) { return true }
        if host.addresses.contains(address) { return true }
        return networks.slots.contains { slot in
            networks[slot].driver == .bridge && networks[slot].subnets.contains { $0.gateway == address }
        }
    }
}
