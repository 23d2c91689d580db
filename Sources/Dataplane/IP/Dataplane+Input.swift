internal import Addressing
internal import Lab
internal import PacketWire

/// From a stack's links to its processes, or on to another link.
extension Dataplane {
    /// A frame that an interface takes in.
    mutating func receive(_ flight: Flight, on interface: Int) {
        let stack = interfaces[interface].stack
        countReceived(flight.frame.wireLength, on: interface)
        switch flight.frame.payload {
        case .arp(let message):
            receive(message, on: interface)
        case .ip(let packet):
            let isMine =
                flight.frame.destination == interfaces[interface].mac || flight.frame.destination.isMulticast
                || interfaces[interface].isLoopback || !interfaces[interface].resolvesNeighbors
            guard isMine else {
                drop(packet, .foreignMAC, at: stack)
                return
            }
            receive(packet, from: flight, on: interface)
        case .other: break
        }
    }

    private mutating func receive(_ packet: IPPacket, from flight: Flight, on interface: Int) {
        let stack = interfaces[interface].stack
        var packet = packet
        var passage = Passage(stack: stack)
        passage.inInterface = interface
        passage.origin = flight.origin
        passage.entry = BridgeEntry(flight)
        // Addresses of bridges that nothing has touched yet are the host's all the same.
        if stacks[stack].isHost, stacks[stack].routeCache[packet.destination] == nil {
            wakeBridge(with: packet.destination)
        }
        if packet.fragment != nil, stacks[stack].isHost || stacks[stack].local[packet.destination] != nil {
            guard let whole = reassemble(packet, at: stack) else { return }
            packet = whole
        }
        if stacks[stack].isHost, !interfaces[interface].isLoopback {
            passage.isLocalTarget = isLocal(packet.destination, on: interface, in: stack)
            let asked = packet.destination
            guard hostHook(.prerouting, &packet, &passage) else { return }
            if packet.destination != asked, bridgesOn(packet, passage) { return }
        } else if stacks[stack].isHost {
            // What loops back has passed OUTPUT: its connection is known, and nothing is decided anew.
            passage.isLoopedBack = true
        }
        if isLocal(packet.destination, on: interface, in: stack) {
            deliver(packet, &passage, on: interface)
        } else {
            forward(packet, &passage, in: stack)
        }
    }

    /// Whether an address is the stack's own, or a broadcast or multicast address that it listens to.
    func isLocal(_ address: IPAddress, on interface: Int, in stack: Int) -> Bool {
        if stacks[stack].local[address] != nil { return true }
        if interfaces[interface].isLoopback { return true }
        if address == Self.limitedBroadcast || address.isMulticast { return true }
        return interfaces[interface].addresses.contains {
            $0.family == .ipv4 && $0.hostBits > 1 && $0.last == address
        }
    }

    /// Hands a packet to the stack's own protocols.
    mutating func deliver(_ packet: IPPacket, _ passage: inout Passage, on interface: Int) {
        let stack = passage.stack
        var packet = packet
        if stacks[stack].isHost, !passage.isLoopedBack {
            guard hostHook(.input, &packet, &passage) else { return }
        }
        if packet.fragment != nil {
            guard let whole = reassemble(packet, at: stack) else { return }
            packet = whole
        }
        accounts.delivered += 1
        note(.delivered, packet, stack: stack, interface: interface)
        switch packet.payload {
        case .icmp(let message): receive(message, packet, in: stack, on: interface)
        case .udp(let datagram): receive(datagram, packet, in: stack)
        case .tcp(let segment): receive(segment, packet, in: stack)
        case .other:
            if packet.fragment == nil { refuse(packet, .protocolNumber, from: stack) }
        }
    }

    /// Fragments wait for the rest; nil until the last one is there.
    private mutating func reassemble(_ packet: IPPacket, at stack: Int) -> IPPacket? {
        do throws(ReassemblyError) {
            if let whole = try stacks[stack].reassembler.insert(packet, at: now.nanoseconds) { return whole }
        } catch {
            drop(packet, .badFragment, at: stack)
            return nil
        }
        accounts.absorbed += 1
        if let expiry = stacks[stack].reassembler.nextExpiry {
            schedule(.reassembly(stack: stack), in: expiry &- now.nanoseconds)
        }
        return nil
    }

    mutating func expireFragments(in stack: Int) {
        _ = stacks[stack].reassembler.expire(at: now.nanoseconds)
    }

    // MARK: Forwarding

    private mutating func forward(_ packet: IPPacket, _ passage: inout Passage, in stack: Int) {
        switch stacks[stack].kind {
        case .host: forwardByHost(packet, &passage)
        case .world: forwardByWorld(packet, &passage)
        case .container, .outside: drop(packet, .notForwarding, at: stack)
        }
    }

    private mutating func forwardByHost(_ packet: IPPacket, _ passage: inout Passage) {
        let stack = passage.stack
        var packet = packet
        guard packet.hopLimit > 1 else {
            drop(packet, .hopLimit, at: stack)
            sendError(about: packet, from: stack) { .timeExceeded(quoted: $0) }
            return
        }
        guard let choice = route(packet.destination, in: stack) else {
            drop(packet, .noRoute, at: stack)
            sendError(about: packet, from: stack) { .unreachable(.network, quoted: $0) }
            return
        }
        packet.hopLimit -= 1
        let mtu = interfaces[choice.interface].mtu
        if packet.totalLength > mtu, packet.dontFragment || packet.family == .ipv6 {
            drop(packet, .tooBig, at: stack)
            let reported = UInt32(truncatingIfNeeded: max(0, mtu))
            sendError(about: packet, from: stack) { .packetTooBig(mtu: reported, quoted: $0) }
            return
        }
        passage.outInterface = choice.interface
        note(.forwarded, packet, stack: stack, choice: choice)
        guard hostHook(.forward, &packet, &passage) else { return }
        _ = transmit(packet, choice, from: stack, &passage, isForwarded: true)
    }

    /// The router outside takes what the Internet routes; it is the far end too, one hop on.
    private mutating func forwardByWorld(_ packet: IPPacket, _ passage: inout Passage) {
        let stack = passage.stack
        guard packet.hopLimit > 1 else {
            drop(packet, .hopLimit, at: stack)
            sendError(about: packet, from: stack) { .timeExceeded(quoted: $0) }
            return
        }
        if let choice = route(packet.destination, in: stack), case .unicast = choice.target {
            var packet = packet
            packet.hopLimit -= 1
            _ = transmit(packet, choice, from: stack, &passage, isForwarded: true)
            return
        }
        guard packet.destination.isRoutedOutside else {
            drop(packet, .notRoutedOutside, at: stack)
            return
        }
        guard packet.source.isRoutedOutside || isOnLink(packet.source, in: stack) else {
            // The answer would have nowhere to go: the Internet routes no private address.
            drop(packet, .privateSource, at: stack)
            return
        }
        var packet = packet
        packet.hopLimit -= 1
        deliver(packet, &passage, on: stacks[stack].interfaces[0])
    }

    private mutating func isOnLink(_ address: IPAddress, in stack: Int) -> Bool {
        stacks[stack].routes.contains { $0.gateway == nil && $0.prefix.contains(address) }
    }
}
