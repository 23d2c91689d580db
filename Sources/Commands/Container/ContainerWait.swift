internal import Glibc
internal import Lab

/// `netsim wait`.
struct ContainerWait: Command {
    static let synopsis = Synopsis(
        "CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Block until one or more containers stop, then print their exit codes",
        aliases: ["container wait", "wait"],
        operands: [.runningContainers]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var status: Int32 = 0
        for name in operands {
            do {
                try EmptyName.refuseContainer(name)
                session.print("\(try exitCode(of: name, session))")
                try session.flush()
            } catch {
                session.complain(of: error)
                status = 1
            }
        }
        return status
    }

    /// Looks again and again, for another command ends the container, until it is down or gone.
    private func exitCode(of name: String, _ session: Session) throws -> Int {
        let id = try session.read { lab in try lab.container(matching: name).id }
        var last = 0
        while true {
            guard let container = try session.read({ lab in lab.container(id) }) else { return last }
            if !container.isRunning { return container.exitCode }
            last = container.exitCode
            usleep(100_000)
        }
    }
}
