internal import DockerViews
internal import Lab
internal import Rendering

/// `netsim network ls`.
struct NetworkList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "List networks",
        aliases: ["network ls", "network list"]
    )

    private var filters = FilterSet()
    private var format = ""
    private var noTruncation = false
    private var quiet = false

    static var flags: [Flag<NetworkList>] {
        [
            .filter("Provide filter values (e.g. \"driver=bridge\")") { try $0.filters.add(parsing: $1) },
            .format { $0.format = $1 },
            .bool("no-trunc", "Do not truncate the output") { $0.noTruncation = $1 },
            .bool("quiet", short: "q", "Only display network IDs") { $0.quiet = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let rows = try session.read { lab in try NetworkRow.list(lab, filters: filters) }
        if quiet, OutputFormat(format) == .table(template: nil) {
            for row in rows { session.print(noTruncation ? row.id.description : row.id.short) }
            return 0
        }
        let isPlain = OutputFormat(format) == .table(template: nil)
        let listed = rows.map { row in
            isPlain ? row.listedBriefly(truncated: !noTruncation) : row.listed(truncated: !noTruncation)
        }
        try session.show(listed, in: NetworkRow.listing, format: format)
        return 0
    }
}
