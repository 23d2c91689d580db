public import Addressing

/// A network stack as the tools inside it would show it: interfaces, addresses and routes.
public struct StackView: Hashable, Sendable {
    public struct Interface: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            case loopback, physical, veth, bridge, macvlan, ipvlan
        }

        /// The kernel's number for the interface in its namespace.
        public let index: Int
        public let name: String
        public let kind: Kind
        public let mac: MACAddress
        public let mtu: Int
        /// Whether it has a carrier: for a bridge, that a port has one.
        public let isUp: Bool
        /// Whether it is switched on (`ip link set … up`); one that is not has no carrier either.
        public let isEnabled: Bool
        /// The number of a veth's other end, or of a macvlan's parent, in the host's namespace.
        public let peerIndex: Int?
        /// The bridge that a host-side veth is a port of.
        public let bridge: String?
        public let addresses: [IPPrefix]

        public init(
            index: Int,
            name: String,
            kind: Kind,
            mac: MACAddress,
            mtu: Int,
            isUp: Bool = true,
            isEnabled: Bool = true,
            peerIndex: Int? = nil,
            bridge: String? = nil,
            addresses: [IPPrefix]
        ) {
            self.index = index
            self.name = name
            self.kind = kind
            self.mac = mac
            self.mtu = mtu
            self.isUp = isUp && isEnabled
            self.isEnabled = isEnabled
            self.peerIndex = peerIndex
            self.bridge = bridge
            self.addresses = addresses
        }
    }

    public struct Route: Hashable, Sendable {
        /// nil for the default route.
        public let destination: IPPrefix?
        public let family: AddressFamily
        /// nil for a route on the link.
        public let gateway: IPAddress?
        public let interface: String
        /// The preferred source of a connected route.
        public let source: IPAddress?
        /// False where the interface has no carrier.
        public let hasCarrier: Bool

        public init(
            destination: IPPrefix?,
            family: AddressFamily,
            gateway: IPAddress? = nil,
            interface: String,
            source: IPAddress? = nil,
            hasCarrier: Bool = true
        ) {
            self.destination = destination
            self.family = family
            self.gateway = gateway
            self.interface = interface
            self.source = source
            self.hasCarrier = hasCarrier
        }
    }

    /// By interface number.
    public let interfaces: [Interface]
    /// As `ip route` lists them: the default route first, then by destination.
    public let routes: [Route]

    public init(interfaces: [Interface], routes: [Route]) {
        self.interfaces = interfaces.sorted { $0.index < $1.index }
        self.routes = routes.sorted { a, b in
            guard let left = a.destination else { return b.destination != nil }
            guard let right = b.destination else { return false }
            return (left.address, left.length) < (right.address, right.length)
        }
    }

    public func routes(_ family: AddressFamily) -> [Route] { routes.filter { $0.family == family } }

    static let loopback = loopback(hasIPv6: true)

    static func loopback(hasIPv6: Bool) -> Interface {
        Interface(
            index: 1,
            name: "lo",
            kind: .loopback,
            mac: MACAddress(rawValue: 0),
            mtu: 65536,
            addresses: [IPPrefix("127.0.0.1/8"), hasIPv6 ? IPPrefix("::1/128") : nil].compactMap { $0 }
        )
    }

    /// The connected routes of an interface: one for each address but the loopback's, and but those that are alone
    /// in their prefix, for which the kernel has no route beside the local one.
    static func connected(_ interface: Interface) -> [Route] {
        interface.addresses.filter { !$0.address.isLoopback && $0.hostBits > 0 }.map {
            Route(
                destination: $0.masked,
                family: $0.family,
                interface: interface.name,
                source: $0.family == .ipv4 ? $0.address : nil,
                hasCarrier: interface.isUp
            )
        }
    }
}

extension Lab {
    /// The stack that a container sees: its own, the one it joined, the host's, or only `lo` when orphaned or down.
    public func stackView(of container: Container) -> StackView {
        if container.stack == .host { return hostStackView() }
        guard let owner = stackOwner(of: container), owner.stack != .host else {
            return stackOwner(of: container) == nil
                ? StackView(interfaces: [StackView.loopback(hasIPv6: engine.has(.loIpv6))], routes: [])
                : hostStackView()
        }
        let hasIPv6 = engine.has(.loIpv6) || owner.attachments.contains { $0.endpoint?.ipv6 != nil }
        var interfaces = [StackView.loopback(hasIPv6: hasIPv6)]
        var routes: [StackView.Route] = []
        for attachment in owner.attachments {
            guard let interface = interface(of: attachment, in: owner) else { continue }
            interfaces.append(interface)
            routes += StackView.connected(interface)
        }
        for family in AddressFamily.allCases {
            guard let route = defaultRoute(of: owner, family),
                let endpoint = owner.attachments[route.attachment].endpoint
            else { continue }
            routes.append(
                StackView.Route(
                    destination: nil,
                    family: family,
                    gateway: route.nextHop,
                    interface: endpoint.interface,
                    hasCarrier: !isDown(owner.attachments[route.attachment], of: owner)
                )
            )
        }
        return StackView(interfaces: interfaces, routes: routes)
    }

    /// Whether the link of a live attachment has been taken down.
    private func isDown(_ attachment: Attachment, of container: Container) -> Bool {
        guard let network = attachment.networkID else { return false }
        return faults.isDown(Faults.Place(container: container.id, network: network))
    }

