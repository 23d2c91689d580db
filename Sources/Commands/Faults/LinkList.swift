internal import Lab
internal import Rendering

/// `netsim link ls`.
struct LinkList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "List the links of containers, and what is wrong with them",
        refusals: .own,
        aliases: ["link ls", "link list"],
        details: """
            A link is a veth pair from a container to its network's bridge, or an interface
            on the network's parent. That of a container that does not run is listed only
            where it is down or impaired.
            """
    )

    private var format = ""
    private var quiet = false

    static var flags: [Flag<LinkList>] {
        [
            .ownFormat { $0.format = $1 },
            .bool("quiet", short: "q", "Only display the names of container and network") { $0.quiet = $1 },
        ]
    }

    private static let listing = Listing(
        columns: [
            .init("Bridge", title: "BRIDGE"), .init("Container", title: "CONTAINER"),
            .init("HostInterface", title: "HOST INTERFACE"), .init("Impairment", title: "IMPAIRMENT"),
            .init("Interface", title: "INTERFACE"), .init("Network", title: "NETWORK"), .init("State", title: "STATE"),
        ],
        typeName: "link.Summary",
        defaultTemplate: #"""
            {{.Container}}\t{{.Network}}\t{{.Interface}}\t{{.HostInterface}}\t{{.Bridge}}\t{{.State}}\t{{.Impairment}}
            """#
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let links = try session.read { lab in Self.links(of: lab) }
        if quiet, OutputFormat(format) == .table(template: nil) {
            for link in links { session.print("\(link.container) \(link.network)") }
            return 0
        }
        try session.show(own: links.map(\.row), in: Self.listing, format: format)
        return 0
    }

    private struct Link {
        let container: String
        let network: String
        let row: Listing.Row
    }

    /// By container, then in the order in which it was connected.
    private static func links(of lab: Lab) -> [Link] {
        lab.allContainers.sorted { $0.name < $1.name }.flatMap { container in
            lab.places(of: container).compactMap { place in
                lab.network(place.network).flatMap { link(of: container, on: $0, place, in: lab) }
            }
        }
    }

    private static func link(
        of container: Container,
        on network: Network,
        _ place: Faults.Place,
        in lab: Lab
    ) -> Link? {
        let endpoint = container.attachments.first { $0.networkID == network.id }?.endpoint
        let isDown = lab.faults.isDown(place)
        if endpoint == nil, !isDown, lab.faults.linkImpairments[place] == nil { return nil }
        let row = Listing.Row([
            "Bridge": .string(network.deviceName ?? network.parentName ?? ""),
            "Container": .string(container.name),
            "HostInterface": .string(endpoint?.hostInterface ?? ""),
            "Impairment": .string(lab.faults.impairment(of: place).description),
            "Interface": .string(endpoint?.interface ?? ""),
            "Network": .string(network.name),
            "State": .string(isDown ? "DOWN" : endpoint == nil ? "" : "UP"),
        ])
        return Link(container: container.name, network: network.name, row: row)
    }
}
