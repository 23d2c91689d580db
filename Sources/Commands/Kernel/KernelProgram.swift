internal import ContainerTools
internal import Glibc
internal import KernelBackend
internal import Lab
internal import Netlink

/// Runs real programs of this machine in a container's namespaces.
enum KernelProgram {
    /// Marks containers whose own command is such a program, by how it runs.
    static let label = KernelService.programLabel

    /// The label's values.
    private enum Kind: String {
        case attached, detached
        /// Tools of the simulation, which are busybox's where the container has those.
        case attachedTool = "attached tool"
        case detachedTool = "detached tool"

        var isTool: Bool { self == .attachedTool || self == .detachedTool }
        var isAttached: Bool { self == .attached || self == .attachedTool }
    }

    /// The label of a container whose own command is a program.
    ///
    /// - Parameter isTool: whether it is a tool that the simulation has as well.
    static func mark(isDetached: Bool, isTool: Bool) -> String {
        let kind: Kind = isDetached ? (isTool ? .detachedTool : .detached) : (isTool ? .attachedTool : .attached)
        return "\(label)=\(kind.rawValue)"
    }

    /// Whether a running container's program is the keeper's to start: not where a person's terminal has it, as at the
    /// first start of one that is not detached. That sees the first run alone.
    static func isForKeeper(_ container: Container) -> Bool {
        guard container.isUp, let kind = container.config.labels[label].flatMap(Kind.init(rawValue:)) else {
            return false
        }
        if container.status == .restarting { return true }
        return !kind.isAttached || container.startedAt != container.created
    }

    /// Replaces the process by a program in a container; in a batch, which goes on, runs it to its end.
    ///
    /// - Parameter variables: added to the environment, as `NAME=VALUE`.
    /// - Returns: the program's exit status.
    static func run(
        _ program: [String],
        in id: ContainerID,
        variables: [String] = [],
        _ session: Session
    ) throws -> Int32 {
        var record = try session.kernelRecord()
        if !record.members.contains(where: { $0.container == id }) {
            // Another command may have started it just now.
            record = try session.freshKernelRecord()
        }
        guard let member = record.members.first(where: { $0.container == id }) else {
            throw CommandFailure("netsim: container \(id) has no namespace in the kernel", status: 125)
        }
        try session.flush()
        if session.goesOn {
            let words = try waited(session) + ["\(id)", "--"] + program
            return try KeeperProcess.runAttached(words, environment: environment(adding: variables))
        }
        let files = try session.read { lab in Self.files(of: try lab.container(matching: "\(id)"), lab) }
        try replace(program, record, record.spaces[member.space], .container(id), files, variables, session)
    }

    /// Starts a program in a container, and neither waits for it nor hears of it again.
    ///
    /// - Throws: where there is no such program: nobody would hear of it later.
    static func start(_ program: [String], in id: ContainerID, variables: [String], _ session: Session) throws {
        _ = try session.kernelRecord()
        try ProgramSearch.check(program, path: session.surroundings.environment("PATH"))
        let words = try prefix(session) + ["--backend", "kernel", "exec"] + variables.flatMap { ["--env", $0] }
        KeeperProcess.start(words + ["\(id)", "--"] + program, log: "/dev/null")
    }

    /// Replaces the process by a program at the simulated host, or the router or client outside.
    static func run(_ program: [String], at place: String, _ session: Session) throws -> Int32 {
        let record = try session.kernelRecord()
        try session.flush()
        if session.goesOn {
            let words = try waited(session) + ["--at", place, "--"] + program
            return try KeeperProcess.runAttached(words, environment: environment(adding: []))
        }
        let (space, files) = try outside(place, record, session)
        try replace(program, record, space, .place(place), files, [], session)
    }

    /// A place that is no container's, and what programs see there.
    static func outside(
        _ place: String,
        _ record: KernelRecord,
        _ session: Session
    ) throws -> (KernelRecord.Space, LabEntrance.Files) {
        guard ["host", "router", "client"].contains(place),
            let space = record.spaces.first(where: { $0.name == "netsim-\(place)" })
        else { throw CommandFailure("netsim: there is no \(place) in the kernel", status: 125) }
        let files = try session.read { lab in
            LabEntrance.Files(
                hostName: place == "host" ? lab.host.hostname : place,
                hosts: lab.host.hostsFile,
                resolver: lab.host.nameservers.map { "nameserver \($0)\n" }.joined()
            )
        }
        return (space, files)
    }

    /// A tool of the simulation as the machine has it: busybox's where the container has those, and the machine too.
    static func tool(_ command: [String], in id: ContainerID, variables: [String], _ session: Session) throws
        -> [String]
    {
        guard let name = command.first, let container = try session.read({ lab in lab.container(id) }),
            ToolFlavor.isBusybox(name, in: container, variables: variables), hasBusybox(session)
        else { return command }
        return ["busybox"] + command
    }

