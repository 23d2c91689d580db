internal import Addressing
internal import Lab
internal import Netlink
internal import NetlinkWire

/// The host's own stack: settings, loopback, bridges.
extension PlanBuilder {
    mutating func addHost() {
        make(.host)
        // What the engine switches on, and what a machine may have given its namespaces instead of the kernel's own.
        set("net/ipv4/ip_forward", "1", in: .host)
        set("net/ipv4/conf/all/rp_filter", "0", in: .host)
        set("net/ipv4/conf/default/rp_filter", "0", in: .host)
        set("net/ipv6/conf/default/forwarding", "1", in: .host)
        set("net/ipv6/conf/all/forwarding", "1", in: .host)
        set("net/ipv6/conf/default/accept_ra", "0", in: .host)
        // Addresses are there at once, and nobody asks around for duplicates first.
        set("net/ipv6/conf/default/accept_dad", "0", in: .host)
        let ports = lab.engine.ephemeralPorts
        set("net/ipv4/ip_local_port_range", "\(ports.lowerBound)\t\(ports.upperBound)", in: .host)
        // Bridged packets pass the filter, as the simulation has it.
        set("net/bridge/bridge-nf-call-iptables", "1", in: .host, needs: "CONFIG_BRIDGE_NETFILTER")
        set("net/bridge/bridge-nf-call-ip6tables", "1", in: .host, needs: "CONFIG_BRIDGE_NETFILTER")
        plan.add(.request(.host, Self.switchOn(1)))
        let view = lab.hostStackView()
        // The uplink's number is kept for it.
        for interface in view.interfaces where interface.kind == .physical {
            hostNumbers[interface.name] = number(interface.index, in: .host)
        }
        for interface in view.interfaces where interface.kind == .bridge { addBridge(interface) }
    }

    private mutating func addBridge(_ bridge: StackView.Interface) {
        plan.need(.link("bridge"), for: "bridge \(bridge.name)")
        let number = number(bridge.index, in: .host)
        hostNumbers[bridge.name] = number
        var settings = BridgeSettings()
        // No port waits before it forwards.
        (settings.hasSpanningTree, settings.forwardDelay) = (false, 0)
        var link = LinkMessage(bridge.name, .bridge(settings), index: number)
        (link.address, link.mtu) = (bridge.mac, UInt32(clamping: bridge.mtu))
        plan.add(.request(.host, .addLink(link)))
        // It has the addresses that the engine gives it, and none that the kernel forms.
        var up = LinkMessage()
        (up.index, up.addressGeneration) = (number, 1)
        up.set(up: true)
        plan.add(.request(.host, .setLink(up)))
        for address in bridge.addresses { plan.add(.request(.host, Self.address(address, on: number))) }
        for step in trialSteps(bridge.name, in: .host, Set(bridge.addresses.map(\.family))) { plan.add(step) }
    }

    // MARK: Parents of macvlan and ipvlan

    /// The number of the interface that a network's containers hang on, made first where it is the network's own.
    mutating func parentNumber(_ network: Network) -> Int32? {
        guard let name = network.parentName else { return nil }
        if let known = hostNumbers[name] { return known }
        let number = number(500, in: .host)
        hostNumbers[name] = number
        let parts = name.split(separator: ".")
        if parts.count == 2, let below = hostNumbers[String(parts[0])], let identifier = UInt16(parts[1]) {
            plan.need(.link("vlan"), for: "network \(network.name), whose parent is \(name),")
            var link = LinkMessage(name, .vlan(identifier), index: number)
            link.link = UInt32(clamping: below)
            link.set(up: true)
            plan.add(.request(.host, .addLink(link)))
        } else {
            plan.need(.link("dummy"), for: "network \(network.name), which has no parent interface,")
            var link = LinkMessage(name, .dummy, index: number)
            link.set(up: true)
            plan.add(.request(.host, .addLink(link)))
        }
        return number
    }
}
