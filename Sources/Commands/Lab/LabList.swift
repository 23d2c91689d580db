internal import Lab
internal import LabStore
internal import Rendering

/// `netsim lab ls`.
struct LabList: Command {
    static let synopsis = Synopsis("[OPTIONS]", .none, "List labs", aliases: ["lab ls", "lab list"])

    private var format = ""
    private var quiet = false

    static var flags: [Flag<LabList>] {
        [.ownFormat { $0.format = $1 }, .bool("quiet", short: "q", "Only display names") { $0.quiet = $1 }]
    }

    private static let listing = Listing(
        columns: [
            .init("Containers", title: "CONTAINERS"), .init("Name", title: "NAME"),
            .init("Networks", title: "NETWORKS"),
            .init("Running", title: "RUNNING"),
        ],
        typeName: "lab.Summary",
        defaultTemplate: #"{{.Name}}\t{{.Networks}}\t{{.Containers}}\t{{.Running}}"#
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let home = try session.home()
        let names = try LabStore.labs(home: home)
        if quiet, format.isEmpty {
            names.forEach(session.print)
            return 0
        }
        var status: Int32 = 0
        var rows: [Listing.Row] = []
        for name in names {
            do {
                rows.append(try row(name, home))
            } catch {
                // One lab that cannot be read hides no other.
                session.complain("netsim: \(error)")
                status = 1
            }
        }
        try session.show(own: rows, in: Self.listing, format: format)
        return status
    }

    private func row(_ name: String, _ home: String) throws -> Listing.Row {
        try LabStore(home: home, lab: name).read { lab in
            Listing.Row([
                "Containers": JSONValue(lab.containerCount),
                "Name": .string(name),
                "Networks": JSONValue(lab.networkCount),
                "Running": JSONValue(lab.allContainers.count(where: \.isRunning)),
            ])
        }
    }
}
