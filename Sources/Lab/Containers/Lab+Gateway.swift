public import Addressing

extension Lab {
    /// The network that an attachment joined; nil before its first start, and once the network has gone.
    ///
    /// A slot rather than a network: networks are large, and who asks mostly wants one field.
    package func networkSlot(joinedBy attachment: Attachment) -> Slab<Network>.Slot? {
        guard let id = attachment.networkID else { return nil }
        return networks.slot(id)
    }

    /// The gateway that an attachment's network offers the container in a family; nil without one.
    public func gateway(of attachment: Attachment, _ family: AddressFamily) -> IPAddress? {
        guard let slot = networkSlot(joinedBy: attachment), offersWayOut(slot), !routesOnLink(attachment),
            let address = attachment.endpoint?.address(family)?.address,
            let subnet = networks[slot].subnets.first(where: { $0.prefix.contains(address) })
        else { return nil }
        // Only the bridge driver looks for a gateway among the auxiliary addresses.
        return networks[slot].driver == .bridge ? subnet.containerGateway : subnet.gateway
    }

    /// Whether a network gives its containers a route to the outside. Older engines give internal ones a route too, on
    /// which everything is lost.
    private func offersWayOut(_ slot: Slab<Network>.Slot) -> Bool {
        if networks[slot].hasWayOut { return true }
        return networks[slot].isInternal && networks[slot].driver == .bridge && !engine.has(.internalNoRoute)
    }

    /// Whether an attachment counts as a way out of a family: by a gateway, by a default route without a next hop, or,
    /// on a macvlan or ipvlan network without a gateway, because the engine takes it that there is one that it does not
    /// know (Docker Engine: `hasGatewayOrDefaultRoute`, `ForceGw4`).
    package func isWayOut(_ attachment: Attachment, _ family: AddressFamily) -> Bool {
        guard let slot = networkSlot(joinedBy: attachment), attachment.endpoint?.address(family) != nil else {
            return false
        }
        switch networks[slot].driver {
        case .macvlan, .ipvlan: return networks[slot].hasWayOut
        case .bridge: return gateway(of: attachment, family) != nil
        case .host, .null: return false
        }
    }

    /// Indices of a container's live attachments in gateway order: the first that is a way out holds the
    /// default route, the embedded DNS looks names up in this order, and published ports live on the first.
    ///
    /// Highest gateway priority, then networks that are not internal, then those that are a way out of more families,
    /// then the smallest network name (Docker Engine: `Endpoint.Less`).
    public func gatewayOrder(of container: Container) -> [Int] {
        let live = container.attachments.indices.filter { container.attachments[$0].endpoint != nil }
        if live.count < 2 { return live }
        let ranks = container.attachments.map(gatewayRank)
        return live.sorted { ranks[$0] < ranks[$1] }
    }

    private func gatewayRank(_ attachment: Attachment) -> (Int, Int, Int, String) {
        let isInternal = networkSlot(joinedBy: attachment).map { networks[$0].isInternal } ?? false
        let families = AddressFamily.allCases.count { isWayOut(attachment, $0) }
        // The complement turns the order round as negating would, and has no number that it cannot turn.
        let priority = engine.has(.gatewayPriority) ? attachment.config.gatewayPriority : 0
        return (~priority, isInternal ? 1 : 0, ~families, attachment.network)
    }

    /// The attachment that is a container's way out of a family, as an index: its default route is there, if it has
    /// one, and so are the ports that it publishes.
    ///
    /// Older engines have one way out for both families: at first the first that has IPv4, then the first that has both,
    /// if there is one.
    public func gatewayAttachment(of container: Container, _ family: AddressFamily) -> Int? {
        let order = gatewayOrder(of: container)
        func first(_ families: [AddressFamily]) -> Int? {
            order.first { index in families.allSatisfy { isWayOut(container.attachments[index], $0) } }
        }
        if engine.has(.gatewayPerFamily) { return first([family]) }
        if engine.has(.gatewayPriority) { return first(AddressFamily.allCases) ?? first([family]) }
        guard let gateway = first([.ipv4]) else { return nil }
        return isWayOut(container.attachments[gateway], family) ? gateway : nil
    }

    /// A container's default route in a family: the attachment that it leaves by, and the next hop, where it has one.
    /// Nil without a route, as on a network whose gateway nobody named.
    public func defaultRoute(
        of container: Container,
        _ family: AddressFamily
    ) -> (attachment: Int, nextHop: IPAddress?)? {
        guard let index = gatewayAttachment(of: container, family) else { return nil }
        let nextHop = gateway(of: container.attachments[index], family)
        if nextHop == nil, !routesOnLink(container.attachments[index]) { return nil }
        return (index, nextHop)
    }

    /// Whether the default route through an attachment has no next hop: ipvlan in its layer 3 modes.
    public func routesOnLink(_ attachment: Attachment) -> Bool {
        guard let slot = networkSlot(joinedBy: attachment), networks[slot].driver == .ipvlan else { return false }
        return ["l3", "l3s"].contains(networks[slot].options[ParentOption.ipvlanMode]) && networks[slot].hasWayOut
    }
}
