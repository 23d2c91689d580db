package import Lab
package import Rendering

/// A line of `docker network ls`.
package struct NetworkRow: Sendable {
    private let network: Network

    package init(_ network: Network) {
        self.network = network
    }

    /// All networks that the filters accept, sorted by name as a person would.
    ///
    /// - Throws: Docker's refusal of an unknown key or value.
    package static func list(_ lab: Lab, filters: FilterSet = FilterSet()) throws(LabError) -> [NetworkRow] {
        try NetworkFilter.select(lab, filters)
            .sorted { NaturalOrder.precedes($0.name, $1.name) }
            .map { NetworkRow($0) }
    }

    package var id: NetworkID { network.id }
    /// For `{{.Label "key"}}`.
    package var labels: [String: String] { network.labels }

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

    /// The columns of the default table.
    package static let defaultColumns = ["ID", "Name", "Driver", "Scope"]

    /// Column headings by field.
    package static let headings: JSONObject = [
        "CreatedAt": "CREATED AT", "Driver": "DRIVER", "ID": "NETWORK ID", "IPv4": "IPV4", "IPv6": "IPV6",
        "Internal": "INTERNAL", "Labels": "LABELS", "Name": "NAME", "Scope": "SCOPE",
    ]
}
