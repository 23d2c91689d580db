internal import DockerValues
internal import Lab

/// `netsim rename`.
struct ContainerRename: Command {
    static let synopsis = Synopsis(
        "CONTAINER NEW_NAME",
        .exactly(2),
        "Rename a container",
        aliases: ["container rename", "rename"],
        operands: [.containers, .none]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if operands.contains(where: { $0[...].trimmingWhitespace.isEmpty }) {
            throw CommandFailure("Error: Neither old nor new names may be empty")
        }
        do {
            try session.update { lab in try lab.renameContainer(matching: operands[0], to: operands[1]) }
        } catch let error as LabError {
            session.complain(error)
            throw CommandFailure("Error: failed to rename container named \(operands[0])")
        }
        return 0
    }
}
