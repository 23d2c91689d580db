internal import Addressing
package import Dataplane
package import Lab

/// What packets left behind in the stacks of a lab: neighbours' addresses, and what interfaces have counted.
///
/// Each command moves packets in a network of its own, which begins empty. What it leaves is added here, by stack, and
/// shown by `ip neigh`, `arp`, `ip -s link`, `ifconfig`, `/proc/net` and `/sys/class/net`; packets themselves do not
/// use it. It lasts as long as the stack: a container that starts again begins anew.
package struct NetworkMemory: Hashable, Sendable {
    /// What one stack remembers.
    package struct Stack: Hashable, Sendable {
        /// When the container had started that the stack is of.
        package var started: Timestamp
        package var tallies: [String: InterfaceTally] = [:]
        /// With the moment at which each was last known to be right.
        package var neighbors: [Neighbor] = []
    }

    package struct Neighbor: Hashable, Sendable {
        package var view: NeighborView
        package var confirmed: Timestamp
    }

    /// By container; nil is the host.
    package var stacks: [ContainerID?: Stack] = [:]

    package init() {}

    /// Adds what a network that has moved left behind.
    ///
    /// - Parameter moment: when it stopped moving.
    /// - Returns: the stacks that changed.
    package mutating func add(_ traces: [StackTraces], of lab: Lab, at moment: Timestamp) -> [ContainerID?] {
        for trace in traces {
            var stack = current(trace.container, lab) ?? Stack(started: Self.start(of: trace.container, lab))
            for (name, tally) in trace.tallies { stack.tallies[name, default: InterfaceTally()] += tally }
            stack.neighbors = Self.merged(stack.neighbors, trace.neighbors, at: moment)
            stacks[trace.container] = stack
        }
        return traces.map(\.container)
    }

    /// What a stack remembers since its container started.
    package func current(_ container: ContainerID?, _ lab: Lab) -> Stack? {
        guard let stack = stacks[container], stack.started == Self.start(of: container, lab) else { return nil }
        return stack
    }

    private static func start(of container: ContainerID?, _ lab: Lab) -> Timestamp {
        container.flatMap { lab.container($0)?.startedAt } ?? .never
    }

    private static func merged(
        _ known: [Neighbor],
        _ learned: [NeighborView],
        at moment: Timestamp
    ) -> [Neighbor] {
        var merged = known.filter { old in
            !learned.contains { $0.address == old.view.address && $0.interface == old.view.interface }
        }
        // Who did not answer is forgotten soon.
        merged += learned.filter { $0.mac != nil }.map { Neighbor(view: $0, confirmed: moment) }
        return merged
    }
}

extension ToolContext {
    /// `base_reachable_time`: so long a neighbour counts as reachable.
    private static let reachable: Int64 = 30_000_000_000

    /// The container whose stack a place uses; nil for the host's.
    private func owner(of place: ToolPlace) -> ContainerID? {
        guard let container = place.container, container.stack != .host else { return nil }
        let owner = lab.stackOwner(of: container)
        return owner?.stack == .host ? nil : owner?.id ?? container.id
    }

    /// The neighbours that a stack knows, from packets of this command and of earlier ones.
    mutating func neighbors(of seat: ToolSeat) -> [NeighborView] {
        let learned = plane.neighbors(of: seat.stack)
        guard let stack = memory.current(owner(of: seat.place), lab) else { return learned }
        let known = stack.neighbors.filter { old in
            !learned.contains { $0.address == old.view.address && $0.interface == old.view.interface }
                && seat.view.interfaces.contains { $0.name == old.view.interface }
        }
        let old = known.map { neighbor in
            var view = neighbor.view
            let age = moment.nanoseconds.subtractingReportingOverflow(neighbor.confirmed.nanoseconds)
            if age.overflow || age.partialValue > Self.reachable || view.state != .reachable { view.state = .stale }
            return view
        }
        return (learned + old).sorted {
            ($0.address.family, $0.address, $0.interface) < ($1.address.family, $1.address, $1.interface)
        }
    }

    /// What the interfaces of a container have moved since it started.
    func tallies(at place: ToolPlace) -> [String: InterfaceTally] {
        var tallies = memory.current(owner(of: place), lab)?.tallies ?? [:]
        var plane = plane
        let stack =
            switch place {
            case .container(let container): plane.stack(of: container)
            case .host: plane.hostStack() as StackID?
            case .outside: nil as StackID?
            }
        if let stack {
            for (name, tally) in plane.tallies(of: stack) { tallies[name, default: InterfaceTally()] += tally }
        }
        return tallies
    }
}
