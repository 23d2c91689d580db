internal import Addressing
internal import Lab
internal import PacketFilter

/// Sorts the running containers of a lab into classes, in one pass over them.
struct Grouping {
    private struct Key: Hashable {
        let kind: Int32
        let networks: [Slab<Network>.Slot]
    }

    private struct Draft {
        var slots: [Slab<Container>.Slot] = []
        var stacks: [Slab<Container>.Slot] = []
        var stackCount = 0
        let stack: Stack
        let kind: Int32
    }

    let classes: [EndpointClass]
    let classNumbers: [Int32]
    let stoppedCount: Int
    let segments: [Slab<Network>.Slot: Int]
    let tracer: Tracer

    init(_ lab: Lab) {
        var host = HostTable(lab)
        let filter = PacketFilter(lab)
        let order = lab.containers.slots.map { (sequence: lab.containers[$0].sequence, slot: $0) }
            .sorted { $0.sequence < $1.sequence }
            .map(\.slot)
        let (joiners, standIns, owners, down) = Self.stacks(lab, order)
        var named: Set<IPAddress> = []
        for slot in owners {
            for run in lab.containers[slot].published.runs where run.isBound {
                host.add(run, of: slot)
                if !run.hostAddress.isUnspecified, !run.hostAddress.isLoopback { named.insert(run.hostAddress) }
            }
            if lab.containers[slot].stack == .host {
                host.add(shared: lab.listening(of: lab.containers[slot]))
            }
        }

        var finder = KindFinder(lab, filter, named: named)
        var places: [Key: Int] = [:]
        var drafts: [Draft] = []
        var known: [Slab<Container>.Slot: Stack] = [:]
        for slot in owners {
            let users = joiners[slot] ?? []
            let stack = lab.stack(slot, sharedWith: users)
            if Self.isCostly(lab.containers[slot]) { known[slot] = stack }
            let kind = finder.number(stack, users: [slot] + users)
            let key = Key(kind: kind, networks: stack.links.map(\.network))
            let place = places[key] ?? drafts.count
            if place == drafts.count {
                places[key] = place
                drafts.append(Draft(stack: stack, kind: kind))
            }
            drafts[place].slots.append(slot)
            drafts[place].slots += users
            if drafts[place].stacks.count < 2 { drafts[place].stacks.append(slot) }
            drafts[place].stackCount += 1
        }
        // Joiners stand behind their owners: the classes are in order of creation, their members not yet.
        let hasJoiners = !joiners.isEmpty

        var numbers = [Int32](repeating: -1, count: Int(order.max() ?? -1) + 1)
        var classes: [EndpointClass] = []
        for draft in drafts {
            let slots =
                hasJoiners
                ? draft.slots.sorted { lab.containers[$0].sequence < lab.containers[$1].sequence } : draft.slots
            guard let first = draft.stacks.first else { continue }
            for slot in slots { numbers[Int(slot)] = Int32(truncatingIfNeeded: classes.count) }
            known[first] = draft.stack
            let second = draft.stack.form == .host ? nil : draft.stacks.dropFirst().first
            if let second { known[second] = lab.stack(second, sharedWith: joiners[second] ?? []) }
            classes.append(
                EndpointClass(
                    slots: slots,
                    first: first,
                    second: second,
                    stackCount: draft.stack.form == .host ? 1 : draft.stackCount,
                    networks: draft.stack.links.map(\.network),
                    kind: draft.kind,
                    ports: draft.stack.ports,
                    isOpenEnded: draft.stack.listeners.isOpenEnded,
                    isHostMode: draft.stack.form == .host
                )
            )
        }
        self.classes = classes
        classNumbers = numbers
        stoppedCount = down
        let parents = Self.parents(lab)
        segments = parents.segments
        tracer = Tracer(
            lab: lab,
            filter: filter,
            host: host,
            outside: OutsideTable(lab),
            joiners: joiners,
            standIns: standIns,
            parentNetworks: parents.networks,
            cuts: PortCuts(lab, filter, host),
            known: known
        )
    }

    /// Whether a container has so many ports that its stack is not made again for every packet.
    private static func isCostly(_ container: Container) -> Bool {
        container.published.count > 64 || container.config.exposedPorts.count > 64
    }

    /// Who shares whose stack.
    private static func stacks(
        _ lab: Lab,
        _ order: [Slab<Container>.Slot]
    ) -> (
        joiners: [Slab<Container>.Slot: [Slab<Container>.Slot]],
        standIns: [Slab<Container>.Slot: Slab<Container>.Slot],
        owners: [Slab<Container>.Slot],
        down: Int
    ) {
        var joiners: [Slab<Container>.Slot: [Slab<Container>.Slot]] = [:]
        var standIns: [Slab<Container>.Slot: Slab<Container>.Slot] = [:]
        var orphans: [SandboxID: Slab<Container>.Slot] = [:]
        var owners: [Slab<Container>.Slot] = []
        var down = 0
        for slot in order {
            switch lab.containers[slot].stack {
            case .down: down += 1
            case .own, .host: owners.append(slot)
            case .joined(let sandbox):
                let owner = lab.owner(of: sandbox).flatMap { lab.containers.slot($0.id) } ?? orphans[sandbox]
                guard let owner else {
                    // The first orphan stands for what is left of the stack.
                    orphans[sandbox] = slot
                    owners.append(slot)
                    continue
                }
                joiners[owner, default: []].append(slot)
                standIns[slot] = owner
            }
        }
        return (joiners, standIns, owners, down)
    }

    /// The networks that share parent interfaces.
    private static func parents(
        _ lab: Lab
    ) -> (networks: [String: [Slab<Network>.Slot]], segments: [Slab<Network>.Slot: Int]) {
        var networks: [String: [Slab<Network>.Slot]] = [:]
        var segments: [Slab<Network>.Slot: Int] = [:]
        for slot in lab.networks.slots {
            guard let parent = lab.networks[slot].parentName else { continue }
            segments[slot] = Int(networks[parent]?.first ?? slot)
            networks[parent, default: []].append(slot)
        }
        return (networks, segments)
    }
}
