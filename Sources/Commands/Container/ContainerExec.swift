internal import ContainerTools
internal import DockerValues
internal import Engine
internal import Lab

/// `netsim exec`.
struct ContainerExec: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER COMMAND [ARG...]",
        .atLeast(2),
        "Execute a command in a running container",
        mode: .untilFirstOperand,
        aliases: ["container exec", "exec"],
        details: """
            Where no container is named so, "host" is the simulated host: brctl show, ifconfig,
            ip, ping, curl and the others that send packets run there.

            Where the lab is in the kernel, COMMAND is a program of this machine, which runs in the
            container's namespaces; what it writes goes to a layer of the container's own. It is no
            sandbox: see "netsim kernel exec --help". Where containers have busybox's tools, as they
            do unless their label netsim.tools says iputils, ping and the like are the machine's
            busybox's; behind -- they are its own.
            """,
        operands: [.runningContainers, .none]
    )

    private var detach = false
    private var environment: [String] = []
    private var environmentFiles: [String] = []
    private var interactive = false
    private var tty = false
    private var user = ""
    private var folder = ""

    static var flags: [Flag<ContainerExec>] {
        [
            .bool("detach", short: "d", "Detached mode: run command in the background") { $0.detach = $1 },
            .silent("detach-keys", as: "string", "Override the key sequence for detaching a container"),
            .list("env", short: "e", "Set environment variables", check: KeyValue.variable) {
                $0.environment.append($1)
            },
            .list("env-file", "Read in a file of environment variables") { $0.environmentFiles.append($1) }.completing(
                .files
            ),
            .bool("interactive", short: "i", "Keep STDIN open even if not attached") { $0.interactive = $1 },
            .ignored("privileged", as: nil, "Give extended privileges to the command"),
            .bool("tty", short: "t", "Allocate a pseudo-TTY") { $0.tty = $1 },
            .string("user", short: "u", "Username or UID (format: \"<name|uid>[:<group|gid>]\")") { $0.user = $1 },
            .string("workdir", short: "w", "Working directory inside the container") { $0.folder = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let variables = try variables(session)
        let name = operands[0]
        var command = Array(operands.dropFirst())
        let isProgram = command.first == "--"
        if isProgram { command.removeFirst() }
        if command.isEmpty { throw CommandFailure("netsim: no program is named", status: 125) }
        try EmptyName.refuseContainer(name)
        if name == "host", try session.read({ lab in (try? lab.container(matching: name)) == nil }) {
            return try runOnHost(command, session)
        }
        let id = try session.read { lab in try lab.container(matching: name).id }
        if !detach, tty, interactive, !session.surroundings.isTerminal(.input) {
            throw CommandFailure("the input device is not a TTY")
        }
        try session.read { lab in _ = try lab.checkExec(in: name) }
        let user = try identity()
        if try session.usesKernel() {
            if !self.user.isEmpty || !folder.isEmpty {
                throw CommandFailure(
                    "netsim: a program in the kernel runs as who started netsim, and where: leave out --user and --workdir"
                )
            }
            if !isProgram { command = try KernelProgram.tool(command, in: id, variables: variables, session) }
            if detach {
                try KernelProgram.start(command, in: id, variables: variables, session)
                return 0
            }
            return try KernelProgram.run(command, in: id, variables: variables, session)
        }
        if !detach, session.isAttended(tty: tty, interactive: interactive) {
            return try LocalTerminal.run(hasTerminal: true, hasInput: interactive, session) { streams, input in
                var request = Execution.Request(command)
                request.environment = variables
                request.user = user
                request.folder = folder.isEmpty ? nil : folder
                request.input = input
                request.terminal = streams
                var execution = try session.execution()
                execution.hasTerminal = true
                return try execution.run(request, in: id)
            }
        }
        if !detach, tty || (interactive && session.surroundings.isTerminal(.input)),
            OwnCommand.isInteractiveShell(command)
        {
            let flags = (interactive ? "i" : "") + (tty ? "t" : "")
            throw Session.noInteractiveShell(
                "exec -\(flags) \(name) \(command.joined(separator: " "))",
                status: 126
            )
        }
        var request = Execution.Request(command)
        request.environment = variables
        request.user = user
        request.folder = folder.isEmpty ? nil : folder
        if interactive, !detach { request.input = session.toolInput }
        let result = try session.execution().run(request, in: id)
        if detach { return 0 }
        let status = session.pass(on: result)
        if !OwnCommand.isTool(command) {
            session.hint("netsim simulates network tools, not programs: see \"netsim run --help\"")
        }
        return status
    }

    /// Where no container has that name, `host` is the simulated host itself, with its own tools.
    private func runOnHost(_ command: [String], _ session: Session) throws -> Int32 {
        let result = try session.execution().perform(asker: "host", leavesTraces: true) { _, context in
            ToolRunner.run(argv: command, at: .host, context: &context)
        }
        return session.pass(on: result)
    }

    /// - Throws: the engine's refusal of a user that the container does not have.
    private func identity() throws -> ContainerUser {
        if user.isEmpty { return .root }
        do throws(ContainerUser.Refusal) {
            return try ContainerUser(parsing: user)
        } catch {
            throw LabError(.invalidParameter, error.text)
        }
    }

    private func variables(_ session: Session) throws(CommandFailure) -> [String] {
        let lookup = session.surroundings.environment
        do throws(ValueError) {
            var variables: [String] = []
            for file in environmentFiles {
                variables += try KeyValue.lines(of: TextFile.read(file), file: file, lookup: lookup)
            }
            for variable in environment {
                variables.append(
                    variable.contains("=") ? variable : lookup(variable).map { "\(variable)=\($0)" } ?? variable
                )
            }
            return variables
        } catch {
            throw CommandFailure(error.message)
        }
    }
}
