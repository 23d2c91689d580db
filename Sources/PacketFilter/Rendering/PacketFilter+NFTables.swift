package import Addressing
internal import Lab

extension PacketFilter {
    /// The table that Docker's nftables backend keeps for a family, as `nft -s list table` prints it: the same decisions
    /// by other rules, a pair of chains to each network (Docker Engine: `nftabler`). It has no DOCKER-USER.
    ///
    /// - Parameter comment: what to say behind a rule; nil for nothing.
    package func nftables(_ family: AddressFamily, comment: @escaping (RuleOrigin) -> String? = { _ in nil }) -> String
    {
        var table = NFTable(family: family, comment: comment)
        table.addFrame()
        for (side, rules) in derived.endpoints(family) { table.add(rules, side) }
        let links = derived.linkRules(family)
        for side in derived.sides(family) { table.add(side, links: side.isDefault ? links : []) }
        return table.text
    }
}

/// Docker's nftables table, filled from top to bottom.
private struct NFTable {
    private struct Chain {
        let name: String
        /// `type filter hook forward …`, for base chains.
        var hook: String?
        var rules: [String] = []
    }

    let family: AddressFamily
    let comment: (RuleOrigin) -> String?

    private var devices: [String] = []
    private var chains: [Chain] = []
    /// The rules of open ports, by bridge device.
    private var ports: [String: [String]] = [:]
    private var directAccess: [String] = []
    private var translations: [String] = []

    private static let jumps = [
        "filter-forward-in", "filter-forward-out", "nat-postrouting-in", "nat-postrouting-out",
    ]

    init(family: AddressFamily, comment: @escaping (RuleOrigin) -> String?) {
        self.family = family
        self.comment = comment
    }

    /// `ip` or `ip6`.
    private var ip: String { family == .ipv4 ? "ip" : "ip6" }

    /// Origins as `nft -f` skips them.
    private func rule(_ text: String, _ origin: RuleOrigin) -> String {
        comment(origin).map { "\(text)  # \($0)" } ?? text
    }

    mutating func addFrame() {
        let loopback = family == .ipv4 ? "127.0.0.0/8" : "::1"
        let publishing = rule("fib daddr type local counter jump nat-prerouting-and-output", .engine)
        chains = [
            Chain(
                name: "filter-FORWARD",
                hook: "type filter hook forward priority filter; policy accept;",
                rules: ["oifname vmap @filter-forward-in-jumps", "iifname vmap @filter-forward-out-jumps"]
            ),
            Chain(
                name: "nat-OUTPUT",
                hook: "type nat hook output priority dstnat; policy accept;",
                rules: ["\(ip) daddr != \(loopback) \(publishing)"]
            ),
            Chain(
                name: "nat-POSTROUTING",
                hook: "type nat hook postrouting priority srcnat; policy accept;",
                rules: ["iifname vmap @nat-postrouting-out-jumps", "oifname vmap @nat-postrouting-in-jumps"]
            ),
            Chain(
                name: "nat-PREROUTING",
                hook: "type nat hook prerouting priority dstnat; policy accept;",
                rules: [publishing]
            ),
        ]
    }

    /// An endpoint's rules, from what they ask for in iptables.
    mutating func add(_ rules: EndpointRules, _ side: BridgeSide) {
        for found in rules.directAccess where found.target == .drop {
            guard let address = found.match.destination?.value.address else { continue }
            let trusted = Self.ordered(Set([side.device] + side.trustedInterfaces)).map { "\"\($0)\"" }
            let interfaces = trusted.count == 1 ? trusted[0] : "{ \(trusted.joined(separator: ", ")) }"
            directAccess.append(
                rule(
                    "\(ip) daddr \(address) iifname != \(interfaces) counter drop comment \"DROP DIRECT ACCESS\"",
                    found.origin
                )
            )
        }
        for found in rules.accepts {
            guard let address = found.match.destination?.value.address else { continue }
            let text = "\(ip) daddr \(address) \(dport(found.match)) counter accept"
            ports[side.device, default: []].append(rule(text, found.origin))
        }
        for found in rules.loopback {
            guard let address = found.match.destination?.value.address else { continue }
            let text = """
                iifname != "lo" ip daddr \(address) \(dport(found.match)) counter drop \
                comment "DROP REMOTE LOOPBACK"
                """
            directAccess.append(rule(text, found.origin))
        }
        for found in rules.translations {
            guard case .dnat(let address, let port) = found.target else { continue }
            var text = "iifname != \"\(side.device)\" "
            if family == .ipv6 { text += "ip6 saddr != fe80::/10 " }
            if let host = found.match.destination?.value.address { text += "\(ip) daddr \(host) " }
            text += "\(dport(found.match)) counter dnat to \(RuleText.destination(address, port)) comment \"DNAT\""
            translations.append(rule(text, found.origin))
        }
    }

