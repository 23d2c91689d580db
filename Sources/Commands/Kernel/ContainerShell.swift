internal import Lab

/// `netsim shell`.
struct ContainerShell: Command {
    static let synopsis = Synopsis(
        "CONTAINER",
        .exactly(1),
        "Open a shell of this machine in a container that is in the kernel",
        details: """
            The shell is $SHELL, else /bin/sh. It sees the container's network, names and hostname,
            and else the machine's files: what it writes goes to a layer of the container's own, and
            is gone with the container. It is no sandbox: see "netsim kernel exec --help".
            """,
        operands: [.runningContainers]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let id = try session.read { lab in
            let id = try lab.container(matching: operands[0]).id
            _ = try lab.checkExec(in: operands[0])
            return id
        }
        guard try session.usesKernel() else {
            throw CommandFailure(
                "netsim: lab \(session.labName) is not in the kernel, and a simulated container has no shell",
                hint: "netsim kernel up makes it there; netsim exec \(operands[0]) ping … runs a simulated tool"
            )
        }
        let shell = session.surroundings.environment("SHELL").flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh"
        return try KernelProgram.run([shell], in: id, session)
    }
}
