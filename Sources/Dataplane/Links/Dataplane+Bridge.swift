internal import Addressing
internal import PacketWire

/// A bridge: learning, ageing, flooding (IEEE 802.1D), and what bridged frames meet in the host's filter.
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
        flight.bridgePort = Int32(truncatingIfNeeded: interface)
        var passage = Passage(stack: hostIndex())
        passage.inInterface = device
        passage.entry = BridgeEntry(flight)
        passage.origin = flight.origin
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
            let asked = packet.destination
            guard hostHook(.prerouting, &packet, &passage) else { return }
            if packet.destination != asked, bridgesOn(packet, passage) { return }
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

    mutating func leave(_ flight: Flight, by port: Int, from interface: Int, on segment: Int) {
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
    mutating func wakeTarget(of frame: EthernetFrame, on segment: Int) {
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

    // MARK: What NAT leads elsewhere

    /// Whether a packet that came in by a bridge's port, and that NAT gave another destination, is on that bridge still:
    /// then it is bridged on and not routed (`br_nf_pre_routing_finish`), whomever its frame was for.
    mutating func bridgesOn(_ packet: IPPacket, _ passage: Passage) -> Bool {
        guard passage.entry != nil, let device = passage.inInterface,
            let choice = route(packet.destination, in: passage.stack), choice.interface == device,
            case .unicast = choice.target
        else { return false }
        var passage = passage
        passage.outInterface = device
        let origin = passage.origin ?? Int32(truncatingIfNeeded: passage.stack)
        resolve(packet, choice, from: passage.stack, origin: origin, bridged: passage)
        return true
    }

    /// Bridges a packet to where NAT leads it, with its sender's MAC address.
    mutating func bridgeOn(_ packet: IPPacket, _ passage: Passage, to mac: MACAddress) {
        guard let entry = passage.entry else { return }
        var (packet, passage) = (packet, passage)
        let segment = interfaces[entry.port].segment
        if learnedPort(mac, on: segment) == entry.port {
            // Ports send nothing back where it came from: Docker makes no hairpins while the userland proxy runs.
            drop(packet, .noPort, at: passage.stack)
            return
        }
        guard hostHook(.forward, &packet, &passage), hostHook(.postrouting, &packet, &passage) else { return }
        let frame = EthernetFrame(destination: mac, source: entry.source, payload: .ip(packet))
        let origin = passage.origin ?? Int32(truncatingIfNeeded: passage.stack)
        let port = Int32(truncatingIfNeeded: entry.port)
        deliver(Flight(frame: frame, origin: origin, bridgePort: port), from: entry.port, on: segment)
    }

    /// Sends a packet back by the port where another came in, past the switch and all hooks, as if from where that one was
    /// sent to.
    mutating func sendBack(_ packet: IPPacket, by entry: BridgeEntry, from stack: Int) {
        let frame = EthernetFrame(destination: entry.source, source: entry.destination, payload: .ip(packet))
        accounts.created += 1
        let device = segments[interfaces[entry.port].segment].device
        leave(
            Flight(frame: frame, origin: Int32(truncatingIfNeeded: stack)),
            by: entry.port,
            from: device,
            on: interfaces[entry.port].segment
        )
    }
}
