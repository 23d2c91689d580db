internal import Addressing
package import Lab

/// Stacks come to life when they are first asked for.
extension Dataplane {
    enum StackKey: Hashable, Sendable {
        case container(Int32)
        case host
        case outside
        case world
    }

    /// The stack that a container uses: its own, the one it joined, or the host's; nil while it does not run.
    ///
    /// Joiners whose owner has gone have nothing left but the loopback, which they share.
    package mutating func stack(of container: Container) -> StackID? {
        guard container.isRunning, let slot = lab.knownContainerSlot(matching: container.id.description) else {
            return nil
        }
        switch container.stack {
        case .down: return nil
        case .host: return hostStack()
        case .own: return StackID(index: containerStack(slot))
        case .joined(let sandbox):
            guard let owner = lab.stackOwner(of: container) else {
                return StackID(index: containerStack(services.standIn(for: sandbox, in: lab) ?? slot))
            }
            if owner.stack == .host { return hostStack() }
            guard let slot = lab.knownContainerSlot(matching: owner.id.description) else { return nil }
            return StackID(index: containerStack(slot))
        }
    }

    /// The simulated host's own stack.
    package mutating func hostStack() -> StackID { StackID(index: hostIndex()) }

    /// A client outside, on the host's uplink, that routes to the containers' subnets by way of the host.
    package mutating func outsideStack() -> StackID { StackID(index: outsideIndex()) }

    mutating func hostIndex() -> Int {
        if let index = stackIndices[.host] { return index }
        let index = addStack(.host, .host, name: "host")
        addLoopback(to: index)
        let uplink = uplinkSegment()
        addInterface(
            Interface(
                stack: index,
                name: lab.host.uplinkName,
                kind: .wire,
                mac: lab.host.uplinkMAC,
                mtu: 1500,
                addresses: lab.host.uplinkAddresses,
                segment: uplink,
                link: addLink(named: lab.host.uplinkName, "host \(lab.host.uplinkName)")
            )
        )
        for prefix in lab.host.onLinkRoutes {
            stacks[index].add(
                NetworkStack.Route(
                    prefix: prefix.masked,
                    gateway: nil,
                    interface: segments[uplink].members[0],
                    source: nil
                )
            )
        }
        for gateway in lab.host.gateways {
            addDefaultRoute(to: index, by: gateway, interface: segments[uplink].members[0])
        }
        return index
    }

    /// The client outside: an address of its own on the uplink's LAN.
    mutating func outsideIndex() -> Int {
        if let index = stackIndices[.outside] { return index }
        _ = hostIndex()
        let index = addStack(.outside, .outside, name: "outside")
        addLoopback(to: index)
        let interface = addInterface(
            Interface(
                stack: index,
                name: "eth0",
                kind: .wire,
                mac: OutsideWorld.clientMAC,
                mtu: 1500,
                addresses: lab.host.outsideClientAddresses,
                segment: uplinkSegment(),
                link: addLink(named: "outside", "outside eth0")
            )
        )
        // The client knows its way to the containers' subnets, so that it can try their addresses.
        for slot in lab.networks.slots where lab.networks[slot].deviceName != nil {
            for subnet in lab.networks[slot].subnets {
                let via = lab.host.uplinkAddresses.first { $0.family == subnet.family }?.address
                guard let via, !lab.host.uplinkAddresses.contains(where: { $0.overlaps(subnet.prefix) }) else {
                    continue
                }
                stacks[index].add(
                    NetworkStack.Route(prefix: subnet.prefix.masked, gateway: via, interface: interface, source: nil)
                )
            }
        }
        for gateway in lab.host.gateways { addDefaultRoute(to: index, by: gateway, interface: interface) }
        return index
    }

    /// The router on the uplink's LAN, which answers for the whole world behind it.
    @discardableResult
    mutating func worldIndex() -> Int {
        if let index = stackIndices[.world] { return index }
        let index = addStack(.world, .world, name: "router")
        addLoopback(to: index)
        addInterface(
            Interface(
                stack: index,
                name: "lan0",
                kind: .wire,
                mac: OutsideWorld.routerMAC,
                mtu: 1500,
                addresses: lab.routerAddresses,
                segment: uplinkSegment(),
                link: addLink(named: "router", "router lan0")
            )
        )
        return index
    }

    /// The stack of a container that has one of its own.
    mutating func containerStack(_ slot: Int32) -> Int {
        if let index = stackIndices[.container(slot)] { return index }
        let container = lab.containers[slot]
        let index = addStack(.container(slot), .container(slot), name: container.name, container: container.id)
        addLoopback(to: index)
        guard case .own = container.stack else { return index }
        // By the number in their names, as the kernel numbers them.
        let live = container.attachments.indices.filter {
            container.attachments[$0].endpoint?.interface.isEmpty == false
        }
        let ordered = live.sorted {
            let left = container.attachments[$0].endpoint.map(Lab.containerIndex) ?? 0
            let right = container.attachments[$1].endpoint.map(Lab.containerIndex) ?? 0
            return (left, $0) < (right, $1)
        }
        var interfaces: [Int: Int] = [:]
        for place in ordered {
            interfaces[place] = connect(container.attachments[place], of: container, to: index)
        }
        for family in AddressFamily.allCases {
            guard let route = lab.defaultRoute(of: container, family), let interface = interfaces[route.attachment]
            else { continue }
            addDefaultRoute(to: index, family, by: route.nextHop, interface: interface)
        }
        return index
    }

