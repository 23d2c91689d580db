internal import Addressing
internal import Lab

/// All rules of a lab, chain by chain, in the engine's order.
struct DerivedRules: Sendable {
    let lab: Lab

    /// All rules of a chain, in order; none for chains that the table lacks.
    func rules(_ table: FilterTable, _ chain: ChainName, _ family: AddressFamily) -> [FilterRule] {
        let frame = EngineRules.rules(table, chain, family)
        switch (table, chain) {
        case (.filter, .dockerUser): return userRules(family)
        case (.filter, .dockerForward): return frame + networkRules(family).flatMap(\.forward)
        case (.filter, .dockerConntrack): return networkRules(family).flatMap(\.conntrack)
        case (.filter, .dockerBridge): return networkRules(family).flatMap(\.bridge)
        case (.filter, .dockerInternal): return networkRules(family).reversed().flatMap(\.internalDrops)
        case (.filter, .docker):
            return endpoints(family).reversed().flatMap { $0.rules.accepts.reversed() }
                + belowPorts(family)
        case (.nat, .docker): return endpoints(family).flatMap { $0.rules.translations }
        case (.nat, .postrouting): return networkRules(family).reversed().flatMap(\.postrouting)
        case (.raw, .prerouting):
            return endpoints(family).flatMap { $0.rules.directAccess + $0.rules.loopback }
        default: return frame
        }
    }

    /// What stands in filter DOCKER below the rules of all ports.
    func belowPorts(_ family: AddressFamily) -> [FilterRule] {
        networkRules(family).flatMap(\.defaults) + linkRules(family)
    }

    /// The user's own rules of a family. Rules that cannot be read, as an edited lab may hold, have no effect; see
    /// ``PacketFilter/unreadableUserRules(_:)``.
    func userRules(_ family: AddressFamily) -> [FilterRule] {
        numberedUserRules(family).compactMap { try? UserRuleParser.parse($0.rule, number: $0.number) }
    }

    /// The rules in DOCKER-USER that are no rules, by their numbers, with what is wrong about them.
    func unreadableUserRules(_ family: AddressFamily) -> [(number: Int, error: UserRuleError)] {
        numberedUserRules(family).compactMap { numbered in
            do throws(UserRuleError) {
                _ = try UserRuleParser.parse(numbered.rule, number: numbered.number)
                return nil
            } catch {
                return (numbered.number, error)
            }
        }
    }

    private func numberedUserRules(_ family: AddressFamily) -> [(number: Int, rule: UserRule)] {
        lab.userRules.filter { $0.isIPv6 == (family == .ipv6) }.enumerated().map { ($0.offset + 1, $0.element) }
    }

    /// The bridge networks that have rules in a family, oldest first.
    func sides(_ family: AddressFamily) -> [BridgeSide] {
        lab.networks.slots.compactMap { BridgeSide(lab, $0, family) }.sorted { $0.order < $1.order }
    }

    private func networkRules(_ family: AddressFamily) -> [NetworkRules] { sides(family).map(NetworkRules.init) }

    /// The rules of all endpoints in a family, in order of joining.
    func endpoints(_ family: AddressFamily) -> [(side: BridgeSide, rules: EndpointRules)] {
        let sides = Dictionary(sides(family).map { ($0.order.slot, $0) }) { first, _ in first }
        var found: [(sequence: UInt64, endpoint: (side: BridgeSide, rules: EndpointRules))] = []
        for slot in lab.containers.slots {
            for attachment in lab.containers[slot].attachments {
                guard let endpoint = attachment.endpoint, let network = lab.networkSlot(joinedBy: attachment),
                    let side = sides[network]
                else { continue }
                let rules = EndpointRules(lab, lab.containers[slot], attachment, side)
                found.append((endpoint.sequence, (side, rules)))
            }
        }
        return found.sorted { $0.sequence < $1.sequence }.map(\.endpoint)
    }

    func linkRules(_ family: AddressFamily) -> [FilterRule] {
        guard family == .ipv4, let side = sides(family).first(where: \.isDefault), !side.allowsCommunication else {
            return []
        }
        return lab.networks[side.order.slot].members
            .map { (sequence: Self.sequence(lab.containers[$0], on: side), slot: $0) }
            .sorted { $0.sequence < $1.sequence }
            .flatMap { LinkRules.rules(lab, parent: lab.containers[$0.slot], side) }
    }

    private static func sequence(_ container: Container, on side: BridgeSide) -> UInt64 {
        container.attachments.first { $0.networkID == side.id }?.endpoint?.sequence ?? 0
    }
}
