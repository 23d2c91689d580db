internal import Addressing
internal import Lab
internal import PacketFilter

/// Who is on a link, and who hears whom: bridges, parents of macvlan and ipvlan networks, the uplink's LAN.
extension Tracer {
    struct Neighbor: Sendable {
        let slot: Slab<Container>.Slot
        let links: [Stack.Link]
        let link: Int

        var isCut: Bool { links[link].isCut }
        var network: Slab<Network>.Slot { links[link].network }
    }

    func isBridge(_ address: IPAddress, of network: Slab<Network>.Slot) -> Bool {
        lab.bridgeAddresses(lab.networks[network]).contains { $0.address == address }
    }

    /// The container with an address on a network.
    func owner(
        of address: IPAddress,
        on network: Slab<Network>.Slot,
        near hint: Slab<Container>.Slot?
    ) -> Neighbor? {
        if let hint, let found = neighbor(hint, address, on: network) { return found }
        for slot in lab.networks[network].members {
            let holds = lab.containers[slot].attachments.contains { attachment in
                guard let endpoint = attachment.endpoint else { return false }
                return endpoint.address(address.family)?.address == address
                    || endpoint.linkLocal.contains { $0.address == address }
            }
            if holds, let found = neighbor(slot, address, on: network) { return found }
        }
        return nil
    }

    private func neighbor(
        _ slot: Slab<Container>.Slot,
        _ address: IPAddress,
        on network: Slab<Network>.Slot
    ) -> Neighbor? {
        let stack = stack(of: slot)
        guard let link = stack.link(on: network), stack.links[link].has(address) else { return nil }
        return Neighbor(slot: stack.slot, links: stack.links, link: link)
    }

    private func users(of slot: Slab<Container>.Slot) -> [ContainerID] {
        let owner = standIns[slot] ?? slot
        return ([owner] + (joiners[owner] ?? [])).map { lab.containers[$0].id }
    }

    private func isPartitioned(_ sender: Slab<Container>.Slot?, _ other: Slab<Container>.Slot) -> Bool {
        guard let sender, !lab.faults.partitions.isEmpty else { return false }
        // Who shares a stack shares its faults.
        return users(of: sender).contains { a in
            users(of: other).contains { b in lab.faults.partitions.contains(Faults.Partition(a, b)) }
        }
    }

    // MARK: Sending

    /// A container sends by one of its links.
    mutating func send(
        _ flow: inout Flow,
        _ trip: Trip,
        from stack: Stack,
        by index: Int,
        to hop: IPAddress
    ) -> End {
        let sender = Station.container(stack.slot)
        guard stack.links.indices.contains(index) else { return .failed(.noRoute, sender, trip) }
        let link = stack.links[index]
        if let device = lab.networks[link.network].deviceName {
            if link.isCut { return .failed(.linkDown, sender, trip) }
            return send(&flow, trip, from: stack.slot, onBridge: device, of: link.network, to: hop)
        }
        guard let parent = lab.networks[link.network].parentName else { return .failed(.noRoute, sender, trip) }
        if isLayer3(link.network) { return send(&flow, trip, fromLayer3: link, on: parent) }
        if link.isCut { return .failed(.linkDown, sender, trip) }
        if let other = child(of: parent, hop, near: trip.hint) {
            if !joinsChildren(link.network) || !joinsChildren(other.network) {
                return .failed(.parentMode, sender, trip)
            }
            if isPartitioned(stack.slot, other.slot) { return .failed(.partitioned, sender, trip) }
            return deliver(&flow, trip, to: other, from: sender)
        }
        guard parent == lab.host.uplinkName else { return .failed(.noNeighbor, sender, trip) }
        if host.isLocal(hop) { return .failed(.parent, sender, trip) }
        return send(&flow, trip, onUplinkFrom: sender, to: hop)
    }

