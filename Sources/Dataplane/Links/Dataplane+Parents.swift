internal import Addressing
internal import PacketWire

/// The uplink's LAN and the parents of macvlan and ipvlan: segments that no filter sees, with the rules of the two drivers.
extension Dataplane {
    /// Spreads a frame over a segment without a filter, where macvlan's and ipvlan's rules hold.
    mutating func spread(_ flight: Flight, from interface: Int, on segment: Int) {
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
        if destination.isMulticast, targets.count > 1 { sortAsMacvlan(&targets) }
        // What an ipvlan child takes, its parent, whose MAC address it shares, does not see.
        if !destination.isMulticast, targets.contains(where: isIPVLAN) {
            targets.removeAll { stacks[interfaces[$0].stack].isHost }
        }
        if targets.isEmpty {
            if case .ip(let packet) = flight.frame.payload {
                if isLayer3(interface), segment == uplinkSegment(), !isSibling(packet.destination, on: segment) {
                    leaveByHost(packet, origin: flight.origin, uplink: segments[segment].members[0])
                    return
                }
                drop(packet, separation(of: interface, flight.frame, on: segment), at: Int(flight.origin))
            }
            return
        }
        accounts.created += copies(of: flight, targets.count)
        for port in targets { leave(flight, by: port, from: interface, on: segment) }
    }

    private func isLayer3(_ interface: Int) -> Bool {
        if case .ipvlan(layer3: true, isolated: _) = interfaces[interface].kind { true } else { false }
    }

    /// Whether an ipvlan child of a segment has an address.
    private func isSibling(_ address: IPAddress, on segment: Int) -> Bool {
        segments[segment].members.contains { child in
            isIPVLAN(child) && interfaces[child].addresses.contains { $0.address == address }
        }
    }

    /// What no sibling of an ipvlan child in a layer 3 mode takes is the host's to send, by its routes over the parent and
    /// through its rules for packets of its own (`ipvlan_process_outbound`). Its source stays: only the way back may lack.
    private mutating func leaveByHost(_ packet: IPPacket, origin: Int32, uplink: Int) {
        let stack = interfaces[uplink].stack
        guard let choice = route(packet.destination, in: stack, interface: uplink) else {
            drop(packet, .noRoute, at: stack)
            return
        }
        if case .broadcast = choice.target {
            drop(packet, .noRoute, at: stack)
            return
        }
        note(.forwarded, packet, stack: stack, choice: choice)
        _ = output(packet, choice, from: stack, origin: origin)
    }

    /// The order in which the driver of macvlan goes over its children with a broadcast (`macvlan_broadcast`): by a hash of
    /// their MAC addresses. Where a container has two of them, the first one's answer to ARP counts.
    private func sortAsMacvlan(_ targets: inout [Int]) {
        func place(_ interface: Int) -> UInt64 {
            guard case .macvlan = interfaces[interface].kind else { return 0 }
            // `hash_64` of the six octets, in the memory of a little-endian machine, to 8 bits.
            let value = interfaces[interface].mac.rawValue.byteSwapped
            return (value &* 0x61c8_8646_80b5_83eb) >> 56
        }
        targets = targets.enumerated().map { (place($0.element), $0.offset, $0.element) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
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
                // What comes in is for the parent, whose MAC address it has; children in a layer 3 mode name none.
                let isOurs = frame.destination == interfaces[interface].mac || frame.destination == Self.zeroMAC
                let isHeld = interfaces[interface].addresses.contains { $0.address == packet.destination }
                return isGroup || isOurs && isHeld
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
