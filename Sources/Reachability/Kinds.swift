internal import Addressing
internal import Lab
internal import PacketFilter

/// What is alike up to a renaming of networks: Docker's rules for a network follow from its options alone, so that two
/// networks with the same options treat their containers alike. What one is named by, in a rule of the user's, a trusted
/// interface, a host address or a link, is of a kind of its own.
struct NetworkKind: Hashable, Sendable {
    let driver: NetworkDriver
    let isInternal: Bool
    let hasWayOut: Bool
    let bridge: BridgeOptions
    /// Of macvlan and ipvlan.
    let mode: String
    let flag: String
    let isOnUplink: Bool
    /// Families in which the world outside would answer for addresses of the subnets.
    let globalFamilies: [AddressFamily]
    /// Families in which the bridge itself has an address, and in which containers are told of a gateway.
    let bridgeFamilies: [AddressFamily]
    let gatewayFamilies: [AddressFamily]
    /// The user's rules whose interfaces the bridge's name matches.
    let interfaceMatches: [Int32]
    /// The user's rules whose prefixes hold the bridge's addresses.
    let prefixMatches: [Int32]
    /// The network itself, where it is like no other.
    let individual: Slab<Network>.Slot?
}

/// What is alike of stacks, up to a renaming of networks.
struct StackKind: Hashable, Sendable {
    struct Link: Hashable, Sendable {
        let network: Int32
        let families: [AddressFamily]
        /// Families in which the address is alone in its prefix, without a connected route.
        let aloneIn: [AddressFamily]
        let isCut: Bool
        /// The user's rules whose prefixes hold the addresses.
        let prefixMatches: [Int32]
    }

    struct Port: Hashable, Sendable {
        let ports: PortRun
        let hostAddress: IPAddress
        let isBound: Bool
        /// Only where a rule of the user's asks for it (`--ctorigdstport`).
        let firstHostPort: UInt16?
    }

    let form: Stack.Form
    let links: [Link]
    let ipv4Default: Int?
    let ipv6Default: Int?
    let listeners: ListeningSet
    let published: [Port]
    let hasEmbeddedDNS: Bool
    /// The container itself, where it is like no other.
    let individual: Slab<Container>.Slot?
}

/// Finds kinds, each numbered at its first use.
struct KindFinder {
    private let lab: Lab
    /// The prefixes and interfaces that the user's rules name.
    private var prefixes: [IPPrefix] = []
    private var interfaces: [String] = []
    /// Whether one of them asks for the port before translation.
    private var asksForHostPorts = false
    /// Addresses that something names by itself: they set their networks apart.
    private var namedAddresses: Set<IPAddress> = []
    private var namedInterfaces: Set<String> = []
    private var individuals: Set<ContainerID> = []
    private var networkNumbers: [NetworkKind: Int32] = [:]
    private var networks: [Slab<Network>.Slot: Int32] = [:]
    private var stackNumbers: [StackKind: Int32] = [:]

    init(_ lab: Lab, _ filter: PacketFilter, named: Set<IPAddress>) {
        self.lab = lab
        for family in AddressFamily.allCases {
            for rule in filter.rules(.filter, .dockerUser, family) {
                let match = rule.match
                prefixes += [match.source, match.destination, match.originalDestination].compactMap { $0?.value }
                if match.originalDestinationPorts != nil { asksForHostPorts = true }
                interfaces += [rule.match.inInterface, rule.match.outInterface].compactMap { $0?.value }
            }
        }
        namedAddresses = named.union(lab.host.listeners.map(\.address))
        namedAddresses.formUnion(lab.host.gateways + lab.host.uplinkAddresses.map(\.address))
        for slot in lab.networks.slots { namedInterfaces.formUnion(lab.networks[slot].bridge.trustedInterfaces) }
        for partition in lab.faults.partitions { individuals.formUnion([partition.first, partition.second]) }
        for (child, parents) in lab.linkParents where !parents.isEmpty {
            individuals.insert(child)
            individuals.formUnion(parents.map { lab.containers[$0].id })
        }
    }

    var count: Int { stackNumbers.count }

