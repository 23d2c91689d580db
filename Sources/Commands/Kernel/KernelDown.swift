internal import CLinux
internal import Glibc
internal import KernelBackend

/// `netsim kernel down`.
struct KernelDown: Command {
    static let synopsis = Synopsis(
        "",
        .none,
        "Take the lab out of the kernel, and end the programs that run in it",
        refusals: .own
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let registry = KernelRegistry(home: try session.home(), lab: session.labName)
        switch registry.state() {
        case .down: throw CommandFailure("netsim: lab \(session.labName) is not in the kernel")
        case .busy: throw CommandFailure("netsim: lab \(session.labName) is being made or taken down")
        case .leftBehind:
            throw CommandFailure(
                "netsim: the keeper of lab \(session.labName) was killed",
                hint: "netsim doctor --fix cleans up what it left"
            )
        case .up(let record): return try Self.end(record, registry, session)
        }
    }

    /// Ends the lab's programs and its keeper, waits until they have, and says so.
    ///
    /// - Returns: 1 where a program does not end.
    static func end(_ record: KernelRecord, _ registry: KernelRegistry, _ session: Session) throws -> Int32 {
        if record.holdsThisProcess { throw Self.isWithin(registry.lab, "take it out of the kernel") }
        let (ended, stubborn) = try end(record, registry)
        for program in stubborn { session.complain("netsim: \(program) does not end") }
        let words = ended == 0 ? "" : ", and \(ended) program\(ended == 1 ? "" : "s") ended"
        session.print("lab \(registry.lab) is out of the kernel\(words)")
        return stubborn.isEmpty ? 0 : 1
    }

    /// Why a lab's own programs cannot end it.
    static func isWithin(_ lab: String, _ attempt: String) -> CommandFailure {
        CommandFailure(
            """
            netsim: this netsim runs in lab \(lab) itself, and would end halfway
            netsim: to \(attempt), run it in a shell outside of the lab's containers
            """
        )
    }

    /// Whose record it is, is whose programs it may name: another user's could name any.
    static func refuseForeign(_ registry: KernelRegistry, _ attempt: String) throws(CommandFailure) {
        guard let owner = registry.foreignOwner else { return }
        throw CommandFailure(
            "netsim: cannot \(attempt): the record of lab \(registry.lab) in the kernel is user \(owner)'s",
            hint: "run netsim as that user"
        )
    }

    private static func isKept(_ registry: KernelRegistry) -> Bool {
        switch registry.state() {
        case .up, .busy: true
        case .down, .leftBehind: false
        }
    }

    /// - Returns: how many programs were ended with the lab, and those that do not end.
    static func end(
        _ record: KernelRecord,
        _ registry: KernelRegistry
    ) throws -> (ended: Int, stubborn: [Leftovers.Program]) {
        try refuseForeign(registry, "end its programs")
        // The keeper ends them; where it cannot any more, it is done here.
        let programs = Leftovers.find(record)
        guard ProcessFacts.started(record.process) == record.started else {
            throw CommandFailure("netsim: process \(record.process) is not the keeper of lab \(registry.lab)")
        }
        for (signal, tries) in [(SIGTERM, 200), (SIGKILL, 100)] {
            let status = netsim_send_signal(Int64(record.process), signal)
            if status < 0, status != -ESRCH {
                throw CommandFailure(
                    "netsim: cannot end process \(record.process), which keeps the lab: \(SystemError(number: -status))"
                )
            }
            for _ in 0..<tries {
                if ProcessFacts.started(record.process) == record.started, isKept(registry) {
                    usleep(20_000)
                    continue
                }
                let stubborn = programs.end()
                if case .leftBehind = registry.state() {
                    // A keeper that had to be killed did not.
                    record.uplink?.remove()
                    registry.forget()
                }
                return (programs.programs.count - stubborn.count, stubborn)
            }
        }
        throw CommandFailure("netsim: process \(record.process), which keeps the lab, does not end")
    }
}
