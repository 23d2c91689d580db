internal import Addressing
internal import Lab

/// What packets asked about so far, so that each is compared with the few rules that could fit it alone.
///
/// Nothing is derived before a packet asks: a network's rules and its members' addresses when a packet first touches
/// the network, the host's ports when one first goes to the host.
struct FilterIndex: Sendable {
    typealias Slot = Int32

    /// A network in a family.
    struct SideKey: Hashable, Sendable {
        let slot: Slot
        let family: AddressFamily
    }

    /// A bridge network with its own rules.
    struct IndexedNetwork: Sendable {
        let side: BridgeSide
        let rules: NetworkRules
    }

    /// An endpoint's rules as packets look for them.
    struct IndexedEndpoint: Sendable {
        let sequence: UInt64
        let container: Slot
        let rules: EndpointRules
        let ports: PortMap<PublishedRun>

        /// The rule that opens a port; nil where none does.
        func accept(_ port: ContainerPort) -> FilterRule? {
            ports[port].compactMap { $0.published(port.number) }.min(by: EndpointRules.precedes)
                .flatMap(rules.accept)
        }
    }

    struct AddressKey: Hashable, Sendable {
        let network: Slot
        let address: IPAddress
    }

    struct AddressPair: Hashable, Sendable {
        let source: IPAddress
        let destination: IPAddress
    }

    /// Host ports that an endpoint has.
    struct HostPortHolder: Sendable {
        let sequence: UInt64
        let rules: EndpointRules
        let run: PublishedRun
    }

    struct ChainKey: Hashable, Sendable {
        let table: FilterTable
        let chain: ChainName
        let family: AddressFamily
    }

    /// Networks by the prefix of their subnet, and those whose device name is a pattern; made once for a lab.
    struct NetworkPlaces: Sendable {
        /// By length, then by masked address.
        var prefixes: [Int: [IPAddress: [Slot]]] = [:]
        var patterns: [Slot] = []
    }

    private static let patience = 8

    private var networks: [SideKey: IndexedNetwork?] = [:]
    /// The members of the networks touched, as slots and indices of attachments, by address.
    private var members: [Slot: [IPAddress: [(container: Slot, attachment: Int)]]] = [:]
    private var searches: [Slot: Int] = [:]
    private var endpoints: [AddressKey: [IndexedEndpoint]] = [:]
    private var links: [Slot: [AddressPair: [FilterRule]]] = [:]
    private var hostPorts: [AddressFamily: PortMap<HostPortHolder>] = [:]
    private var places: [AddressFamily: NetworkPlaces] = [:]
    private var fixed: [ChainKey: [FilterRule]] = [:]
    var numbers = RuleNumbers()
    /// How many rules were compared with packets.
    var looks = 0

    /// A network's rules; nil where it has none.
    mutating func network(_ slot: Slot, _ family: AddressFamily, in lab: Lab) -> IndexedNetwork? {
        let key = SideKey(slot: slot, family: family)
        if let known = networks[key] { return known }
        let made = BridgeSide(lab, slot, family).map { IndexedNetwork(side: $0, rules: NetworkRules($0)) }
        networks[key] = .some(made)
        return made
    }

    /// The networks whose device an interface is taken for, oldest first.
    mutating func networks(behind interface: String, _ family: AddressFamily, in lab: Lab) -> [IndexedNetwork] {
        var slots = lab.bridgeSlots[interface].map { [$0] } ?? []
        for slot in places(family, in: lab).patterns where !slots.contains(slot) {
            if let device = lab.networks[slot].deviceName, RuleMatch.interface(interface, fits: device) {
                slots.append(slot)
            }
        }
        return ordered(slots, family, in: lab)
    }

    /// The networks in whose subnet an address is, oldest first.
    mutating func networks(of address: IPAddress, in lab: Lab) -> [IndexedNetwork] {
        var slots: [Slot] = []
        for (length, prefixes) in places(address.family, in: lab).prefixes {
            guard let prefix = IPPrefix(address: address, length: length) else { continue }
            slots += prefixes[prefix.first] ?? []
        }
        return ordered(slots, address.family, in: lab)
    }

    private mutating func ordered(_ slots: [Slot], _ family: AddressFamily, in lab: Lab) -> [IndexedNetwork] {
        var found: [IndexedNetwork] = []
        for slot in slots {
            if let network = network(slot, family, in: lab) { found.append(network) }
        }
        return found.count < 2 ? found : found.sorted { $0.side.order < $1.side.order }
    }

    /// The endpoints of a network that have an address: one, unless the lab was made up by hand.
    mutating func endpoints(at address: IPAddress, on side: BridgeSide, in lab: Lab) -> [IndexedEndpoint] {
        let key = AddressKey(network: side.order.slot, address: address)
        if let known = endpoints[key] { return known }
        let places = places(of: address, on: side, in: lab)
        // What nobody has is not kept: a scan of the whole subnet would fill the memory.
        if places.isEmpty { return [] }
        var found: [IndexedEndpoint] = []
        for place in places {
            let container = lab.containers[place.container]
            let attachment = container.attachments[place.attachment]
            let rules = EndpointRules(lab, container, attachment, side)
            var ports = PortMap<PublishedRun>()
            for run in rules.ports.runs { ports.add(run.ports, run) }
            found.append(
                IndexedEndpoint(
                    sequence: attachment.endpoint?.sequence ?? 0,
                    container: place.container,
                    rules: rules,
                    ports: ports
                )
            )
        }
        found.sort { $0.sequence < $1.sequence }
        endpoints[key] = found
        return found
    }

