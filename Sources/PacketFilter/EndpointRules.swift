internal import Addressing
internal import Lab

/// The rules that a container's endpoint on a bridge network adds in one family, by chain, in the order in which the
/// engine adds them (Docker Engine: `iptabler.network.AddEndpoint`, `AddPorts`).
///
/// Those of its ports are made when they are asked for: one port costs no more where ten thousand are published.
struct EndpointRules: Sendable {
    /// raw PREROUTING: who may send straight to the container's address.
    private(set) var directAccess: [FilterRule] = []
    /// By container port, then host port and host address.
    let ports: [PublishedPort]
    private let container: ContainerID
    /// nil: the endpoint has no address in the family, and no rules.
    private let address: IPAddress?
    private let side: BridgeSide

    init(_ lab: Lab, _ container: Container, _ attachment: Attachment, _ side: BridgeSide) {
        self.container = container.id
        self.side = side
        address = attachment.endpoint?.address(side.family)?.address
        ports = address == nil ? [] : Self.ports(lab, container, attachment, side)
        if let address { addDirectAccess(container, address, side) }
    }

    private mutating func addDirectAccess(_ container: Container, _ address: IPAddress, _ side: BridgeSide) {
        guard side.refusesDirectAccess else { return }
        var match = RuleMatch()
        match.destination = .init(IPPrefix(host: address))
        for interface in side.trustedInterfaces {
            match.inInterface = .init(interface)
            let rule = FilterRule(match, .accept, .network(side.id, .trustedInterface(interface)))
            // The engine looks whether a rule is there before it adds it.
            if !directAccess.contains(rule) { directAccess.append(rule) }
        }
        match.inInterface = .init(side.device, negated: true)
        directAccess.append(FilterRule(match, .drop, .endpoint(container.id, side.id)))
    }

    /// raw PREROUTING: ports bound to 127.0.0.0/8, closed to all but the host itself.
    var loopback: [FilterRule] { ports.compactMap(loopback) }

    /// nat DOCKER.
    var translations: [FilterRule] { ports.compactMap(translation) }

    /// filter DOCKER: the ports that are open; the engine inserts each above those before it.
    var accepts: [FilterRule] { Self.opened(ports).compactMap(accept) }

    /// One rule serves all host ports that lead to the same port: the first one's.
    static func opened(_ ports: [PublishedPort]) -> [PublishedPort] {
        var seen: Set<ContainerPort> = []
        return ports.filter { seen.insert($0.port).inserted }
    }

    // MARK: The rules of one port (Docker Engine: `iptabler.network.setPerPortIptables`)

    func loopback(_ published: PublishedPort) -> FilterRule? {
        guard address != nil, published.hostPort != 0, side.family == .ipv4, published.hostAddress.isLoopback else {
            return nil
        }
        var match = toHost(published)
        match.inInterface = .init("lo", negated: true)
        return FilterRule(match, .drop, origin(published))
    }

    func translation(_ published: PublishedPort) -> FilterRule? {
        guard let address, published.hostPort != 0 else { return nil }
        var match = toHost(published)
        match.inInterface = .init(side.device, negated: true)
        if side.family == .ipv6 { match.source = IPPrefix("fe80::/10").map { .init($0, negated: true) } }
        return FilterRule(match, .dnat(address, port: published.port.number), origin(published))
    }

    func accept(_ published: PublishedPort) -> FilterRule? {
        guard let address, side.mode != .natUnprotected else { return nil }
        var match = RuleMatch.between(from: nil, to: side.device)
        match.inInterface = .init(side.device, negated: true)
        match.protocolNumber = published.port.transport.ipProtocolNumber
        match.destination = .init(IPPrefix(host: address))
        match.destinationPorts = PortRange(published.port.number)
        return FilterRule(match, .accept, origin(published))
    }

    /// Packets to the host's port.
    private func toHost(_ published: PublishedPort) -> RuleMatch {
        var match = RuleMatch()
        match.protocolNumber = published.port.transport.ipProtocolNumber
        match.destinationPorts = PortRange(published.hostPort)
        if !published.hostAddress.isUnspecified { match.destination = .init(IPPrefix(host: published.hostAddress)) }
        return match
    }

    private func origin(_ published: PublishedPort) -> RuleOrigin { .port(container, side.id, published) }

    /// The ports that are published on an endpoint in a family.
    ///
    /// In routed mode every endpoint opens them, else the one that holds the family's default route. A port of an IPv6
    /// host address that leads to an IPv4 container is the userland proxy's alone: it has no endpoint here.
    static func ports(
        _ lab: Lab,
        _ container: Container,
        _ attachment: Attachment,
        _ side: BridgeSide
    ) -> [PublishedPort] {
        if side.isInternal || container.published.isEmpty { return [] }
        let ofFamily = container.published.filter { $0.hostAddress.family == side.family }
        if side.mode == .routed { return inOrder(ofFamily.filter { $0.hostPort == 0 }) }
        guard let endpoint = attachment.endpoint, container.publishingEndpoints.contains(endpoint.id),
            let gateway = lab.gatewayAttachment(of: container, side.family),
            container.attachments[gateway].endpoint?.id == endpoint.id
        else { return [] }
        return inOrder(ofFamily.filter { $0.hostPort != 0 })
    }

    private static func inOrder(_ ports: [PublishedPort]) -> [PublishedPort] {
        ports.count < 2 ? ports : ports.sorted(by: precedes)
    }

    /// The order in which the engine takes the ports of one family.
    static func precedes(_ a: PublishedPort, _ b: PublishedPort) -> Bool {
        (a.port, a.hostPort, a.hostAddress) < (b.port, b.hostPort, b.hostAddress)
    }
}
