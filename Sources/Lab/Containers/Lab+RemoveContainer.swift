internal import Text

extension Lab {
    /// Removes a container.
    ///
    /// - Parameter force: whether a running one is killed first.
    /// - Throws: `notFound`, or `conflict` where it runs.
    public mutating func removeContainer(
        matching reference: String,
        force: Bool = false,
        at now: Timestamp
    ) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        if containers[slot].isRunning {
            guard force else {
                throw LabError(.conflict, removalRefusal(containers[slot], reference))
            }
            end(slot, exitCode: 137, signal: 9, verb: nil, keepsEvenIfAutoRemove: true, at: now)
        }
        if containers[slot].status == .restarting, !force {
            throw LabError(
                .conflict,
                "cannot remove container \(GoQuote.quote(reference)): container is restarting: stop the container "
                    + "before removing or force remove"
            )
        }
        discardContainer(slot)
    }

    private func removalRefusal(_ container: Container, _ reference: String) -> String {
        let isPaused = container.status == .paused
        guard engine.has(.removalTexts) else {
            return isPaused
                ? "You cannot remove a paused container \(container.id). Unpause and then stop the container before "
                    + "attempting removal or force remove"
                : "You cannot remove a running container \(container.id). Stop the container before attempting removal "
                    + "or force remove"
        }
        let reason =
            isPaused
            ? "container is paused and must be unpaused first"
            : "container is running: stop the container before removing or force remove"
        let name = engine.has(.containerModeTexts) ? reference : "/" + container.name
        return "cannot remove container \(GoQuote.quote(name)): \(reason)"
    }

    /// Removes the containers that are not running and that `isSelected` accepts, oldest first.
    public mutating func pruneContainers(where isSelected: (Container) -> Bool = { _ in true }) -> [ContainerID] {
        let chosen = allContainers.filter { !$0.isUp && isSelected($0) }
        for container in chosen {
            if let slot = containers.slot(container.id) { discardContainer(slot) }
        }
        return chosen.map(\.id)
    }

    mutating func discardContainer(_ slot: Slab<Container>.Slot) {
        let id = containers[slot].id
        let destroyed = LabEvent(.destroy, of: containers[slot])
        forgetLinks(of: slot)
        forgetFaults(ofContainer: id)
        containers.remove(slot)
        changedContainers.remove(slot)
        changes.removedContainers.insert(id)
        events.append(destroyed)
    }

    /// Renames a container; its names in the embedded DNS change at once.
    public mutating func renameContainer(matching reference: String, to newName: String) throws(LabError) {
        if reference.isEmpty || newName.isEmpty {
            throw LabError(.invalidParameter, "Neither old nor new names may be empty")
        }
        let slot = try containerSlot(matching: reference)
        let old = containers[slot].name
        let bare = newName.hasPrefix("/") ? String(newName.dropFirst()) : newName
        if old == bare {
            throw LabError(.invalidParameter, "Renaming a container with the same name as its current name")
        }
        let name: String
        do {
            name = try availableName(newName, shown: "/" + bare)
        } catch {
            throw error.prefixed("Error when allocating new name: ")
        }
        try checkRename(slot)
        if !containers[slot].isRunning { keepNames(of: slot) }
        forgetLinks(of: slot)
        containers.rename(slot, to: name)
        // A live endpoint takes up the new names, also on Docker's own networks.
        for index in containers[slot].attachments.indices where containers[slot].isRunning {
            containers[slot].attachments[index].names = .current
        }
        registerLinks(of: slot)
        renameLinks(to: slot)
        changedContainers.insert(slot)
        events.append(LabEvent(.rename, of: containers[slot], ["oldName": "/" + old]))
    }

    /// A running container is renamed on every network of its inspect, also on those that it failed to join
    /// (Docker Engine: `ContainerRename`).
    private func checkRename(_ slot: Slab<Container>.Slot) throws(LabError) {
        guard containers[slot].isRunning else { return }
        for attachment in containers[slot].attachments where attachment.endpoint == nil {
            let network = networks[try networkSlot(matching: attachment.network)]
            throw LabError(.system, "no endpoint attached to network \(network.name) found")
        }
    }

    /// Checks that a command could be run in a container (`exec`).
    ///
    /// - Throws: `notFound`, `conflict` where it is not running or paused, or what a broken legacy link says.
    public func checkExec(in reference: String) throws(LabError) -> Container {
        let container = try container(matching: reference)
        switch container.status {
        case .running: break
        case .paused:
            throw LabError(.conflict, "Container \(reference) is paused, unpause the container before exec")
        case .created, .exited:
            throw LabError(
                .conflict,
                "\(engine.has(.removalTexts) ? "container" : "Container") \(container.id) is not running"
            )
        case .restarting:
            throw Self.isRestarting(container.id)
        }
        _ = try linkLines(of: container)
        return container
    }
}
