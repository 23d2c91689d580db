internal import Addressing
internal import Lab

/// Why a container's default route goes where it goes (Docker Engine: `Endpoint.Less`).
enum DefaultRoute {
    /// - Parameters:
    ///   - index: the attachment that is spoken of.
    ///   - order: the live attachments in gateway order.
    static func reason(_ lab: Lab, _ container: Container, _ index: Int, _ order: [Int]) -> String {
        let attachment = container.attachments[index]
        guard attachment.endpoint != nil else { return "not attached" }
        guard let slot = lab.networkSlot(joinedBy: attachment) else { return "the network is gone" }
        let network = lab.networks[slot]
        if network.driver == .null { return "no network" }
        let holders = AddressFamily.allCases.filter { lab.gatewayAttachment(of: container, $0) == index }
        if holders.isEmpty {
            if network.isInternal { return "internal network" }
            if !network.hasWayOut { return "the network has no way out" }
            guard let first = order.first(where: { lab.gatewayAttachment(of: container, .ipv4) == $0 }) ?? order.first
            else { return "no gateway" }
            return "default route is on \(container.attachments[first].network)"
        }
        if holders.allSatisfy({ lab.defaultRoute(of: container, $0) == nil }) {
            return "no default route: the network names no gateway"
        }
        let rivals = order.filter { $0 != index && hasWayOut(lab, container.attachments[$0]) }
        guard let rival = rivals.first else {
            return order.count == 1 ? "only network" : "only network with a way out"
        }
        let other = container.attachments[rival]
        var reason: String
        if attachment.config.gatewayPriority != other.config.gatewayPriority {
            reason = "gw_priority \(attachment.config.gatewayPriority) over \(other.config.gatewayPriority)"
        } else if families(lab, attachment) != families(lab, other) {
            reason =
                families(lab, attachment) > families(lab, other)
                ? "two address families over one" : "first that has the family"
        } else {
            reason = "first by name, before \(other.network)"
        }
        if holders.count == 1, attachment.endpoint?.ipv6 != nil || other.endpoint?.ipv6 != nil {
            reason += holders == [.ipv4] ? " (IPv4)" : " (IPv6)"
        }
        return reason
    }

    private static func hasWayOut(_ lab: Lab, _ attachment: Attachment) -> Bool {
        lab.networkSlot(joinedBy: attachment).map { lab.networks[$0].hasWayOut } ?? false
    }

    /// How many families an attachment is a way out of.
    private static func families(_ lab: Lab, _ attachment: Attachment) -> Int {
        AddressFamily.allCases.count { lab.isWayOut(attachment, $0) }
    }
}
