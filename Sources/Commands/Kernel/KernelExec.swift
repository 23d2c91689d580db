internal import KernelBackend
internal import Lab

/// `netsim kernel exec`.
struct KernelExec: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER PROGRAM [ARG...]",
        .atLeast(1),
        "Run a program of this machine in a container's namespace in the kernel",
        mode: .untilFirstOperand,
        refusals: .run,
        details: """
            The program sees the container's network, /etc/hosts, /etc/resolv.conf and hostname,
            and else the machine's files. What it writes or removes goes to a layer of the
            container's own, which is gone with the container; where the kernel has no overlayfs,
            files are read-only. It is no sandbox: the program runs as you, and the machine's
            processes and devices are within its reach.

            With --at host, router or client it runs there, and no container is named.
            """,
        operands: [.runningContainers, .none]
    )

    private var place = ""
    private var parent: Int?

    static var flags: [Flag<KernelExec>] {
        [
            .string("at", "Run at the simulated host, router or client outside: host, router, client") { $0.place = $1 }
                .completing(.words(["host", "router", "client"])),
            .int("parent", "End with the process that waits for the program") { $0.parent = $1 }.hidden,
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let record = try session.recordInKernel(status: 125)
        var (space, owner, files, program) = try target(operands, record, session)
        // `exec web -- dig db` is how people set a program apart.
        if program.first == "--" { program.removeFirst() }
        try session.flush()
        let parent = parent.flatMap { Int32(exactly: $0) }
        try KernelProgram.replace(program, record, space, owner, files, [], session, parent: parent)
    }

    private func target(
        _ operands: [String],
        _ record: KernelRecord,
        _ session: Session
    ) throws -> (KernelRecord.Space, ContainerLayers.Owner, LabEntrance.Files, [String]) {
        if !place.isEmpty {
            let (space, files) = try KernelProgram.outside(place, record, session)
            return (space, .place(place), files, operands)
        }
        let name = operands[0]
        let (id, files) = try session.read { lab in
            let container = try lab.container(matching: name)
            return (container.id, KernelProgram.files(of: container, lab))
        }
        guard let member = record.members.first(where: { $0.container == id }) else {
            throw CommandFailure("netsim: container \(name) was not running when the lab was made", status: 125)
        }
        return (record.spaces[member.space], .container(id), files, Array(operands.dropFirst()))
    }
}
