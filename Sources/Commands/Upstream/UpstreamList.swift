internal import Addressing
internal import Lab
internal import Rendering

/// `netsim upstream ls`.
struct UpstreamList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "List the records of the simulated name server outside",
        aliases: ["upstream ls", "upstream list"]
    )

    private var format = ""

    static var flags: [Flag<UpstreamList>] { [.ownFormat { $0.format = $1 }] }

    private static let listing = Listing(
        columns: [
            .init("Data", title: "DATA"), .init("Name", title: "NAME"), .init("TTL", title: "TTL"),
            .init("Type", title: "TYPE"),
        ],
        typeName: "upstream.Record",
        defaultTemplate: #"{{.Name}}\t{{.TTL}}\t{{.Type}}\t{{.Data}}"#
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let upstream = try session.read(\.upstream)
        try session.show(own: upstream.records.map(Self.row), in: Self.listing, format: format)
        if let server = upstream.server {
            session.hint("queries are passed on to \(server.address) port \(server.port); the records rest meanwhile")
        }
        return 0
    }

    private static func row(_ record: Upstream.Record) -> Listing.Row {
        Listing.Row([
            "Data": .string(record.data), "Name": .string(record.name), "TTL": JSONValue(record.ttl),
            "Type": .string(record.type),
        ])
    }
}
