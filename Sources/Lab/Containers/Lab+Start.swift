extension Lab {
    /// Starts a container: finds its stack, checks its links, attaches its networks and publishes its ports.
    ///
    /// Starting a running container does nothing. A refused start leaves what the engine leaves: the error and
    /// exit code 128 in the container's state, and, where a port could not be published, the container without
    /// that network.
    ///
    /// - Throws: ``LabError`` with Docker's text.
    public mutating func startContainer(matching reference: String, at now: Timestamp) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        switch containers[slot].status {
        case .paused:
            throw LabError(.conflict, "cannot start a paused container, try unpause instead")
        case .running, .restarting:
            return
        case .created, .exited:
            containers[slot].restartCount = 0
            try start(slot, at: now)
        }
    }

    mutating func start(_ slot: Slab<Container>.Slot, at now: Timestamp) throws(LabError) {
        changedContainers.insert(slot)
        do {
            try bringUp(slot)
        } catch {
            tearDown(slot)
            containers[slot].error = error.message
            if containers[slot].exitCode == 0 { containers[slot].exitCode = 128 }
            if containers[slot].config.autoRemove { discardContainer(slot) }
            throw error
        }
        containers[slot].status = .running
        // A start is told from the one before by its moment, also where the clock stands still or has gone back.
        containers[slot].startedAt = max(now, containers[slot].startedAt.next)
        containers[slot].exitCode = 0
        containers[slot].error = ""
        events.append(
            LabEvent(.start, of: containers[slot])
        )
        refreshLinkLines(to: slot)
    }

    /// Gives the container its stack and attaches it.
    private mutating func bringUp(_ slot: Slab<Container>.Slot) throws(LabError) {
        if case .container(let target) = containers[slot].config.networkMode {
            containers[slot].stack = try sharedStack(of: target, for: slot)
            noteServices(of: slot)
            // The name is copied, as the engine does, so that it outlives the container that it came from.
            if let donor = knownEngineContainerSlot(matching: target) {
                keepNames(of: slot)
                containers[slot].config.hostname = hostname(of: containers[donor])
                containers[slot].config.domainname = containers[donor].config.domainname
            }
            // It may have been connected while it did not run.
            guard containers[slot].attachments.isEmpty else {
                throw Self.sharedNamespace.prefixed(setupFailure)
            }
            return
        }
        containers[slot].namesEmbeddedDNS = false
        containers[slot].interfaceCount = 0
        containers[slot].linkLines = containers[slot].links.isEmpty ? [] : try linkLines(of: containers[slot])
        changes.settings = true
        if containers[slot].config.networkMode == .host {
            containers[slot].stack = .host
            noteServices(of: slot)
        } else {
            let sandbox = Identifier(drawnFrom: &entropy)
            containers[slot].stack = .own(sandbox)
            sandboxOwners.insert(slot, sandbox.tag)
        }
        for index in containers[slot].attachments.indices {
            do {
                try attach(slot, at: index)
            } catch {
                if error.forgetsAttachment, engine.has(.failedStartForgets) { forgetAttachment(slot, at: index) }
                throw error.error.prefixed(setupFailure)
            }
        }
        if !engine.has(.interfaceName) { numberInterfaces(of: slot) }
    }

    /// Names the interfaces of a container that has just been attached in the order in which they are ways out, as older
    /// engines do: the first is eth0.
    private mutating func numberInterfaces(of slot: Slab<Container>.Slot) {
        for (number, index) in gatewayOrder(of: containers[slot]).enumerated() {
            guard let endpoint = containers[slot].attachments[index].endpoint, !endpoint.interface.isEmpty else {
                continue
            }
            let prefix = String(endpoint.interface.prefix { !$0.isNumber })
            containers[slot].attachments[index].endpoint = endpoint.renamed(to: "\(prefix)\(number)")
        }
    }

    private var setupFailure: String {
        engine.has(.networkingAfterCreate) ? "failed to set up container networking: " : ""
    }

    /// The stack that a `container:` mode joins.
    private func sharedStack(of target: String, for slot: Slab<Container>.Slot) throws(LabError) -> Container.Stack {
        let owner: Slab<Container>.Slot
        do {
            owner = try engineContainerSlot(matching: target)
        } catch {
            let prefix = engine.has(.containerModeTexts) ? "joining network namespace of container: " : ""
            throw LabError(.system, prefix + error.message, hint: error.hint)
        }
        if owner == slot { throw LabError(.system, "cannot join own network namespace") }
        let container = containers[owner]
        if container.status == .restarting {
            throw Self.isRestarting(container.id).prefixed("cannot join network namespace of container: ")
        }
        guard container.isRunning || engine.has(.containerModeTexts) else {
            throw LabError(.conflict, "cannot join network of a non running container: \(container.id)")
        }
        guard container.isRunning else {
            throw LabError(
                .conflict,
                "cannot join network namespace of a non running container: container \(container.name) is "
                    + container.status.rawValue
            )
        }
        if case .own(let sandbox) = container.stack { return .joined(sandbox) }
        return container.stack
    }

    /// Takes the container off every network and away from its stack.
    mutating func tearDown(_ slot: Slab<Container>.Slot) {
        unpublishPorts(of: slot)
        for index in containers[slot].attachments.indices { detach(slot, at: index) }
        if let sandbox = containers[slot].ownSandbox { sandboxOwners.remove(slot, sandbox.tag) }
        containers[slot].stack = .down
        noteServices(of: slot)
        containers[slot].linkLines = []
    }
}
