internal import Compose
internal import Lab
internal import Projects
internal import YAML

/// `netsim down`.
struct DownCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [SERVICE...]",
        .any,
        "Remove a Compose project's containers and networks from the lab",
        refusals: .own,
        details: """
            What is external stays, and so does a network that other containers are on. With -p
            alone the project goes by its name, without any file.
            """
    )

    private var request = ProjectRequest()
    private var options = Teardown.Options()
    private var isDryRun = false

    static var flags: [Flag<DownCommand>] {
        let own: [Flag<DownCommand>] = [
            .bool("dry-run", "Say what would be done, and leave the lab alone") { $0.isDryRun = $1 },
            .bool("remove-orphans", "Remove containers for services not defined in the files") {
                $0.options.removesOrphans = $1
            },
            .silent("rmi", as: "string", "Remove images used by services"),
            .silent("timeout", short: "t", as: "int", "Seconds that containers have to stop"),
            .silent("volumes", short: "v", as: nil, "Remove volumes"),
        ]
        return (own + ProjectRequest.flags.map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var options = options
        options.services = operands
        var sources = SourceTable()
        var teardown: Teardown
        var said = Extension()
        do throws(ComposeFailure) {
            guard let project = try request.load([], in: session, into: &sources).first else { return 2 }
            said = try Extension(of: project)
            for service in operands {
                guard project.service(service) != nil || project.disabled.contains(where: { $0.name == service }) else {
                    throw ComposeFailure([SourceError("no such service: \(service)")])
                }
            }
            teardown = Teardown(of: project, options: options, now: try session.moment())
        } catch {
            // A project that is known by its name alone needs no file.
            guard let name = request.name, request.files.isEmpty, sources.files.isEmpty else {
                session.complain(error, in: sources)
                return 2
            }
            teardown = Teardown(named: name, options: options, now: try session.now())
        }
        func takeDown(_ lab: inout Lab) {
            teardown.run(on: &lab)
            if operands.isEmpty { said.withdraw(from: &lab) }
        }
        if isDryRun {
            try session.read { lab in
                var copy = lab
                takeDown(&copy)
            }
        } else {
            try session.update { takeDown(&$0) }
            session.leavesKernel = true
        }
        session.show(teardown.changes, isDryRun: isDryRun)
        for warning in teardown.warnings { session.warn(warning) }
        return teardown.changes.contains { $0.action == .failed } ? 1 : 0
    }
}

extension Session {
    /// ``now()``, whose refusal is one of the command line's.
    fileprivate func moment() throws(ComposeFailure) -> Timestamp {
        do {
            return try now()
        } catch {
            throw ComposeFailure([SourceError(error.text)])
        }
    }
}
