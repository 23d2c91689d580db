internal import DockerViews
internal import Lab

/// `netsim port`.
struct ContainerPortList: Command {
    static let synopsis = Synopsis(
        "CONTAINER [PRIVATE_PORT[/PROTO]]",
        .between(1, 2),
        "List port mappings or a specific mapping for the container",
        aliases: ["container port", "port"],
        operands: [.containers, .none]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try EmptyName.refuseContainer(operands[0])
        let lines = try session.read { lab in
            let container = try lab.container(matching: operands[0])
            guard operands.count == 2 else { return PortLines.all(of: container, in: lab) }
            do throws(PortLines.Refusal) {
                return try PortLines.addresses(of: operands[1], container, named: operands[0], in: lab)
            } catch {
                throw CommandFailure("Error: \(error.description)")
            }
        }
        lines.forEach(session.print)
        return 0
    }
}
