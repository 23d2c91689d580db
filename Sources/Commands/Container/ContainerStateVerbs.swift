internal import Lab

/// `netsim kill`.
struct ContainerKill: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Kill one or more running containers",
        aliases: ["container kill", "kill"],
        operands: [.runningContainers]
    )

    private var signal = ""

    static var flags: [Flag<ContainerKill>] {
        [.string("signal", short: "s", "Signal to send to the container") { $0.signal = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let now = try session.now()
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseContainer(name)
            try lab.killContainer(matching: name, signal: signal.isEmpty ? "KILL" : signal, at: now)
        }
        return session.report(outcomes).isEmpty ? 0 : 1
    }
}

/// `netsim pause`.
struct ContainerPause: Command {
    static let synopsis = Synopsis(
        "CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Pause all processes within one or more containers",
        aliases: ["container pause", "pause"],
        operands: [.runningContainers]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseContainer(name)
            try lab.pauseContainer(matching: name)
        }
        return session.report(outcomes).isEmpty ? 0 : 1
    }
}

/// `netsim unpause`.
struct ContainerUnpause: Command {
    static let synopsis = Synopsis(
        "CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Unpause all processes within one or more containers",
        aliases: ["container unpause", "unpause"],
        operands: [.runningContainers]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseContainer(name)
            try lab.unpauseContainer(matching: name)
        }
        return session.report(outcomes).isEmpty ? 0 : 1
    }
}
