package import Addressing
package import Lab

/// The host's packet filter: one ordered list of rules, derived from a lab and never configured apart from it.
///
/// Four readers share it: the packet simulator and the reachability analysis evaluate it, `why` prints the rule that
/// decided, and `netsim rules` and the kernel backend render it.
package struct PacketFilter: Sendable {
    let lab: Lab

    package init(_ lab: Lab) {
        self.lab = lab
    }

    /// The chains of a table, built-in ones first, in the order in which `iptables -S` lists them.
    package func chains(_ table: FilterTable, _ family: AddressFamily) -> [ChainName] { [] }

    /// All rules of a chain, in order.
    package func rules(_ table: FilterTable, _ chain: ChainName, _ family: AddressFamily) -> [FilterRule] { [] }

    /// What a built-in chain decides about a packet: the first rule that ends its walk, else the chain's policy.
    ///
    /// Only rules that could match are looked at: the cost does not depend on how many containers there are.
    package mutating func verdict(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket
    ) -> FilterVerdict { .accept }

    /// The same with the rules that matched on the way, jumps included, the deciding one last (absent where the
    /// chain's policy decided).
    package mutating func explanation(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: FilterPacket
    ) -> (verdict: FilterVerdict, matched: [RulePlace]) { (.accept, []) }
}
