internal import KernelBackend
internal import LabStore

/// `netsim lab rm`.
struct LabRemove: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] LAB [LAB...]",
        .atLeast(1),
        "Remove labs with all that is in them",
        aliases: ["lab rm", "lab remove"],
        operands: [.labs]
    )

    private var force = false

    static var flags: [Flag<LabRemove>] {
        [.bool("force", short: "f", "Do not error if the lab does not exist") { $0.force = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let home = try session.home()
        var status: Int32 = 0
        for name in operands {
            let registry = KernelRegistry(home: home, lab: name)
            if case .up(let record) = registry.state() {
                status = max(status, try KernelDown.end(record, registry, session))
            }
            registry.forgetLogs()
            do throws(StoreError) {
                try LabStore.remove(home: home, lab: name)
                session.print(name)
            } catch {
                if force, error.code == .notFound { continue }
                session.complain("netsim: \(error)")
                status = 1
            }
        }
        return status
    }
}
