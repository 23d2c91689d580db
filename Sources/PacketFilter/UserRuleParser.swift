internal import Addressing
package import Lab

/// Reads the words of a rule for DOCKER-USER as iptables(8) and iptables-extensions(8) read them behind
/// `iptables -A DOCKER-USER`.
package struct UserRuleParser {
    private let family: AddressFamily
    private var rest: ArraySlice<String>
    /// What stood behind the equals sign of the word before.
    private var pending: String?
    private var match = RuleMatch()
    private var target: RuleTarget?
    private var rejection: RejectionKind?
    private var seen: Set<String> = []
    private var modules: [String] = []
    private var isNegated = false

    /// - Parameter number: the rule's number in DOCKER-USER, from 1.
    /// - Throws: ``UserRuleError`` for the first word that is none of a rule.
    package static func parse(_ rule: UserRule, number: Int) throws(UserRuleError) -> FilterRule {
        var parser = UserRuleParser(family: rule.isIPv6 ? .ipv6 : .ipv4, rest: rule.words[...])
        return try parser.rule(number)
    }

    private init(family: AddressFamily, rest: ArraySlice<String>) {
        self.family = family
        self.rest = rest
    }

    private mutating func next() -> String? {
        defer { pending = nil }
        return pending ?? rest.popFirst()
    }

    private mutating func rule(_ number: Int) throws(UserRuleError) -> FilterRule {
        while let word = next() {
            if word == "!" {
                if isNegated { throw .negatedTwice }
                isNegated = true
                continue
            }
            guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else { throw .badArgument(word) }
            // `--option=value` is `--option value`.
            var option = word
            if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
                option = String(word[..<equals])
                pending = String(word[word.index(after: equals)...])
            }
            try read(option)
            isNegated = false
        }
        if isNegated { throw .badArgument("!") }
        return try finished(number)
    }

    private mutating func finished(_ number: Int) throws(UserRuleError) -> FilterRule {
        for module in modules {
            switch module {
            case "conntrack", "state":
                if match.states == nil, match.originalDestination == nil, match.originalDestinationPorts == nil {
                    throw .missingOption(module: module)
                }
            case "comment": if match.comment == nil { throw .missingOption(module: module) }
            case "multiport": if match.multiport == nil { throw .missingOption(module: module) }
            case "addrtype": if match.destinationIsLocal == nil { throw .missingOption(module: module) }
            default: break
            }
        }
        if match.multiport != nil, !Self.hasPorts(transport) { throw .portsNeedProtocol }
        guard let target else { throw .noTarget }
        if rejection == .reset, transport != TransportProtocol.tcp.ipProtocolNumber { throw .resetNeedsTCP }
        var rule = FilterRule(match, target, .user(number))
        if case .reject = target { rule.rejection = rejection ?? .standard(family) }
        return rule
    }

    /// The protocol that the rule is about; nil for several.
    private var transport: UInt8? { match.negated.contains(.protocolNumber) ? nil : match.protocolNumber }

    private static func hasPorts(_ transport: UInt8?) -> Bool {
        transport.map { [6, 17, 33, 132, 136].contains($0) } ?? false
    }

    // MARK: - Options

    private mutating func read(_ option: String) throws(UserRuleError) {
        switch option {
        case "-i", "--in-interface": match.inInterface = try interface(once(option, "-i"))
        case "-o", "--out-interface": match.outInterface = try interface(once(option, "-o"))
        case "-s", "--source", "--src": match.source = try network(once(option, "-s"))
        case "-d", "--destination", "--dst": match.destination = try network(once(option, "-d"))
        case "-p", "--protocol", "--proto": try readProtocol(once(option, "-p"))
        case "-m", "--match": try readModule(value(of: option, mayNegate: false))
        case "-j", "--jump": try readTarget(once(option, "-j", mayNegate: false))
        case "-4", "--ipv4", "-6", "--ipv6":
            // Each program takes its own family's letter as said already.
            if (option == "-4" || option == "--ipv4") != (family == .ipv4) { throw .unknownOption(option) }
        case "--reject-with": try readRejection(option)
        case "-g", "--goto": throw .notModelled("\(option): only ACCEPT, DROP, REJECT and RETURN")
        case "-f", "--fragment": throw .notModelled("fragments (\(option))")
        default: try readModuleOption(option)
        }
    }

    private mutating func readModuleOption(_ option: String) throws(UserRuleError) {
        let isPorts = Self.hasPorts(transport)
        switch option {
        case "--sport" where isPorts, "--source-port" where isPorts:
            try readPorts(option, "--source-port", \.sourcePorts, .sourcePorts)
        case "--dport" where isPorts, "--destination-port" where isPorts:
            try readPorts(option, "--destination-port", \.destinationPorts, .destinationPorts)
        case "--sports", "--source-ports": try readPortList(option, .source)
        case "--dports", "--destination-ports": try readPortList(option, .destination)
        case "--ports": try readPortList(option, .any)
        case "--ctstate": try readStates(option, module: "conntrack")
        case "--state": try readStates(option, module: "state")
        case "--ctorigdst":
            try require("conntrack", for: option)
            match.originalDestination = try network(once(option, option))
        case "--ctorigdstport":
            try require("conntrack", for: option)
            let text = try once(option, option)
            match.originalDestinationPorts = .init(try Self.ports(text), negated: isNegated)
        case "--dst-type":
            try require("addrtype", for: option)
            let kind = try once(option, option)
            guard kind == "LOCAL" else { throw .notModelled("--dst-type \(kind): only LOCAL") }
            match.destinationIsLocal = !isNegated
        case "--comment":
            try require("comment", for: option)
            match.comment = try value(of: option, mayNegate: false)
        case let option where Self.unmodelledOptions.contains(option):
            throw .notModelled("the match \(option)")
        default: throw .unknownOption(option)
        }
    }

    private static let unmodelledOptions: Set = [
        "--ctproto", "--ctorigsrc", "--ctreplsrc", "--ctrepldst", "--ctorigsrcport", "--ctreplsrcport",
        "--ctrepldstport", "--ctstatus", "--ctexpire", "--ctdir", "--icmp-type", "--icmpv6-type", "--tcp-flags",
        "--syn", "--tcp-option", "--src-type", "--limit-iface-in", "--limit-iface-out",
    ]

    /// A value, and for an option that has no room for two, a refusal of the second.
    private mutating func once(
        _ option: String,
        _ name: String,
        mayNegate: Bool = true
    ) throws(UserRuleError) -> String {
        if !seen.insert(name).inserted { throw .repeated(name) }
        return try value(of: option, mayNegate: mayNegate)
    }

    private mutating func value(of option: String, mayNegate: Bool = true) throws(UserRuleError) -> String {
        if isNegated, !mayNegate { throw .cannotNegate(option) }
        guard let value = next() else { throw .missingArgument(option) }
        return value
    }

    private func require(_ module: String, for option: String) throws(UserRuleError) {
        if !modules.contains(module) { throw .unknownOption(option) }
    }

    private func interface(_ name: String) throws(UserRuleError) -> RuleMatch.Negatable<String>? {
        if name.isEmpty { throw .emptyInterface }
        if name.utf8.count > 15 { throw .longInterface(name) }
        // `+` alone stands for every interface: it asks for nothing.
        return name == "+" && !isNegated ? nil : .init(name, negated: isNegated)
    }

    private func network(_ text: String) throws(UserRuleError) -> RuleMatch.Negatable<IPPrefix>? {
        if text.contains(",") { throw .notModelled("several addresses in one rule: give each a rule of its own") }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let host = parts[0] == "0" && family == .ipv4 ? "0.0.0.0" : parts[0]
        guard let address = IPAddress(host), address.family == family else { throw .unknownAddress(parts[0]) }
        var length = family.bitWidth
        if parts.count == 2 {
            guard let read = Self.maskLength(parts[1], family) else { throw .invalidMask(parts[1]) }
            length = read
        }
        guard let prefix = IPPrefix(address: address, length: length)?.masked else { throw .invalidMask(text) }
        return length == 0 && !isNegated ? nil : .init(prefix, negated: isNegated)
    }

    /// A mask's length in bits, from a number or an address without gaps.
    private static func maskLength(_ text: String, _ family: AddressFamily) -> Int? {
        if let number = UInt8(text) { return Int(number) <= family.bitWidth ? Int(number) : nil }
        guard let mask = IPAddress(text), mask.family == family else { return nil }
        let length = (0...family.bitWidth).first { length in
            IPPrefix(address: mask, length: length)?.first == mask
        }
        guard let length else { return nil }
        // All bits up to the length must be ones.
        let ones = family == .ipv4 ? UInt128(UInt32.max) : UInt128.max
        let zeros = family.bitWidth - length
        return mask.number == ((ones >> zeros) << zeros) ? length : nil
    }

    private mutating func readProtocol(_ text: String) throws(UserRuleError) {
        guard let number = ProtocolName.number(of: text) else { throw .unknownProtocol(text) }
        if number == 0 {
            if isNegated { throw .neverMatches }
            return
        }
        match.protocolNumber = number
        if isNegated { match.negated.insert(.protocolNumber) }
    }

    private mutating func readModule(_ name: String) throws(UserRuleError) {
        switch name {
        case "conntrack", "state", "comment", "multiport", "addrtype": modules.append(name)
        case "tcp", "udp", "sctp":
            guard ProtocolName.number(of: name) == transport else { throw .moduleNeedsProtocol(name) }
        case "limit", "mark", "mac", "set", "iprange", "time", "string", "recent", "hashlimit", "connlimit", "owner",
            "icmp", "icmp6", "physdev", "statistic", "connmark", "length", "ttl", "hl", "geoip", "u32", "bpf":
            throw .notModelled("the match -m \(name)")
        default: throw .unknownModule(name)
        }
    }

    private mutating func readTarget(_ name: String) throws(UserRuleError) {
        switch name {
        case "ACCEPT": target = .accept
        case "DROP": target = .drop
        case "RETURN": target = .return
        case "REJECT": target = .reject(withReset: false)
        case "LOG", "NFLOG", "MARK", "CONNMARK", "TCPMSS", "QUEUE", "NFQUEUE", "AUDIT", "SET", "DNAT", "SNAT",
            "MASQUERADE", "REDIRECT", "TRACE", "CLASSIFY", "DSCP", "TOS", "NOTRACK", "CT":
            throw .notModelled("the target \(name): only ACCEPT, DROP, REJECT and RETURN")
        default: throw .unknownTarget(name)
        }
    }

    private mutating func readRejection(_ option: String) throws(UserRuleError) {
        guard case .reject = target else { throw .unknownOption(option) }
        let name = try once(option, option, mayNegate: false)
        guard let kind = RejectionKind(name: name, family) else { throw .unknownRejection(name) }
        rejection = kind
        target = .reject(withReset: kind == .reset)
    }

    private mutating func readStates(_ option: String, module: String) throws(UserRuleError) {
        try require(module, for: option)
        var states: ConnectionStates = []
        let text = try once(option, option)
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch word.uppercased() {
            case "INVALID": states.insert(.invalid)
            case "NEW": states.insert(.new)
            case "ESTABLISHED": states.insert(.established)
            case "RELATED": states.insert(.related)
            case "UNTRACKED", "SNAT", "DNAT": throw .notModelled("the state \(word)")
            default: throw .unknownState(option: String(option.dropFirst(2)), String(word))
            }
        }
        match.states = states
        if isNegated { match.negated.insert(.states) }
    }

    // MARK: - Ports

    private mutating func readPorts(
        _ option: String,
        _ name: String,
        _ field: WritableKeyPath<RuleMatch, PortRange?>,
        _ negation: RuleMatch.NegatedFields
    ) throws(UserRuleError) {
        if !seen.insert(name).inserted { throw .repeatedPort(name) }
        match[keyPath: field] = try Self.ports(value(of: option))
        if isNegated { match.negated.insert(negation) }
    }

    private mutating func readPortList(
        _ option: String,
        _ side: RuleMatch.PortList.Side
    ) throws(UserRuleError) {
        try require("multiport", for: option)
        if match.multiport != nil { throw .notModelled("two lists of ports in one rule") }
        var ranges: [PortRange] = []
        for part in try value(of: option).split(separator: ",", omittingEmptySubsequences: false) {
            ranges.append(try Self.ports(String(part)))
        }
        // The kernel has room for 15, a run counting twice.
        if ranges.reduce(0, { $0 + ($1.count > 1 ? 2 : 1) }) > 15 { throw .tooManyPorts }
        match.multiport = .init(RuleMatch.PortList(side, ranges), negated: isNegated)
    }

    /// `N`, `N:M`, `N:` or `:M`.
    private static func ports(_ text: String) throws(UserRuleError) -> PortRange {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var ends: [UInt16] = []
        for (part, open) in zip(parts, [UInt16.min, UInt16.max]) {
            if part.isEmpty, parts.count == 2 {
                ends.append(open)
            } else if let port = part.utf8.first.map({ (0x30...0x39).contains($0) }) == true ? UInt16(part) : nil {
                ends.append(port)
            } else {
                throw .invalidPort(String(part))
            }
        }
        let (first, last) = (ends[0], ends[ends.count - 1])
        if first > last { throw .reversedPorts }
        return PortRange(first...last)
    }
}

extension RejectionKind {
    /// The kind of a name or one of the short names that iptables takes beside it.
    init?(name: String, _ family: AddressFamily) {
        let short: [String: RejectionKind] =
            family == .ipv4
            ? [
                "net-unreach": .netUnreachable, "host-unreach": .hostUnreachable, "port-unreach": .portUnreachable,
                "proto-unreach": .protocolUnreachable, "net-prohib": .netProhibited, "host-prohib": .hostProhibited,
                "admin-prohib": .adminProhibited, "tcp-rst": .reset,
            ]
            : [
                "no-route": .noRoute6, "adm-prohibited": .adminProhibited6, "addr-unreach": .addressUnreachable6,
                "port-unreach": .portUnreachable6,
            ]
        guard let kind = RejectionKind(rawValue: name) ?? short[name], kind.family == nil || kind.family == family
        else { return nil }
        self = kind
    }
}