    private static func hasBusybox(_ session: Session) -> Bool {
        let folders = session.surroundings.environment("PATH") ?? ""
        return folders.split(separator: ":").contains { access("\($0)/busybox", X_OK) == 0 }
    }

    /// Runs a container's own program to its end, with this process's streams, and ends the container with it, or has
    /// it wait for its restart.
    static func runAttached(as id: ContainerID, _ session: Session) throws -> Int32 {
        // Should this process be killed, or not come to the program, the keeper ends the container; where that cannot be,
        // all else goes on.
        let registry = KernelRegistry(home: try session.home(), lab: session.labName)
        let started = try session.read { lab in lab.container(id)?.startedAt }
        let hold = try? registry.hold(ProgramRun(id, start: started ?? .never))
        defer { withExtendedLifetime(hold) {} }
        _ = try session.kernelRecord()
        try session.flush()
        guard let config = try session.read({ lab in lab.container(id)?.config }) else {
            hold?.end()
            return 0
        }
        var program = (config.entrypoint ?? []) + config.command
        if config.labels[label].flatMap(Kind.init(rawValue:))?.isTool == true {
            program = try tool(program, in: id, variables: [], session)
        }
        let words = try waited(session) + ["\(id)", "--"] + program
        let status = try KeeperProcess.runAttached(words, environment: environment(adding: config.environment))
        // The lab may have been taken out of the kernel meanwhile: it is not to go back there.
        session.options.backend = nil
        session.beginCommand()
        let now = try session.now()
        // Only a keeper starts containers again.
        var isKept = false
        if case .up = registry.state() { isKept = true }
        try session.update { lab in
            // Who stopped it, or started it again, has said what became of it.
            guard let container = lab.container(id), container.startedAt == started else { return }
            if isKept {
                try lab.finishOrRestartContainer(matching: "\(id)", exitCode: Int(status), at: now)
            } else {
                try lab.finishContainer(matching: "\(id)", exitCode: Int(status), at: now)
            }
        }
        hold?.end()
        return status
    }

    /// The words of a netsim that becomes a program for this process, and ends with it: the container and what it runs
    /// are to follow.
    private static func waited(_ session: Session) throws -> [String] {
        try prefix(session) + ["kernel", "exec", "--parent", "\(KeeperProcess.own)"]
    }

    /// The words that lead another netsim to this one's lab.
    private static func prefix(_ session: Session) throws -> [String] {
        ["--home", try session.home(), "--lab", session.labName]
    }

    static func files(of container: Container, _ lab: Lab) -> LabEntrance.Files {
        LabEntrance.Files(
            hostName: lab.visibleHostname(of: container),
            hosts: lab.hostsFile(of: container),
            resolver: lab.resolverConfiguration(of: container).file
        )
    }

    /// Replaces the process by a program in one of a lab's namespaces.
    static func replace(
        _ program: [String],
        _ record: KernelRecord,
        _ space: KernelRecord.Space,
        _ owner: ContainerLayers.Owner,
        _ files: LabEntrance.Files,
        _ variables: [String] = [],
        _ session: Session,
        parent: Int32? = nil
    ) throws -> Never {
        guard let name = program.first else { throw CommandFailure("netsim: no program is named", status: 125) }
        let registry = KernelRegistry(home: try session.home(), lab: session.labName)
        do {
            let layer = try Self.layer(of: owner, registry)
            try LabEntrance(record)
                .execute(
                    program,
                    in: space,
                    layer: layer,
                    files: files,
                    environment: environment(adding: variables),
                    parent: parent
                )
        } catch let error as NetlinkError {
            // As Docker and shells have it: 127 for what is not there, 126 for what cannot be run.
            if case .system(let attempt, let number) = error, attempt == "run \(name)" {
                throw CommandFailure("netsim: \(error)", status: number == ENOENT ? 127 : 126)
            }
            throw CommandFailure("netsim: \(error)", status: 125)
        }
    }

    /// Where the files are that an owner's programs see.
    private static func layer(of owner: ContainerLayers.Owner, _ registry: KernelRegistry) throws -> LayerAddress {
        switch try registry.layer(of: owner) {
        case .there(let layer): return layer
        case .refused(let words): throw CommandFailure("netsim: \(words)", status: 125)
        }
    }

    /// This process's variables, with some of them replaced.
    static func environment(adding variables: [String]) -> [String] {
        let names = Set(variables.map { $0.prefix { $0 != "=" } })
        var all: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !names.contains(text.prefix { $0 != "=" }) { all.append(text) }
            next = next.successor()
        }
        return all + variables.filter { $0.contains("=") }
    }
}
