internal import Compose
internal import DockerValues
internal import Engine
internal import Exchange
internal import Lab
internal import Lint
internal import Projects
internal import Rendering
internal import YAML

/// `netsim up`.
struct UpCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [SERVICE...]",
        .any,
        "Bring a Compose project up in the lab, or in line with its files",
        refusals: .own,
        details: """
            Networks and containers are made, named and started as Docker Compose does it. Where
            the lab already holds the project, only what differs is changed: containers whose
            configuration changed are recreated, networks too, and replicas are added or removed.

            With --host-facts an unused lab moves to that host first: its addresses, routes and
            ports, and its engine's settings, are what the project meets.

            What the engine refuses ends it, with the place in the files; what was done until
            then stays. Exit status 1 then, and 2 for files that cannot be read.

            With --backend kernel the lab is made in the Linux kernel as well; with --dry-run too,
            the commands of ip, tc and nft that make it are printed.
            """
    )

    private var request = ProjectRequest()
    private var host = HostRequest()
    private var options = UpOptions()
    private var scales: [(service: String, replicas: Int)] = []
    private var isDryRun = false
    private var withDependencies = true
    private var forces = false
    private var neverRecreates = false
    private var uplink = false

    static var flags: [Flag<UpCommand>] {
        let own: [Flag<UpCommand>] = [
            .bool("always-recreate-deps", "Recreate dependent containers") { $0.options.recreatesDependencies = $1 },
            .silent("build", as: nil, "Build images before starting containers"),
            .silent("detach", short: "d", as: nil, "Run containers in the background"),
            .bool("dry-run", "Say what would be done, and leave the lab alone") { $0.isDryRun = $1 },
            .bool("force-recreate", "Recreate containers even if their configuration has not changed") {
                $0.forces = $1
            },
            .bool("no-deps", "Don't start linked services") { $0.withDependencies = !$1 },
            .bool("no-recreate", "Keep containers that exist as they are") { $0.neverRecreates = $1 },
            .bool("no-start", "Don't start the containers after creating them") { $0.options.starts = !$1 },
            .silent("pull", as: "string", "Pull image before running"),
            .silent("quiet-pull", as: nil, "Pull without printing progress information"),
            .bool("remove-orphans", "Remove containers for services not defined in the files") {
                $0.options.removesOrphans = $1
            },
            .custom(
                "scale",
                as: "service=num",
                "Number of replicas of a service, in place of the files'",
                set: addScale
            ),
            .silent("timeout", short: "t", as: "int", "Seconds that containers have to stop"),
            .bool("uplink", "Make the lab in the kernel, with a way out by the machine's network") { $0.uplink = $1 },
            .silent("wait", as: nil, "Wait for services to be running"),
        ]
        let shared: [Flag<UpCommand>] =
            ProjectRequest.flags.map { $0.within(\.request) } + HostRequest.flags.map { $0.within(\.host) }
        return (own + shared).sorted { $0.spec.name < $1.spec.name }
    }

    @Sendable private static func addScale(_ command: inout UpCommand, _ text: String) throws(FlagValueError) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[1]), number >= 0 else {
            throw FlagValueError("invalid --scale option \"\(text)\". Should be SERVICE=NUM")
        }
        command.scales.append((String(parts[0]), number))
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var options = options
        if uplink { (session.wantsUplink, session.options.backend) = (true, .kernel) }
        if forces, neverRecreates {
            throw CommandFailure("netsim: --force-recreate and --no-recreate are incompatible")
        }
        options.recreation = forces ? .always : neverRecreates ? .never : .diverged
        options.services = operands
        let description = try host.description(in: session)
        var sources = SourceTable()
        let project: ComposeProject
        let said: Extension
        do throws(ComposeFailure) {
            guard var loaded = try request.load([], in: session, into: &sources).first else { return 2 }
            said = try Extension(of: loaded)
            said.apply(to: &loaded)
            project = loaded
        } catch {
            session.complain(error, in: sources)
            return 2
        }
        if session.options.engine == nil, let engine = said.engine?.value {
            (session.options.engine, session.options.demandedEngine) = (engine, engine)
        }
        for warning in project.warnings { session.warn(warning.message) }
        let selected = try project.selecting(operands, withDependencies: withDependencies).scaling(scales)
        var convergence = Convergence(of: selected, options: options, now: try session.now())
        var script = ""
        var assumptions: [Assumption] = []
        func bringUp(_ lab: inout Lab) {
            assumptions = convergence.assumeHost(said, on: &lab)
            for image in session.statedImages { lab.state(image) }
            convergence.run(on: &lab)
            if convergence.failures.isEmpty { convergence.apply(said, on: &lab) }
        }
        let moved = try description.flatMap { try Self.move(to: $0, session) }
        if isDryRun {
            try session.read { lab in
                var copy = moved ?? lab
                bringUp(&copy)
                if session.options.backend == .kernel {
                    script = try KernelScript(copy, prefix: "netsim-\(session.labName)").text
                }
            }
        } else {
            if let moved { try session.lab().replace(with: moved) }
            try session.update { bringUp(&$0) }
        }
        for warning in convergence.warnings { session.warn(warning) }
        if let assumed = Assumption.line(assumptions) { session.complain("netsim: \(assumed)") }
        // Standard output is the script's where there is one.
        session.show(convergence.changes, isDryRun: isDryRun, onErrors: !script.isEmpty)
        session.write(script)
        if convergence.failures.isEmpty { return 0 }
        let errors = convergence.failures.map { SourceError($0.text, at: $0.place, help: $0.error.hint) }
        session.complain(ComposeFailure(errors), in: sources)
        return 1
    }

    /// The lab on another host; nil where it is there already.
    ///
    /// - Throws: a failure where it is on another host and in use: addresses that were given out there stay given out.
    private static func move(to host: HostDescription, _ session: Session) throws -> Lab? {
        let (isThere, isUnused) = try session.read { (host.isHost(of: $0), $0.isUnused) }
        if isThere { return nil }
        guard isUnused else {
            throw CommandFailure(
                "netsim: lab \(session.labName) is on another host, and in use: name another with --lab, or empty it first",
                status: 2
            )
        }
        for note in host.notes { session.complain("netsim: \(note)") }
        return host.lab(
            seed: session.options.seed ?? 0,
            engine: session.options.engine ?? .head,
            created: try session.now()
        )
    }
}

extension Session {
    /// One line for everything that was done, in order.
    func show(_ changes: [ProjectChange], isDryRun: Bool, onErrors: Bool = false) {
        for change in changes {
            let subject = change.subject == .network ? "Network" : "Container"
            let word: String =
                switch change.action {
                case .failed: style(change.action.rawValue, .red)
                case .running: style(change.action.rawValue, .dim)
                default: style(change.action.rawValue, .green)
                }
            let line = "\(isDryRun ? "DRY-RUN MODE -  " : "")\(subject) \(change.name)  \(word)"
            if onErrors { complain(line) } else { print(line) }
        }
    }

    /// What Compose would log as a warning.
    func warn(_ text: String) {
        complain("WARN[0000] \(text)")
    }

    /// What is wrong, with its places; standard output first, which tells what came before.
    func complain(_ failure: ComposeFailure, in sources: SourceTable) {
        try? flush()
        let style = TerminalStyle(isEnabled: wantsColourOnErrors)
        complain(String(FailureReport.text(failure, in: sources, style: style).dropLast()))
    }
}
