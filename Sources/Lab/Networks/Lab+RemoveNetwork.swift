internal import Text

extension Lab {
    /// Removes a network that has no live endpoints; attachments of stopped containers keep its identifier.
    ///
    /// - Throws: `notFound`, or `forbidden` where it is predefined or in use.
    public mutating func removeNetwork(matching reference: String) throws(LabError) {
        let slot = try networkSlot(matching: reference)
        let network = networks[slot]
        if network.isPredefined {
            throw LabError(.forbidden, "\(network.name) is a pre-defined network and cannot be removed")
        }
        if network.isConfigOnly, networks.slots.contains(where: { networks[$0].configFrom == network.name }) {
            throw LabError(
                .forbidden,
                "error while removing network: configuration network \(GoQuote.quote(network.name)) is in use"
            )
        }
        if !network.members.isEmpty {
            let endpoints = liveEndpoints(of: network).map {
                "name:\"\($0.container.name)\" id:\"\($0.endpoint.id.short)\""
            }
            throw LabError(
                .forbidden,
                engine.has(.activeEndpointsNames)
                    ? "error while removing network: network \(network.name) has active endpoints "
                        + "(\(endpoints.joined(separator: ", ")))"
                    : "error while removing network: network \(network.name) id \(network.id) has active endpoints"
            )
        }
        discardNetwork(slot)
    }

    /// Removes every user-defined network without live endpoints that `isSelected` accepts.
    ///
    /// - Returns: the names removed, in order.
    public mutating func pruneNetworks(where isSelected: (Network) -> Bool = { _ in true }) -> [String] {
        var removed: [String] = []
        for network in allNetworks {
            guard !network.isPredefined, !network.isConfigOnly, network.members.isEmpty, isSelected(network),
                let slot = networks.slot(network.id)
            else { continue }
            discardNetwork(slot)
            removed.append(network.name)
        }
        events.append(.networksPruned)
        return removed
    }

    /// A network's live endpoints, in order of joining.
    public func liveEndpoints(of network: Network) -> [(container: Container, endpoint: Endpoint)] {
        livePlaces(of: network).compactMap { slot, index in
            containers[slot].attachments[index].endpoint.map { (containers[slot], $0) }
        }
    }

    /// Where a network's live endpoints are, in order of joining: containers are large, and are not copied for it.
    ///
    /// - Parameter isWanted: given a container and the place of its attachment.
    package func livePlaces(
        of network: Network,
        where isWanted: (Container, _ index: Int) -> Bool = { _, _ in true }
    ) -> [(slot: Slab<Container>.Slot, index: Int)] {
        var places: [(sequence: UInt64, slot: Slab<Container>.Slot, index: Int)] = []
        places.reserveCapacity(network.members.count)
        for slot in network.members {
            let index = containers[slot].attachments.firstIndex { $0.networkID == network.id && $0.endpoint != nil }
            if let index, isWanted(containers[slot], index),
                let sequence = containers[slot].attachments[index].endpoint?.sequence
            {
                places.append((sequence, slot, index))
            }
        }
        places.sort { $0.sequence < $1.sequence }
        return places.map { ($0.slot, $0.index) }
    }

    private mutating func discardNetwork(_ slot: Slab<Network>.Slot) {
        let network = networks[slot]
        if !network.isConfigOnly { releaseSubnets(network.subnets) }
        networks.remove(slot)
        if let device = network.deviceName, bridgeSlots[device] == slot { bridgeSlots[device] = nil }
        forgetFaults(ofNetwork: network.id)
        changes.networks.remove(network.id)
        changes.removedNetworks.insert(network.id)
        events.append(LabEvent(.destroy, of: network))
    }
}
