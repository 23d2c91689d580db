internal import Addressing
internal import PacketWire

/// Address resolution: ARP (RFC 826) and neighbour discovery (RFC 4861), with Linux's states and times.
extension Dataplane {
    /// Sends a packet to its next hop, once the hop's MAC address is known.
    ///
    /// - Parameter bridged: its way so far, where a bridge passes it on to where NAT leads it.
    mutating func resolve(
        _ packet: IPPacket,
        _ choice: RouteChoice,
        from stack: Int,
        origin: Int32,
        bridged: Passage? = nil
    ) {
        let interface = choice.interface
        let hop: IPAddress
        switch choice.target {
        case .local: return
        case .broadcast:
            send(packet, to: Self.groupMAC(packet.destination), by: interface, origin: origin)
            return
        case .unicast(let nextHop): hop = nextHop
        }
        guard interfaces[interface].resolvesNeighbors else {
            send(packet, to: Self.zeroMAC, by: interface, origin: origin)
            return
        }
        let key = NeighborTable.Key(interface: interface, address: hop)
        if let entry = stacks[stack].neighbors.entries[key], let mac = entry.mac, entry.state != .failed {
            if entry.state == .reachable, now.nanoseconds - entry.confirmed > NeighborTable.reachable {
                beginDelay(key, in: stack)
            }
            send(NeighborTable.Waiting(packet: packet, origin: origin, bridged: bridged), to: mac, by: interface)
            return
        }
        var entry = stacks[stack].neighbors.entries[key]
        if entry == nil || entry?.state == .failed {
            entry = NeighborTable.Entry(state: .incomplete, mac: nil, confirmed: 0)
            entry?.generation = (stacks[stack].neighbors.entries[key]?.generation ?? 0) &+ 1
        }
        guard var entry else { return }
        if entry.waiting.count >= NeighborTable.queueLimit {
            drop(entry.waiting.removeFirst().packet, .neighborQueue, at: stack)
        }
        entry.waiting.append(NeighborTable.Waiting(packet: packet, origin: origin, bridged: bridged))
        let isNew = entry.attempts == 0
        if isNew { entry.attempts = 1 }
        stacks[stack].neighbors.entries[key] = entry
        waiting += 1
        if isNew { ask(key, in: stack) }
    }

    /// Sends what waited for a neighbour's address.
    private mutating func send(_ item: NeighborTable.Waiting, to mac: MACAddress, by interface: Int) {
        if let passage = item.bridged {
            bridgeOn(item.packet, passage, to: mac)
        } else {
            send(item.packet, to: mac, by: interface, origin: item.origin)
        }
    }

    private func generation(_ key: NeighborTable.Key, in stack: Int) -> UInt32 {
        stacks[stack].neighbors.entries[key]?.generation ?? 0
    }

    /// Asks who has an address, and again a second later.
    private mutating func ask(_ key: NeighborTable.Key, in stack: Int) {
        let interface = interfaces[key.interface]
        note(.asked(key.address), stack: stack, interface: key.interface)
        let mac = stacks[stack].neighbors.entries[key].flatMap { $0.state == .probe ? $0.mac : nil }
        let frame: EthernetFrame
        switch key.address {
        case .v4(let target):
            let own =
                interface.addresses.first { $0.contains(key.address) }
                ?? interface.addresses.first { $0.family == .ipv4 }
            // The source of the packet that waits, the last of several, where it is one of the stack's own addresses
            // (`arp_announce` 0).
            let waiting = stacks[stack].neighbors.entries[key]?.waiting.last?.packet.source
            let sender = waiting.flatMap { stacks[stack].local[$0] != nil ? $0 : nil } ?? own?.address
            let message = ARPMessage(
                .request,
                senderMAC: interface.mac,
                senderAddress: sender?.ipv4 ?? IPv4Address(rawValue: 0),
                targetAddress: target
            )
            frame = EthernetFrame(destination: mac ?? .broadcast, source: interface.mac, payload: .arp(message))
        case .v6(let target):
            let group = IPAddress.v6(target.solicitedNodeGroup)
            let source = interface.addresses.first { $0.family == .ipv6 && $0.contains(key.address) }
            let sender = source ?? interface.addresses.first { $0.family == .ipv6 }
            let packet = IPPacket(
                source: sender?.address ?? .v6(IPv6Address(rawValue: 0)),
                destination: mac == nil ? group : key.address,
                hopLimit: 255,
                payload: .icmp(.neighborSolicitation(target: target, sourceMAC: interface.mac))
            )
            frame = EthernetFrame(destination: mac ?? Self.groupMAC(group), source: interface.mac, payload: .ip(packet))
            accounts.created += 1
        }
        transmit(Flight(frame: frame, origin: Int32(truncatingIfNeeded: stack)), by: key.interface)
        schedule(.neighbor(stack: stack, key, generation: generation(key, in: stack)), in: NeighborTable.retransmission)
    }

