internal import Addressing

/// The frame that the engine makes at its start: the chains, and the rules that lead from one to the next
/// (Docker Engine: `iptabler.setupIPChains`).
enum EngineRules {
    /// The chains of a table, the kernel's own first, then Docker's, as iptables sorts them.
    static func chains(_ table: FilterTable) -> [ChainName] {
        switch table {
        case .raw: [.prerouting, .output]
        case .nat: [.prerouting, .input, .output, .postrouting, .docker]
        case .filter:
            [
                .input, .forward, .output, .docker, .dockerBridge, .dockerConntrack, .dockerForward, .dockerInternal,
                .dockerUser,
            ]
        }
    }

    static func isBuiltIn(_ chain: ChainName) -> Bool {
        [.prerouting, .input, .forward, .output, .postrouting].contains(chain)
    }

    /// What becomes of packets that no rule of a built-in chain decides about.
    ///
    /// The engine drops what is forwarded without a rule only where it switched forwarding on itself; it did so on the
    /// simulated host, for both families.
    static func policy(_ table: FilterTable, _ chain: ChainName) -> FilterVerdict {
        table == .filter && chain == .forward ? .drop : .accept
    }

    static func rules(_ table: FilterTable, _ chain: ChainName, _ family: AddressFamily) -> [FilterRule] {
        switch (table, chain) {
        case (.filter, .forward): [jump(to: .dockerUser), jump(to: .dockerForward)]
        case (.filter, .dockerForward):
            [jump(to: .dockerConntrack), jump(to: .dockerInternal), jump(to: .dockerBridge)]
        case (.nat, .prerouting): [publishing(RuleMatch())]
        case (.nat, .output): [publishing(notToLoopback(family))]
        default: []
        }
    }

    private static func jump(to chain: ChainName) -> FilterRule { FilterRule(RuleMatch(), .jump(chain), .engine) }

    private static func publishing(_ match: RuleMatch) -> FilterRule {
        var match = match
        match.destinationIsLocal = true
        return FilterRule(match, .jump(.docker), .engine)
    }

    /// The userland proxy answers what the host sends to its own loopback addresses.
    private static func notToLoopback(_ family: AddressFamily) -> RuleMatch {
        var match = RuleMatch()
        match.destination = IPPrefix(family == .ipv4 ? "127.0.0.0/8" : "::1/128").map { .init($0, negated: true) }
        return match
    }
}
