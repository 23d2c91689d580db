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
            .filter(\.filters, "Provide filter values (e.g. \"driver=bridge\")"),
            .format(\.format),
            .bool("no-trunc", \.noTruncation, "Do not truncate the output"),
            .bool("quiet", short: "q", \.quiet, "Only display network IDs"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let rows = try session.read { lab in try NetworkRow.list(lab, filters: filters) }
        if quiet, OutputFormat(format) == .table(template: nil) {
            for row in rows { session.print(noTruncation ? row.id.description : row.id.short) }
            return 0
        }
        do throws(TemplateError) {
            session.write(
                try NetworkRow.listing.render(
                    rows.map { $0.listed(truncated: !noTruncation) },
                    as: OutputFormat(format)
                )
            )
        } catch {
            throw CommandFailure(error.dockerMessage)
        }
        return 0
    }
}
