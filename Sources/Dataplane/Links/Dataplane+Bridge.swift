internal import Addressing
internal import PacketWire

/// A segment's switch: learning, ageing, flooding (IEEE 802.1D), and what bridged frames meet in the host's filter.
extension Dataplane {
    /// A frame from an interface reaches the switch.
    mutating func switchFrame(_ flight: Flight, from interface: Int) {
        let segment = interfaces[interface].segment
        guard segments.indices.contains(segment) else { return }
        let source = flight.frame.source
        if !source.isMulticast, source != Self.zeroMAC {
            segments[segment].learned[source] = Segment.Learned(interface: interface, seen: now.nanoseconds)
        }
        if case .bridge = segments[segment].kind {
            bridge(flight, from: interface, on: segment)
        } else {
            spread(flight, from: interface, on: segment)
        }
    }

    // MARK: Bridges

    private mutating func bridge(_ flight: Flight, from interface: Int, on segment: Int) {
        var flight = flight
        let device = segments[segment].device
        if interface == device {
            // From the host's own stack, behind its filter.
            deliver(flight, from: interface, on: segment)
            return
        }
        var passage = Passage(stack: hostIndex())
        passage.inInterface = device
        passage.origin = flight.origin
        passage.isBridged = true
        let isForHost = flight.frame.destination == interfaces[device].mac
        if case .ip(var packet) = flight.frame.payload, !isForHost {
            // br_netfilter: IP frames that are only bridged pass PREROUTING, FORWARD and POSTROUTING all the same, neighbour
            // discovery too: containers that may not talk do not find each other over IPv6, as they do by ARP.
            if packet.payload.isNeighborDiscovery {
                passNeighborDiscovery(flight, packet, passage, from: interface, on: segment)
                return
            }
            if flight.frame.destination.isMulticast {
                deliver(flight, from: interface, on: segment)
                return
            }
            guard hostHook(.prerouting, &packet, &passage) else { return }
            passage.outInterface = device
            guard hostHook(.forward, &packet, &passage), hostHook(.postrouting, &packet, &passage) else { return }
            flight.frame.payload = .ip(packet)
        }
        deliver(flight, from: interface, on: segment)
    }

    private mutating func passNeighborDiscovery(
        _ flight: Flight,
        _ packet: IPPacket,
        _ passage: Passage,
        from interface: Int,
        on segment: Int
    ) {
        var (packet, passage) = (packet, passage)
        let device = segments[segment].device
        passage.outInterface = device
        if hostHook(.prerouting, &packet, &passage), hostHook(.forward, &packet, &passage) {
            deliver(flight, from: interface, on: segment)
        } else if flight.frame.destination.isMulticast {
            // What is not for other ports is still for the bridge itself.
            accounts.created += 1
            receive(flight, on: device)
        }
    }

    /// Sends a frame out by the port that has its destination, or by all.
    private mutating func deliver(_ flight: Flight, from interface: Int, on segment: Int) {
        let destination = flight.frame.destination
        let device = segments[segment].device
        if device >= 0, destination == interfaces[device].mac {
            if interface != device { receive(flight, on: device) }
            return
        }
        if !destination.isMulticast {
            if let port = learnedPort(destination, on: segment) {
                if port != interface { leave(flight, by: port, from: interface, on: segment) }
                return
            }
            wakeOwner(of: destination, on: segment)
        } else {
            wakeTarget(of: flight.frame, on: segment)
        }
        flood(flight, from: interface, on: segment)
    }

    func learnedPort(_ mac: MACAddress, on segment: Int) -> Int? {
        guard let known = segments[segment].learned[mac], now.nanoseconds - known.seen <= Segment.ageing else {
            return nil
        }
        return known.interface
    }

    private mutating func flood(_ flight: Flight, from interface: Int, on segment: Int) {
        note(.flooded, flight, interface: interface)
        if recording?.wantsFloods == true { wakeAll(on: segment) }
        let targets = segments[segment].members.filter { $0 != interface }
        countCopies(of: flight, targets.count)
        for port in targets { leave(flight, by: port, from: interface, on: segment) }
    }

    /// A flooded packet becomes as many as there are ports.
    func copies(of flight: Flight, _ count: Int) -> Int {
        if case .ip = flight.frame.payload { count - 1 } else { 0 }
    }

    private mutating func countCopies(of flight: Flight, _ count: Int) {
        if count == 0, case .ip(let packet) = flight.frame.payload {
            drop(packet, .noPort, at: Int(flight.origin))
            return
        }
        accounts.created += copies(of: flight, count)
    }

    private mutating func leave(_ flight: Flight, by port: Int, from interface: Int, on segment: Int) {
        let link = interfaces[port].link
        guard link >= 0 else {
            receive(flight, on: port)
            return
        }
        // The rules of a partition act in the bridge, before the link.
        if let cut = partition(flight.origin, interfaces[port].stack) {
            drop(flight, cut, interface: port)
            return
        }
        cross(link, flight, .down, interface: port, isFirst: interface == segments[segment].device)
    }

