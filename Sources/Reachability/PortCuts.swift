internal import Addressing
internal import Lab
internal import PacketFilter

/// Where ports begin to be treated otherwise than those before them, so that one port can speak for the rest of its run.
///
/// Docker's own rules treat the ports of one listener, or of one publication, alike. What tells them apart are rules of
/// the user's that name ports, and who else is found at the host's.
struct PortCuts: Sendable {
    /// The ports where the user's rules begin or cease to match, in order.
    private let named: [UInt16]
    /// The ports where somebody begins or ceases to be at the host's addresses, in order.
    private let held: [TransportProtocol: [UInt16]]

    init(_ lab: Lab, _ filter: PacketFilter, _ host: HostTable) {
        var named: Set<UInt16> = []
        for family in AddressFamily.allCases {
            for rule in filter.rules(.filter, .dockerUser, family) {
                let match = rule.match
                var ranges = match.multiport?.value.ranges ?? []
                ranges += [match.sourcePorts, match.destinationPorts, match.originalDestinationPorts?.value]
                    .compactMap(\.self)
                for range in ranges { Self.add(range, to: &named) }
            }
        }
        // Links of a bridge without communication open what the child exposes, which need not be where it listens.
        for (child, parents) in lab.linkParents where !parents.isEmpty {
            for run in lab.container(child).map(lab.exposed)?.runs ?? [] { Self.add(run.ports, to: &named) }
        }
        self.named = named.sorted()
        var held: [TransportProtocol: Set<UInt16>] = [:]
        let listeners = lab.host.listeners.map { PortRun(PortRange($0.port), $0.transport) }
        let published = host.published.compactMap { run in
            run.hostPorts.map { PortRun($0, run.ports.transport) }
        }
        for run in listeners + published + host.shared.runs {
            Self.add(run.ports, to: &held[run.transport, default: []])
        }
        for run in host.published where run.ports.ports.count > 1 {
            for cut in Self.inside(run.ports.ports, self.named) {
                held[run.ports.transport, default: []].insert(run.firstHostPort + (cut - run.ports.ports.first))
            }
        }
        self.held = held.mapValues { $0.sorted() }
    }

    private static func add(_ range: PortRange, to cuts: inout Set<UInt16>) {
        cuts.insert(range.first)
        if range.last < .max { cuts.insert(range.last + 1) }
    }

    /// A run in parts whose ports are alike to packets that are sent to them.
    ///
    /// - Parameter published: where ports of the run are published.
    func parts(of run: PortRun, published: [PublishedRun], isOnHost: Bool) -> [PortRun] {
        if run.ports.count == 1 { return [run] }
        var cuts = Set(Self.inside(run.ports, named))
        if isOnHost { cuts.formUnion(Self.inside(run.ports, held[run.transport] ?? [])) }
        for publication in published where publication.ports.transport == run.transport {
            Self.add(publication.ports.ports, to: &cuts)
            guard let hostPorts = publication.hostPorts, hostPorts.count > 1 else { continue }
            for cut in Self.inside(hostPorts, named) + Self.inside(hostPorts, held[run.transport] ?? []) {
                cuts.insert(publication.ports.ports.first + (cut - hostPorts.first))
            }
        }
        var parts: [PortRun] = []
        var first = run.ports.first
        for cut in Self.inside(run.ports, cuts.sorted()) {
            parts.append(PortRun(PortRange(first...cut - 1), run.transport))
            first = cut
        }
        return parts + [PortRun(PortRange(first...run.ports.last), run.transport)]
    }

    /// The cuts behind the first port of a range, up to its last.
    private static func inside(_ range: PortRange, _ cuts: [UInt16]) -> ArraySlice<UInt16> {
        var (low, high) = (0, cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if cuts[middle] <= range.first { low = middle + 1 } else { high = middle }
        }
        return cuts[low...].prefix { $0 <= range.last }
    }
}
