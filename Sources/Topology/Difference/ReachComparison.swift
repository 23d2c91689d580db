internal import Addressing
internal import Lab
internal import Reachability

/// Compares who reaches whom, by groups that behave alike in both designs: their number, not that of the containers,
/// is what the comparison costs.
struct ReachComparison {
    /// Groups that are in the same classes of both designs.
    private struct Alike {
        var groups: [String]
        let old: [Int]
        let new: [Int]
        /// Containers in the design that has more.
        var count: Int
    }

    private enum End {
        case alike(Alike)
        case host
        case outside

        var names: [String] {
            switch self {
            case .alike(let alike): alike.groups
            case .host: ["host"]
            case .outside: ["outside"]
            }
        }

        func sides(_ isNew: Bool) -> [Side] {
            switch self {
            case .alike(let alike): (isNew ? alike.new : alike.old).map(Side.members)
            case .host: [.host]
            case .outside: [.outside]
            }
        }
    }

    private let designs: (old: Design, new: Design)
    private var old: Reachability
    private var new: Reachability

    init(_ old: Design, _ new: Design) {
        designs = (old, new)
        self.old = Reachability(old.lab)
        self.new = Reachability(new.lab)
    }

    // MARK: - Paths

    mutating func paths() -> [PathChange] {
        let alike = alikes()
        let ends = alike.map(End.alike)
        var changes: [PathChange] = []
        for from in ends + [.host] {
            for to in ends + [.host, .outside] {
                if case .host = from, !Self.isAlike(to) { continue }
                if case .alike(let a) = from, case .alike(let b) = to, a.groups == b.groups, a.count < 2 { continue }
                changes += pathChanges(from, to)
            }
        }
        return changes
    }

    private static func isAlike(_ end: End) -> Bool { if case .alike = end { true } else { false } }

    private mutating func pathChanges(_ from: End, _ to: End) -> [PathChange] {
        let before = best(from, to, isNew: false)
        let after = best(from, to, isNew: true)
        let all = Set(before.keys).union(after.keys)
        // Ping says something of its own only where nothing listens.
        let services = all.contains { $0 != .ping } ? all.filter { $0 != .ping } : all
        var gained: [Service] = []
        var lost: [Service: [Service]] = [:]
        for service in services.sorted() {
            let was = before[service]?.outcome == .reached
            let isNow = after[service]?.outcome == .reached
            if isNow, !was { gained.append(service) }
            if was, !isNow { lost[service] = [service] }
        }
        var changes: [PathChange] = []
        if !gained.isEmpty {
            let verdict = gained.first.flatMap { after[$0] }
            changes.append(change(.gained, from, to, gained, verdict.map(Self.way) ?? ""))
        }
        let reasons = Dictionary(grouping: lost.keys) { after[$0].map(\.reason.rawValue) ?? Self.absence(from, to) }
        for (reason, services) in reasons.sorted(by: { $0.key < $1.key }) {
            changes.append(change(.lost, from, to, services.sorted(), reason))
        }
        return changes
    }

    private func change(
        _ change: Change,
        _ from: End,
        _ to: End,
        _ services: [Service],
        _ reason: String
    ) -> PathChange {
        PathChange(
            change: change,
            from: from.names,
            to: to.names,
            services: services.map(\.description),
            reason: reason
        )
    }

    private static func absence(_ from: End, _ to: End) -> String {
        if case .alike(let alike) = from, alike.new.isEmpty { return "the asker is gone" }
        if case .alike(let alike) = to, alike.new.isEmpty { return "the target is gone" }
        return "nothing listens on the port any more"
    }

    private static func way(_ verdict: Verdict) -> String {
        switch verdict.way {
        case .direct: "directly"
        case .published: "by its published port"
        case .proxied: "through the userland proxy"
        case .local: "in its own stack"
        }
    }

    /// The best that any members of two sides find, by service.
    private mutating func best(_ from: End, _ to: End, isNew: Bool) -> [Service: Verdict] {
        var found: [Service: Verdict] = [:]
        for asker in from.sides(isNew) {
            for target in to.sides(isNew) {
                let answer = isNew ? new.classAnswer(from: asker, to: target) : old.classAnswer(from: asker, to: target)
                for service in answer?.services ?? [] {
                    let verdict = service.best
                    if let known = found[service.service], known.outcome <= verdict.outcome { continue }
                    found[service.service] = verdict
                }
            }
        }
        return found
    }

    /// Groups by the classes that their containers are in.
    private func alikes() -> [Alike] {
        struct Key: Hashable {
            let old: [Int]
            let new: [Int]
        }
        var places: [Key: Int] = [:]
        var alikes: [Alike] = []
        let order = designs.old.order + designs.new.order.filter { designs.old.groups[$0] == nil }
        for group in order {
            let key = Key(
                old: Self.classes(of: group, designs.old, old),
                new: Self.classes(of: group, designs.new, new)
            )
            let count = max(designs.old.groups[group]?.count ?? 0, designs.new.groups[group]?.count ?? 0)
            if let place = places[key] {
                alikes[place].groups.append(group)
                alikes[place].count += count
            } else {
                places[key] = alikes.count
                alikes.append(Alike(groups: [group], old: key.old, new: key.new, count: count))
            }
        }
        return alikes
    }

    private static func classes(of group: String, _ design: Design, _ reach: Reachability) -> [Int] {
        Array(Set((design.groups[group] ?? []).compactMap { reach.classIndex(of: $0.id) })).sorted()
    }

    // MARK: - Exposure

    mutating func exposures() -> [ExposureChange] {
        var changes: [ExposureChange] = []
        for observer in [Party.outside, .host] {
            let before = Self.open(to: observer, designs.old, &old)
            let after = Self.open(to: observer, designs.new, &new)
            changes += Self.changes(.lost, before.subtracting(after))
            changes += Self.changes(.gained, after.subtracting(before))
        }
        return changes
    }

    private struct Opening: Hashable {
        let observer: String
        let address: IPAddress
        let port: UInt16
        let container: String
        let target: ContainerPort
        let origin: String
    }

    private static func open(to observer: Party, _ design: Design, _ reach: inout Reachability) -> Set<Opening> {
        var found: Set<Opening> = []
        for exposure in reach.exposure(to: observer) {
            // That the host reaches every container of its own bridges is no news of a design.
            if observer == .host, exposure.origin == .bridge { continue }
            found.insert(
                Opening(
                    observer: observer == .host ? "host" : "outside",
                    address: exposure.address,
                    port: exposure.port,
                    container: exposure.container.map(design.group) ?? "the host itself",
                    target: exposure.target,
                    origin: exposure.origin.rawValue
                )
            )
        }
        return found
    }

    private static func changes(_ change: Change, _ openings: Set<Opening>) -> [ExposureChange] {
        struct Key: Hashable {
            let port: UInt16
            let container: String
            let target: ContainerPort
            let origin: String
        }
        let grouped = Dictionary(grouping: openings) {
            Key(port: $0.port, container: $0.container, target: $0.target, origin: $0.origin)
        }
        let keys = grouped.keys.sorted {
            ($0.container, $0.target, $0.port, $0.origin) < ($1.container, $1.target, $1.port, $1.origin)
        }
        return keys.map { key in
            let same = grouped[key] ?? []
            return ExposureChange(
                change: change,
                observer: same.first?.observer ?? "",
                addresses: same.map(\.address).sorted().map(\.description),
                port: key.port,
                container: key.container,
                target: key.target.description,
                origin: key.origin
            )
        }
    }
}
