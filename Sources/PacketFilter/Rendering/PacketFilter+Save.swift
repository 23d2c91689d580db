package import Addressing

extension PacketFilter {
    /// The order in which `iptables-save` writes the tables.
    package static let savedTables: [FilterTable] = [.raw, .filter, .nat]

    /// What `iptables-save` prints of some tables, without its comments and counters.
    ///
    /// The kernel has no raw table before the first rule is in it, so that an empty one is left out unless it is the
    /// only one asked for.
    ///
    /// - Parameter comment: what to say behind a rule; nil for nothing.
    package func saved(
        _ tables: [FilterTable],
        _ family: AddressFamily,
        comment: (FilterRule) -> String? = { _ in nil }
    ) -> String {
        var text = ""
        for table in tables {
            let chains = chains(table, family).map { (name: $0, rules: rules(table, $0, family)) }
            if table == .raw, tables.count > 1, chains.allSatisfy(\.rules.isEmpty) { continue }
            text += "*\(table.rawValue)\n"
            for chain in chains { text += ":\(chain.name.rawValue) \(Self.policyName(table, chain.name)) [0:0]\n" }
            for chain in chains {
                for rule in chain.rules { text += Self.line(chain.name, rule, family, comment) }
            }
            text += "COMMIT\n"
        }
        return text
    }

    /// What `iptables -S CHAIN` prints.
    package func specification(
        _ table: FilterTable,
        _ chain: ChainName,
        _ family: AddressFamily,
        comment: (FilterRule) -> String? = { _ in nil }
    ) -> String {
        let head =
            Self.isBuiltIn(chain)
            ? "-P \(chain.rawValue) \(Self.policyName(table, chain))\n" : "-N \(chain.rawValue)\n"
        return rules(table, chain, family).reduce(head) { $0 + Self.line(chain, $1, family, comment) }
    }

    private static func line(
        _ chain: ChainName,
        _ rule: FilterRule,
        _ family: AddressFamily,
        _ comment: (FilterRule) -> String?
    ) -> String {
        let text = RuleText.line(chain, rule, family)
        return comment(rule).map { "\(text)  # \($0)\n" } ?? "\(text)\n"
    }

    /// `ACCEPT` or `DROP`; `-` for chains that have no policy.
    static func policyName(_ table: FilterTable, _ chain: ChainName) -> String {
        if !isBuiltIn(chain) { return "-" }
        return policy(table, chain) == .drop ? "DROP" : "ACCEPT"
    }
}
