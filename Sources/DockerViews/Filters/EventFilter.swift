package import Lab
package import LabStore

/// The filters of `events` (Docker Engine: `daemon/events/filter.go`).
package struct EventFilter: Sendable {
    private static let keys: Set<String> = [
        "config", "container", "daemon", "event", "image", "label", "network", "node", "plugin", "scope", "secret",
        "service", "type", "volume",
    ]

    private let filters: FilterSet

    /// - Throws: `invalidParameter` for an unknown key.
    package init(_ filters: FilterSet) throws(LabError) {
        try filters.checkKeys(Self.keys)
        self.filters = filters
    }

    package func fits(_ event: KeptEvent) -> Bool {
        // An action with its arguments, such as `exec_create: ls`, is found by its name as well.
        let name = event.action.prefix { $0 != ":" }
        guard filters.isExactly("event", event.action) || filters.isExactly("event", String(name)),
            filters.isExactly("type", event.type), filters.isExactly("scope", "local")
        else { return false }
        // A lab has none of these.
        guard ["config", "node", "plugin", "secret", "service", "volume"].allSatisfy({ !filters.contains($0) }) else {
            return false
        }
        return isOf("container", event) && isOf("network", event) && fitsImage(event)
            && filters.fitsLabels(event.attributes)
    }

    /// By the beginning of an identifier or of a name (Docker Engine: `fuzzyMatchName`).
    private func isOf(_ type: String, _ event: KeptEvent) -> Bool {
        guard filters.contains(type) else { return true }
        return event.type == type
            && filters.values(type).contains {
                event.subject.hasPrefix($0) || (event.attributes["name"] ?? "").hasPrefix($0)
            }
    }

    private func fitsImage(_ event: KeptEvent) -> Bool {
        guard filters.contains("image") else { return true }
        let image = event.attributes["image"] ?? event.attributes["name"] ?? ""
        return filters.values("image").contains { image.hasPrefix($0) }
    }
}
