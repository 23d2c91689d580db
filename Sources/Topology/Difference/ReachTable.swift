internal import Addressing
internal import Lab
internal import Reachability

/// Who reaches whom in one of two designs, by parties.
struct ReachTable {
    private var reach: Reachability
    private let matrix: ReachMatrix
    /// For each party its classes, as rows of the matrix, with how many of its containers are in each.
    private var classes: [[(row: Int, count: Int)]]
    private let hostColumn: Int

    init(_ lab: Lab, _ parties: DesignParties) {
        var reach = Reachability(lab)
        matrix = reach.matrix()
        hostColumn = reach.classes.count
        var counts = [[Int: Int]](repeating: [:], count: parties.names.count)
        for container in lab.allContainers {
            guard let party = parties.index(of: container), let row = reach.classIndex(of: container.id) else {
                continue
            }
            counts[party][row, default: 0] += 1
        }
        classes = counts.map { $0.sorted { $0.key < $1.key }.map { (row: $0.key, count: $0.value) } }
        self.reach = reach
    }

    // MARK: Paths

    func paths(to other: ReachTable, _ parties: DesignParties) -> [DesignDiff.Path] {
        var paths: [DesignDiff.Path] = []
        // The host and the outside are the last two; they only are asked here: who asks from there is exposure.
        for from in parties.names.indices {
            for to in 0..<parties.names.count + 2 {
                let (before, after) = (services(from, to), other.services(from, to))
                if before == after { continue }
                let name =
                    to < parties.names.count ? parties.names[to] : to == parties.names.count ? "host" : "outside"
                for service in Set(before.keys).union(after.keys).sorted() {
                    let (old, new) = (before[service] ?? .none, after[service] ?? .none)
                    if old == new { continue }
                    paths.append(
                        DesignDiff.Path(
                            from: parties.names[from],
                            to: name,
                            service: service.description,
                            before: old,
                            after: new
                        )
                    )
                }
            }
        }
        return paths
    }

    private func columns(_ party: Int) -> [(row: Int, count: Int)] {
        party < classes.count ? classes[party] : [(hostColumn + party - classes.count, 1)]
    }

    /// What the containers of a party reach of another.
    private func services(_ from: Int, _ to: Int) -> [Service: DesignDiff.Extent] {
        var reached: [Service: Int] = [:]
        var pairs = 0
        for row in classes[from] {
            for column in columns(to) {
                // A stack does not count as reaching itself.
                guard let answer = matrix[row.row, column.row] else { continue }
                let isSame = from == to && row.row == column.row
                let weight = isSame ? row.count * (row.count - 1) : row.count * column.count
                if weight == 0 { continue }
                pairs += weight
                for service in answer.services where service.best.outcome == .reached {
                    reached[service.service, default: 0] += weight
                }
            }
        }
        return reached.mapValues { $0 == pairs ? .all : .some }
    }

    // MARK: Exposure

    private struct Opening: Hashable {
        let observer: String
        let party: String
        let target: String
        let place: String
        let origin: String
    }

    private mutating func openings(_ parties: DesignParties) -> Set<Opening> {
        var openings: Set<Opening> = []
        for (observer, name) in [(Party.outside, "outside"), (.host, "host")] {
            for exposure in reach.exposure(to: observer) {
                let container = exposure.container.flatMap { reach.lab.container($0) }
                let address = exposure.address.family == .ipv6 ? "[\(exposure.address)]" : "\(exposure.address)"
                let isOwn = [.bridge, .parent, .routed, .natUnprotected, .trusted].contains(exposure.origin)
                openings.insert(
                    Opening(
                        observer: name,
                        party: container.map { parties.name(of: $0) } ?? "host",
                        target: exposure.target.description,
                        // A container's own address is the business of the addresses.
                        place: isOwn
                            ? "its \(exposure.address.family == .ipv4 ? "IPv4" : "IPv6") address"
                            : "\(address):\(exposure.port)",
                        origin: exposure.origin.rawValue
                    )
                )
            }
        }
        return openings
    }

    mutating func exposure(to other: inout ReachTable, _ parties: DesignParties) -> [DesignDiff.Exposure] {
        let (before, after) = (openings(parties), other.openings(parties))
        func changes(_ openings: Set<Opening>, _ kind: DesignDiff.Kind) -> [DesignDiff.Exposure] {
            openings.map {
                DesignDiff.Exposure(
                    kind: kind,
                    observer: $0.observer,
                    party: $0.party,
                    target: $0.target,
                    place: $0.place,
                    origin: $0.origin
                )
            }
        }
        return (changes(after.subtracting(before), .gained) + changes(before.subtracting(after), .lost)).sorted {
            ($0.isOutside ? 0 : 1, $0.party, $0.target, $0.place, $0.origin)
                < ($1.isOutside ? 0 : 1, $1.party, $1.target, $1.place, $1.origin)
        }
    }
}
