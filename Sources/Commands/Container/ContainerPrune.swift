internal import DockerViews
internal import Lab

/// `netsim container prune`.
struct ContainerPrune: Command {
    static let synopsis = Synopsis("[OPTIONS]", .none, "Remove all stopped containers")

    private var filters = FilterSet()
    private var force = false

    static var flags: [Flag<ContainerPrune>] {
        [
            .filter(short: nil, "Provide filter values (e.g. \"until=<timestamp>\")") {
                try $0.filters.add(parsing: $1)
            },
            .bool("force", short: "f", "Do not prompt for confirmation") { $0.force = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if !force, try !session.confirm("WARNING! This will remove all stopped containers.") { return 0 }
        let now = try session.now()
        let removed = try session.update { lab in
            let filter = try PruneFilter(filters, now: now)
            return lab.pruneContainers { filter.accepts($0) }
        }
        if !removed.isEmpty {
            session.print("Deleted Containers:")
            for id in removed { session.print(id.description) }
            session.print("")
        }
        session.print("Total reclaimed space: 0B")
        return 0
    }
}
