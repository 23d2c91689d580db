internal import Addressing
internal import PacketFilter
internal import PacketWire

/// From a stack's own processes to its links.
extension Dataplane {
    /// How an output went, as the caller of a socket learns it.
    enum OutputResult: Sendable {
        case sent
        case failed(SocketError)
    }

    /// Sends a packet of the stack's own.
    ///
    /// - Parameter options: an interface or source to insist on.
    @discardableResult
    mutating func output(_ packet: IPPacket, from stack: Int, interface: Int? = nil) -> OutputResult {
        guard let choice = route(packet.destination, in: stack, interface: interface) else {
            return .failed(.networkUnreachable)
        }
        var packet = packet
        packet.identification = nextIdentification(of: stack)
        accounts.created += 1
        note(.output, packet, stack: stack, choice: choice)
        return output(packet, choice, from: stack, origin: nil)
    }

    /// Behind the first route look-up: the host's OUTPUT hook may send the packet elsewhere.
    ///
    /// - Parameter origin: the stack whose process sent it; nil for this one's.
    mutating func output(
        _ packet: IPPacket,
        _ choice: RouteChoice,
        from stack: Int,
        origin: Int32?
    ) -> OutputResult {
        var packet = packet
        var choice = choice
        var passage = Passage(stack: stack)
        passage.origin = origin
        passage.outInterface = choice.interface
        if stacks[stack].isHost {
            passage.isLocalTarget = choice.target.isLocal
            guard hostHook(.output, &packet, &passage) else { return .failed(.notPermitted) }
            if passage.isRerouted {
                guard let again = route(packet.destination, in: stack) else {
                    drop(packet, .noRoute, at: stack)
                    return .failed(.networkUnreachable)
                }
                choice = again
                passage.outInterface = again.interface
            }
        }
        return transmit(packet, choice, from: stack, &passage, isForwarded: false)
    }

    /// Behind routing: POSTROUTING, fragmentation, and the next hop's address.
    mutating func transmit(
        _ packet: IPPacket,
        _ choice: RouteChoice,
        from stack: Int,
        _ passage: inout Passage,
        isForwarded: Bool
    ) -> OutputResult {
        var packet = packet
        if stacks[stack].isHost {
            guard hostHook(.postrouting, &packet, &passage) else { return .failed(.notPermitted) }
        }
        let origin = passage.origin ?? Int32(truncatingIfNeeded: stack)
        if case .local = choice.target {
            loopBack(packet, in: stack, passage, origin: origin)
            return .sent
        }
        let limit = isForwarded ? interfaces[choice.interface].mtu : mtu(towards: packet.destination, choice, in: stack)
        if packet.totalLength > limit {
            return fragment(packet, choice, from: stack, limit: limit, origin: origin)
        }
        resolve(packet, choice, from: stack, origin: origin)
        return .sent
    }

    private mutating func fragment(
        _ packet: IPPacket,
        _ choice: RouteChoice,
        from stack: Int,
        limit: Int,
        origin: Int32
    ) -> OutputResult {
        // The caller of a forwarding path has refused what may not be fragmented before.
        if packet.dontFragment {
            drop(packet, .tooBig, at: stack)
            return .failed(.messageTooLong(mtu: limit))
        }
        guard let pieces = try? packet.fragmented(mtu: limit), !pieces.isEmpty else {
            drop(packet, .tooBig, at: stack)
            return .failed(.messageTooLong(mtu: limit))
        }
        accounts.created += pieces.count - 1
        for piece in pieces { resolve(piece, choice, from: stack, origin: origin) }
        return .sent
    }

    /// A packet to one of the stack's own addresses comes in by the loopback.
    private mutating func loopBack(_ packet: IPPacket, in stack: Int, _ passage: Passage, origin: Int32) {
        let frame = EthernetFrame(destination: Self.zeroMAC, source: Self.zeroMAC, payload: .ip(packet))
        countSent(frame.wireLength, by: stacks[stack].interfaces[0])
        queue.schedule(
            Event(
                time: now.nanoseconds &+ Link.latency,
                kind: .arrival(Flight(frame: frame, origin: origin), interface: stacks[stack].interfaces[0])
            )
        )
    }

    static let zeroMAC = MACAddress(rawValue: 0)

    mutating func nextIdentification(of stack: Int) -> UInt32 {
        stacks[stack].nextIdentification = (stacks[stack].nextIdentification &+ 1) & 0xffff
        return stacks[stack].nextIdentification
    }
}

extension RouteChoice.Target {
    var isLocal: Bool { if case .local = self { true } else { false } }
}
