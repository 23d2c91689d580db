internal import Lab

/// `netsim rm`.
struct ContainerRemove: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Remove one or more containers",
        aliases: ["container rm", "container remove", "rm"],
        operands: [.containers]
    )

    private var force = false
    private var link = false

    static var flags: [Flag<ContainerRemove>] {
        [
            .bool("force", short: "f", "Force the removal of a running container (uses SIGKILL)") { $0.force = $1 },
            .bool("link", short: "l", "Remove the specified link") { $0.link = $1 },
            .silent("volumes", short: "v", as: nil, "Remove anonymous volumes associated with the container"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let now = try session.now()
        let outcomes = try session.updateEach(operands) { lab, name in
            // Docker drops slashes at either end.
            let reference = String(name.drop { $0 == "/" }.reversed().drop { $0 == "/" }.reversed())
            if reference.isEmpty { throw CommandFailure("container name cannot be empty") }
            if link {
                try lab.removeLink(reference)
            } else {
                try lab.removeContainer(matching: reference, force: force, at: now)
            }
        }
        var status: Int32 = 0
        for outcome in outcomes {
            guard let error = outcome.error else {
                session.print(outcome.name)
                continue
            }
            session.complain(of: error)
            // With -f a container that is not there is as good as removed.
            if !force || (error as? LabError)?.kind != .notFound { status = 1 }
        }
        return status
    }
}
