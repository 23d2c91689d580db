package import Addressing
internal import Dataplane
internal import Lab
internal import PacketWire

/// One attempt to reach a port, and what came of it.
package struct Probe: Sendable {
    package enum Outcome: String, Sendable {
        case open
        case refused
        /// Nothing came back: for TCP, something on the way drops packets; UDP services may just keep silent.
        case timeout
        case unreachable
        /// The name has no address where it was asked for.
        case unknownName = "unknown name"
    }

    package var outcome: Outcome
    package var source: IPAddress?
    package var destination: IPAddress?
    /// Of simulated time.
    package var nanoseconds: Int64 = 0
    /// The system's words where it refused.
    package var detail = ""

    /// Tries a port once, at the first address of a name.
    ///
    /// - Parameter patience: nanoseconds to wait for an answer.
    /// - Returns: nil where the container does not run.
    package static func run(
        from place: ToolPlace,
        to name: String,
        port: UInt16,
        _ transport: TransportProtocol,
        patience: Int64,
        _ context: inout ToolContext
    ) -> Probe? {
        guard let seat = ToolSeat(at: place, &context) else { return nil }
        let destination: IPAddress
        switch seat.host(named: name, nil, &context) {
        case .failure(let failure): return Probe(outcome: .unknownName, detail: failure.text)
        case .success(let host):
            guard let first = host.addresses.first else { return Probe(outcome: .unknownName) }
            destination = first
        }
        let start = context.plane.now
        var probe = Probe(outcome: .unreachable, destination: destination)
        probe.source = context.plane.sourceAddress(in: seat.stack, towards: destination)
        let until = start.advanced(by: patience)
        do throws(SocketError) {
            if transport == .udp {
                probe.outcome = try datagram(seat, destination, port, until, &context)
            } else {
                let socket = try context.plane.connect(
                    in: seat.stack,
                    to: destination,
                    port: port,
                    sourcePort: 0,
                    options: SendOptions(),
                    until: until
                )
                probe.outcome = .open
                context.plane.close(socket)
            }
        } catch {
            probe.detail = error.text
            switch error {
            case .connectionRefused: probe.outcome = .refused
            case .timedOut: probe.outcome = .timeout
            default: probe.outcome = .unreachable
            }
        }
        probe.nanoseconds = context.plane.now.since(start)
        return probe
    }

    private static func datagram(
        _ seat: ToolSeat,
        _ destination: IPAddress,
        _ port: UInt16,
        _ until: SimulatedTime,
        _ context: inout ToolContext
    ) throws(SocketError) -> Outcome {
        let socket = try context.plane.openUDP(in: seat.stack, port: 0, address: nil)
        defer { context.plane.close(socket) }
        try context.plane.send(
            [UInt8(ascii: "\n")],
            on: socket,
            to: destination,
            port: port,
            options: SendOptions()
        )
        switch context.plane.receive(socket, until: until) {
        case .datagram, .echoReply: return .open
        case .error(let error):
            if case .unreachable(.port) = error.kind { return .refused }
            return .unreachable
        case nil: return .timeout
        }
    }
}

extension ToolContext {
    /// The address of a client outside, as the host sees it; nil where the host has no uplink in the family.
    package mutating func outsideAddress(_ family: AddressFamily) -> IPAddress? {
        let uplink = lab.host.uplinkAddresses.map(\.address).first { $0.family == family && !$0.isLinkLocalUnicast }
        guard let uplink else { return nil }
        return plane.sourceAddress(in: plane.outsideStack(), towards: uplink)
    }
}
