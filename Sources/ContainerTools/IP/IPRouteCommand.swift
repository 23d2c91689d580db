internal import Addressing
internal import Lab
internal import Rendering

/// `ip route`.
struct IPRouteCommand {
    let stack: StackView
    let options: IPOptions

    /// What `show` is asked for; a field that is asked for is not shown.
    private struct Filter {
        var device: String?
        var gateway: IPAddress?
        var isKernels: Bool?
        var scope: String?
        var source: IPAddress?
        var family: AddressFamily?
        var matches: (StackView.Route) -> Bool = { _ in true }

        func admits(_ route: StackView.Route) -> Bool {
            route.family == (family ?? .ipv4) && (device == nil || device == route.interface)
                && (gateway == nil || gateway == route.gateway)
                && (isKernels == nil || isKernels == (route.gateway == nil))
                && (scope == nil || scope == IPRouteCommand.scope(route)) && (source == nil || source == route.source)
                && matches(route)
        }
    }

    func run(_ words: [String]) -> ToolResult {
        let changing = ["add", "append", "change", "chg", "replace", "prepend", "test", "delete", "flush", "restore"]
        let verb = IPCommand.verb(in: words, of: "route", changing, ["list", "show", "lst", "get"])
        if let failure = verb.failure { return failure }
        if verb.name == "get" {
            return IPRouteGet(stack: stack, options: options).run(verb.arguments)
        }
        var filter = Filter(family: options.family)
        var words = verb.arguments[...]
        while let word = words.popFirst() {
            if let failure = read(word, &words, into: &filter) { return failure }
        }
        let routes = Self.ordered(stack.routes.filter(filter.admits))
        if options.isJSON { return IPJSON.result(routes.map { json($0, filter) }, options) }
        return ToolResult(stdout: routes.map { text($0, filter) + "\n" }.joined())
    }

    /// IPv4 lists the default route first, IPv6 last.
    private static func ordered(_ routes: [StackView.Route]) -> [StackView.Route] {
        routes.filter { $0.family == .ipv4 || $0.destination != nil }
            + routes.filter { $0.family == .ipv6 && $0.destination == nil }
    }

    private func read(_ word: String, _ words: inout ArraySlice<String>, into filter: inout Filter) -> ToolResult? {
        var mode = ""
        var prefix = word
        switch word {
        case "dev", "oif", "iif", "via", "proto", "protocol", "scope", "src", "table":
            guard let value = words.popFirst() else { return LinkFilter.incomplete }
            return read(word, value, into: &filter)
        case "cache":
            filter.matches = { _ in false }
            return nil
        case "to", "root", "match", "exact":
            mode = word
            guard let value = words.popFirst() else { return LinkFilter.incomplete }
            prefix = value
            if word == "to", ["root", "match", "exact"].contains(value) {
                mode = value
                guard let value = words.popFirst() else { return LinkFilter.incomplete }
                prefix = value
            }
        default: break
        }
        if prefix == "default" || prefix == "any" || prefix == "all" {
            if mode != "root" { filter.matches = { $0.destination == nil } }
            return nil
        }
        guard let wanted = Self.prefix(prefix) else {
            return .failure("Error: any valid prefix is expected rather than \"\(prefix)\".")
        }
        filter.family = filter.family ?? wanted.family
        switch mode {
        case "root": filter.matches = { $0.destination.map(wanted.contains) ?? (wanted.length == 0) }
        case "match": filter.matches = { $0.destination?.contains(wanted) ?? true }
        default:
            filter.matches = { $0.destination == wanted.masked || ($0.destination == nil && wanted.length == 0) }
        }
        return nil
    }

    private func read(_ word: String, _ value: String, into filter: inout Filter) -> ToolResult? {
        switch word {
        case "via", "src":
            let address = IPAddress(value == "inet" || value == "inet6" ? "" : value)
            guard let address else { return .failure("Error: inet prefix is expected rather than \"\(value)\".") }
            if word == "via" { filter.gateway = address } else { filter.source = address }
        case "proto", "protocol":
            switch value {
            case "kernel", "2": filter.isKernels = true
            case "all": break
            default: filter.isKernels = false
            }
        case "scope": filter.scope = value == "all" ? nil : value
        case "table":
            guard ["main", "254", "default", "253"].contains(value) else {
                return .failure("ip: table \(value) is not simulated")
            }
            if value == "default" || value == "253" { filter.matches = { _ in false } }
        default:
            guard stack.interfaces.contains(where: { $0.name == value }) else {
                return .failure("Cannot find device \"\(value)\"")
            }
            filter.device = value
        }
        return nil
    }

    /// A prefix, an address, or as many octets of one as there are.
    private static func prefix(_ text: String) -> IPPrefix? {
        if let prefix = IPPrefix(text) { return prefix }
        if let address = IPAddress(text) { return IPPrefix(host: address) }
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        let octets = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count < 4 else { return nil }
        let full = (octets.map(String.init) + Array(repeating: "0", count: 4 - octets.count)).joined(separator: ".")
        return IPPrefix("\(full)/\(parts.count > 1 ? parts[1] : String(8 * octets.count))")
    }

    private static func scope(_ route: StackView.Route) -> String { route.gateway == nil ? "link" : "global" }

    static func destination(_ route: StackView.Route) -> String {
        guard let prefix = route.destination else { return "default" }
        return prefix.hostBits == 0 ? prefix.address.description : prefix.description
    }

    private func text(_ route: StackView.Route, _ filter: Filter) -> String {
        var words = [Self.destination(route)]
        if let gateway = route.gateway, filter.gateway == nil { words.append("via \(gateway)") }
        if filter.device == nil { words.append("dev \(route.interface)") }
        if route.destination != nil, filter.isKernels == nil { words.append("proto kernel") }
        if route.family == .ipv4 {
            if route.gateway == nil, filter.scope == nil { words.append("scope link") }
            if let source = route.source { words.append("src \(source)") }
            if !route.hasCarrier { words.append("linkdown") }
            return words.joined(separator: " ") + " "
        }
        words.append("metric \(Self.metric(route))")
        if !route.hasCarrier { words.append("linkdown") }
        return words.joined(separator: " ") + " pref medium"
    }

    /// What the kernel gives IPv6 routes: 256 for those of an interface's prefix, 1024 for others.
    static func metric(_ route: StackView.Route) -> Int { route.destination == nil ? 1024 : 256 }

    private func json(_ route: StackView.Route, _ filter: Filter) -> JSONObject {
        var object: JSONObject = ["dst": JSONValue(Self.destination(route))]
        if let gateway = route.gateway, filter.gateway == nil { object["gateway"] = JSONValue(gateway.description) }
        if filter.device == nil { object["dev"] = JSONValue(route.interface) }
        if route.destination != nil, filter.isKernels == nil { object["protocol"] = "kernel" }
        if route.family == .ipv4 {
            if route.gateway == nil, filter.scope == nil { object["scope"] = "link" }
            if let source = route.source { object["prefsrc"] = JSONValue(source.description) }
        } else {
            object["metric"] = JSONValue(Self.metric(route))
        }
        object["flags"] = JSONValue(route.hasCarrier ? [] : ["linkdown"])
        if route.family == .ipv6 { object["pref"] = "medium" }
        return object
    }
}
