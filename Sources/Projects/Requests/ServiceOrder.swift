public import Compose
internal import YAML

/// The order in which Compose visits services, to create them and again to start them: a service follows all that it
/// depends on, and of several that could be next the one with the smallest name is
/// (docker/compose: `visitInDependencyOrder`).
///
/// What a service depends on are its `depends_on`, the services that it links to and the one whose stack it joins
/// (compose-go: `Normalize`). Services on a cycle, and those behind it, come last, by name.
public enum ServiceOrder {
    /// Positions in `services`, in order.
    public static func positions(of services: [ComposeService]) -> [Int] {
        let byName = services.indices.sorted { precedes(services[$0].name, services[$1].name) }
        var rank = [Int](repeating: 0, count: services.count)
        for (place, position) in byName.enumerated() { rank[position] = place }

        let dependencies = positionsOfDependencies(services)
        var missing = dependencies.map(\.count)
        var dependents = [[Int]](repeating: [], count: services.count)
        for (position, targets) in dependencies.enumerated() {
            for target in targets { dependents[target].append(position) }
        }
        var ready = RankHeap(ranks: byName.indices.filter { missing[byName[$0]] == 0 })
        var order: [Int] = []
        order.reserveCapacity(services.count)
        while let place = ready.popFirst() {
            let position = byName[place]
            order.append(position)
            for dependent in dependents[position] {
                missing[dependent] -= 1
                if missing[dependent] == 0 { ready.insert(rank[dependent]) }
            }
        }
        if order.count < services.count { order += byName.filter { missing[$0] > 0 } }
        return order
    }

    /// The positions of the services that each one depends on, without itself and without repetition.
    static func positionsOfDependencies(_ services: [ComposeService]) -> [[Int]] {
        var positions: [String: Int] = [:]
        for (position, service) in services.enumerated() { positions[service.name] = position }
        return services.enumerated().map { position, service in
            var targets: [Int] = []
            for name in names(service) {
                if let target = positions[name], target != position, !targets.contains(target) {
                    targets.append(target)
                }
            }
            return targets
        }
    }

    /// The services that one names as what it needs.
    package static func names(_ service: ComposeService) -> [String] {
        var names = service.dependsOn.map(\.service) + service.links.map(\.value.target)
        if case .service(let name)? = service.networkMode?.value { names.append(name) }
        return names
    }

    /// Go's order of strings: by bytes.
    static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}

/// Numbers of which the smallest is wanted next: a binary heap.
private struct RankHeap {
    private var ranks: [Int]

    /// - Parameter ranks: ascending.
    init(ranks: [Int]) { self.ranks = ranks }

    mutating func insert(_ rank: Int) {
        ranks.append(rank)
        var child = ranks.count - 1
        while child > 0, ranks[child] < ranks[(child - 1) / 2] {
            ranks.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> Int? {
        guard let first = ranks.first, let last = ranks.popLast() else { return nil }
        if ranks.isEmpty { return first }
        ranks[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < ranks.count && ranks[child] < ranks[least] {
                least = child
            }
            if least == parent { return first }
            ranks.swapAt(parent, least)
            parent = least
        }
    }
}
