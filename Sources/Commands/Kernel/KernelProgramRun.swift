internal import CLinux
internal import Glibc
internal import KernelBackend
internal import Lab

/// `netsim __program`, which a lab's keeper starts for a container whose own command is a real program: runs it, again
/// and again where its restart policy wants that, and ends the container with it.
struct KernelProgramRun: Command {
    static let synopsis = Synopsis("CONTAINER", .exactly(1), "Run a container's program", refusals: .own)

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let id = try session.read { lab in try lab.container(matching: operands[0]).id }
        var delay = RestartDelay()
        var (ran, status): (Int, Int32) = (0, 0)
        while let container = try session.read({ lab in lab.container(id) }) {
            if container.status == .restarting {
                guard try restart(container, after: delay.next(afterRunningFor: ran), session) else { return status }
            } else if !container.isRunning {
                return status
            }
            let begin = netsim_monotonic()
            status = try KernelProgram.runAttached(as: id, session)
            ran = Int((netsim_monotonic() - begin) / 1_000_000)
            guard try session.read({ lab in lab.container(id)?.status == .restarting }) else { return status }
        }
        return status
    }

    /// Has the keeper start a container after some time. It ends this process where the container is stopped meanwhile.
    ///
    /// - Parameter delay: in milliseconds.
    private func restart(_ container: Container, after delay: Int, _ session: Session) throws -> Bool {
        let registry = KernelRegistry(home: try session.home(), lab: session.labName)
        // Should this process be killed, or the restart fail, the keeper has the container wait no longer.
        let hold = try? registry.hold(ProgramRun(container.id, start: container.startedAt))
        defer { withExtendedLifetime(hold) {} }
        // Its network goes at once.
        do { try session.followInKernel() } catch { session.complain(of: error) }
        usleep(UInt32(clamping: delay) * 1_000)
        let isDone = try session.askKeeper("restart \(container.id)", registry).isDone
        hold?.end()
        return isDone
    }
}
