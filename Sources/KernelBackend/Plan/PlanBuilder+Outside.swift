internal import Addressing
internal import Lab
internal import Netlink
internal import NetlinkWire

/// What lies beyond the host's uplink: a LAN with a router and a client on it, and the Internet behind the router.
extension PlanBuilder {
    /// The MAC addresses that the simulation gives them.
    static let routerMAC = MACAddress(rawValue: 0x5254_0000_0001)
    static let clientMAC = MACAddress(rawValue: 0x5254_0000_0064)
    /// The router's ends of the two cables, which the simulation has no addresses for.
    private static let hostPortMAC = MACAddress(rawValue: 0x5254_0000_000a)
    private static let clientPortMAC = MACAddress(rawValue: 0x5254_0000_000b)
    /// The router's interface, whose ports are the host's uplink and the client.
    private static let lan = "lan"

    mutating func addOutside() {
        guard let uplink = hostNumbers[lab.host.uplinkName] else { return }
        for space in [PlanSpace.router, .client] {
            make(space)
            set("net/ipv4/conf/all/rp_filter", "0", in: space)
            set("net/ipv4/conf/default/rp_filter", "0", in: space)
            set("net/ipv6/conf/default/accept_dad", "0", in: space)
            set("net/ipv6/conf/default/accept_ra", "0", in: space)
            plan.add(.request(space, Self.switchOn(1)))
        }
        let lan = addRouter()
        addUplink(uplink, lan)
        addClient(lan)
        addInternet(lan)
    }

    private mutating func addRouter() -> Int32 {
        // Between the prefixes of its LAN it routes, and gives no hints of shorter ways.
        set("net/ipv4/ip_forward", "1", in: .router)
        set("net/ipv6/conf/all/forwarding", "1", in: .router)
        set("net/ipv4/conf/all/send_redirects", "0", in: .router)
        set("net/ipv4/conf/default/send_redirects", "0", in: .router)
        // It has every public address, and passes on what comes from one all the same.
        set("net/ipv4/conf/all/accept_local", "1", in: .router)
        // It asks for neighbours as itself, whomever it stands for: as who passes packets on.
        set("net/ipv4/conf/all/arp_announce", "2", in: .router)
        let lan = number(2, in: .router)
        var settings = BridgeSettings()
        (settings.hasSpanningTree, settings.forwardDelay) = (false, 0)
        var link = LinkMessage(Self.lan, .bridge(settings), index: lan)
        link.address = Self.routerMAC
        link.set(up: true)
        plan.need(.link("bridge"), for: "the LAN outside")
        plan.need(.link("veth"), for: "the host's uplink")
        plan.add(.request(.router, .addLink(link)))
        for address in lab.routerAddresses { plan.add(.request(.router, Self.address(address, on: lan))) }
        for step in trialSteps(Self.lan, in: .router, [.ipv4, .ipv6]) { plan.add(step) }
        return lan
    }

    private mutating func addUplink(_ number: Int32, _ lan: Int32) {
        var peer = LinkMessage()
        (peer.name, peer.index) = (lab.host.uplinkName, number)
        (peer.address, peer.mtu) = (lab.host.uplinkMAC, 1500)
        var port = LinkMessage("host", .veth(peer: peer), index: self.number(10, in: .router))
        (port.master, port.mtu, port.address) = (UInt32(clamping: lan), 1500, Self.hostPortMAC)
        port.set(up: true)
        plan.add(.addLink(.router, port, into: .host))
        plan.add(.request(.host, Self.switchOn(number)))
        for address in lab.host.uplinkAddresses { plan.add(.request(.host, Self.address(address, on: number))) }
        for step in trialSteps(lab.host.uplinkName, in: .host, [.ipv4, .ipv6]) { plan.add(step) }
        for prefix in lab.host.onLinkRoutes {
            var route = RouteMessage(prefix.family, to: prefix.masked)
            route.outInterface = UInt32(clamping: number)
            if prefix.family == .ipv4 { route.scope = RouteMessage.linkScope }
            plan.add(.request(.host, .addRoute(route)))
        }
        for gateway in lab.host.gateways {
            plan.add(.request(.host, Self.defaultRoute(gateway.family, via: gateway, by: number)))
        }
    }

    private mutating func addClient(_ lan: Int32) {
        let number = number(2, in: .client)
        var peer = LinkMessage()
        (peer.name, peer.index) = ("eth0", number)
        (peer.address, peer.mtu) = (Self.clientMAC, 1500)
        var port = LinkMessage("client", .veth(peer: peer), index: self.number(11, in: .router))
        (port.master, port.mtu, port.address) = (UInt32(clamping: lan), 1500, Self.clientPortMAC)
        port.set(up: true)
        plan.add(.addLink(.router, port, into: .client))
        plan.add(.request(.client, Self.switchOn(number)))
        let addresses = lab.host.outsideClientAddresses
        for address in addresses { plan.add(.request(.client, Self.address(address, on: number))) }
        for step in trialSteps("eth0", in: .client, [.ipv4, .ipv6]) { plan.add(step) }
        addContainerRoutes(number)
        for gateway in lab.host.gateways where addresses.contains(where: { $0.contains(gateway) }) {
            plan.add(.request(.client, Self.defaultRoute(gateway.family, via: gateway, by: number)))
        }
    }

    /// The client knows its way to the containers' subnets, so that it can try their addresses.
    private mutating func addContainerRoutes(_ number: Int32) {
        var known: Set<IPPrefix> = []
        for network in lab.allNetworks where network.deviceName != nil {
            for subnet in network.subnets {
                let prefix = subnet.prefix.masked
                guard let via = lab.host.uplinkAddresses.first(where: { $0.family == prefix.family })?.address,
                    !lab.host.uplinkAddresses.contains(where: { $0.overlaps(prefix) }), known.insert(prefix).inserted
                else { continue }
                var route = RouteMessage(prefix.family, to: prefix)
                (route.gateway, route.outInterface) = (via, UInt32(clamping: number))
                plan.add(.request(.client, .addRoute(route)))
            }
        }
    }

    /// The router answers for every address that the Internet routes; private ones lead nowhere there. On its own links
    /// the more specific routes count.
    private mutating func addInternet(_ lan: Int32) {
        for family in AddressFamily.allCases {
            var all = RouteMessage(family, to: IPPrefix(family == .ipv4 ? "0.0.0.0/0" : "::/0"))
            // The loopback's, and of addresses that are here (`RTN_LOCAL`), but in the main table: behind the LAN's own.
            (all.outInterface, all.type, all.scope) = (1, 2, family == .ipv4 ? 254 : 0)
            plan.add(.request(.router, .addRoute(all)))
        }
        for text in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"] {
            guard let prefix = IPPrefix(text) else { continue }
            var hole = RouteMessage(prefix.family, to: prefix)
            // `RTN_BLACKHOLE`.
            hole.type = 6
            if prefix.family == .ipv6 { hole.outInterface = 1 }
            plan.add(.request(.router, .addRoute(hole)))
        }
    }
}
