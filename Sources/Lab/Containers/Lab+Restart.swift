/// Restarts, by command and by policy.
///
/// What a restart does to an address: a container's endpoints live from start to stop, so that a stop gives its addresses
/// back (``Lab/detach(_:at:)``) and the start that follows asks for addresses anew. One that was asked for (`--ip`) is asked
/// for again, and the start fails where somebody has it by then. Any other is the lowest free one of the pool: the same as
/// before where nothing lower came free meanwhile and nobody took it, else another. The same holds of a MAC address that IPAM's
/// address makes, and published ports without a number move on (``Lab/publishPorts(of:)``).
extension Lab {
    /// Stops a container if it runs, and starts it.
    public mutating func restartContainer(
        matching reference: String,
        immediately: Bool = false,
        signal: String? = nil,
        at now: Timestamp
    ) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        if containers[slot].isRunning {
            let sent = try stopSignal(signal, of: slot)
            let code = Self.exitCode(of: sent, immediately)
            end(slot, exitCode: code, signal: sent, verb: .stop, keepsEvenIfAutoRemove: true, at: now)
        }
        _ = cancelRestart(slot, nil)
        containers[slot].restartCount = 0
        do {
            try start(slot, at: now)
        } catch {
            throw error.prefixed("Cannot restart container \(reference): ")
        }
        events.append(LabEvent(.restart, of: containers[slot]))
    }

    /// Ends a running container whose own command has finished, and has it wait for its restart where its policy wants
    /// one: without a network until then (Docker Engine: `SetRestarting`).
    ///
    /// - Returns: whether it waits.
    @discardableResult
    public mutating func finishOrRestartContainer(
        matching reference: String,
        exitCode: Int,
        at now: Timestamp
    ) throws(LabError) -> Bool {
        let slot = try containerSlot(matching: reference)
        let container = containers[slot]
        guard container.isRunning,
            container.config.restartPolicy.restarts(after: exitCode, count: container.restartCount)
        else {
            try finishContainer(matching: reference, exitCode: exitCode, at: now)
            return false
        }
        end(slot, exitCode: exitCode, signal: nil, verb: nil, keepsEvenIfAutoRemove: true, at: now)
        containers[slot].status = .restarting
        containers[slot].restartCount = min(containers[slot].restartCount, Int(Int32.max) - 1) + 1
        return true
    }

    /// Starts a container whose restart is due; nothing happens to one that does not wait for one any more.
    ///
    /// - Throws: ``LabError`` where it cannot start: it has then exited for good.
    public mutating func startRestartingContainer(matching reference: String, at now: Timestamp) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        guard containers[slot].status == .restarting else { return }
        let id = containers[slot].id
        do {
            try start(slot, at: now)
        } catch {
            // Unless it is gone, as its flags have it.
            if let slot = try? containerSlot(matching: "\(id)") { containers[slot].status = .exited }
            throw error
        }
    }

    /// Starts all containers that wait for their restart, as nobody is there any more who would.
    public mutating func startRestartingContainers(at now: Timestamp) {
        for container in allContainers where container.status == .restarting {
            try? startRestartingContainer(matching: "\(container.id)", at: now)
        }
    }

    /// Changes what `update` can change of a container as far as a lab knows it.
    package mutating func updateContainer(
        matching reference: String,
        restartPolicy: ContainerConfig.RestartPolicy?
    ) throws(LabError) -> ContainerID {
        let slot = try containerSlot(matching: reference)
        if let restartPolicy {
            if containers[slot].config.autoRemove, restartPolicy != .no {
                throw LabError(
                    .conflict,
                    "Restart policy cannot be updated because AutoRemove is enabled for the container"
                )
            }
            containers[slot].config.restartPolicy = restartPolicy
            changedContainers.insert(slot)
        }
        events.append(LabEvent(.update, of: containers[slot]))
        return containers[slot].id
    }

    /// What the engine says to who wants something of a container that waits for its restart.
    static func isRestarting(_ id: ContainerID) -> LabError {
        LabError(.conflict, "Container \(id) is restarting, wait until the container is running")
    }

    /// Has a container stay down that waits for its restart.
    ///
    /// - Returns: whether it did.
    mutating func cancelRestart(_ slot: Slab<Container>.Slot, _ verb: LabEvent.Action?) -> Bool {
        guard containers[slot].status == .restarting else { return false }
        containers[slot].status = .exited
        changedContainers.insert(slot)
        if let verb { events.append(LabEvent(verb, of: containers[slot])) }
        return true
    }
}
