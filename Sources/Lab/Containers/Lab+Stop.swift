extension Lab {
    /// Stops a container; one that is not running is left as it is.
    ///
    /// - Parameters:
    ///   - immediately: whether the stop does not wait (`-t 0`), and so ends in a kill.
    ///   - signal: what is sent first; nil for the container's own stop signal.
    public mutating func stopContainer(
        matching reference: String,
        immediately: Bool = false,
        signal: String? = nil,
        at now: Timestamp
    ) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        if cancelRestart(slot, .stop) { return }
        guard containers[slot].isRunning else { return }
        let sent = try stopSignal(signal, of: slot)
        end(slot, exitCode: Self.exitCode(of: sent, immediately), signal: sent, verb: .stop, at: now)
    }

    /// The signal that a stop sends: the one named, else the container's own, else TERM.
    func stopSignal(_ text: String?, of slot: Slab<Container>.Slot) throws(LabError) -> Int {
        if let text, !text.isEmpty { return try ContainerSignal.number(text) }
        let own = containers[slot].config.stopSignal.flatMap { try? ContainerSignal.number($0) }
        return own ?? ContainerSignal.terminate
    }

    /// What a stopped process exits with: a program that the signal does not end is killed when the time is up.
    static func exitCode(of signal: Int, _ immediately: Bool) -> Int {
        128 + (immediately || !ContainerSignal.ends(signal) ? ContainerSignal.kill : signal)
    }

    /// Kills a container with a signal. Signals that do not end a process leave it running.
    public mutating func killContainer(
        matching reference: String,
        signal text: String = "KILL",
        at now: Timestamp
    ) throws(LabError) {
        let signal = try ContainerSignal.number(text)
        let slot: Slab<Container>.Slot
        do {
            slot = try containerSlot(matching: reference)
        } catch {
            throw error.prefixed("\(cannotKill): \(reference): ")
        }
        if cancelRestart(slot, nil) { return }
        guard containers[slot].isRunning else {
            throw LabError(
                .conflict,
                "\(cannotKill): \(reference): \(engine.has(.removalTexts) ? "container" : "Container") "
                    + "\(containers[slot].id) is not running"
            )
        }
        if !ContainerSignal.ends(signal) {
            events.append(
                LabEvent(.kill, of: containers[slot], ["signal": String(signal)])
            )
            return
        }
        end(slot, exitCode: 128 + signal, signal: signal, verb: nil, at: now)
    }

    private var cannotKill: String { engine.has(.killText) ? "cannot kill container" : "Cannot kill container" }

    public mutating func pauseContainer(matching reference: String) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        switch containers[slot].status {
        case .running: break
        case .paused:
            let word = engine.has(.userDefinedTexts) ? "container" : "Container"
            throw LabError(.conflict, "\(word) \(containers[slot].id) is already paused")
        case .created, .exited:
            let word = engine.has(.removalTexts) ? "container" : "Container"
            throw LabError(.conflict, "\(word) \(containers[slot].id) is not running")
        case .restarting: throw Self.isRestarting(containers[slot].id)
        }
        setStatus(slot, .paused, .pause)
    }

    public mutating func unpauseContainer(matching reference: String) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        guard containers[slot].status == .paused else {
            throw LabError(.system, "Container \(containers[slot].id) is not paused")
        }
        setStatus(slot, .running, .unpause)
    }

    /// Ends a running container whose own command has finished, with the command's exit code.
    public mutating func finishContainer(matching reference: String, exitCode: Int, at now: Timestamp) throws(LabError)
    {
        let slot = try containerSlot(matching: reference)
        if cancelRestart(slot, nil) { return }
        guard containers[slot].isRunning else { return }
        end(slot, exitCode: exitCode, signal: nil, verb: nil, at: now)
    }

    private mutating func setStatus(_ slot: Slab<Container>.Slot, _ status: Container.Status, _ action: LabEvent.Action)
    {
        containers[slot].status = status
        changedContainers.insert(slot)
        events.append(LabEvent(action, of: containers[slot]))
    }

    /// The order of events is the engine's: kill, disconnect, stop, die.
    mutating func end(
        _ slot: Slab<Container>.Slot,
        exitCode: Int,
        signal: Int?,
        verb: LabEvent.Action?,
        keepsEvenIfAutoRemove: Bool = false,
        at now: Timestamp
    ) {
        if let signal { events.append(LabEvent(.kill, of: containers[slot], ["signal": String(signal)])) }
        tearDown(slot)
        containers[slot].status = .exited
        containers[slot].exitCode = exitCode
        containers[slot].finishedAt = now
        changedContainers.insert(slot)
        if let verb { events.append(LabEvent(verb, of: containers[slot])) }
        let ran = max(
            0,
            now.nanoseconds.subtractingReportingOverflow(containers[slot].startedAt.nanoseconds).partialValue
        )
        let particulars = ["exitCode": String(exitCode), "execDuration": String(ran / 1_000_000_000)]
        events.append(LabEvent(.die, of: containers[slot], particulars))
        if containers[slot].config.autoRemove, !keepsEvenIfAutoRemove { discardContainer(slot) }
    }
}