    /// The container's end of an attachment; nil where there is none.
    ///
    /// The end of a link that has been taken down stays switched on and keeps its addresses, without a carrier.
    private func interface(of attachment: Attachment, in container: Container) -> StackView.Interface? {
        guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty,
            let network = attachment.networkID.flatMap({ network($0) }), let mac = endpoint.mac
        else { return nil }
        let kind: StackView.Interface.Kind =
            switch network.driver {
            case .macvlan: .macvlan
            case .ipvlan: .ipvlan
            default: .veth
            }
        var addresses = [endpoint.ipv4].compactMap { $0 } + endpoint.linkLocal.filter { $0.family == .ipv4 }
        if let ipv6 = endpoint.ipv6 {
            addresses.append(ipv6)
            addresses += endpoint.linkLocal.filter { $0.family == .ipv6 }
            addresses += [Self.linkLocalAddress(mac)].compactMap { $0 }
        }
        return StackView.Interface(
            index: Self.containerIndex(endpoint),
            name: endpoint.interface,
            kind: kind,
            mac: mac,
            mtu: network.driver == .bridge ? network.bridge.effectiveMTU : 1500,
            isUp: !isDown(attachment, of: container),
            peerIndex: kind == .veth ? Self.hostIndex(endpoint) : 2,
            addresses: addresses
        )
    }

    /// The simulated host's own stack: `lo`, the uplink, a bridge for each network and a port for each endpoint.
    public func hostStackView() -> StackView {
        var interfaces = [
            StackView.loopback,
            StackView.Interface(
                index: 2,
                name: host.uplinkName,
                kind: .physical,
                mac: host.uplinkMAC,
                mtu: 1500,
                addresses: host.uplinkAddresses
            ),
        ]
        var routes = StackView.connected(interfaces[1])
        for gateway in host.gateways {
            routes.append(
                StackView.Route(
                    destination: nil,
                    family: gateway.family,
                    gateway: gateway,
                    interface: host.uplinkName
                )
            )
        }
        // Bridges are numbered by age, after the uplink; ports follow far behind, so that neither depends on the other.
        let bridges = networks.elements.filter { $0.deviceName != nil }
            .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
        for (number, network) in bridges.enumerated() {
            guard let device = network.deviceName else { continue }
            let ports = liveEndpoints(of: network).map { container, endpoint in
                (endpoint, isEnabled: !faults.isDown(Faults.Place(container: container.id, network: network.id)))
            }
            let bridge = StackView.Interface(
                index: 3 + number,
                name: device,
                kind: .bridge,
                mac: Self.bridgeMAC(network),
                mtu: network.bridge.effectiveMTU,
                isUp: ports.contains(where: \.isEnabled),
                addresses: bridgeAddresses(network)
            )
            interfaces.append(bridge)
            routes += StackView.connected(bridge)
            for (endpoint, isEnabled) in ports {
                interfaces.append(
                    StackView.Interface(
                        index: Self.hostIndex(endpoint),
                        name: endpoint.hostInterface,
                        kind: .veth,
                        mac: Self.hostMAC(endpoint),
                        mtu: network.bridge.effectiveMTU,
                        isEnabled: isEnabled,
                        peerIndex: Self.containerIndex(endpoint),
                        bridge: device,
                        // The kernel takes the IPv6 addresses off an interface that is switched off.
                        addresses: isEnabled
                            ? [Self.linkLocalAddress(Self.hostMAC(endpoint))].compactMap { $0 } : []
                    )
                )
            }
        }
        return StackView(
            interfaces: interfaces,
            routes: routes.filter { $0.destination?.address.isLinkLocalUnicast != true }
        )
    }

    /// The addresses of a network's bridge device.
    public func bridgeAddresses(_ network: Network) -> [IPPrefix] {
        guard network.deviceName != nil else { return [] }
        var addresses = network.subnets.compactMap { subnet -> IPPrefix? in
            if subnet.family == .ipv4, network.bridge.inhibitIPv4 { return nil }
            if network.bridge.gatewayMode(subnet.family) == .isolated { return nil }
            return subnet.gateway.flatMap { IPPrefix(address: $0, length: subnet.prefix.length) }
        }
        if network.enableIPv6 { addresses += [IPPrefix("fe80::1/64")].compactMap { $0 } }
        return addresses
    }

    /// The number of a container's interface in its namespace. `eth0` is 2, as where the engine makes it in place.
    public static func containerIndex(_ endpoint: Endpoint) -> Int {
        let digits = endpoint.interface.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        return 2 + (Int(String(digits.prefix(6))) ?? 0)
    }

    /// The number of the host's end of a veth pair, from the order in which the pairs were made.
    public static func hostIndex(_ endpoint: Endpoint) -> Int {
        1000 + Int(truncatingIfNeeded: endpoint.sequence & 0xffff_ffff)
    }

    /// The MAC address of the host's end of a veth pair, which the kernel picks; here it follows from the endpoint.
    public static func hostMAC(_ endpoint: Endpoint) -> MACAddress {
        MACAddress(rawValue: (endpoint.id.words.3 & 0xfcff_ffff_ffff) | 0x0200_0000_0000)
    }

    /// The MAC address of a bridge device, likewise.
    public static func bridgeMAC(_ network: Network) -> MACAddress {
        MACAddress(rawValue: (network.id.words.3 & 0xfcff_ffff_ffff) | 0x0200_0000_0000)
    }

    /// The link-local address that the kernel forms of a MAC address (RFC 4291, appendix A).
    package static func linkLocalAddress(_ mac: MACAddress) -> IPPrefix? {
        let flipped = mac.rawValue ^ 0x0200_0000_0000
        let identifier = (flipped >> 24) << 40 | 0xff_fe00_0000 | flipped & 0xff_ffff
        return IPPrefix(address: .v6(IPv6Address(rawValue: 0xfe80 << 112 | UInt128(identifier))), length: 64)
    }
}
