package import Addressing
package import Lab

/// The host's packet filter: one ordered list of rules, derived from a lab and never configured apart from it.
///
/// Four readers share it: the packet simulator and the reachability analysis evaluate it, `why` prints the rule that
/// decided, and `netsim rules` and the kernel backend render it.
///
/// The order of rules is that of the lab's own history as far as the lab keeps it: networks by creation, endpoints by
/// joining. A real engine that restarted, or moved a container's ports from one network to another and back, may show
/// rules of different containers in another order; they exclude each other by interface and address.
package struct PacketFilter: Sendable {
    let lab: Lab
    var index = FilterIndex()

    package init(_ lab: Lab) {
        self.lab = lab
    }

    /// How many rules were compared with packets so far: the cost of evaluation.
    package var ruleLooks: Int { index.looks }

    /// The chains of a table, built-in ones first, in the order in which `iptables -S` lists them.
    package func chains(_ table: FilterTable, _ family: AddressFamily) -> [ChainName] { EngineRules.chains(table) }

    /// Whether the kernel made the chain, so that it has a policy.
    package static func isBuiltIn(_ chain: ChainName) -> Bool { EngineRules.isBuiltIn(chain) }

    /// What a built-in chain does with packets that no rule decides about: accept or drop.
    package static func policy(_ table: FilterTable, _ chain: ChainName) -> FilterVerdict {
        EngineRules.policy(table, chain)
    }

    /// All rules of a chain, in order; none for chains that the table lacks.
    package func rules(_ table: FilterTable, _ chain: ChainName, _ family: AddressFamily) -> [FilterRule] {
        derived.rules(table, chain, family)
    }

    /// The rules in DOCKER-USER that are no rules, by their numbers, with what is wrong about them.
    package func unreadableUserRules(_ family: AddressFamily) -> [(number: Int, error: UserRuleError)] {
        derived.unreadableUserRules(family)
    }

    var derived: DerivedRules { DerivedRules(lab: lab) }
}
