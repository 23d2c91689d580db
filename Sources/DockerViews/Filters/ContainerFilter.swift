internal import Addressing
package import Lab
internal import Text

/// The filters of `docker ps` (Docker Engine: `foldFilter` and `includeContainerInList`).
package struct ContainerFilter {
    private static let keys: Set<String> = [
        "ancestor", "before", "exited", "expose", "health", "id", "is-task", "isolation", "label", "name", "network",
        "publish", "since", "status", "volume",
    ]

    private let filters: FilterSet
    private let exitCodes: Set<Int>
    private let published: Set<String>
    private let exposed: Set<String>
    private let names: FilterSet.Patterns?
    private let states: FilterSet.Patterns?

    private init(_ filters: FilterSet) throws(LabError) {
        try filters.checkKeys(Self.keys)
        var exitCodes: Set<Int> = []
        for value in filters.values("exited") { exitCodes.insert(try Self.exitCode(value)) }
        for value in filters.values("status") where !Self.knownStates.contains(value) {
            throw LabError(
                .invalidParameter,
                "invalid filter 'status=\(value)'",
                hint: "states are \(Self.knownStates.joined(separator: ", "))"
            )
        }
        let tasks = filters.values("is-task")
        if !tasks.isEmpty, !tasks.contains("true"), !tasks.contains("false") {
            throw LabError(.invalidParameter, "invalid filter 'is-task=[\(tasks.joined(separator: " "))]'")
        }
        for value in filters.values("health") where !["none", "starting", "healthy", "unhealthy"].contains(value) {
            throw LabError(.invalidParameter, "Unrecognised filter value for health: \(value)")
        }
        published = try PortFilter.ports(filters, "publish")
        exposed = try PortFilter.ports(filters, "expose")
        names = filters.patterns("name")
        states = filters.patterns("status")
        self.exitCodes = exitCodes
        self.filters = filters
    }

    /// The containers that `docker ps` lists, newest first.
    ///
    /// - Parameters:
    ///   - all: whether stopped ones are listed too; a `status` filter or a limit implies it.
    ///   - limit: at most so many, of the newest that fit; `nil` or less than 1 for no limit.
    /// - Throws: Docker's refusal of a key or value, or `notFound` for an unknown container in `before` or `since`.
    package static func select(
        _ lab: Lab,
        _ filters: FilterSet,
        all: Bool = false,
        limit: Int? = nil
    ) throws(LabError) -> [Container] {
        let filter = try ContainerFilter(filters)
        // Where several are named the engine goes by one of them; here by the last.
        var before: ContainerID?
        for name in filters.values("before") { before = try Self.container(named: name, lab).id }
        var since: ContainerID?
        for name in filters.values("since") { since = try Self.container(named: name, lab).id }
        let limit = limit.flatMap { $0 > 0 ? $0 : nil }
        let includesStopped = all || limit != nil || filters.contains("status")

        var chosen: [Container] = []
        var isBehind = before == nil
        for container in filter.candidates(lab) {
            if !isBehind {
                isBehind = container.id == before
                continue
            }
            if container.id == since { break }
            guard includesStopped || container.isUp else { continue }
            if let limit, chosen.count == limit { break }
            if filter.accepts(container, lab) { chosen.append(container) }
        }
        return chosen
    }

    /// All containers, newest first; where names or identifiers are asked for, only those that have one of them.
    ///
    /// As in the engine, `before` and `since` then take their place among these alone.
    private func candidates(_ lab: Lab) -> [Container] {
        var candidates = lab.allContainers
        if filters.contains("id") {
            let unique = Set(
                filters.values("id").compactMap { prefix -> ContainerID? in
                    let found = prefix.isEmpty ? [] : candidates.filter { $0.id.hasPrefix(prefix) }
                    return found.count == 1 ? found.first?.id : nil
                }
            )
            candidates.removeAll { !unique.contains($0.id) }
        } else if names != nil {
            candidates.removeAll { !fitsName($0) }
        }
        return candidates.sorted { ($1.created, $1.sequence) < ($0.created, $0.sequence) }
    }

    private func fitsName(_ container: Container) -> Bool {
        guard let names else { return true }
        return names.fit("/" + container.name) || names.fit(container.name)
    }

    private func accepts(_ container: Container, _ lab: Lab) -> Bool {
        guard fitsName(container), filters.fitsLabels(container.config.labels) else { return false }
        if filters.contains("is-task"), filters.values("is-task").contains("true") { return false }
        if !exitCodes.isEmpty {
            let hasRun = !container.isUp && container.startedAt != .never
            guard hasRun, exitCodes.contains(container.exitCode) else { return false }
        }
        guard states?.fit(container.status.rawValue) != false else { return false }
        // netsim's containers have neither health checks nor volumes; isolation is Windows' own.
        guard filters.isExactly("health", "none"), !filters.contains("volume") else { return false }
        return hasAncestor(container) && isOnNetwork(container) && fitsPorts(container, lab)
    }

    private func hasAncestor(_ container: Container) -> Bool {
        guard filters.contains("ancestor") else { return true }
        let id = ImageIdentity.of(container.config.image)
        return filters.values("ancestor").contains { ancestor in
            let digits = ancestor.hasPrefix("sha256:") ? ancestor.dropFirst("sha256:".count) : ancestor[...]
            return ImageIdentity.of(ancestor) == id
                || (digits.count >= 4 && id.dropFirst("sha256:".count).hasPrefix(digits))
        }
    }

    private func isOnNetwork(_ container: Container) -> Bool {
        guard filters.contains("network") else { return true }
        return filters.values("network").contains { wanted in
            container.attachments.contains { $0.network == wanted || $0.networkID?.hasPrefix(wanted) == true }
        }
    }

    private func fitsPorts(_ container: Container, _ lab: Lab) -> Bool {
        guard !published.isEmpty || !exposed.isEmpty else { return true }
        return PortSummary.ports(of: container, in: lab).contains {
            published.contains("\($0.publicPort)/\($0.transport)")
                || exposed.contains("\($0.privatePort)/\($0.transport)")
        }
    }

    private static let knownStates = ["created", "restarting", "running", "removing", "paused", "exited", "dead"]

    private static func exitCode(_ text: String) throws(LabError) -> Int {
        do throws(GoNumberError) {
            return try GoNumber.integer(text)
        } catch {
            throw LabError(.system, "\(error)")
        }
    }

    /// The container of `before` or `since`: by full identifier or name, not by a part of the identifier.
    private static func container(named reference: String, _ lab: Lab) throws(LabError) -> Container {
        let name = reference.hasPrefix("/") ? String(reference.dropFirst()) : reference
        let found = try lab.container(matching: reference)
        if found.name == name || "\(found.id)" == reference || lab.linkNames[name] == found.id { return found }
        throw LabError(.notFound, "No such container: \(reference)", hint: "before and since take a whole name or ID")
    }
}
