package import Addressing

/// A rule in the spelling of `iptables -S` and `iptables-save` (version 1.8.9): addresses, interfaces and protocol in
/// the program's order, then the extensions, then the target.
package enum RuleText {
    /// `-A DOCKER ! -i br0 -o br0 -j DROP`.
    package static func line(_ chain: ChainName, _ rule: FilterRule, _ family: AddressFamily) -> String {
        (["-A", chain.rawValue] + words(rule, family)).joined(separator: " ")
    }

    /// What stands behind the chain's name.
    static func words(_ rule: FilterRule, _ family: AddressFamily) -> [String] {
        let match = rule.match
        var words = option("-s", match.source) + option("-d", match.destination)
        words += option("-i", match.inInterface) + option("-o", match.outInterface)
        if let number = match.protocolNumber {
            if match.negated.contains(.protocolNumber) { words.append("!") }
            words += ["-p", ProtocolName.text(number)]
        }
        words += ports(match)
        if let multiport = match.multiport {
            words += ["-m", "multiport"] + (multiport.isNegated ? ["!"] : [])
            words += [multiport.value.side.rawValue, list(multiport.value)]
        }
        words += conntrack(match)
        if let isLocal = match.destinationIsLocal {
            words += ["-m", "addrtype"] + (isLocal ? [] : ["!"]) + ["--dst-type", "LOCAL"]
        }
        if let comment = match.comment { words += ["-m", "comment", "--comment", quoted(comment)] }
        return words + ["-j"] + target(rule, family)
    }

    private static func option(_ name: String, _ value: RuleMatch.Negatable<some CustomStringConvertible>?) -> [String]
    {
        guard let value else { return [] }
        return (value.isNegated ? ["!"] : []) + [name, value.value.description]
    }

    private static func ports(_ match: RuleMatch) -> [String] {
        guard let number = match.protocolNumber, match.sourcePorts != nil || match.destinationPorts != nil else {
            return []
        }
        var words = ["-m", ProtocolName.text(number)]
        if let ports = match.sourcePorts {
            words += (match.negated.contains(.sourcePorts) ? ["!"] : []) + ["--sport", text(ports)]
        }
        if let ports = match.destinationPorts {
            words += (match.negated.contains(.destinationPorts) ? ["!"] : []) + ["--dport", text(ports)]
        }
        return words
    }

    private static func conntrack(_ match: RuleMatch) -> [String] {
        var words: [String] = []
        if let states = match.states {
            words += (match.negated.contains(.states) ? ["!"] : []) + ["--ctstate", text(states)]
        }
        if let address = match.originalDestination {
            words += (address.isNegated ? ["!"] : []) + ["--ctorigdst", short(address.value)]
        }
        if let ports = match.originalDestinationPorts {
            words += (ports.isNegated ? ["!"] : []) + ["--ctorigdstport", text(ports.value)]
        }
        return words.isEmpty ? [] : ["-m", "conntrack"] + words
    }

    static func text(_ ports: PortRange) -> String {
        ports.count == 1 ? "\(ports.first)" : "\(ports.first):\(ports.last)"
    }

    static func list(_ ports: RuleMatch.PortList) -> String { ports.ranges.map(text).joined(separator: ",") }

    /// In the kernel's order of bits.
    static func text(_ states: ConnectionStates) -> String {
        [(ConnectionStates.invalid, "INVALID"), (.new, "NEW"), (.related, "RELATED"), (.established, "ESTABLISHED")]
            .filter { states.contains($0.0) }
            .map(\.1)
            .joined(separator: ",")
    }

    /// A prefix without the length where it holds one address.
    static func short(_ prefix: IPPrefix) -> String {
        prefix.hostBits == 0 ? "\(prefix.address)" : "\(prefix)"
    }

    /// As `xtables_save_string` quotes: what is more than letters, digits and a few signs stands in double quotes.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "_-./".utf8.contains(byte)
                }
            }
        if isPlain { return text }
        var out = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" || character == "'" { out += "\\" }
            out.unicodeScalars.append(character)
        }
        return out + "\""
    }

    private static func target(_ rule: FilterRule, _ family: AddressFamily) -> [String] {
        switch rule.target {
        case .accept: ["ACCEPT"]
        case .drop: ["DROP"]
        case .return: ["RETURN"]
        case .masquerade: ["MASQUERADE"]
        case .jump(let chain): [chain.rawValue]
        case .snat(let address): ["SNAT", "--to-source", "\(address)"]
        case .dnat(let address, let port): ["DNAT", "--to-destination", destination(address, port)]
        case .reject: ["REJECT", "--reject-with", rejection(rule, family).rawValue]
        }
    }

    static func destination(_ address: IPAddress, _ port: UInt16?) -> String {
        guard let port else { return "\(address)" }
        return address.text(port: port)
    }

    static func rejection(_ rule: FilterRule, _ family: AddressFamily) -> RejectionKind {
        if let kind = rule.rejection { return kind }
        if case .reject(withReset: true) = rule.target { return .reset }
        return .standard(family)
    }
}
