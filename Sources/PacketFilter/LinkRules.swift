internal import Addressing
internal import Lab

/// The rules of legacy links on a default bridge whose containers may not reach each other: the child's exposed ports
/// are opened to the parent, and the parent to answers from them (Docker Engine: `iptables.ChainInfo.Link`).
enum LinkRules {
    /// The rules of all links of a container, as parent; they stand in filter DOCKER, in IPv4 alone.
    static func rules(_ lab: Lab, parent: Container, _ side: BridgeSide) -> [FilterRule] {
        guard side.family == .ipv4, side.isDefault, !side.allowsCommunication, !parent.links.isEmpty,
            let parentAddress = address(of: parent, on: side)
        else { return [] }
        var rules: [FilterRule] = []
        var linked: Set<ContainerID> = []
        for link in parent.links {
            guard let slot = lab.containers.slot(link.child),
                let childAddress = address(of: lab.containers[slot], on: side)
            else { continue }
            let origin = RuleOrigin.link(parent.id, link.child)
            // Two aliases of one child are one link to the filter.
            guard linked.insert(link.child).inserted else { continue }
            for port in lab.exposed(by: lab.containers[slot]).ports {
                var match = RuleMatch.between(from: side.device, to: side.device)
                match.protocolNumber = port.transport.ipProtocolNumber
                match.source = .init(IPPrefix(host: parentAddress))
                match.destination = .init(IPPrefix(host: childAddress))
                match.destinationPorts = PortRange(port.number)
                let there = FilterRule(match, .accept, origin)
                swap(&match.source, &match.destination)
                swap(&match.sourcePorts, &match.destinationPorts)
                rules += [there, FilterRule(match, .accept, origin)]
            }
        }
        return rules
    }

    private static func address(of container: Container, on side: BridgeSide) -> IPAddress? {
        container.attachments.first { $0.networkID == side.id }?.endpoint?.address(side.family)?.address
    }
}