    /// The number of a stack's kind.
    mutating func number(_ stack: Stack, users: [Slab<Container>.Slot]) -> Int32 {
        var links: [StackKind.Link] = []
        links.reserveCapacity(stack.links.count)
        for link in stack.links {
            var (families, alone, matches): ([AddressFamily], [AddressFamily], [Int32]) = ([], [], [])
            for family in AddressFamily.allCases {
                guard let own = link.address(family) else { continue }
                families.append(family)
                if own.hostBits == 0 { alone.append(family) }
                matches += prefixMatches(own.address)
            }
            links.append(
                StackKind.Link(
                    network: number(link.network),
                    families: families,
                    aloneIn: alone,
                    isCut: link.isCut,
                    prefixMatches: matches
                )
            )
        }
        let isIndividual = !individuals.isEmpty && users.contains { individuals.contains(lab.containers[$0].id) }
        let kind = StackKind(
            form: stack.form,
            links: links,
            ipv4Default: stack.ipv4Default?.link,
            ipv6Default: stack.ipv6Default?.link,
            listeners: stack.listeners,
            published: stack.published.map {
                StackKind.Port(
                    ports: $0.ports,
                    hostAddress: $0.hostAddress,
                    isBound: $0.isBound,
                    firstHostPort: asksForHostPorts ? $0.firstHostPort : nil
                )
            },
            hasEmbeddedDNS: stack.hasEmbeddedDNS,
            individual: isIndividual ? stack.slot : nil
        )
        if let known = stackNumbers[kind] { return known }
        let number = Int32(truncatingIfNeeded: stackNumbers.count)
        stackNumbers[kind] = number
        return number
    }

    private mutating func number(_ slot: Slab<Network>.Slot) -> Int32 {
        if let known = networks[slot] { return known }
        let kind = kind(slot)
        let number = networkNumbers[kind] ?? Int32(truncatingIfNeeded: networkNumbers.count)
        networkNumbers[kind] = number
        networks[slot] = number
        return number
    }

    private func kind(_ slot: Slab<Network>.Slot) -> NetworkKind {
        let network = lab.networks[slot]
        var bridge = network.bridge
        bridge.deviceName = nil
        bridge.mtu = 0
        bridge.interfacePrefix = ""
        let own = lab.bridgeAddresses(network).filter { !$0.address.isLinkLocalUnicast }
        let gateways = network.subnets.compactMap(\.containerGateway)
        let isMacvlan = network.driver == .macvlan
        return NetworkKind(
            driver: network.driver,
            isInternal: network.isInternal,
            hasWayOut: network.hasWayOut,
            bridge: bridge,
            mode: network.options[isMacvlan ? Lab.ParentOption.macvlanMode : Lab.ParentOption.ipvlanMode] ?? "",
            flag: network.options[Lab.ParentOption.ipvlanFlag] ?? "",
            isOnUplink: network.parentName == lab.host.uplinkName,
            globalFamilies: network.subnets.filter(\.prefix.first.isRoutedOutside).map(\.family),
            bridgeFamilies: own.map(\.family),
            gatewayFamilies: gateways.map(\.family),
            interfaceMatches: interfaceMatches(network),
            prefixMatches: own.flatMap { prefixMatches($0.address) },
            individual: isIndividual(network, own.map(\.address), gateways) ? slot : nil
        )
    }

    private func isIndividual(_ network: Network, _ own: [IPAddress], _ gateways: [IPAddress]) -> Bool {
        if network.isPredefined || network.parentName == lab.host.uplinkName { return true }
        if let device = network.deviceName, namedInterfaces.contains(device) { return true }
        // A gateway that is not the bridge is somebody, or nobody.
        if network.deviceName != nil, network.hasWayOut, gateways.contains(where: { !own.contains($0) }) { return true }
        return network.subnets.contains { subnet in
            namedAddresses.contains { subnet.prefix.contains($0) }
                || lab.host.uplinkAddresses.contains { $0.overlaps(subnet.prefix) }
        }
    }

    private func prefixMatches(_ address: IPAddress) -> [Int32] {
        prefixes.indices.filter { prefixes[$0].contains(address) }.map { Int32(truncatingIfNeeded: $0) }
    }

    private func interfaceMatches(_ network: Network) -> [Int32] {
        guard let device = network.deviceName else { return [] }
        return interfaces.indices.filter { index in
            let pattern = interfaces[index]
            return pattern.hasSuffix("+") ? device.hasPrefix(pattern.dropLast()) : device == pattern
        }.map { Int32(truncatingIfNeeded: $0) }
    }
}