    /// In the order of nft's sets: names are numbers there, whose first byte is the least.
    private static func ordered(_ names: Set<String>) -> [String] {
        names.sorted { first, second in
            if first.utf8.count != second.utf8.count { return first.utf8.count < second.utf8.count }
            return first.utf8.reversed().lexicographicallyPrecedes(second.utf8.reversed())
        }
    }

    /// `tcp dport 80`.
    private func dport(_ match: RuleMatch) -> String {
        let name = ProtocolName.text(match.protocolNumber ?? 0)
        return match.destinationPorts.map { "\(name) dport \($0)" } ?? "\(name) sport \(match.sourcePorts?.first ?? 0)"
    }

    mutating func add(_ side: BridgeSide, links: [FilterRule]) {
        let device = side.device
        let rules = NetworkRules(side)
        let replies = rule("ct state established,related counter accept", .network(side.id, .established))
        var incoming = [replies]
        var outgoing = [replies]
        var leaving: [String] = []
        let communication = RuleOrigin.network(
            side.id,
            side.allowsCommunication ? .forwarding : .interContainerCommunication
        )
        let verdict = side.allowsCommunication ? "accept" : "drop"
        if side.isInternal {
            let origin = RuleOrigin.network(side.id, .isInternal)
            incoming.append(
                rule("iifname != \"\(device)\" counter drop comment \"INTERNAL NETWORK INGRESS\"", origin)
            )
            outgoing.append(
                rule("oifname != \"\(device)\" counter drop comment \"INTERNAL NETWORK EGRESS\"", origin)
            )
            incoming.append(rule("counter \(verdict) comment \"ICC\"", communication))
        } else {
            if side.mode == .routed {
                let icmp = family == .ipv4 ? "ip protocol icmp" : "meta l4proto ipv6-icmp"
                incoming.append(
                    rule("\(icmp) counter accept comment \"ICMP\"", .network(side.id, .gatewayMode(.routed)))
                )
            }
            incoming += links.compactMap(link)
            incoming.append(rule("iifname \"\(device)\" counter \(verdict) comment \"ICC\"", communication))
            incoming += ports[device] ?? []
            incoming.append(
                side.mode == .natUnprotected
                    ? rule("counter accept comment \"UNPROTECTED\"", .network(side.id, .gatewayMode(.natUnprotected)))
                    : rule("counter drop comment \"UNPUBLISHED PORT DROP\"", .network(side.id, .isolation))
            )
            outgoing.append(rule("counter accept comment \"OUTGOING\"", .network(side.id, .forwarding)))
            for found in rules.postrouting {
                var action = "masquerade comment \"MASQUERADE\""
                if case .snat(let address) = found.target { action = "snat to \(address) comment \"SNAT\"" }
                leaving.append(
                    rule("oifname != \"\(device)\" \(ip) saddr \(side.prefix) counter \(action)", found.origin)
                )
            }
        }
        devices.append(device)
        chains += [
            Chain(name: "filter-forward-in__\(device)", rules: incoming),
            Chain(name: "filter-forward-out__\(device)", rules: outgoing),
            Chain(name: "nat-postrouting-in__\(device)"),
            Chain(name: "nat-postrouting-out__\(device)", rules: leaving),
        ]
    }

    private func link(_ found: FilterRule) -> String? {
        guard let source = found.match.source?.value.address, let destination = found.match.destination?.value.address
        else { return nil }
        return rule("ip saddr \(source) ip daddr \(destination) \(dport(found.match)) counter accept", found.origin)
    }

    var text: String {
        var text = "table \(ip) docker-bridges {\n"
        for jump in Self.jumps {
            text += "\tmap \(jump)-jumps {\n\t\ttype ifname : verdict\n"
            if !devices.isEmpty {
                let elements = devices.map { "\"\($0)\" : jump \(jump)__\($0)" }.joined(separator: ",\n\t\t\t     ")
                text += "\t\telements = { \(elements) }\n"
            }
            text += "\t}\n\n"
        }
        let raw = Chain(
            name: "raw-PREROUTING",
            hook: "type filter hook prerouting priority raw; policy accept;",
            rules: directAccess
        )
        let frame = chains.prefix(4) + [Chain(name: "nat-prerouting-and-output", rules: translations), raw]
        text += (frame + chains.dropFirst(4)).map(Self.text).joined(separator: "\n")
        return text + "}\n"
    }

    private static func text(_ chain: Chain) -> String {
        let lines = (chain.hook.map { [$0] } ?? []) + chain.rules
        return "\tchain \(chain.name) {\n" + lines.map { "\t\t\($0)\n" }.joined() + "\t}\n"
    }
}
