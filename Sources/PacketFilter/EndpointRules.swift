internal import Addressing
internal import Lab

/// The rules that a container's endpoint on a bridge network adds in one family, by chain, in the order in which the
/// engine adds them (Docker Engine: `iptabler.network.AddEndpoint`, `AddPorts`).
struct EndpointRules: Sendable {
    /// A port of the host or of a container.
    struct PortKey: Hashable, Sendable {
        let protocolNumber: UInt8
        let port: UInt16
    }

    /// raw PREROUTING: who may send straight to the container's address.
    var directAccess: [FilterRule] = []
    /// raw PREROUTING: ports bound to 127.0.0.0/8, closed to all but the host itself.
    var loopback: [(port: PortKey, rule: FilterRule)] = []
    /// filter DOCKER: the ports that are open; the engine inserts each above those before it.
    var accepts: [(port: PortKey, rule: FilterRule)] = []
    /// nat DOCKER.
    var translations: [(port: PortKey, rule: FilterRule)] = []

    init(_ lab: Lab, _ container: Container, _ attachment: Attachment, _ side: BridgeSide) {
        guard let address = attachment.endpoint?.address(side.family)?.address else { return }
        addDirectAccess(container, address, side)
        for port in Self.ports(lab, container, attachment, side) {
            add(port, of: container, at: address, side)
        }
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

    /// Docker Engine: `iptabler.network.setPerPortIptables`.
    private mutating func add(
        _ published: PublishedPort,
        of container: Container,
        at address: IPAddress,
        _ side: BridgeSide
    ) {
        let origin = RuleOrigin.port(container.id, side.id, published)
        let number = published.port.transport.ipProtocolNumber
        let host = IPPrefix(host: published.hostAddress)
        if published.hostPort != 0 {
            let key = PortKey(protocolNumber: number, port: published.hostPort)
            var match = RuleMatch()
            match.protocolNumber = number
            match.destinationPorts = PortRange(published.hostPort)
            if !published.hostAddress.isUnspecified { match.destination = .init(host) }
            var outside = match
            outside.inInterface = .init("lo", negated: true)
            if side.family == .ipv4, published.hostAddress.isLoopback {
                loopback.append((key, FilterRule(outside, .drop, origin)))
            }
            match.inInterface = .init(side.device, negated: true)
            if side.family == .ipv6 { match.source = IPPrefix("fe80::/10").map { .init($0, negated: true) } }
            translations.append((key, FilterRule(match, .dnat(address, port: published.port.number), origin)))
        }
        if side.mode == .natUnprotected { return }
        let key = PortKey(protocolNumber: number, port: published.port.number)
        // One rule serves all host ports that lead to the same port.
        if accepts.contains(where: { $0.port == key }) { return }
        var match = RuleMatch.between(from: nil, to: side.device)
        match.inInterface = .init(side.device, negated: true)
        match.protocolNumber = number
        match.destination = .init(IPPrefix(host: address))
        match.destinationPorts = PortRange(published.port.number)
        accepts.append((key, FilterRule(match, .accept, origin)))
    }

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
        if side.mode == .routed { return ofFamily.filter { $0.hostPort == 0 } }
        guard let endpoint = attachment.endpoint, container.publishingEndpoints.contains(endpoint.id),
            let gateway = lab.gatewayAttachment(of: container, side.family),
            container.attachments[gateway].endpoint?.id == endpoint.id
        else { return [] }
        return ofFamily.filter { $0.hostPort != 0 }
    }
}