    private mutating func beginDelay(_ key: NeighborTable.Key, in stack: Int) {
        stacks[stack].neighbors.entries[key]?.state = .delay
        stacks[stack].neighbors.entries[key]?.generation &+= 1
        schedule(.neighbor(stack: stack, key, generation: generation(key, in: stack)), in: NeighborTable.delay)
    }

    mutating func neighborTimer(_ key: NeighborTable.Key, generation: UInt32, in stack: Int) {
        guard var entry = stacks[stack].neighbors.entries[key], entry.generation == generation else { return }
        switch entry.state {
        case .reachable, .failed: return
        case .delay:
            entry.state = .probe
            entry.attempts = 1
            stacks[stack].neighbors.entries[key] = entry
            ask(key, in: stack)
        case .incomplete, .probe:
            if entry.attempts < NeighborTable.attempts {
                entry.attempts += 1
                stacks[stack].neighbors.entries[key] = entry
                ask(key, in: stack)
                return
            }
            let waiting = entry.waiting
            entry.waiting = []
            entry.state = .failed
            entry.mac = nil
            entry.attempts = 0
            entry.generation &+= 1
            stacks[stack].neighbors.entries[key] = entry
            self.waiting -= waiting.count
            for item in waiting { giveUp(item.packet, in: stack) }
        }
    }

    /// Nobody has the next hop's address: EHOSTUNREACH for the stack's own sockets, an ICMP error for others.
    private mutating func giveUp(_ packet: IPPacket, in stack: Int) {
        drop(packet, .noNeighbor, at: stack)
        // What NAT has changed is told as its sender knows it. The kernel sends the error to the masqueraded source, its
        // own address, and so from there; NAT then leads it on. Where the destination was translated as well, NAT has the
        // error come from the one that was asked.
        let sent = packet
        let packet = stacks[stack].isHost ? withoutNAT(packet) : packet
        guard stacks[stack].local[packet.source] != nil else {
            let asked = sent.destination != packet.destination ? packet.destination : nil
            let source = asked ?? (stacks[stack].local[sent.source] != nil ? sent.source : nil)
            sendError(about: packet, from: stack, source: source) { .unreachable(.host, quoted: $0) }
            return
        }
        guard let quoted = try? packet.quoted(), let cause = try? QuotedPacket(decoding: quoted) else { return }
        let error = Reception.ReceivedError(
            kind: .unreachable(.host),
            source: packet.source,
            isLocal: true,
            sequence: 0,
            hopLimit: 64,
            time: now
        )
        reportError(error, about: cause, in: stack)
    }

    // MARK: Answers

    mutating func receive(_ message: ARPMessage, on interface: Int) {
        // ipvlan in a layer 3 mode neither asks nor answers (IFF_NOARP).
        guard interfaces[interface].resolvesNeighbors else { return }
        let stack = interfaces[interface].stack
        let sender = IPAddress.v4(message.senderAddress)
        let target = IPAddress.v4(message.targetAddress)
        // Linux answers for every address of the stack, whichever interface was asked (`arp_ignore` 0).
        let isMine = stacks[stack].local[target] != nil
        if message.operation == .request, isMine {
            learn(sender, message.senderMAC, on: interface, creates: true)
            let reply = ARPMessage(
                .reply,
                senderMAC: interfaces[interface].mac,
                senderAddress: message.targetAddress,
                targetMAC: message.senderMAC,
                targetAddress: message.senderAddress
            )
            let frame = EthernetFrame(
                destination: message.senderMAC,
                source: interfaces[interface].mac,
                payload: .arp(reply)
            )
            transmit(Flight(frame: frame, origin: Int32(truncatingIfNeeded: stack)), by: interface)
        } else if message.operation == .reply, isMine {
            // Of several answers at once the first one counts.
            let known = stacks[stack].neighbors.entries[NeighborTable.Key(interface: interface, address: sender)]
            if let known, let mac = known.mac, mac != message.senderMAC, known.state != .failed,
                now.nanoseconds - known.confirmed <= NeighborTable.lockTime
            {
                return
            }
            confirmNeighbor(sender, message.senderMAC, on: interface)
        } else {
            learn(sender, message.senderMAC, on: interface, creates: false)
        }
    }

