internal import Addressing
internal import Dataplane
internal import Lab
internal import Rendering

/// `ip neighbour`: the ARP cache and the neighbour table.
struct NeighborCommand {
    let entries: [NeighborView]
    let view: StackView
    let options: IPOptions

    private struct Filter {
        var device: String?
        var prefix: IPPrefix?
        var states: Set<NeighborView.State>?
        /// `proxy`, which nobody sets here.
        var showsNone = false
        var onlyUnused = false
    }

    private static let states: [(name: String, state: NeighborView.State?)] = [
        ("permanent", nil), ("reachable", .reachable), ("noarp", nil), ("none", nil), ("stale", .stale),
        ("incomplete", .incomplete), ("delay", .delay), ("probe", nil), ("failed", .failed),
    ]

    func run(_ words: [String]) -> ToolResult {
        let verb = IPCommand.verb(
            in: words,
            of: "neigh",
            ["add", "change", "replace", "delete", "flush"],
            ["show", "list", "lst", "get"]
        )
        if let failure = verb.failure { return failure }
        var filter = Filter()
        if let failure = read(verb.arguments, into: &filter) { return failure }
        if verb.name == "get" {
            guard filter.device != nil, let prefix = filter.prefix, prefix.hostBits == 0 else {
                return .failure("Device and address are required arguments.")
            }
            guard entries.contains(where: { admits($0, filter) }) else {
                return .failure("RTNETLINK answers: No such file or directory", exitCode: 2)
            }
        }
        // The device goes unsaid where it was asked for.
        let hidesDevice = filter.device != nil && verb.name != "get"
        let shown = entries.filter { admits($0, filter) }
        if options.isJSON { return IPJSON.result(shown.map { json($0, hidesDevice: hidesDevice) }, options) }
        var result = ToolResult()
        for entry in shown { result.print(text(entry, hidesDevice: hidesDevice)) }
        return result
    }

    private func read(_ words: [String], into filter: inout Filter) -> ToolResult? {
        var index = 0
        while index < words.count {
            let word = words[index]
            let value = index + 1 < words.count ? words[index + 1] : nil
            switch word {
            case "dev":
                guard let value else { return LinkFilter.incomplete }
                guard view.interfaces.isEmpty || view.interfaces.contains(where: { $0.name == value }) else {
                    return .failure("Cannot find device \"\(value)\"")
                }
                filter.device = value
                index += 1
            case "nud":
                guard let value else { return LinkFilter.incomplete }
                if value == "all" {
                    filter.states = nil
                } else if let known = Self.states.first(where: { $0.name == value }) {
                    filter.states = (filter.states ?? []).union([known.state].compactMap { $0 })
                } else {
                    return .failure("Error: argument \"\(value)\" is wrong: nud state is bad\n", exitCode: 255)
                }
                index += 1
            case "unused": filter.onlyUnused = true
            case "proxy": filter.showsNone = true
            default:
                var text = word
                if word == "to" {
                    guard let value else { return LinkFilter.incomplete }
                    text = value
                    index += 1
                }
                guard let prefix = IPPrefix(text) ?? IPAddress(text).map(IPPrefix.init(host:)) else {
                    return .failure("Error: any valid prefix is expected rather than \"\(text)\".")
                }
                filter.prefix = prefix
            }
            index += 1
        }
        return nil
    }

    private func admits(_ entry: NeighborView, _ filter: Filter) -> Bool {
        !filter.showsNone && (filter.device == nil || filter.device == entry.interface)
            && (options.family == nil || options.family == entry.address.family)
            && (filter.prefix?.contains(entry.address) ?? true) && (filter.states?.contains(entry.state) ?? true)
            && (!filter.onlyUnused || !Self.isInUse(entry))
    }

    /// Whether the kernel itself holds on to an entry.
    private static func isInUse(_ entry: NeighborView) -> Bool { entry.state != .failed && entry.state != .stale }

    private func text(_ entry: NeighborView, hidesDevice: Bool) -> String {
        if options.isBrief {
            let mac = entry.mac.map { "\($0)" } ?? ""
            return "\("\(entry.address)".padded(to: 39)) \(entry.interface.padded(to: 16)) \(mac)"
        }
        var text = "\(entry.address) "
        if !hidesDevice { text += "dev \(entry.interface) " }
        if let mac = entry.mac { text += "lladdr \(mac) " }
        if entry.isRouter { text += "router " }
        if options.showsStatistics {
            // Moments are not kept of an entry.
            if Self.isInUse(entry) { text += " ref 1" }
            text += " used 0/0/0probes \(entry.state == .failed ? 6 : 1) "
        }
        return text + "\(entry.state.rawValue) "
    }

    private func json(_ entry: NeighborView, hidesDevice: Bool) -> JSONObject {
        var object: JSONObject = ["dst": JSONValue("\(entry.address)")]
        if !hidesDevice { object["dev"] = JSONValue(entry.interface) }
        if let mac = entry.mac { object["lladdr"] = JSONValue("\(mac)") }
        if entry.isRouter { object["router"] = .null }
        if options.showsStatistics {
            if Self.isInUse(entry) { object["refcnt"] = 1 }
            for name in ["used", "confirmed", "updated"] { object[name] = 0 }
            object["probes"] = JSONValue(entry.state == .failed ? 6 : 1)
        }
        object["state"] = JSONValue([entry.state.rawValue])
        return object
    }
}
