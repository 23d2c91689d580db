internal import Addressing
package import Lab
internal import PacketFilter
internal import PacketWire

/// The network of a lab in motion: stacks, bridges, links, the host's filter and NAT, and the events between them.
///
/// A value derived from a lab: the same lab, seed and calls give the same packets at the same nanoseconds. Stacks and
/// links come to life when a packet first touches them. Calls that wait move the simulated time on; none sleeps.
package struct Dataplane: Sendable {
    /// The lab that it is derived from.
    package var lab: Lab { _read { yield snapshot.lab } }

    // A lab is a large value: behind one reference, passing it about costs nothing.
    private final class Snapshot: Sendable {
        let lab: Lab

        init(_ lab: Lab) { self.lab = lab }
    }

    private let snapshot: Snapshot
    /// What time it is.
    package internal(set) var now = SimulatedTime()

    var filter: PacketFilter
    var entropy: Entropy
    var queue = EventQueue()

    var stacks: [NetworkStack] = []
    var stackIndices: [StackKey: Int] = [:]
    var interfaces: [Interface] = []
    var links: [Link] = []
    var segments: [Segment] = []
    var segmentIndices: [SegmentKey: Int] = [:]
    var memberIndex = MemberIndex()
    var subnetIndex = SubnetIndex()
    var parentIndex = ParentIndex()
    var services = ServiceIndex()

    var sockets: [Socket] = []
    var connections = ConnectionTable()
    /// The userland proxy's sockets, by client.
    var datagramProxies: [PortTable.Flow: Int] = [:]
    /// Questions whose answers the caller gives, oldest first.
    var questions: [PendingQuestion] = []

    /// Where every packet has gone.
    package internal(set) var accounts = Accounts()
    var drops: [DropReason: Int] = [:]
    /// Packets that wait for a neighbour's address.
    var waiting = 0
    /// By the containers that own the stacks: who shares a stack is parted with it.
    let partitions: Set<Faults.Partition>

    var trace: [TraceStep]?
    /// Whether drops name the rule that decided, by its number.
    package var namesRules = true
    var recording: Recording?

    package init(_ lab: Lab, seed: UInt64) {
        snapshot = Snapshot(lab)
        filter = PacketFilter(lab)
        entropy = Entropy(seed: seed)
        func owner(_ id: ContainerID) -> ContainerID {
            lab.container(id).flatMap { lab.stackOwner(of: $0)?.id } ?? id
        }
        partitions = Set(lab.faults.partitions.map { Faults.Partition(owner($0.first), owner($0.second)) })
    }

    // MARK: Time

    /// Lets time pass up to a moment.
    package mutating func run(until time: SimulatedTime) {
        while let event = queue.next(until: time.nanoseconds) { handle(event) }
        if time > now { now = time }
    }

    /// Lets time pass until something is the case, or a deadline.
    mutating func wait(until deadline: SimulatedTime, _ isDone: (Dataplane) -> Bool) {
        while !isDone(self) {
            guard let event = queue.next(until: deadline.nanoseconds) else {
                if deadline > now { now = deadline }
                return
            }
            handle(event)
        }
    }

    private mutating func handle(_ event: Event) {
        now = SimulatedTime(nanoseconds: event.time)
        switch event.kind {
        case .arrival(let flight, let interface): arrival(flight, on: interface)
        case .switching(let flight, let interface): switchFrame(flight, from: interface)
        case .timer(.neighbor(let stack, let key, let generation)):
            neighborTimer(key, generation: generation, in: stack)
        case .timer(.tcp(let socket, let generation)): streamTimer(socket, generation: generation)
        case .timer(.reassembly(let stack)): expireFragments(in: stack)
        }
    }

    mutating func schedule(_ timer: Timer, in nanoseconds: Int64) {
        queue.schedule(Event(time: now.nanoseconds.saturated(nanoseconds), kind: .timer(timer)))
    }
}
