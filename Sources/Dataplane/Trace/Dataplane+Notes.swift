internal import Addressing
internal import PacketFilter
internal import PacketWire

/// Notes for `why`: nothing is made where nobody asked.
extension Dataplane {
    /// Notes what happens from now on.
    package mutating func beginTrace() {
        trace = []
    }

    /// The notes since ``beginTrace()``, and an end to them.
    package mutating func endTrace() -> [TraceStep] {
        defer { trace = nil }
        return trace ?? []
    }

    enum RouteNote: Sendable {
        case output, forwarded
    }

    mutating func note(_ note: RouteNote, _ packet: IPPacket, stack: Int, choice: RouteChoice) {
        guard trace != nil else { return }
        var hop: IPAddress?
        if case .unicast(let next) = choice.target { hop = next }
        let name = interfaces[choice.interface].name
        let prefix = choice.route?.prefix
        self.note(
            note == .output
                ? .output(interface: name, nextHop: hop, route: prefix)
                : .forwarded(interface: name, nextHop: hop, route: prefix),
            packet,
            stack: stack,
            interface: choice.interface
        )
    }

    mutating func note(_ kind: TraceStep.Kind, _ packet: IPPacket? = nil, stack: Int, interface: Int? = nil) {
        guard trace != nil else { return }
        trace?.append(
            TraceStep(
                time: now,
                stack: stacks.indices.contains(stack) ? stacks[stack].name : "",
                interface: interface.map { interfaces[$0].name },
                kind: kind,
                packet: packet
            )
        )
    }

    mutating func note(_ kind: TraceStep.Kind, _ flight: Flight, interface: Int) {
        guard trace != nil, case .ip(let packet) = flight.frame.payload else { return }
        note(kind, packet, stack: interfaces[interface].stack, interface: interface)
    }

    // MARK: Drops

    mutating func drop(_ packet: IPPacket, _ reason: DropReason, at stack: Int) {
        accounts.dropped += 1
        drops[reason, default: 0] += 1
        // A station that ignores a flooded frame for another drops nothing that anybody would miss.
        if recording != nil, reason != .foreignMAC { recordDrop(packet, reason) }
        note(.dropped(reason), packet, stack: stack)
    }

    mutating func drop(_ flight: Flight, _ reason: DropReason, interface: Int) {
        guard case .ip(let packet) = flight.frame.payload else { return }
        drop(packet, reason, at: interfaces[interface].stack)
    }

    /// How many packets were dropped, by reason, the commonest first.
    package var dropCounts: [(reason: DropReason, count: Int)] {
        drops.map { ($0.key, $0.value) }.sorted { ($1.count, $0.reason.text) < ($0.count, $1.reason.text) }
    }

    /// Packets that are neither delivered nor dropped yet: on links, and waiting for a neighbour's address.
    package var packetsUnderWay: Int { queue.flights + waiting }
}
