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
        let directAccess: [FilterRule]
        let accepts: [EndpointRules.PortKey: FilterRule]
    }

    struct AddressKey: Hashable, Sendable {
        let network: Slot
        let address: IPAddress
    }

    struct AddressPair: Hashable, Sendable {
        let source: IPAddress
        let destination: IPAddress
    }

    /// The rules of host ports of one family, in the engine's order.
    struct HostPortRules: Sendable {
        var translations: [EndpointRules.PortKey: [(sequence: UInt64, rule: FilterRule)]] = [:]
        var loopback: [EndpointRules.PortKey: [(sequence: UInt64, rule: FilterRule)]] = [:]
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
    private var hostPorts: [AddressFamily: HostPortRules] = [:]
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
            found.append(
                IndexedEndpoint(
                    sequence: attachment.endpoint?.sequence ?? 0,
                    container: place.container,
                    directAccess: rules.directAccess,
                    accepts: Dictionary(rules.accepts.map { ($0.port, $0.rule) }) { first, _ in first }
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
    mutating func translations(of key: EndpointRules.PortKey, _ family: AddressFamily, in lab: Lab) -> [FilterRule] {
        isHeld(key, in: lab) ? (hostPorts(family, in: lab).translations[key] ?? []).map(\.rule) : []
    }

    /// The rules that close a port of the host's loopback addresses.
    mutating func loopback(
        of key: EndpointRules.PortKey,
        _ family: AddressFamily,
        in lab: Lab
    ) -> [(sequence: UInt64, rule: FilterRule)] {
        isHeld(key, in: lab) ? hostPorts(family, in: lab).loopback[key] ?? [] : []
    }

    /// Whether any container publishes a port: for most that packets go to none does.
    private func isHeld(_ key: EndpointRules.PortKey, in lab: Lab) -> Bool {
        TransportProtocol.allCases.contains {
            $0.ipProtocolNumber == key.protocolNumber
                && lab.hostPorts.holders[HostPorts.Holding(transport: $0, port: key.port)] != nil
        }
    }

    private mutating func hostPorts(_ family: AddressFamily, in lab: Lab) -> HostPortRules {
        if let known = hostPorts[family] { return known }
        var made = HostPortRules()
        for slot in lab.publishers.sorted() {
            for attachment in lab.containers[slot].attachments {
                guard let endpoint = attachment.endpoint, let network = lab.networkSlot(joinedBy: attachment),
                    let side = BridgeSide(lab, network, family)
                else { continue }
                let rules = EndpointRules(lab, lab.containers[slot], attachment, side)
                for (key, rule) in rules.translations {
                    made.translations[key, default: []].append((endpoint.sequence, rule))
                }
                for (key, rule) in rules.loopback {
                    made.loopback[key, default: []].append((endpoint.sequence, rule))
                }
            }
        }
        // Rules of one port on several host addresses; those of one endpoint stand in its own order already.
        for key in made.translations.keys { made.translations[key]?.sort { $0.sequence < $1.sequence } }
        for key in made.loopback.keys { made.loopback[key]?.sort { $0.sequence < $1.sequence } }
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
