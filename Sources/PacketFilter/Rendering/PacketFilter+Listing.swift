package import Addressing

extension PacketFilter {
    /// What `iptables -L -v -n --line-numbers` prints of some chains of a table (version 1.8.9).
    ///
    /// - Parameter comment: what to say behind a rule; nil for nothing.
    package func listed(
        _ table: FilterTable,
        _ chains: [ChainName],
        _ family: AddressFamily,
        comment: (FilterRule) -> String? = { _ in nil }
    ) -> String {
        var references: [ChainName: Int] = [:]
        for chain in self.chains(table, family) {
            for rule in rules(table, chain, family) {
                if case .jump(let target) = rule.target { references[target, default: 0] += 1 }
            }
        }
        return chains.map { chain in
            let state =
                Self.isBuiltIn(chain)
                ? "policy \(Self.policyName(table, chain)) 0 packets, 0 bytes"
                : "\(references[chain] ?? 0) references"
            var text = "Chain \(chain.rawValue) (\(state))\n"
            text += "num   pkts bytes target     prot opt in     out     source               destination         \n"
            for (offset, rule) in rules(table, chain, family).enumerated() {
                text += Self.padded("\(offset + 1)", 4) + "     0     0 " + RuleColumns.text(rule, family)
                text += comment(rule).map { "  # \($0)\n" } ?? "\n"
            }
            return text
        }
        .joined(separator: "\n")
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}

/// A rule in the columns of `iptables -L -v -n`.
private enum RuleColumns {
    static func text(_ rule: FilterRule, _ family: AddressFamily) -> String {
        let match = rule.match
        let isNegated = match.negated.contains(.protocolNumber)
        var text = PacketFilter.padded(target(rule), 9) + " " + (isNegated ? "!" : " ")
        text += PacketFilter.padded("\(match.protocolNumber ?? 0)", 4) + " --  "
        text += PacketFilter.padded(interface(match.inInterface), 6) + " "
        text += PacketFilter.padded(interface(match.outInterface), 6) + " "
        text += address(match.source, family) + address(match.destination, family)
        return text + extras(rule, family).map { " \($0)" }.joined()
    }

    private static func target(_ rule: FilterRule) -> String {
        switch rule.target {
        case .accept: "ACCEPT"
        case .drop: "DROP"
        case .reject: "REJECT"
        case .return: "RETURN"
        case .masquerade: "MASQUERADE"
        case .snat: "SNAT"
        case .dnat: "DNAT"
        case .jump(let chain): chain.rawValue
        }
    }

    private static func interface(_ name: RuleMatch.Negatable<String>?) -> String {
        guard let name else { return "*" }
        return (name.isNegated ? "!" : "") + name.value
    }

    private static func address(_ prefix: RuleMatch.Negatable<IPPrefix>?, _ family: AddressFamily) -> String {
        guard let prefix else { return " " + PacketFilter.padded(family == .ipv4 ? "0.0.0.0/0" : "::/0", 19) + " " }
        return (prefix.isNegated ? "!" : " ") + PacketFilter.padded(RuleText.short(prefix.value), 19) + " "
    }

    private static func extras(_ rule: FilterRule, _ family: AddressFamily) -> [String] {
        let match = rule.match
        var words: [String] = []
        if let number = match.protocolNumber, match.sourcePorts != nil || match.destinationPorts != nil {
            words.append(ProtocolName.text(number))
            if let range = match.sourcePorts { words.append(ports("s", range, match.negated.contains(.sourcePorts))) }
            if let range = match.destinationPorts {
                words.append(ports("d", range, match.negated.contains(.destinationPorts)))
            }
        }
        if let multiport = match.multiport {
            let side = multiport.value.side.rawValue.dropFirst(2)
            words.append("multiport \(side) \(multiport.isNegated ? " !" : "")\(RuleText.list(multiport.value))")
        }
        if let states = match.states {
            words.append((match.negated.contains(.states) ? "! " : "") + "ctstate \(RuleText.text(states))")
        }
        if let destination = match.originalDestination {
            words.append((destination.isNegated ? "! " : "") + "ctorigdst \(RuleText.short(destination.value))")
        }
        if let range = match.originalDestinationPorts {
            words.append((range.isNegated ? "! " : "") + "ctorigdstport \(RuleText.text(range.value))")
        }
        if let isLocal = match.destinationIsLocal { words.append("ADDRTYPE match dst-type \(isLocal ? "" : "!")LOCAL") }
        if let comment = match.comment { words.append("/* \(comment) */") }
        switch rule.target {
        case .dnat(let address, let port): words.append("to:\(RuleText.destination(address, port))")
        case .snat(let address): words.append("to:\(address)")
        case .reject: words.append("reject-with \(RuleText.rejection(rule, family).rawValue)")
        default: break
        }
        return words
    }

    private static func ports(_ side: String, _ ports: PortRange, _ isNegated: Bool) -> String {
        "\(side)pt\(ports.count == 1 ? "" : "s"):\(isNegated ? "!" : "")\(RuleText.text(ports))"
    }
}
