internal import KernelBackend

/// `netsim doctor`.
struct Doctor: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Find, and with --fix clean up, what a killed netsim left in the kernel",
        refusals: .own
    )

    private var fixes = false

    static var flags: [Flag<Doctor>] {
        [.bool("fix", "End the programs that are left, and forget their labs") { $0.fixes = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let home = try session.home()
        var (found, left) = (0, 0)
        for lab in KernelRegistry.labs(home: home) {
            let registry = KernelRegistry(home: home, lab: lab)
            guard case .leftBehind(let record) = registry.state() else { continue }
            found += 1
            let leftovers = record.map { Leftovers.find($0) }
            session.print("lab \(lab): its keeper\(record.map { ", process \($0.process)," } ?? "") was killed")
            for program in leftovers?.programs ?? [] { session.print("lab \(lab): \(program) still runs in it") }
            if let uplink = record?.uplink {
                session.print("lab \(lab): the machine still has its uplink \(uplink.name)")
                if fixes { uplink.remove() }
            }
            guard fixes else {
                left += 1
                continue
            }
            let stubborn = leftovers?.end() ?? []
            for program in stubborn { session.complain("netsim: \(program) does not end") }
            if stubborn.isEmpty {
                registry.forget()
                session.print("lab \(lab): cleaned up")
            } else {
                left += 1
            }
        }
        if found == 0 { session.print("nothing is left of labs in the kernel") }
        if left > 0, !fixes { session.hint("netsim doctor --fix cleans up") }
        return left == 0 ? 0 : 1
    }
}
