package import Lab

/// The filters of `network prune` and `container prune`: `label`, `label!` and `until`.
package struct PruneFilter: Sendable {
    private let filters: FilterSet
    /// Only what was made at or before this moment is removed.
    private let until: Timestamp?

    /// - Parameter now: what an `until` that is a length of time is counted back from.
    /// - Throws: `invalidParameter` for an unknown key or a moment that cannot be read.
    package init(_ filters: FilterSet, now: Timestamp) throws(LabError) {
        try filters.checkKeys(["label", "label!", "until"])
        let moments = filters.values("until")
        if moments.count > 1 { throw LabError(.invalidParameter, "more than one until filter specified") }
        if let text = moments.first {
            do {
                until = try GoMoment.parse(text, now: now)
            } catch {
                throw LabError(.invalidParameter, error.description)
            }
        } else {
            until = nil
        }
        self.filters = filters
    }

    package func accepts(_ network: Network) -> Bool {
        accepts(created: network.created, network.labels)
    }

    package func accepts(_ container: Container) -> Bool {
        accepts(created: container.created, container.config.labels)
    }

    private func accepts(created: Timestamp, _ labels: [String: String]) -> Bool {
        if let until, created > until { return false }
        if filters.contains("label!"), filters.fitsLabels(labels, key: "label!") { return false }
        return filters.fitsLabels(labels)
    }
}
