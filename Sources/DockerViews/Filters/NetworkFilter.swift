package import Lab

/// The filters of `network ls` (Docker Engine: `FilterNetworks`).
package enum NetworkFilter {
    private static let keys: Set<String> = ["dangling", "driver", "id", "label", "name", "scope", "type"]

    /// The networks that the filters accept, by name.
    ///
    /// - Throws: `invalidParameter` for an unknown key or value; `system` for an unknown `type`, as the engine does.
    package static func select(_ lab: Lab, _ filters: FilterSet) throws(LabError) -> [Network] {
        try filters.checkKeys(keys, as: lab.engine)
        let wantsDangling = try dangling(filters)
        for value in filters.values("type") where value != "builtin" && value != "custom" {
            throw LabError(.system, "invalid filter: 'type'='\(value)'", hint: "types are builtin and custom")
        }
        let names = filters.patterns("name")
        let ids = filters.patterns("id")
        return lab.allNetworks.filter { network in
            filters.isExactly("driver", network.driverName) && filters.isExactly("scope", network.scope)
                && filters.isExactly("type", network.isPredefined ? "builtin" : "custom")
                && filters.fitsLabels(network.labels)
                && names?.fit(network.name) != false && ids?.fit("\(network.id)") != false
                && (wantsDangling.map { $0 == isDangling(network, lab.engine) } ?? true)
        }
    }

    /// Made by a user, and without a running container; older engines looked before they knew of any.
    private static func isDangling(_ network: Network, _ engine: EngineSettings) -> Bool {
        !network.isPredefined && (network.members.isEmpty || !engine.has(.danglingFilter))
    }

    private static func dangling(_ filters: FilterSet) throws(LabError) -> Bool? {
        let values = filters.values("dangling")
        guard let value = values.first else { return nil }
        if values.count > 1 {
            throw LabError(.invalidParameter, #"got more than one value for filter key "dangling""#)
        }
        switch value {
        case "1", "true": return true
        case "0", "false": return false
        default:
            throw LabError(
                .invalidParameter,
                #"invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")"#
            )
        }
    }
}
