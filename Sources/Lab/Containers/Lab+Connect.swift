extension Lab {
    /// Connects a container to a network: live when it runs, stored for its next start when not.
    ///
    /// As with the engine, an attachment whose endpoint could not be made stays in inspect's `Networks`.
    public mutating func connect(
        network reference: String,
        container containerReference: String,
        config: EndpointConfig
    ) throws(LabError) {
        let slot = try containerSlot(matching: containerReference)
        guard containers[slot].isRunning else {
            try store(reference, config, for: slot)
            return
        }
        if containers[slot].config.networkMode.isContainer { throw Self.sharedNamespace }
        let networkSlot = try networkSlot(matching: reference)
        let name = networks[networkSlot].name
        changedContainers.insert(slot)
        try settleMode(slot, joining: reference)
        try validate(config, on: name, networks[networkSlot])
        try checkModes(slot, joining: networkSlot)
        if networks[networkSlot].members.contains(slot) {
            throw LabError(
                .forbidden,
                "endpoint with name \(containers[slot].name) already exists in network \(name)"
            )
        }
        let index: Int
        var former: Attachment?
        if let ghost = containers[slot].attachments.firstIndex(where: { $0.network == name }) {
            former = containers[slot].attachments[ghost]
            containers[slot].attachments[ghost].config = config
            index = ghost
        } else {
            containers[slot].attachments.append(Attachment(network: name, config: config))
            index = containers[slot].attachments.count - 1
        }
        do {
            try attach(slot, at: index)
        } catch {
            if error.forgetsAttachment {
                forgetAttachment(slot, at: index)
            } else if let former {
                // What was asked before stays until an endpoint is made.
                containers[slot].attachments[index] = former
            }
            throw error.error
        }
    }

    private mutating func store(
        _ reference: String,
        _ config: EndpointConfig,
        for slot: Slab<Container>.Slot
    ) throws(LabError) {
        guard let networkSlot = knownNetworkSlot(matching: reference) else {
            // Nothing is known of the network: what was stored under this name gives way.
            containers[slot].attachments.removeAll { $0.network == reference }
            containers[slot].attachments.append(Attachment(network: reference, config: config))
            changedContainers.insert(slot)
            return
        }
        let name = networks[networkSlot].name
        try validate(config, on: name, networks[networkSlot])
        try checkModes(slot, joining: networkSlot)
        if containers[slot].attachments.contains(where: { isStored($0, networkSlot) }) { return }
        containers[slot].attachments.removeAll { $0.network == name }
        var attachment = Attachment(network: name, config: config)
        if !networks[networkSlot].isPredefined { attachment.names = .current }
        containers[slot].attachments.append(attachment)
        changedContainers.insert(slot)
    }

    /// Whether an attachment is to a network already: by its remembered identifier where there is one, else by its key
    /// (Docker Engine: `updateNetworkSettings`).
    private func isStored(_ attachment: Attachment, _ network: Slab<Network>.Slot) -> Bool {
        if let id = attachment.networkID, !Network.isPredefined(attachment.network) {
            return networks.slot(id) == network
        }
        return knownNetworkSlot(matching: attachment.network) == network
    }

    /// Disconnects a container from a network.
    public mutating func disconnect(
        network reference: String,
        container containerReference: String,
        force: Bool = false
    ) throws(LabError) {
        let slot: Slab<Container>.Slot
        do {
            slot = try containerSlot(matching: containerReference)
        } catch {
            guard force else { throw error }
            _ = try networkSlot(matching: reference)
            throw LabError(.notFound, "endpoint \(containerReference) not found", hint: error.hint)
        }
        let id = containers[slot].id
        let found: Slab<Network>.Slot?
        do {
            found = try networkSlot(matching: reference)
        } catch {
            if containers[slot].isRunning, !force { throw error }
            found = nil
        }
        guard let networkSlot = found, containers[slot].isRunning else {
            let name = found.map { networks[$0].name } ?? reference
            guard let index = containers[slot].attachments.firstIndex(where: { $0.network == name }) else {
                throw LabError(.system, "container \(id) is not connected to the network \(name)")
            }
            forgetAttachment(slot, at: index)
            changedContainers.insert(slot)
            return
        }
        if networks[networkSlot].driver == .host, containers[slot].config.networkMode == .host {
            throw LabError(
                .invalidParameter,
                engine.has(.hostNetworkTexts)
                    ? "cannot disconnect container from host network - container was created in host network mode"
                    : Self.hostNetworkRefusal
            )
        }
        guard
            let index = containers[slot].attachments.firstIndex(where: {
                $0.endpoint != nil && $0.networkID == networks[networkSlot].id
            })
        else {
            throw LabError(.system, "container \(id) is not connected to network \(networks[networkSlot].name)")
        }
        dropHostsLines(of: slot, leaving: networkSlot)
        detach(slot, at: index)
        forgetAttachment(slot, at: index)
        // The next gateway takes the published ports over; the engine only logs when it cannot.
        try? publishPorts(of: slot)
    }

    /// Older engines take lines out of `/etc/hosts` by the names that the network knows: on a user-defined network the
    /// container's own among them, so that the lines of its other networks go too (Docker Engine:
    /// `Network.getSvcRecords`, `etchosts.Delete`).
    private mutating func dropHostsLines(of slot: Slab<Container>.Slot, leaving networkSlot: Slab<Network>.Slot) {
        if engine.has(.hostsExactRemoval) || networks[networkSlot].isPredefined { return }
        containers[slot].hostsLinesFrom = nextSequence
        changedContainers.insert(slot)
    }

    /// Removes an attachment without a live endpoint, and what was wrong with its link.
    mutating func forgetAttachment(_ slot: Slab<Container>.Slot, at index: Int) {
        let attachment = containers[slot].attachments.remove(at: index)
        if faults.isNone { return }
        var network = attachment.networkID
        if network == nil { network = knownNetworkSlot(matching: attachment.network).map { networks[$0].id } }
        if let network { forgetFaults(of: containers[slot].id, on: network) }
    }
}
