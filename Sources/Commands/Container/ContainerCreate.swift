internal import Lab

/// `netsim container create`, and `netsim create` where its arguments speak of a container.
struct ContainerCreate: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        .atLeast(1),
        "Create a new container",
        mode: .untilFirstOperand,
        refusals: .create,
        aliases: ["container create", "create"]
    )

    private var options = ContainerOptions()

    static var flags: [Flag<ContainerCreate>] { ContainerOptions.flags.map { $0.within(\.options) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let creation = try ContainerCreation(options, operands, in: session)
        let created = try creation.perform { spec, now in
            try session.update { lab in try lab.createContainer(spec, at: now) }
        }
        session.print(created.id.description)
        return 0
    }
}
