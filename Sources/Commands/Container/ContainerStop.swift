internal import Engine
internal import Lab

/// `netsim stop`.
struct ContainerStop: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Stop one or more running containers",
        aliases: ["container stop", "stop"],
        operands: [.runningContainers]
    )

    private var stopping = StopOptions()

    static var flags: [Flag<ContainerStop>] { StopOptions.flags.map { $0.within(\.stopping) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let immediately = try stopping.checkedImmediately()
        let now = try session.now()
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseContainer(name)
            try lab.stopContainer(matching: name, immediately: immediately, signal: stopping.signal, at: now)
        }
        return session.report(outcomes).isEmpty ? 0 : 1
    }
}

/// `netsim restart`.
struct ContainerRestart: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Restart one or more containers",
        aliases: ["container restart", "restart"],
        operands: [.containers]
    )

    private var stopping = StopOptions()

    static var flags: [Flag<ContainerRestart>] { StopOptions.flags.map { $0.within(\.stopping) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let immediately = try stopping.checkedImmediately()
        let now = try session.now()
        var restarted: [ContainerID] = []
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseContainer(name)
            try lab.restartContainer(matching: name, immediately: immediately, signal: stopping.signal, at: now)
            restarted.append(try lab.container(matching: name).id)
        }
        for id in restarted { _ = try session.runOwnCommand(of: id) }
        return session.report(outcomes).isEmpty ? 0 : 1
    }
}

/// How `stop` and `restart` end a container. Nothing is waited for: only a time of 0 shows, as the exit code of a kill.
struct StopOptions: Sendable {
    private(set) var signal: String?
    private var timeout: Int?
    /// `--time`, the flag's former name.
    private var time: Int?

    static var flags: [Flag<StopOptions>] {
        [
            .string("signal", short: "s", "Signal to send to the container") { $0.signal = $1 },
            .int("time", "Seconds to wait before killing the container") { $0.time = $1 }.hidden,
            .int("timeout", short: "t", "Seconds to wait before killing the container") { $0.timeout = $1 },
        ]
    }

    /// Whether the container is killed at once.
    ///
    /// - Throws: what Docker refuses in the flags together, or an unknown signal.
    func checkedImmediately() throws -> Bool {
        if time != nil, timeout != nil {
            throw CommandFailure("conflicting options: cannot specify both --timeout and --time")
        }
        if let signal, !signal.isEmpty { _ = try ContainerSignal.number(signal) }
        return (timeout ?? time) == 0
    }
}
