internal import ContainerTools
internal import Engine
internal import Lab

/// `netsim start`.
struct ContainerStart: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Start one or more stopped containers",
        aliases: ["container start", "start"],
        operands: [.stoppedContainers]
    )

    private var attach = false
    private var interactive = false

    static var flags: [Flag<ContainerStart>] {
        [
            .bool("attach", short: "a", "Attach STDOUT/STDERR and forward signals") { $0.attach = $1 },
            .ignored("checkpoint", as: "string", "Restore from this checkpoint"),
            .ignored("checkpoint-dir", as: "string", "Use a custom checkpoint storage directory"),
            .silent("detach-keys", as: "string", "Override the key sequence for detaching a container"),
            .bool("interactive", short: "i", "Attach container's STDIN") { $0.interactive = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let attaches = attach || interactive
        if attaches, operands.count > 1 {
            throw CommandFailure("you cannot start and attach multiple containers at once")
        }
        if attaches, let name = operands.first,
            let config = try session.read({ lab in try? lab.container(matching: name).config }),
            config.labels[KernelProgram.label] == nil
        {
            let flags = (attach ? "a" : "") + (interactive ? "i" : "")
            try session.refuseShell(of: config, attempt: "start -\(flags) \(name)", status: 1)
        }
        let now = try session.now()
        var started: [ContainerID] = []
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseContainer(name)
            let container = try lab.container(matching: name)
            try lab.startContainer(matching: name, at: now)
            if !container.isRunning { started.append(container.id) }
        }
        if attaches, let error = outcomes.first?.error { throw error }
        var status: Int32 = 0
        for id in started {
            let config = try session.read { lab in lab.container(id)?.config }
            if attaches, let config, session.isAttended(tty: config.tty, interactive: interactive),
                let own = try session.runOwnCommandAttended(of: id, hasInput: interactive)
            {
                status = own
                continue
            }
            let input = !attaches ? nil : interactive ? session.toolInput : ToolInput([])
            let result = try session.runOwnCommand(of: id, input: input)
            if let result, attaches { status = session.pass(on: result) }
        }
        if attaches { return status }
        let failed = session.report(outcomes)
        if failed.isEmpty { return 0 }
        session.complain("Error: failed to start containers: \(failed.joined(separator: ", "))")
        return 1
    }
}