    /// A frame on a bridge: to the bridge itself, or switched to another container.
    private mutating func send(
        _ flow: inout Flow,
        _ trip: Trip,
        from slot: Slab<Container>.Slot,
        onBridge device: String,
        of network: Slab<Network>.Slot,
        to hop: IPAddress
    ) -> End {
        let sender = Station.container(slot)
        if isBridge(hop, of: network) { return intoHost(&flow, trip, by: device) }
        guard let other = owner(of: hop, on: network, near: trip.hint) else {
            return .failed(.noNeighbor, sender, trip)
        }
        if isPartitioned(slot, other.slot) { return .failed(.partitioned, sender, trip) }
        if other.isCut { return .failed(.linkDown, sender, trip) }
        var trip = trip
        if let rule = obstacle(to: trip.packet, on: device, to: hop) {
            trip.obstacle = rule
            return .failed(.rule, sender, trip)
        }
        if let end = bridged(&flow, &trip, on: device) { return end }
        return arrive(&flow, trip, at: .container(other.slot))
    }

    /// ipvlan in a layer 3 mode asks nobody for addresses: what no sibling takes is the host's to send over the uplink.
    private mutating func send(
        _ flow: inout Flow,
        _ trip: Trip,
        fromLayer3 link: Stack.Link,
        on parent: String
    ) -> End {
        if link.isCut { return .lost(.linkDown, nil) }
        guard let other = child(of: parent, trip.packet.destination, near: trip.hint), isLayer3(other.network) else {
            return parent == lab.host.uplinkName ? leaveByHost(&flow, trip) : .lost(.layer3, nil)
        }
        if !joinsChildren(link.network) || !joinsChildren(other.network) { return .lost(.parentMode, nil) }
        if isPartitioned(trip.origin, other.slot) { return .lost(.partitioned, nil) }
        if other.isCut { return .lost(.linkDown, nil) }
        return .arrived(.container(other.slot), trip)
    }

    /// The host sends by a bridge or its uplink.
    mutating func send(_ flow: inout Flow, _ trip: Trip, byHost exit: HostTable.Exit, to hop: IPAddress) -> End {
        guard case .bridge(let network) = exit else { return send(&flow, trip, onUplinkFrom: .host, to: hop) }
        guard let other = owner(of: hop, on: network, near: trip.hint) else {
            return .failed(.noNeighbor, .host, trip)
        }
        return deliver(&flow, trip, to: other, from: .host)
    }

    /// A frame on the uplink's LAN.
    mutating func send(_ flow: inout Flow, _ trip: Trip, onUplinkFrom sender: Station, to hop: IPAddress) -> End {
        if let child = child(of: lab.host.uplinkName, hop, near: trip.hint) {
            if sender == .host { return .failed(.parent, sender, trip) }
            return deliver(&flow, trip, to: child, from: sender)
        }
        if sender != .outside, outside.isClient(hop) { return arrive(&flow, trip, at: .outside) }
        if sender != .router, outside.isRouter(hop) { return arrive(&flow, trip, at: .router) }
        if sender != .host, host.isLocal(hop) { return arrive(&flow, trip, at: .host) }
        return .failed(.noNeighbor, sender, trip)
    }

    /// A frame to a container whose address was asked for.
    private mutating func deliver(
        _ flow: inout Flow,
        _ trip: Trip,
        to other: Neighbor,
        from sender: Station
    ) -> End {
        if other.isCut { return .failed(.linkDown, sender, trip) }
        if isLayer3(other.network) { return .failed(.layer3, sender, trip) }
        if isPartitioned(trip.origin, other.slot) { return .lost(.partitioned, nil) }
        return arrive(&flow, trip, at: .container(other.slot))
    }

    // MARK: Parent interfaces

    private func isLayer3(_ network: Slab<Network>.Slot) -> Bool {
        lab.networks[network].driver == .ipvlan
            && ["l3", "l3s"].contains(lab.networks[network].options[Lab.ParentOption.ipvlanMode])
    }

    /// Whether the children of a network's parent reach each other.
    private func joinsChildren(_ network: Slab<Network>.Slot) -> Bool {
        let options = lab.networks[network].options
        let key =
            lab.networks[network].driver == .macvlan ? Lab.ParentOption.macvlanMode : Lab.ParentOption.ipvlanFlag
        return !["private", "vepa"].contains(options[key] ?? "")
    }

    private func child(of parent: String, _ address: IPAddress, near hint: Slab<Container>.Slot?) -> Neighbor? {
        for network in parentNetworks[parent] ?? [] {
            guard lab.networks[network].subnets.contains(where: { $0.prefix.contains(address) }) else { continue }
            if let found = owner(of: address, on: network, near: hint) { return found }
        }
        return nil
    }
}
