internal import DockerViews
internal import Lab
internal import Rendering

/// `netsim ps`.
struct ContainerList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "List containers",
        aliases: ["container ls", "container list", "container ps", "ps"]
    )

    private var all = false
    private var filters = FilterSet()
    private var format = ""
    private var last: Int?
    private var latest = false
    private var noTruncation = false
    private var quiet = false
    private var size = false

    static var flags: [Flag<ContainerList>] {
        [
            .bool("all", short: "a", \.all, "Show all containers (default shows just running)"),
            .filter(\.filters, "Filter output based on conditions provided"),
            .format(\.format),
            .int("last", short: "n", \.last, default: "-1", "Show n last created containers (includes all states)"),
            .bool("latest", short: "l", \.latest, "Show the latest created container (includes all states)"),
            .bool("no-trunc", \.noTruncation, "Don't truncate output"),
            .bool("quiet", short: "q", \.quiet, "Only display container IDs"),
            .bool("size", short: "s", \.size, "Display total file sizes"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let now = try session.now()
        let limit = latest && (last ?? -1) < 0 ? 1 : last
        if quiet, OutputFormat(format) == .table(template: nil) {
            // Without templates, so that a list of thousands is as quick as it looks.
            let ids = try session.read { lab in
                try ContainerFilter.select(lab, filters, all: all, limit: limit).map(\.id)
            }
            for id in ids { session.print(noTruncation ? id.description : id.short) }
            return 0
        }
        let rows = try session.read { lab in
            try ContainerRow.list(lab, at: now, filters: filters, all: all, limit: limit)
        }
        do throws(TemplateError) {
            session.write(
                try ContainerRow.listing(withSize: size).render(
                    rows.map { $0.listed(truncated: !noTruncation) },
                    as: OutputFormat(format)
                )
            )
        } catch {
            let what = error.phase == .parsing ? "failed to parse template" : "failed to execute template"
            throw CommandFailure("\(what): \(error.description)")
        }
        return 0
    }
}
