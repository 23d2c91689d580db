internal import Lab

/// `netsim __program`, which a lab's keeper starts for a container whose own command is a real program: runs it, and
/// ends the container with it.
struct KernelProgramRun: Command {
    static let synopsis = Synopsis("CONTAINER", .exactly(1), "Run a container's program", refusals: .own)

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let id = try session.read { lab in try lab.container(matching: operands[0]).id }
        return try KernelProgram.runAttached(as: id, session)
    }
}