    /// The first few addresses of a network that are asked about are looked for among its members, as one probe asks
    /// about no more; then all are sorted once.
    private mutating func places(
        of address: IPAddress,
        on side: BridgeSide,
        in lab: Lab
    ) -> [(container: Slot, attachment: Int)] {
        let slot = side.order.slot
        if members[slot] != nil || searches[slot, default: 0] >= Self.patience {
            return members(of: side, in: lab)[address] ?? []
        }
        searches[slot, default: 0] += 1
        var found: [(container: Slot, attachment: Int)] = []
        for member in lab.networks[slot].members {
            for index in lab.containers[member].attachments.indices
            where lab.containers[member].attachments[index].networkID == side.id
                && (lab.containers[member].attachments[index].endpoint?.ipv4?.address == address
                    || lab.containers[member].attachments[index].endpoint?.ipv6?.address == address)
            {
                found.append((member, index))
            }
        }
        return found
    }

    private mutating func members(
        of side: BridgeSide,
        in lab: Lab
    ) -> [IPAddress: [(container: Slot, attachment: Int)]] {
        let slot = side.order.slot
        if let known = members[slot] { return known }
        var made: [IPAddress: [(container: Slot, attachment: Int)]] = [:]
        for member in lab.networks[slot].members {
            for (index, attachment) in lab.containers[member].attachments.enumerated()
            where attachment.networkID == side.id {
                for family in AddressFamily.allCases {
                    guard let address = attachment.endpoint?.address(family)?.address else { continue }
                    made[address, default: []].append((member, index))
                }
            }
        }
        members[slot] = made
        return made
    }

    /// The rules of a container's legacy links, by who sends to whom.
    mutating func links(of parent: Slot, on side: BridgeSide, in lab: Lab) -> [AddressPair: [FilterRule]] {
        if let known = links[parent] { return known }
        var made: [AddressPair: [FilterRule]] = [:]
        for rule in LinkRules.rules(lab, parent: lab.containers[parent], side) {
            guard let source = rule.match.source, let destination = rule.match.destination else { continue }
            let pair = AddressPair(source: source.value.address, destination: destination.value.address)
            made[pair, default: []].append(rule)
        }
        links[parent] = made
        return made
    }

    /// The rules of a host's port.
    mutating func translations(of port: ContainerPort, _ family: AddressFamily, in lab: Lab) -> [FilterRule] {
        holders(of: port, family, in: lab).compactMap { $0.rules.translation($0.published) }
    }

    /// The rules that close a port of the host's loopback addresses.
    mutating func loopback(
        of port: ContainerPort,
        _ family: AddressFamily,
        in lab: Lab
    ) -> [(sequence: UInt64, rule: FilterRule)] {
        holders(of: port, family, in: lab).compactMap { holder in
            holder.rules.loopback(holder.published).map { (holder.sequence, $0) }
        }
    }

    /// Who published a host port, in the order of their rules: by joining, those of one endpoint in its own order.
    private mutating func holders(
        of port: ContainerPort,
        _ family: AddressFamily,
        in lab: Lab
    ) -> [(sequence: UInt64, rules: EndpointRules, published: PublishedPort)] {
        // For most ports that packets go to nobody did, and nothing need be derived.
        guard lab.hostPorts.holders[HostPorts.Holding(transport: port.transport, port: port.number)] != nil else {
            return []
        }
        var found: [(sequence: UInt64, rules: EndpointRules, published: PublishedPort)] = []
        for holder in hostPorts(family, in: lab)[port] {
            guard let published = holder.run.published(atHostPort: port.number) else { continue }
            found.append((holder.sequence, holder.rules, published))
        }
        if found.count < 2 { return found }
        return found.sorted { a, b in
            a.sequence == b.sequence ? EndpointRules.precedes(a.published, b.published) : a.sequence < b.sequence
        }
    }

    private mutating func hostPorts(_ family: AddressFamily, in lab: Lab) -> PortMap<HostPortHolder> {
        if let known = hostPorts[family] { return known }
        var made = PortMap<HostPortHolder>()
        for slot in lab.publishers.sorted() {
            for attachment in lab.containers[slot].attachments {
                guard let endpoint = attachment.endpoint, let network = lab.networkSlot(joinedBy: attachment),
                    let side = self.network(network, family, in: lab)?.side
                else { continue }
                let rules = EndpointRules(lab, lab.containers[slot], attachment, side)
                for run in rules.ports.runs {
                    guard let hostPorts = run.hostPorts else { continue }
                    let ports = PortRun(hostPorts, run.ports.transport)
                    made.add(ports, HostPortHolder(sequence: endpoint.sequence, rules: rules, run: run))
                }
            }
        }
        hostPorts[family] = made
        return made
    }

    private mutating func places(_ family: AddressFamily, in lab: Lab) -> NetworkPlaces {
        if let known = places[family] { return known }
        var made = NetworkPlaces()
        for slot in lab.networks.slots {
            guard let side = BridgeSide(lab, slot, family) else { continue }
            made.prefixes[side.prefix.length, default: [:]][side.prefix.address, default: []].append(slot)
            if BridgeSide.isPattern(side.device) { made.patterns.append(slot) }
        }
        places[family] = made
        return made
    }

    /// A chain's rules that do not depend on the lab's networks and containers.
    mutating func fixed(_ key: ChainKey, make: () -> [FilterRule]) -> [FilterRule] {
        if let known = fixed[key] { return known }
        let made = make()
        fixed[key] = made
        return made
    }
}