    mutating func receiveSolicitation(
        of target: IPv6Address,
        from source: IPAddress,
        _ mac: MACAddress?,
        on interface: Int
    ) {
        let stack = interfaces[interface].stack
        guard interfaces[interface].resolvesNeighbors,
            interfaces[interface].addresses.contains(where: { $0.address == .v6(target) })
        else { return }
        if let mac { learn(source, mac, on: interface, creates: true) }
        let reply = IPPacket(
            source: .v6(target),
            destination: source,
            hopLimit: 255,
            payload: .icmp(
                .neighborAdvertisement(
                    target: target,
                    targetMAC: interfaces[interface].mac,
                    isSolicited: true,
                    isOverride: true
                )
            )
        )
        guard let mac else { return }
        accounts.created += 1
        let frame = EthernetFrame(destination: mac, source: interfaces[interface].mac, payload: .ip(reply))
        transmit(Flight(frame: frame, origin: Int32(truncatingIfNeeded: stack)), by: interface)
    }

    /// Notes who has an address without asking: known entries are refreshed, and new ones made where allowed.
    private mutating func learn(_ address: IPAddress, _ mac: MACAddress, on interface: Int, creates: Bool) {
        guard !address.isUnspecified else { return }
        let key = NeighborTable.Key(interface: interface, address: address)
        let stack = interfaces[interface].stack
        if stacks[stack].neighbors.entries[key] != nil || creates { confirmNeighbor(address, mac, on: interface) }
    }

    /// An address's owner is known: what waited for it leaves.
    mutating func confirmNeighbor(_ address: IPAddress, _ mac: MACAddress?, on interface: Int) {
        guard let mac else { return }
        let stack = interfaces[interface].stack
        let key = NeighborTable.Key(interface: interface, address: address)
        var entry =
            stacks[stack].neighbors.entries[key]
            ?? NeighborTable.Entry(state: .reachable, mac: mac, confirmed: now.nanoseconds)
        let waiting = entry.waiting
        entry.waiting = []
        entry.state = .reachable
        entry.mac = mac
        entry.confirmed = now.nanoseconds
        entry.attempts = 0
        entry.generation &+= 1
        entry.isRouter = stacks[stack].routes.contains { $0.gateway == address }
        stacks[stack].neighbors.entries[key] = entry
        self.waiting -= waiting.count
        if !waiting.isEmpty { note(.answered(address, mac), stack: stack, interface: interface) }
        for item in waiting { send(item, to: mac, by: interface) }
    }

    // MARK: Group addresses

    /// The Ethernet address of a broadcast or multicast address (RFC 1112 section 6.4, RFC 2464 section 7).
    static func groupMAC(_ address: IPAddress) -> MACAddress {
        switch address {
        case .v4(let address) where address.isMulticast:
            MACAddress(rawValue: 0x0100_5e00_0000 | UInt64(address.rawValue & 0x7f_ffff))
        case .v4: .broadcast
        case .v6(let address):
            MACAddress(rawValue: 0x3333_0000_0000 | UInt64(truncatingIfNeeded: address.rawValue & 0xffff_ffff))
        }
    }

    // MARK: Views

    /// The ARP cache and the neighbour table, by address.
    package mutating func neighbors(of stack: StackID) -> [NeighborView] {
        guard stacks.indices.contains(stack.index) else { return [] }
        return stacks[stack.index].neighbors.entries.map { key, entry in
            let state: NeighborView.State =
                switch entry.state {
                case .incomplete: .incomplete
                case .reachable:
                    now.nanoseconds - entry.confirmed > NeighborTable.reachable ? .stale : .reachable
                case .delay, .probe: .delay
                case .failed: .failed
                }
            return NeighborView(
                address: key.address,
                interface: interfaces[key.interface].name,
                mac: entry.mac,
                state: state,
                isRouter: entry.isRouter && key.address.family == .ipv6
            )
        }.sorted { ($0.address.family, $0.address, $0.interface) < ($1.address.family, $1.address, $1.interface) }
    }
}
