internal import ContainerTools
internal import Engine
internal import Lab

/// `netsim run`.
struct ContainerRun: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        .atLeast(1),
        "Create and run a new container from an image",
        mode: .untilFirstOperand,
        refusals: .run,
        aliases: ["container run", "run"],
        details: """
            Any image name will do. A COMMAND that netsim simulates (dig, getent, ip, cat
            /etc/hosts, ...) runs, and its output and exit status are passed on. Anything
            else counts as a service that runs until it is stopped: its ID is printed.

            Where the lab is in the kernel (--backend kernel), such a COMMAND is the machine's
            own program, and so is whatever stands behind --: netsim run --name web alpine -- nginx.
            With --detach what it prints is kept for netsim logs, and its ports are its own.
            """
    )

    private var options = ContainerOptions()
    private var detach = false

    static var flags: [Flag<ContainerRun>] {
        ContainerOptions.flags.map { $0.within(\.options) } + [
            .bool("detach", short: "d", "Run container in background and print container ID") { $0.detach = $1 },
            .silent("detach-keys", as: "string", "Override the key sequence for detaching a container"),
            .silent("sig-proxy", as: nil, default: "true", "Proxy received signals to the process"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var (options, operands) = (options, operands)
        let isProgram = operands.dropFirst().first == "--"
        if isProgram { operands.remove(at: 1) }
        let command = Array(operands.dropFirst())
        // What netsim simulates elsewhere is a real program there.
        let isReal = try (isProgram || OwnCommand.isTool(command)) && !command.isEmpty && session.usesKernel()
        if isReal {
            options.labels.append(KernelProgram.mark(isDetached: detach, isTool: !isProgram))
            // The keeper, which starts it, is elsewhere.
            if detach, let name = command.first, name.contains("/"), !name.hasPrefix("/") {
                operands[1] = SystemFiles().absolute(name)
            }
        }
        let creation = try ContainerCreation(options, operands, in: session)
        try checkStreams(session)
        if !detach, !isReal {
            let shell = creation.request.config
            let flags = (shell.openStdin ? "i" : "") + (shell.tty ? "t" : "")
            try session.refuseShell(
                of: shell,
                attempt: "run -\(flags) \(operands.joined(separator: " "))",
                status: 125
            )
        }
        var startError: LabError?
        let created = try creation.perform { spec, now in
            // Created and started in one change; a start that is refused leaves the container behind, as in Docker.
            try session.update { lab in
                let created = try lab.createContainer(spec, at: now)
                do throws(LabError) {
                    try lab.startContainer(matching: created.id.description, at: now)
                } catch {
                    startError = error
                }
                return created
            }
        }
        if detach { session.print(created.id.description) }
        if let startError { throw startError }
        if isReal, detach { return 0 }
        if isReal { return try KernelProgram.runAttached(as: created.id, session) }
        let config = creation.request.config
        if !detach, session.isAttended(tty: config.tty, interactive: config.openStdin),
            let status = try session.runOwnCommandAttended(of: created.id, hasInput: config.openStdin)
        {
            return status
        }
        let input = detach ? nil : session.toolInput
        guard let result = try session.runOwnCommand(of: created.id, input: input) else {
            if !detach {
                session.print(created.id.description)
                session.hint("the container runs as a service in the background until it is stopped")
            }
            return 0
        }
        if detach { return 0 }
        return session.pass(on: result)
    }

    /// How the container's streams may be attached (docker/cli `container.runContainer`).
    private func checkStreams(_ session: Session) throws(CommandFailure) {
        if detach {
            if !options.attach.isEmpty {
                throw CommandFailure("conflicting options: cannot specify both --attach and --detach")
            }
        } else if options.tty, options.interactive, !session.surroundings.isTerminal(.input) {
            throw CommandFailure("the input device is not a TTY")
        }
    }
}

extension Session {
    /// Hands a tool's output to the user as the tool's own.
    func pass(on result: ToolResult) -> Int32 {
        write(result.stdout)
        if !result.stderr.isEmpty {
            try? flush()
            _ = surroundings.write(.errors, Array(result.stderr.utf8))
        }
        return Int32(truncatingIfNeeded: result.exitCode)
    }
}
