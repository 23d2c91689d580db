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
        let network = networks[try networkSlot(matching: reference)]
        try config.validate(on: network.name, network)
        try checkModes(containers[slot], joining: network)
        if network.members.contains(slot) {
            throw LabError(
                .forbidden,
                "endpoint with name \(containers[slot].name) already exists in network \(network.name)"
            )
        }
        changes.containers.insert(containers[slot].id)
        let index: Int
        if let ghost = containers[slot].attachments.firstIndex(where: { $0.network == network.name }) {
            containers[slot].attachments[ghost].config = config
            index = ghost
        } else {
            containers[slot].attachments.append(Attachment(network: network.name, config: config))
            index = containers[slot].attachments.count - 1
        }
        do {
            try attach(slot, at: index)
        } catch {
            if error.forgetsAttachment { containers[slot].attachments.remove(at: index) }
            throw error.error
        }
    }

    private mutating func store(
        _ reference: String,
        _ config: EndpointConfig,
        for slot: Slab<Container>.Slot
    ) throws(LabError) {
        var name = reference
        if let networkSlot = try? networkSlot(matching: reference) {
            let network = networks[networkSlot]
            name = network.name
            try config.validate(on: name, network)
            try checkModes(containers[slot], joining: network)
        }
        if containers[slot].attachments.contains(where: { $0.network == name }) { return }
        containers[slot].attachments.append(Attachment(network: name, config: config))
        changes.containers.insert(containers[slot].id)
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
        let found: Network?
        do {
            found = networks[try networkSlot(matching: reference)]
        } catch {
            if containers[slot].isRunning, !force { throw error }
            found = nil
        }
        guard let network = found, containers[slot].isRunning else {
            let name = found?.name ?? reference
            guard let index = containers[slot].attachments.firstIndex(where: { $0.network == name }) else {
                throw LabError(.system, "container \(id) is not connected to the network \(name)")
            }
            containers[slot].attachments.remove(at: index)
            changes.containers.insert(id)
            return
        }
        if network.driver == .host, containers[slot].config.networkMode == .host {
            throw LabError(
                .invalidParameter,
                "cannot disconnect container from host network - container was created in host network mode"
            )
        }
        guard
            let index = containers[slot].attachments.firstIndex(where: {
                $0.endpoint != nil && $0.networkID == network.id
            })
        else {
            throw LabError(.system, "container \(id) is not connected to network \(network.name)")
        }
        detach(slot, at: index)
        containers[slot].attachments.remove(at: index)
        // The next gateway takes the published ports over; the engine only logs when it cannot.
        try? publishPorts(of: slot)
    }
}
