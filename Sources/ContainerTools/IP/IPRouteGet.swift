internal import Addressing
internal import Lab
internal import Rendering

/// `ip route get`: the way that a packet to an address takes.
struct IPRouteGet {
    let stack: StackView
    let options: IPOptions

    func run(_ words: [String]) -> ToolResult {
        var address: IPAddress?
        var source: IPAddress?
        var device: String?
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "dev", "oif", "from":
                guard let value = rest.popFirst() else { return LinkFilter.incomplete }
                if word == "from" {
                    guard let own = IPAddress(value) else { return Self.notPrefix(value, "inet") }
                    source = own
                } else {
                    guard stack.interfaces.contains(where: { $0.name == value }) else {
                        return .failure("Cannot find device \"\(value)\"")
                    }
                    device = value
                }
            case "iif", "mark", "vrf", "uid", "ipproto", "sport", "dport", "tos":
                return .failure("ip: route get \(word) is not simulated")
            case "to", "fibmatch", "notify", "connected": break
            default:
                let text = word.split(separator: "/", maxSplits: 1).first.map(String.init) ?? word
                guard let read = IPAddress(text), options.family == nil || options.family == read.family else {
                    return Self.notPrefix(word, address == nil ? "any valid" : "inet")
                }
                address = read
            }
        }
        guard let address else { return .failure("need at least a destination address") }
        if let source, RouteLookup(to: source, in: stack)?.kind != .local { return Self.unreachable }
        guard let lookup = RouteLookup(to: address, in: stack), source == nil || source?.family == address.family,
            device == nil || device == lookup.interface.name
        else { return Self.unreachable }
        return options.isJSON ? json(address, lookup, source) : text(address, lookup, source)
    }

    private static let unreachable = ToolResult.failure("RTNETLINK answers: Network is unreachable", exitCode: 2)

    private static func notPrefix(_ text: String, _ what: String) -> ToolResult {
        .failure("Error: \(what) prefix is expected rather than \"\(text)\".")
    }

    /// The notes behind `cache` in the kernel's answer.
    private func cache(_ lookup: RouteLookup, _ address: IPAddress) -> [String] {
        switch lookup.kind {
        case .unicast: []
        case .local: ["local"]
        case .broadcast: ["local", "brd"]
        case .multicast: address == .v4(IPv4Address(224, 0, 0, 1)) ? ["local", "mc"] : ["mc"]
        }
    }

    private func text(_ address: IPAddress, _ lookup: RouteLookup, _ source: IPAddress?) -> ToolResult {
        var words = lookup.kind == .unicast ? [] : ["\(lookup.kind)"]
        words.append("\(address)")
        let isIPv6 = address.family == .ipv6
        if let source { words.append("from \(source)") } else if isIPv6 { words.append("from ::") }
        if let gateway = lookup.gateway { words.append("via \(gateway)") }
        words.append("dev \(lookup.interface.name)")
        guard isIPv6 else {
            if source == nil, let source = lookup.source { words.append("src \(source)") }
            let notes = cache(lookup, address)
            let line = notes.isEmpty ? "    cache " : "    cache <\(notes.joined(separator: ","))> "
            let separator = options.isOneLine ? "\\" : "\n"
            return ToolResult(stdout: words.joined(separator: " ") + " uid 0 " + separator + line + "\n")
        }
        if lookup.kind == .local { words.append("table local") }
        if lookup.gateway == nil { words.append("proto kernel") }
        if let source = lookup.source { words.append("src \(source)") }
        words.append("metric \(metric(lookup)) pref medium")
        return ToolResult(stdout: words.joined(separator: " ") + "\n")
    }

    private func metric(_ lookup: RouteLookup) -> Int { lookup.route.map(IPRouteCommand.metric) ?? 0 }

    private func json(_ address: IPAddress, _ lookup: RouteLookup, _ source: IPAddress?) -> ToolResult {
        var object = JSONObject()
        if lookup.kind != .unicast { object["type"] = JSONValue("\(lookup.kind)") }
        object["dst"] = JSONValue(address.description)
        let isIPv6 = address.family == .ipv6
        if let source { object["from"] = JSONValue(source.description) } else if isIPv6 { object["from"] = "::" }
        if let gateway = lookup.gateway { object["gateway"] = JSONValue(gateway.description) }
        object["dev"] = JSONValue(lookup.interface.name)
        if isIPv6 {
            if lookup.kind == .local { object["table"] = "local" }
            if lookup.gateway == nil { object["protocol"] = "kernel" }
        }
        if let source = lookup.source, isIPv6 || source != address || lookup.kind == .local {
            object["prefsrc"] = JSONValue(source.description)
        }
        if isIPv6 { object["metric"] = JSONValue(metric(lookup)) }
        object["flags"] = .array([])
        if isIPv6 {
            object["pref"] = "medium"
        } else {
            object["uid"] = 0
            object["cache"] = JSONValue(cache(lookup, address))
        }
        return IPJSON.result([object], options)
    }
}
