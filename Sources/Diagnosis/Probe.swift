package import Addressing
package import Dataplane
package import Lab
internal import PacketFilter
internal import PacketWire

/// Who asks.
package enum Sender: Hashable, Sendable {
    case container(ContainerID)
    case host
    case outside
}

/// What is tried at an address.
package enum ProbeKind: Hashable, Sendable {
    case echo
    case tcp(UInt16)
    case udp(UInt16)

    package var port: ContainerPort? {
        switch self {
        case .echo: nil
        case .tcp(let port): ContainerPort(port, .tcp)
        case .udp(let port): ContainerPort(port, .udp)
        }
    }
}

/// One packet there and what came back, with everything that happened on the way.
package struct ProbeResult: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case reached
        /// Somebody answered that the port is closed.
        case refused
        /// Nothing came back; the reason is known where a packet was dropped on the way.
        case dropped(DropReason?)
        /// The sender's stack, or a router on the way, said so.
        case unreachable(String)
    }

    package let verdict: Verdict
    /// What happened, oldest first, up to the answer.
    package let steps: [TraceStep]
    /// Nanoseconds of simulated time until the verdict.
    package let duration: Int64
    /// Who took the packet in the end: a service's name; nil where nobody did.
    package let servedBy: String?
    /// The source address that the one who took it saw.
    package let seenSource: IPAddress?

    /// Tries it once in a plane of its own.
    ///
    /// - Parameter patience: nanoseconds to wait for an answer.
    /// - Returns: nil where the sender is not running.
    package static func run(
        _ lab: Lab,
        from sender: Sender,
        to address: IPAddress,
        _ kind: ProbeKind,
        seed: UInt64,
        patience: Int64 = 3_500_000_000
    ) -> ProbeResult? {
        run(in: Dataplane(lab, seed: seed), from: sender, to: address, kind, patience: patience)
    }

    /// Whether it is reached at all, without finding out why not: no rule is looked for by its number, which in a large lab
    /// costs more than everything else.
    static func isReached(
        _ lab: Lab,
        from sender: Sender,
        to address: IPAddress,
        _ kind: ProbeKind,
        seed: UInt64,
        patience: Int64
    ) -> Bool {
        var plane = Dataplane(lab, seed: seed)
        plane.namesRules = false
        guard let stack = plane.stack(of: sender) else { return false }
        let deadline = plane.now.advanced(by: patience)
        do throws(SocketError) {
            return try attempt(&plane, stack, address, kind, deadline) == .reached
        } catch {
            return false
        }
    }

    /// Tries it once in a copy of a plane.
    package static func run(
        in plane: Dataplane,
        from sender: Sender,
        to address: IPAddress,
        _ kind: ProbeKind,
        patience: Int64 = 3_500_000_000
    ) -> ProbeResult? {
        var plane = plane
        guard let stack = plane.stack(of: sender) else { return nil }
        plane.beginTrace()
        let start = plane.now
        let deadline = start.advanced(by: patience)
        var verdict: Verdict
        do throws(SocketError) {
            verdict = try attempt(&plane, stack, address, kind, deadline)
        } catch {
            verdict = reading(error)
        }
        let duration = plane.now.since(start)
        let steps = plane.endTrace()
        if case .dropped = verdict { verdict = .dropped(firstDrop(steps)) }
        let served = steps.last { if case .served = $0.kind { true } else { false } }
        var name: String?
        if case .served(let owner)? = served?.kind { name = owner }
        if verdict == .reached, case .tcp = kind, let name, let slot = plane.lab.knownContainerSlot(matching: name),
            plane.lab.containers[slot].status == .paused
        {
            // Its kernel has taken the connection, and nobody answers on it.
            verdict = .dropped(nil)
        }
        return ProbeResult(
            verdict: verdict,
            steps: steps,
            duration: duration,
            servedBy: name,
            seenSource: (served ?? arrival(steps, to: kind))?.packet?.source
        )
    }

    private static func attempt(
        _ plane: inout Dataplane,
        _ stack: StackID,
        _ address: IPAddress,
        _ kind: ProbeKind,
        _ deadline: SimulatedTime
    ) throws(SocketError) -> Verdict {
        switch kind {
        case .echo:
            let socket = plane.openEcho(in: stack)
            try plane.sendEcho(socket, to: address, sequence: 1, payloadCount: 56)
            return reading(plane.receive(socket, until: deadline))
        case .udp(let port):
            let socket = try plane.openUDP(in: stack)
            try plane.send([0], on: socket, to: address, port: port)
            return reading(plane.receive(socket, until: deadline))
        case .tcp(let port):
            let socket = try plane.connect(in: stack, to: address, port: port, until: deadline)
            return throughProxy(&plane, socket, deadline)
        }
    }

    /// The userland proxy accepts before it knows whether the container does: what counts is the container.
    private static func throughProxy(_ plane: inout Dataplane, _ socket: SocketID, _ deadline: SimulatedTime) -> Verdict
    {
        while plane.isProxied(socket), !plane.isProxyConnected(socket) {
            switch plane.read(socket, until: min(deadline, plane.now.advanced(by: 100_000_000))) {
            case .bytes: return .reached
            case .end, .reset:
                let failure = plane.proxyFailure(of: socket)
                return failure.map(reading) ?? .refused
            case .timeout:
                if plane.now >= deadline { return .dropped(nil) }
            }
        }
        return .reached
    }

    private static func reading(_ reception: Reception?) -> Verdict {
        switch reception {
        case .echoReply, .datagram: return .reached
        case .error(let error):
            switch error.kind {
            case .unreachable(.port), .unreachable(.protocolNumber): return .refused
            case .unreachable(.prohibited), .unreachable(.networkProhibited), .unreachable(.hostProhibited):
                return .unreachable("\(error.source) says that it is prohibited")
            case .unreachable(.network): return .unreachable("\(error.source) has no route there")
            case .unreachable(.host):
                return .unreachable(
                    error.isLocal
                        ? "nobody answers for the next hop's address" : "\(error.source) cannot reach that host"
                )
            case .packetTooBig(let mtu): return .unreachable("\(error.source) takes at most \(mtu) bytes")
            case .timeExceeded: return .unreachable("the TTL ran out at \(error.source)")
            }
        case nil: return .dropped(nil)
        }
    }

    private static func reading(_ error: SocketError) -> Verdict {
        switch error {
        case .connectionRefused, .connectionReset: .refused
        case .timedOut: .dropped(nil)
        default: .unreachable(error.text)
        }
    }

    private static func firstDrop(_ steps: [TraceStep]) -> DropReason? {
        for step in steps {
            if case .dropped(let reason) = step.kind, reason != .foreignMAC { return reason }
        }
        return nil
    }

    private static func arrival(_ steps: [TraceStep], to kind: ProbeKind) -> TraceStep? {
        steps.first { step in
            guard case .delivered = step.kind, let packet = step.packet else { return false }
            switch (packet.payload, kind) {
            case (.icmp(.echoRequest), .echo), (.udp, .udp), (.tcp, .tcp): return true
            default: return false
            }
        }
    }
}

extension Dataplane {
    /// The stack of one who asks; nil where it is not running.
    package mutating func stack(of sender: Sender) -> StackID? {
        switch sender {
        case .host: return hostStack()
        case .outside: return outsideStack()
        case .container(let id):
            guard let container = lab.container(id) else { return nil }
            return stack(of: container)
        }
    }
}
