/// A signal that ends a container, with the exit code that a process ended by it has.
public enum ContainerSignal {
    /// Docker's signal names with their numbers (Linux x86-64).
    private static let numbers: [String: Int] = [
        "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "IOT": 6, "BUS": 7, "FPE": 8, "KILL": 9,
        "USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CLD": 17,
        "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26,
        "PROF": 27, "WINCH": 28, "IO": 29, "POLL": 29, "PWR": 30, "SYS": 31,
    ]

    /// The number of a signal given by name, with or without `SIG`, or by number.
    ///
    /// - Throws: `invalidParameter` with Docker's text.
    public static func number(_ text: String) throws(LabError) -> Int {
        if let number = Int(text) {
            guard (1...64).contains(number) else { throw LabError(.invalidParameter, "invalid signal: \(text)") }
            return number
        }
        let upper = text.uppercased()
        let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        guard let number = numbers[name] else { throw LabError(.invalidParameter, "invalid signal: \(text)") }
        return number
    }

    /// Whether a signal ends the process that it is sent to; the others stop it, continue it or say something.
    static func ends(_ number: Int) -> Bool { ![0, 17, 18, 19, 20, 21, 22, 23, 28].contains(number) }

    static let terminate = 15
    static let kill = 9
}

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
    private func stopSignal(_ text: String?, of slot: Slab<Container>.Slot) throws(LabError) -> Int {
        if let text, !text.isEmpty { return try ContainerSignal.number(text) }
        let own = containers[slot].config.stopSignal.flatMap { try? ContainerSignal.number($0) }
        return own ?? ContainerSignal.terminate
    }

    /// What a stopped process exits with: a program that the signal does not end is killed when the time is up.
    private static func exitCode(of signal: Int, _ immediately: Bool) -> Int {
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
            throw error.prefixed("cannot kill container: \(reference): ")
        }
        if cancelRestart(slot, nil) { return }
        guard containers[slot].isRunning else {
            throw LabError(
                .conflict,
                "cannot kill container: \(reference): container \(containers[slot].id) is not running"
            )
        }
        if !ContainerSignal.ends(signal) {
            events.append(
                LabEvent(.kill, container: containers[slot].id, name: containers[slot].name, detail: String(signal))
            )
            return
        }
        end(slot, exitCode: 128 + signal, signal: signal, verb: nil, at: now)
    }

    /// Stops a container if it runs, and starts it.
    public mutating func restartContainer(
        matching reference: String,
        immediately: Bool = false,
        signal: String? = nil,
        at now: Timestamp
    ) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        let id = containers[slot].id
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
        events.append(LabEvent(.restart, container: id, name: containers[slot].name))
    }

    public mutating func pauseContainer(matching reference: String) throws(LabError) {
        let slot = try containerSlot(matching: reference)
        switch containers[slot].status {
        case .running: break
        case .paused: throw LabError(.conflict, "container \(containers[slot].id) is already paused")
        case .created, .exited: throw LabError(.conflict, "container \(containers[slot].id) is not running")
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
        events.append(LabEvent(action, container: containers[slot].id, name: containers[slot].name))
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
        let (id, name) = (containers[slot].id, containers[slot].name)
        if let signal { events.append(LabEvent(.kill, container: id, name: name, detail: String(signal))) }
        tearDown(slot)
        containers[slot].status = .exited
        containers[slot].exitCode = exitCode
        containers[slot].finishedAt = now
        changedContainers.insert(slot)
        if let verb { events.append(LabEvent(verb, container: id, name: name)) }
        events.append(LabEvent(.die, container: id, name: name, detail: String(exitCode)))
        if containers[slot].config.autoRemove, !keepsEvenIfAutoRemove { discardContainer(slot) }
    }
}