    /// The container's end of one attachment.
    private mutating func connect(_ attachment: Attachment, of container: Container, to stack: Int) -> Int? {
        guard let endpoint = attachment.endpoint, let mac = endpoint.mac,
            let slot = lab.networkSlot(joinedBy: attachment)
        else { return nil }
        let network = lab.networks[slot]
        let segment = segmentIndex(of: slot)
        let place = Faults.Place(container: container.id, network: network.id)
        let isBridge = network.driver == .bridge
        let link = addLink(
            Link(
                name: isBridge ? endpoint.hostInterface : "\(container.name)-\(endpoint.interface)",
                title: "\(container.name) \(endpoint.interface) on \(network.name)",
                network: network.id,
                impairment: lab.faults.linkImpairments[place] ?? Impairment(),
                networkImpairment: lab.faults.linkImpairments[place] == nil
                    ? lab.faults.networkImpairments[network.id] ?? Impairment() : Impairment(),
                isDown: lab.faults.downLinks.contains(place)
            )
        )
        var addresses = [endpoint.ipv4, endpoint.ipv6].compactMap { $0 } + endpoint.linkLocal
        if endpoint.ipv6 != nil { addresses += [Lab.linkLocalAddress(mac)].compactMap { $0 } }
        return addInterface(
            Interface(
                stack: stack,
                name: endpoint.interface,
                kind: Self.kind(of: network),
                mac: network.driver == .ipvlan ? parentMAC(of: network) : mac,
                mtu: isBridge ? network.bridge.effectiveMTU : 1500,
                addresses: addresses,
                segment: segment,
                link: link
            )
        )
    }

    private static func kind(of network: Network) -> Interface.Kind {
        switch network.driver {
        case .macvlan:
            .macvlan(isolated: ["private", "vepa"].contains(network.options[Lab.ParentOption.macvlanMode] ?? ""))
        case .ipvlan:
            .ipvlan(
                layer3: ["l3", "l3s"].contains(network.options[Lab.ParentOption.ipvlanMode] ?? ""),
                isolated: ["private", "vepa"].contains(network.options[Lab.ParentOption.ipvlanFlag] ?? "")
            )
        default: .wire
        }
    }

    private func parentMAC(of network: Network) -> MACAddress {
        let host = lab.host
        if network.parentName == host.uplinkName { return host.uplinkMAC }
        return Lab.bridgeMAC(network)
    }

    // MARK: Parts

    private mutating func addStack(
        _ key: StackKey,
        _ kind: NetworkStack.Kind,
        name: String,
        container: ContainerID? = nil
    ) -> Int {
        let index = stacks.count
        var stack = NetworkStack(
            kind: kind,
            name: name,
            container: container,
            nextIdentification: UInt32(truncatingIfNeeded: entropy.next() & 0xffff)
        )
        stack.ports.nextEphemeral = UInt16(truncatingIfNeeded: 32768 + entropy.next() % 28232)
        stack.ports.nextIdentifier = UInt16(truncatingIfNeeded: entropy.next() % 30000 + 1)
        stacks.append(stack)
        stackIndices[key] = index
        return index
    }

    private mutating func addLoopback(to stack: Int) {
        addInterface(
            Interface(
                stack: stack,
                name: "lo",
                kind: .loopback,
                mac: MACAddress(rawValue: 0),
                mtu: 65536,
                addresses: [IPPrefix("127.0.0.1/8"), IPPrefix("::1/128")].compactMap { $0 },
                segment: -1,
                link: -1
            )
        )
    }

    /// Adds an interface with its connected routes.
    @discardableResult
    mutating func addInterface(_ interface: Interface) -> Int {
        let index = interfaces.count
        interfaces.append(interface)
        stacks[interface.stack].interfaces.append(index)
        if interface.segment >= 0 { segments[interface.segment].members.append(index) }
        for prefix in interface.addresses {
            if stacks[interface.stack].local[prefix.address] == nil {
                stacks[interface.stack].local[prefix.address] = index
            }
            guard !interface.isLoopback, prefix.hostBits > 0 else { continue }
            stacks[interface.stack].add(
                NetworkStack.Route(prefix: prefix.masked, gateway: nil, interface: index, source: prefix.address)
            )
        }
        stacks[interface.stack].routeCache = [:]
        return index
    }

    private mutating func addDefaultRoute(
        to stack: Int,
        _ family: AddressFamily? = nil,
        by gateway: IPAddress?,
        interface: Int
    ) {
        let family = gateway?.family ?? family ?? .ipv4
        guard let any = IPAddress(family: family, number: 0), let prefix = IPPrefix(address: any, length: 0) else {
            return
        }
        stacks[stack].add(NetworkStack.Route(prefix: prefix, gateway: gateway, interface: interface, source: nil))
    }

    private mutating func addLink(named name: String, _ title: String) -> Int {
        addLink(
            Link(
                name: name,
                title: title,
                network: nil,
                impairment: Impairment(),
                networkImpairment: Impairment(),
                isDown: false
            )
        )
    }

    private mutating func addLink(_ link: Link) -> Int {
        links.append(link)
        return links.count - 1
    }
}
