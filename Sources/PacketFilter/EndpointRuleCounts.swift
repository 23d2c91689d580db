internal import Addressing
internal import Lab

/// How many rules an endpoint adds to each chain, without the rules themselves: as many as ``EndpointRules`` has.
struct EndpointRuleCounts: Hashable, Sendable {
    /// raw PREROUTING.
    var prerouting = 0
    /// filter DOCKER.
    var accepts = 0
    /// nat DOCKER.
    var translations = 0

    /// Of an endpoint with an address and without published ports.
    init(_ side: BridgeSide) {
        if side.refusesDirectAccess { prerouting = Set(side.trustedInterfaces).count + 1 }
    }

    init(_ lab: Lab, _ container: Container, _ attachment: Attachment, _ side: BridgeSide) {
        if attachment.endpoint?.address(side.family) == nil { return }
        self = EndpointRuleCounts(side)
        let ports = EndpointRules.ports(lab, container, attachment, side)
        for published in ports where published.hostPort != 0 {
            translations += 1
            if side.family == .ipv4, published.hostAddress.isLoopback { prerouting += 1 }
        }
        if side.mode != .natUnprotected { accepts = EndpointRules.opened(ports).count }
    }
}
