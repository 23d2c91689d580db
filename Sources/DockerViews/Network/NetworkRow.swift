package import Lab
package import Rendering

/// A line of `docker network ls`.
package struct NetworkRow: Sendable {
    private let network: Network

    package init(_ network: Network) {
        self.network = network
    }

    package var id: NetworkID { network.id }

    /// Every field that a template may name, keys in byte order as `--format json` prints them; all are texts.
    package func fields(truncated: Bool = true) -> JSONObject {
        [
            "CreatedAt": .string(GoTime.string(network.created)),
            "Driver": .string(network.driverName),
            "ID": .string(truncated ? network.id.short : "\(network.id)"),
            "IPv4": .string(String(network.enableIPv4)),
            "IPv6": .string(String(network.enableIPv6)),
            "Internal": .string(String(network.isInternal)),
            "Labels": .string(TableText.labels(network.labels)),
            "Name": .string(network.name),
            "Scope": .string(network.scope),
        ]
    }

    /// The row for ``listing``.
    package func listed(truncated: Bool = true) -> Listing.Row {
        Listing.Row(fields(truncated: truncated), labels: network.labels)
    }

    /// The row for the default table of ``listing``, which shows four fields.
    package func listedBriefly(truncated: Bool = true) -> Listing.Row {
        Listing.Row([
            "ID": .string(truncated ? network.id.short : "\(network.id)"),
            "Name": .string(network.name),
            "Driver": .string(network.driverName),
            "Scope": .string(network.scope),
        ])
    }

    /// The columns of `docker network ls`, and its default table.
    package static let listing = Listing(
        columns: [
            .init("CreatedAt", title: "CREATED AT"), .init("Driver", title: "DRIVER"), .init("ID", title: "NETWORK ID"),
            .init("IPv4", title: "IPV4"), .init("IPv6", title: "IPV6"), .init("Internal", title: "INTERNAL"),
            .init("Labels", title: "LABELS"), .init("Name", title: "NAME"), .init("Scope", title: "SCOPE"),
        ],
        typeName: "network.networkContext",
        defaultTemplate: #"{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}"#,
        hasLabels: true
    )
}
