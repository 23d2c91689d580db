internal import Addressing
internal import PacketFilter

/// The lab's rules for the kernel: the list that the simulation applies, chain by chain and rule by rule, in the words
/// of `nft`.
enum NFTRules {
    /// The tables of one family, whose names begin with `netsim-`.
    static func text(_ filter: PacketFilter, _ family: AddressFamily) -> String {
        FilterTable.allCases.map { table(filter, $0, family) }.joined()
    }

    private static func table(_ filter: PacketFilter, _ table: FilterTable, _ family: AddressFamily) -> String {
        var text = "table \(word(family)) netsim-\(table.rawValue) {\n"
        for chain in filter.chains(table, family) {
            text += "\tchain \(chain.rawValue) {\n"
            if let hook = hook(filter, table, chain) { text += "\t\t\(hook)\n" }
            for rule in filter.rules(table, chain, family) {
                for line in lines(rule, family) { text += "\t\t\(line)\n" }
            }
            text += "\t}\n"
        }
        return text + "}\n"
    }

    /// `ip` or `ip6`.
    private static func word(_ family: AddressFamily) -> String { family == .ipv4 ? "ip" : "ip6" }

    /// Where the kernel calls a chain; nil for chains that only other chains lead to.
    private static func hook(_ filter: PacketFilter, _ table: FilterTable, _ chain: ChainName) -> String? {
        guard PacketFilter.isBuiltIn(chain) else { return nil }
        let priority: Int =
            switch (table, chain) {
            case (.raw, _): -300
            case (.nat, .prerouting), (.nat, .output): -100
            case (.nat, _): 100
            case (.filter, _): 0
            }
        let kind = table == .nat ? "nat" : "filter"
        let policy = PacketFilter.policy(table, chain) == .drop ? "drop" : "accept"
        let name = chain.rawValue.lowercased()
        return "type \(kind) hook \(name) priority \(priority); policy \(policy);"
    }

    // MARK: A rule

    /// A rule in one line; in two where a packet matches by either of its ports.
    static func lines(_ rule: FilterRule, _ family: AddressFamily) -> [String] {
        let match = rule.match
        let ip = word(family)
        var words: [String] = []
        add("iifname", match.inInterface.map { ($0.isNegated, quoted($0.value)) }, &words)
        add("oifname", match.outInterface.map { ($0.isNegated, quoted($0.value)) }, &words)
        add("\(ip) saddr", match.source.map { ($0.isNegated, text($0.value)) }, &words)
        add("\(ip) daddr", match.destination.map { ($0.isNegated, text($0.value)) }, &words)
        if let number = match.protocolNumber {
            add("meta l4proto", (match.negated.contains(.protocolNumber), "\(number)"), &words)
        }
        if let range = match.sourcePorts {
            add("th sport", (match.negated.contains(.sourcePorts), text(range)), &words)
        }
        if let range = match.destinationPorts {
            add("th dport", (match.negated.contains(.destinationPorts), text(range)), &words)
        }
        if let states = match.states {
            add("ct state", (match.negated.contains(.states), text(states)), &words)
        }
        add("ct original \(ip) daddr", match.originalDestination.map { ($0.isNegated, text($0.value)) }, &words)
        if let isLocal = match.destinationIsLocal { add("fib daddr type", (!isLocal, "local"), &words) }
        let verdict = verdict(rule, family)
        return multiports(match).flatMap { ports in
            originalPorts(match).map { (words + ports + $0 + [verdict]).joined(separator: " ") }
        }
    }

    /// What `--ctorigdstport` asks for, as alternatives: nft wants to know the protocol, and without one it is any that has
    /// ports.
    private static func originalPorts(_ match: RuleMatch) -> [[String]] {
        guard let ports = match.originalDestinationPorts else { return [[]] }
        let condition = "ct original proto-dst \(ports.isNegated ? "!= " : "")\(text(ports.value))"
        if match.protocolNumber != nil, !match.negated.contains(.protocolNumber) { return [[condition]] }
        let protocols = ["meta l4proto tcp \(condition)", "meta l4proto udp \(condition)"].map { [$0] }
        return ports.isNegated ? protocols + [["meta l4proto != { tcp, udp }"]] : protocols
    }

    private static func add(_ name: String, _ value: (isNegated: Bool, text: String)?, _ words: inout [String]) {
        guard let value else { return }
        words.append("\(name) \(value.isNegated ? "!= " : "")\(value.text)")
    }

    /// What `-m multiport` asks for, as alternatives.
    private static func multiports(_ match: RuleMatch) -> [[String]] {
        guard let multiport = match.multiport else { return [[]] }
        let set = "{ " + multiport.value.ranges.map(text).joined(separator: ", ") + " }"
        let not = multiport.isNegated ? "!= " : ""
        let (source, destination) = ("th sport \(not)\(set)", "th dport \(not)\(set)")
        switch multiport.value.side {
        case .source: return [[source]]
        case .destination: return [[destination]]
        case .any: return multiport.isNegated ? [[source, destination]] : [[source], [destination]]
        }
    }

    private static func verdict(_ rule: FilterRule, _ family: AddressFamily) -> String {
        switch rule.target {
        case .accept: "accept"
        case .drop: "drop"
        case .return: "return"
        case .masquerade: "masquerade"
        case .jump(let chain): "jump \(chain.rawValue)"
        case .snat(let address): "snat to \(address)"
        case .dnat(let address, let port): "dnat to \(destination(address, port))"
        case .reject(let withReset): "reject with \(rejection(rule, family, withReset))"
        }
    }

    private static func rejection(_ rule: FilterRule, _ family: AddressFamily, _ withReset: Bool) -> String {
        let kind = rule.rejection ?? (withReset ? .reset : .standard(family))
        let type = family == .ipv4 ? "icmp type" : "icmpv6 type"
        return switch kind {
        case .reset: "tcp reset"
        case .netUnreachable: "\(type) net-unreachable"
        case .hostUnreachable: "\(type) host-unreachable"
        case .portUnreachable, .portUnreachable6: "\(type) port-unreachable"
        case .protocolUnreachable: "\(type) prot-unreachable"
        case .netProhibited: "\(type) net-prohibited"
        case .hostProhibited: "\(type) host-prohibited"
        case .adminProhibited, .adminProhibited6: "\(type) admin-prohibited"
        case .noRoute6: "\(type) no-route"
        case .addressUnreachable6: "\(type) addr-unreachable"
        }
    }

    // MARK: Values

    private static func text(_ prefix: IPPrefix) -> String {
        prefix.hostBits == 0 ? "\(prefix.address)" : "\(prefix.masked)"
    }

    private static func text(_ ports: PortRange) -> String {
        ports.count == 1 ? "\(ports.first)" : "\(ports.first)-\(ports.last)"
    }

    private static func text(_ states: ConnectionStates) -> String {
        let names = [
            (ConnectionStates.invalid, "invalid"), (.new, "new"), (.related, "related"), (.established, "established"),
        ]
        let words = names.filter { states.contains($0.0) }.map(\.1)
        return words.count == 1 ? words[0] : "{ " + words.joined(separator: ", ") + " }"
    }

    private static func destination(_ address: IPAddress, _ port: UInt16?) -> String {
        guard let port else { return "\(address)" }
        return address.text(port: port)
    }

    /// An interface's name; a `+` at its end is iptables's word for any ending.
    private static func quoted(_ name: String) -> String {
        name.hasSuffix("+") ? "\"\(name.dropLast())*\"" : "\"\(name)\""
    }
}
