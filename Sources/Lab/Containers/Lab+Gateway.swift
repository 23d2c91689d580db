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
        guard let slot = networkSlot(joinedBy: attachment), networks[slot].hasWayOut,
            let address = attachment.endpoint?.address(family)?.address
        else { return nil }
        return networks[slot].subnets.first { $0.prefix.contains(address) }?.containerGateway
    }

    /// Indices of a container's live attachments in gateway order: the first that has a gateway holds the
    /// default route, the embedded DNS looks names up in this order, and published ports live on the first.
    ///
    /// Highest gateway priority, then networks that are not internal, then dual-stack before single-stack, then
    /// the smallest network name (Docker Engine: `Endpoint.Less`).
    public func gatewayOrder(of container: Container) -> [Int] {
        let live = container.attachments.indices.filter { container.attachments[$0].endpoint != nil }
        if live.count < 2 { return live }
        let ranks = container.attachments.map(gatewayRank)
        return live.sorted { one, other in
            let priorities = [one, other].map { container.attachments[$0].config.gatewayPriority }
            return priorities[0] == priorities[1] ? ranks[one] < ranks[other] : priorities[0] > priorities[1]
        }
    }

    /// Among attachments of the same gateway priority.
    private func gatewayRank(_ attachment: Attachment) -> (Int, Int, String) {
        let isInternal = networkSlot(joinedBy: attachment).map { networks[$0].isInternal } ?? false
        let isDualStack = attachment.endpoint?.ipv4 != nil && attachment.endpoint?.ipv6 != nil
        return (isInternal ? 1 : 0, isDualStack ? 0 : 1, attachment.network)
    }

    /// The attachment that holds the default route of a family, as an index.
    public func gatewayAttachment(of container: Container, _ family: AddressFamily) -> Int? {
        gatewayOrder(of: container).first {
            let attachment = container.attachments[$0]
            return gateway(of: attachment, family) != nil
                || (attachment.endpoint?.address(family) != nil && routesOnLink(attachment))
        }
    }

    /// Whether the default route through an attachment has no next hop: ipvlan in its layer 3 modes.
    public func routesOnLink(_ attachment: Attachment) -> Bool {
        guard let slot = networkSlot(joinedBy: attachment), networks[slot].driver == .ipvlan else { return false }
        return ["l3", "l3s"].contains(networks[slot].options[ParentOption.ipvlanMode]) && networks[slot].hasWayOut
    }

    /// The names that an attachment registers with the embedded DNS: name, aliases, short identifier, hostname.
    ///
    /// Empty where there is no embedded DNS and before the first start, as inspect's `DNSNames`.
    public func dnsNames(of container: Container, on attachment: Attachment) -> [String] {
        guard let id = attachment.networkID, !Network.isPredefined(attachment.network),
            networks.slot(id).map({ networks[$0].isPredefined }) != true
        else { return [] }
        var names = [container.name]
        func add(_ name: String) {
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        attachment.config.aliases.forEach(add)
        add(container.id.short)
        add(hostname(of: container))
        return names
    }

    /// The container's hostname: as configured, the host's own in host mode, the short identifier otherwise.
    public func hostname(of container: Container) -> String {
        if !container.config.hostname.isEmpty { return container.config.hostname }
        return container.config.networkMode == .host ? host.hostname : container.id.short
    }
}
