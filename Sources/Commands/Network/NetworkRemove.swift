internal import Lab

/// `netsim network rm`.
struct NetworkRemove: Command {
    static let synopsis = Synopsis(
        "NETWORK [NETWORK...]",
        .atLeast(1),
        "Remove one or more networks",
        aliases: ["network rm", "network remove"],
        operands: [.networks]
    )

    private var force = false

    static var flags: [Flag<NetworkRemove>] {
        [.bool("force", short: "f", "Do not error if the network does not exist") { $0.force = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let outcomes = try session.updateEach(operands) { lab, name in
            try EmptyName.refuseNetwork(name)
            try lab.removeNetwork(matching: name)
        }
        let counted = outcomes.filter { !force || ($0.error as? LabError)?.kind != .notFound }
        if session.report(counted).isEmpty { return 0 }
        // Docker's command line prints its own exit status here.
        session.complain("exit status 1")
        return 1
    }
}
