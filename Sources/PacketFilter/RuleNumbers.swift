internal import Addressing
internal import Lab

/// The numbers of rules in their chains, found when they are asked for.
///
/// The first few of a chain are counted, rule by rule of those above, without making the rules; who asks for more gets
/// the whole chain numbered once. One question in a large lab then costs a walk over its endpoints, and many questions
/// cost nothing each.
struct RuleNumbers: Sendable {
    private var known: [FilterIndex.ChainKey: [FilterRule: Int]] = [:]
    private var whole: Set<FilterIndex.ChainKey> = []

    /// How many numbers of a chain are counted before the whole chain is numbered.
    private static let patience = 8

    /// A rule's number, from 1; 0 for a rule that the chain lacks.
    mutating func number(of rule: FilterRule, _ key: FilterIndex.ChainKey, in derived: DerivedRules) -> Int {
        if let number = known[key]?[rule] { return number }
        if whole.contains(key) { return 0 }
        if (known[key]?.count ?? 0) < Self.patience {
            let number = derived.number(of: rule, key.table, key.chain, key.family)
            known[key, default: [:]][rule] = number
            return number
        }
        let rules = derived.rules(key.table, key.chain, key.family)
        let numbered = Dictionary(rules.enumerated().map { ($0.element, $0.offset + 1) }) { first, _ in first }
        known[key] = numbered
        whole.insert(key)
        return numbered[rule] ?? 0
    }
}

extension DerivedRules {
    /// The number of a rule in its chain, from 1; 0 where the chain lacks it.
    ///
    /// In the chains that every endpoint has rules in, those above are counted and not made.
    func number(of rule: FilterRule, _ table: FilterTable, _ chain: ChainName, _ family: AddressFamily) -> Int {
        let kind: WritableKeyPath<EndpointRuleCounts, Int>
        switch (table, chain) {
        case (.filter, .docker): kind = \.accepts
        case (.nat, .docker): kind = \.translations
        case (.raw, .prerouting): kind = \.prerouting
        default: return Self.place(of: rule, in: rules(table, chain, family)) ?? 0
        }
        let isReversed = chain == .docker && table == .filter
        guard let holder = holder(of: rule, family) else {
            guard isReversed, let place = Self.place(of: rule, in: belowPorts(family)) else { return 0 }
            return count(kind, family) { _ in true } + place
        }
        var own = holder.rules(table, chain)
        if isReversed { own.reverse() }
        guard let place = Self.place(of: rule, in: own) else { return 0 }
        return place + count(kind, family) { isReversed ? $0 > holder.sequence : $0 < holder.sequence }
    }

    private static func place(of rule: FilterRule, in rules: [FilterRule]) -> Int? {
        rules.firstIndex(of: rule).map { $0 + 1 }
    }

    /// An endpoint that has a rule.
    private struct Holder {
        let sequence: UInt64
        let all: EndpointRules

        func rules(_ table: FilterTable, _ chain: ChainName) -> [FilterRule] {
            switch (table, chain) {
            case (.filter, .docker): all.accepts
            case (.nat, .docker): all.translations
            default: all.directAccess + all.loopback
            }
        }
    }

    /// The endpoint that a rule was made for; nil for rules of networks and links.
    private func holder(of rule: FilterRule, _ family: AddressFamily) -> Holder? {
        switch rule.origin {
        case .port(let container, let network, _), .endpoint(let container, let network):
            guard let slot = lab.containers.slot(container) else { return nil }
            return holder(slot, network, family) { _ in true }
        case .network(let network, .trustedInterface):
            // The rule says whose it is by the address alone.
            guard let place = lab.networks.slot(network), let address = rule.match.destination?.value.address else {
                return nil
            }
            return lab.networks[place].members.compactMap { slot in holder(slot, network, family) { $0 == address } }
                .min { $0.sequence < $1.sequence }
        case .engine, .network, .link, .user: return nil
        }
    }

    private func holder(
        _ slot: Int32,
        _ network: NetworkID,
        _ family: AddressFamily,
        where isMeant: (IPAddress) -> Bool
    ) -> Holder? {
        let index = lab.containers[slot].attachments.firstIndex { $0.networkID == network && $0.endpoint != nil }
        guard let index, let endpoint = lab.containers[slot].attachments[index].endpoint,
            let address = endpoint.address(family)?.address, isMeant(address),
            let place = lab.networks.slot(network), let side = BridgeSide(lab, place, family)
        else { return nil }
        let attachment = lab.containers[slot].attachments[index]
        return Holder(
            sequence: endpoint.sequence,
            all: EndpointRules(lab, lab.containers[slot], attachment, side)
        )
    }

    /// How many rules of a kind the endpoints have that joined at certain moments.
    private func count(
        _ kind: WritableKeyPath<EndpointRuleCounts, Int>,
        _ family: AddressFamily,
        where isCounted: (_ sequence: UInt64) -> Bool
    ) -> Int {
        let sides = Dictionary(sides(family).map { ($0.id, (side: $0, plain: EndpointRuleCounts($0))) }) { a, _ in a }
        var sum = 0
        for slot in lab.containers.slots {
            let publishes = !lab.containers[slot].published.isEmpty
            // Fields one by one: a whole attachment or endpoint would be copied with all that it refers to.
            for index in lab.containers[slot].attachments.indices {
                guard let sequence = lab.containers[slot].attachments[index].endpoint?.sequence, isCounted(sequence),
                    let network = lab.containers[slot].attachments[index].networkID, let found = sides[network]
                else { continue }
                if publishes {
                    let attachment = lab.containers[slot].attachments[index]
                    sum += EndpointRuleCounts(lab, lab.containers[slot], attachment, found.side)[keyPath: kind]
                } else if Self.hasAddress(lab.containers[slot].attachments[index].endpoint, family) {
                    sum += found.plain[keyPath: kind]
                }
            }
        }
        return sum
    }

    private static func hasAddress(_ endpoint: Endpoint?, _ family: AddressFamily) -> Bool {
        family == .ipv4 ? endpoint?.ipv4 != nil : endpoint?.ipv6 != nil
    }
}