    /// Who is asked by a broadcast shall be there to hear it. The others would not answer, and stay asleep.
    private mutating func wakeTarget(of frame: EthernetFrame, on segment: Int) {
        switch frame.payload {
        case .arp(let message): wakeOwner(of: .v4(message.targetAddress), on: segment)
        case .ip(let packet):
            if case .icmp(.neighborSolicitation(let target, _)) = packet.payload {
                wakeOwner(of: .v6(target), on: segment)
            } else {
                wakeAll(on: segment)
            }
        case .other: break
        }
    }

    // MARK: The uplink's LAN and the parents of macvlan and ipvlan

    /// Spreads a frame over a segment without a filter, where macvlan's and ipvlan's rules hold.
    private mutating func spread(_ flight: Flight, from interface: Int, on segment: Int) {
        let destination = flight.frame.destination
        if destination.isMulticast {
            wakeTarget(of: flight.frame, on: segment)
        } else if learnedPort(destination, on: segment) == nil {
            wakeOwner(of: destination, on: segment)
        }
        if case .ip(let packet) = flight.frame.payload { wakeOwner(of: packet.destination, on: segment) }
        if destination.isMulticast || destination == Self.zeroMAC, recording?.wantsFloods == true {
            wakeAll(on: segment)
        }
        var targets = segments[segment].members.filter {
            $0 != interface && takes(flight.frame, $0) && mayPass(from: interface, to: $0, on: segment)
        }
        // What an ipvlan child takes, its parent, whose MAC address it shares, does not see.
        if !destination.isMulticast, targets.contains(where: isIPVLAN) {
            targets.removeAll { stacks[interfaces[$0].stack].isHost }
        }
        if targets.isEmpty {
            if case .ip(let packet) = flight.frame.payload {
                drop(packet, separation(of: interface, flight.frame, on: segment), at: Int(flight.origin))
            }
            return
        }
        accounts.created += copies(of: flight, targets.count)
        for port in targets { leave(flight, by: port, from: interface, on: segment) }
    }

    /// Whether an interface on a shared parent takes a frame: by MAC address, and for ipvlan by IP address.
    private func takes(_ frame: EthernetFrame, _ interface: Int) -> Bool {
        let isGroup = frame.destination.isMulticast
        switch interfaces[interface].kind {
        case .ipvlan:
            switch frame.payload {
            case .arp(let message):
                return interfaces[interface].addresses.contains { $0.address == .v4(message.targetAddress) }
            case .ip(let packet):
                if case .icmp(.neighborSolicitation(let target, _)) = packet.payload {
                    return interfaces[interface].addresses.contains { $0.address == .v6(target) }
                }
                return isGroup || interfaces[interface].addresses.contains { $0.address == packet.destination }
            case .other: return false
            }
        case .macvlan:
            return frame.destination == interfaces[interface].mac || (isGroup && hears(frame, interface))
        default:
            return isGroup || frame.destination == interfaces[interface].mac
        }
    }

    /// Whether a macvlan interface has joined the group that a question for an IPv6 address is sent to: the driver passes no
    /// others on (`macvlan_broadcast`).
    private func hears(_ frame: EthernetFrame, _ interface: Int) -> Bool {
        guard case .ip(let packet) = frame.payload, case .icmp(.neighborSolicitation) = packet.payload else {
            return true
        }
        return interfaces[interface].addresses.contains { $0.address.solicitedNodeGroup == packet.destination }
    }

    /// The host never hears its own macvlan and ipvlan children, and isolated children never hear each other.
    private func mayPass(from: Int, to: Int, on segment: Int) -> Bool {
        let fromChild = isChild(from)
        let toChild = isChild(to)
        if fromChild != toChild {
            let other = fromChild ? to : from
            return !stacks[interfaces[other].stack].isHost
        }
        guard fromChild else { return true }
        return !isIsolated(from) && !isIsolated(to)
    }

    private func isChild(_ interface: Int) -> Bool {
        switch interfaces[interface].kind {
        case .macvlan, .ipvlan: true
        case .loopback, .wire, .bridge: false
        }
    }

    private func isIPVLAN(_ interface: Int) -> Bool {
        if case .ipvlan = interfaces[interface].kind { true } else { false }
    }

    private func isIsolated(_ interface: Int) -> Bool {
        switch interfaces[interface].kind {
        case .macvlan(let isIsolated), .ipvlan(_, let isIsolated): isIsolated
        case .loopback, .wire, .bridge: false
        }
    }

    private func separation(of interface: Int, _ frame: EthernetFrame, on segment: Int) -> DropReason {
        let taker = segments[segment].members.first { $0 != interface && takes(frame, $0) }
        guard let taker else { return .noPort }
        if isChild(interface), stacks[interfaces[taker].stack].isHost { return .parentIsolation }
        if isChild(taker), stacks[interfaces[interface].stack].isHost { return .parentIsolation }
        return .macvlanMode
    }
}
