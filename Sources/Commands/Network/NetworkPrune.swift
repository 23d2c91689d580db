internal import DockerViews
internal import Lab

/// `netsim network prune`.
struct NetworkPrune: Command {
    static let synopsis = Synopsis("[OPTIONS]", .none, "Remove all unused networks")

    private var filters = FilterSet()
    private var force = false

    static var flags: [Flag<NetworkPrune>] {
        [
            .filter(short: nil, "Provide filter values (e.g. \"until=<timestamp>\")") {
                try $0.filters.add(parsing: $1)
            },
            .bool("force", short: "f", "Do not prompt for confirmation") { $0.force = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let warning = "WARNING! This will remove all custom networks not used by at least one container."
        if !force, try !session.confirm(warning) { return 0 }
        let now = try session.now()
        let removed = try session.update { lab in
            let filter = try PruneFilter(filters, now: now)
            return lab.pruneNetworks { filter.accepts($0) }
        }
        if !removed.isEmpty {
            session.print("Deleted Networks:")
            removed.forEach(session.print)
            session.print("")
        }
        return 0
    }
}
