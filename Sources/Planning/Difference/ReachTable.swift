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
                for change in before.changes(to: after) {
                    paths.append(
                        DesignDiff.Path(
                            from: parties.names[from],
                            to: name,
                            service: change.service,
                            before: change.before,
                            after: change.after
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
    private func services(_ from: Int, _ to: Int) -> ReachedServices {
        var found = ReachedServices()
        for row in classes[from] {
            for column in columns(to) {
                // A stack does not count as reaching itself.
                guard let answer = matrix[row.row, column.row] else { continue }
                let isSame = from == to && row.row == column.row
                let weight = isSame ? row.count * (row.count - 1) : row.count * column.count
                if weight > 0 { found.add(answer, weight) }
            }
        }
        return found
    }

    // MARK: Exposure

    /// What openings have in common whose ports differ alone.
    private struct Opening: Hashable {
        let observer: String
        let party: String
        /// The host's address, or which of the container's own.
        let place: String
        /// From the container's port to the one asked for there; nil at a container's own address.
        let offset: Int?
        let origin: String
    }

    private mutating func openings(_ parties: DesignParties) -> [Opening: PortSet] {
        var openings: [Opening: [PortRun]] = [:]
        for (observer, name) in [(Party.outside, "outside"), (.host, "host")] {
            for exposure in reach.exposure(to: observer) {
                let container = exposure.container.flatMap { reach.lab.container($0) }
                let address = exposure.address.bracketed
                // A container's own address is the business of the addresses.
                let isOwn = [.bridge, .parent, .routed, .natUnprotected, .trusted].contains(exposure.origin)
                let opening = Opening(
                    observer: name,
                    party: container.map { parties.name(of: $0) } ?? "host",
                    place: isOwn ? "its \(exposure.address.family == .ipv4 ? "IPv4" : "IPv6") address" : address,
                    offset: isOwn ? nil : Int(exposure.ports.first) - Int(exposure.target.ports.first),
                    origin: exposure.origin.rawValue
                )
                openings[opening, default: []].append(exposure.target)
            }
        }
        return openings.mapValues { PortSet(runs: $0) }
    }

    mutating func exposure(to other: inout ReachTable, _ parties: DesignParties) -> [DesignDiff.Exposure] {
        let (before, after) = (openings(parties), other.openings(parties))
        func changes(
            from: [Opening: PortSet],
            to: [Opening: PortSet],
            _ kind: DesignDiff.Kind
        ) -> [DesignDiff.Exposure] {
            to.flatMap { opening, ports in
                ports.subtracting(from[opening] ?? PortSet()).runs.map { run in
                    DesignDiff.Exposure(
                        kind: kind,
                        observer: opening.observer,
                        party: opening.party,
                        target: run.description,
                        place: opening.place + (opening.offset.map { ":\(Self.shifted(run.ports, $0))" } ?? ""),
                        origin: opening.origin
                    )
                }
            }
        }
        return (changes(from: before, to: after, .gained) + changes(from: after, to: before, .lost)).sorted {
            ($0.isOutside ? 0 : 1, $0.party, $0.target, $0.place, $0.origin)
                < ($1.isOutside ? 0 : 1, $1.party, $1.target, $1.place, $1.origin)
        }
    }

    private static func shifted(_ ports: PortRange, _ offset: Int) -> PortRange {
        let (first, last) = (Int(ports.first) + offset, Int(ports.last) + offset)
        return PortRange(UInt16(clamping: first)...UInt16(clamping: last))
    }
}
