internal import Addressing
internal import Lab
internal import PacketFilter

/// Who is on a link: neighbours on bridges, children of parent interfaces, the host's own interfaces.
extension Tracer {
    struct Neighbor: Sendable {
        let slot: Slab<Container>.Slot
        let links: [Stack.Link]
        let link: Int
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

    func isPartitioned(_ asker: Node, _ other: Slab<Container>.Slot) -> Bool {
        guard case .container(let slot) = asker, !lab.faults.partitions.isEmpty else { return false }
        // Who shares a stack shares its faults.
        return users(of: slot).contains { a in
            users(of: other).contains { b in lab.faults.partitions.contains(Faults.Partition(a, b)) }
        }
    }

    // MARK: Parent interfaces

    func isLayer3(_ network: Slab<Network>.Slot) -> Bool {
        lab.networks[network].driver == .ipvlan
            && ["l3", "l3s"].contains(lab.networks[network].options[Lab.ParentOption.ipvlanMode])
    }

    /// Whether the children of a network's parent reach each other.
    private func joinsChildren(_ network: Slab<Network>.Slot) -> Bool {
        let options = lab.networks[network].options
        let key =
            lab.networks[network].driver == .macvlan ? Lab.ParentOption.macvlanMode : Lab.ParentOption.ipvlanFlag
        return ["", "bridge"].contains(options[key] ?? "")
    }

    /// A frame of a macvlan or ipvlan child.
    mutating func ontoParent(_ flow: inout Flow, _ stack: Stack, _ nextHop: IPAddress) -> Verdict {
        guard let link = flow.link, let parent = lab.networks[link.network].parentName else {
            return flow.verdict(.unreachable, .noRoute)
        }
        let destination = flow.packet.destination
        let isDirect = nextHop == destination
        if isDirect, let other = child(of: parent, destination, near: flow.hint) {
            if !joinsChildren(link.network) || !joinsChildren(other.links[other.link].network) {
                return flow.verdict(.unreachable, .parentMode)
            }
            if isPartitioned(flow.asker, other.slot) { return flow.verdict(.unreachable, .partitioned) }
            if other.links[other.link].isCut { return flow.verdict(.unreachable, .linkDown) }
            return deliver(flow, to: other.slot)
        }
        guard parent == lab.host.uplinkName else { return flow.verdict(.unreachable, .noNeighbor) }
        if lab.host.uplinkAddresses.contains(where: { $0.address == nextHop }) {
            return flow.verdict(.unreachable, .parent)
        }
        let outside = host.outsideAddress(destination.family)
        let isRouted = lab.host.gateways.contains(nextHop)
        if destination == outside, isDirect || isRouted {
            // The client outside knows the child's prefix only as on the uplink itself, or as a layer 3 child's.
            let isOnLink = lab.host.uplinkAddresses.contains { $0.contains(flow.origin) }
            guard isOnLink || isLayer3(link.network) else { return flow.verdict(.dropped, .noReturnRoute) }
            if case .port = flow.service { return flow.verdict(.refused, .portClosed) }
            var verdict = flow.verdict(.reached, .allowed)
            verdict.seenSource = flow.seen
            return verdict
        }
        return isRouted ? flow.verdict(.dropped, .beyondUplink) : flow.verdict(.unreachable, .noNeighbor)
    }

    /// What becomes of the answer of a macvlan or ipvlan child; nil where it arrives.
    func answerByParent(_ flow: Flow, _ network: Slab<Network>.Slot, _ nextHop: IPAddress) -> Loss? {
        let parent = lab.networks[network].parentName
        let isDirect = nextHop == flow.seen
        switch flow.asker {
        case .host: return Loss(reason: .noReturnNeighbor)
        case .outside:
            let isRouted = isDirect || lab.host.gateways.contains(nextHop)
            return parent == lab.host.uplinkName && isRouted ? nil : Loss(reason: .noReturnNeighbor)
        case .container(let slot):
            let asking = stack(of: slot)
            let isThere = asking.links.contains {
                $0.has(flow.seen) && !$0.isCut && lab.networks[$0.network].parentName == parent
            }
            return isThere && isDirect ? nil : Loss(reason: .noReturnNeighbor)
        }
    }

    /// The child of the uplink that has an address.
    func childOfUplink(_ address: IPAddress, near hint: Slab<Container>.Slot?) -> Neighbor? {
        child(of: lab.host.uplinkName, address, near: hint)
    }

    private func child(of parent: String, _ address: IPAddress, near hint: Slab<Container>.Slot?) -> Neighbor? {
        for network in parentNetworks[parent] ?? [] {
            guard lab.networks[network].subnets.contains(where: { $0.prefix.contains(address) }) else { continue }
            if let found = owner(of: address, on: network, near: hint) { return found }
        }
        return nil
    }

    // MARK: The host's interfaces

    func device(_ exit: HostTable.Exit) -> String {
        switch exit {
        case .uplink: lab.host.uplinkName
        case .bridge(let network): lab.networks[network].deviceName ?? ""
        }
    }

    /// The address that masquerading takes: the interface's first of the family.
    func address(of device: String, _ family: AddressFamily) -> IPAddress? {
        if device == lab.host.uplinkName {
            return lab.host.uplinkAddresses.first { $0.family == family }?.address
        }
        guard let slot = lab.bridgeSlots[device] else { return nil }
        return lab.bridgeAddresses(lab.networks[slot]).first {
            $0.family == family && !$0.address.isLinkLocalUnicast
        }?.address
    }

    /// The source of the host's own packets to an address elsewhere.
    func sourceAddress(towards address: IPAddress) -> IPAddress? {
        host.route(to: address).flatMap { self.address(of: device($0.exit), address.family) }
    }
}
