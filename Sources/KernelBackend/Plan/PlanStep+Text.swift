internal import Addressing
internal import Netlink
internal import NetlinkWire
internal import Rendering
internal import Text

/// A plan as a shell script that makes the same by the programs of the system.
extension KernelPlan {
    /// The commands, one a line; rules are a document for `nft`. Namespaces have the names of their spaces behind
    /// `prefix`.
    package func script(prefix: String) -> String {
        var text = "set -e\n"
        var script = PlanScript(prefix: prefix)
        for step in steps { text += script.command(step) + "\n" }
        return text
    }

    /// The name that a script gives a space's namespace.
    package static func name(of space: PlanSpace, prefix: String) -> String {
        // Containers may be called as what every lab has.
        if case .sandbox = space.role { return "\(prefix)-c-\(space.name)" }
        return "\(prefix)-\(space.name)"
    }
}

/// Writes steps as commands, with the names of interfaces that earlier steps made.
struct PlanScript {
    let prefix: String
    private var names: [PlanSpace: [Int32: String]] = [:]

    init(prefix: String) {
        self.prefix = prefix
    }

    mutating func command(_ step: PlanStep) -> String {
        switch step {
        case .makeNamespace(let space): "ip netns add \(name(space))"
        case .setting(let space, let path, let value, _):
            "\(enter(space)) sh -c \(ShellWord.quoted("echo \"\(value)\" >\(ShellWord.quoted("/proc/sys/\(path)"))"))"
        case .addLink(let space, let link, let other): "ip -n \(name(space)) \(add(link, space, into: other))"
        case .request(let space, let request): command(request, space)
        case .rules(let space, let text):
            "\(enter(space)) nft -f - <<'END'\n\(text)END"
        }
    }

    /// Not `ip netns exec`, which does not run in a chroot: it wants a root folder that is a mount.
    private func enter(_ space: PlanSpace) -> String {
        "nsenter --net=" + ShellWord.quoted("/run/netns/\(KernelPlan.name(of: space, prefix: prefix))")
    }

    private func name(_ space: PlanSpace) -> String { ShellWord.quoted(KernelPlan.name(of: space, prefix: prefix)) }

    private mutating func command(_ request: NetlinkRequest, _ space: PlanSpace) -> String {
        let ip = "ip -n \(name(space))"
        switch request {
        case .addLink(let link): return "\(ip) \(add(link, space, into: nil))"
        case .setLink(let link): return "\(ip) link set \(set(link, space).joined(separator: " "))"
        case .deleteLink(let link): return "\(ip) link del \(device(link, space))"
        case .addAddress(let address): return "\(ip) address add \(text(address, space))"
        case .deleteAddress(let address): return "\(ip) address del \(text(address, space))"
        case .addRoute(let route): return "\(ip) -\(route.family == .ipv4 ? 4 : 6) route add \(text(route, space))"
        case .deleteRoute(let route): return "\(ip) -\(route.family == .ipv4 ? 4 : 6) route del \(text(route, space))"
        case .setQdisc(let qdisc):
            return "tc -n \(name(space)) qdisc replace dev \(device(qdisc.index, space)) root \(Self.text(qdisc))"
        case .deleteQdisc(let qdisc): return "tc -n \(name(space)) qdisc del dev \(device(qdisc.index, space)) root"
        }
    }

    // MARK: Links

    private mutating func add(_ link: LinkMessage, _ space: PlanSpace, into other: PlanSpace?) -> String {
        var words = ["link", "add"]
        if let below = link.link { words += ["link", device(Int32(clamping: below), space)] }
        words += traits(link)
        if let master = link.master { words += ["master", device(Int32(clamping: master), space)] }
        if link.isUp { words.append("up") }
        guard let kind = link.kind else { return words.joined(separator: " ") }
        if case .veth(let peer?) = kind, let other {
            words += ["type", "veth", "peer"] + traits(peer) + ["netns", name(other)]
            remember(peer, other)
            remember(link, space)
        } else {
            if let other { words += ["netns", name(other)] }
            words += ["type", kind.name] + Self.settings(kind)
            remember(link, other ?? space)
        }
        return words.joined(separator: " ")
    }

    private mutating func remember(_ link: LinkMessage, _ space: PlanSpace) {
        names[space, default: [:]][link.index] = link.name
    }

    private func traits(_ link: LinkMessage) -> [String] {
        var words: [String] = []
        if let name = link.name { words += ["name", ShellWord.quoted(name)] }
        if link.index != 0 { words += ["index", "\(link.index)"] }
        if let address = link.address { words += ["address", "\(address)"] }
        if let mtu = link.mtu { words += ["mtu", "\(mtu)"] }
        return words
    }

    private func set(_ link: LinkMessage, _ space: PlanSpace) -> [String] {
        var words = ["dev", device(link, space)]
        if let mode = link.addressGeneration { words += ["addrgenmode", mode == 1 ? "none" : "eui64"] }
        if let mtu = link.mtu { words += ["mtu", "\(mtu)"] }
        if link.changedFlags.contains(.up) { words.append(link.isUp ? "up" : "down") }
        return words
    }

    private static func settings(_ kind: LinkKind) -> [String] {
        switch kind {
        case .bridge(let settings):
            var words: [String] = []
            if let delay = settings.forwardDelay { words += ["forward_delay", "\(delay)"] }
            if let on = settings.hasSpanningTree { words += ["stp_state", on ? "1" : "0"] }
            if let on = settings.snoopsMulticast { words += ["mcast_snooping", on ? "1" : "0"] }
            return words
        case .macvlan(let mode?):
            let word =
                switch mode {
                case .isolated: "private"
                case .vepa: "vepa"
                case .passthru: "passthru"
                default: "bridge"
                }
            return ["mode", word]
        case .ipvlan(let mode, let flag):
            let word =
                switch mode {
                case .layer3?: "l3"
                case .layer3s?: "l3s"
                default: "l2"
                }
            let side =
                switch flag {
                case .isolated?: "private"
                case .vepa?: "vepa"
                default: "bridge"
                }
            return ["mode", word, side]
        case .vlan(let identifier?): return ["id", "\(identifier)"]
        default: return []
        }
    }

    // MARK: Devices, addresses, routes, queues

    private func device(_ link: LinkMessage, _ space: PlanSpace) -> String {
        link.name.map(ShellWord.quoted) ?? device(link.index, space)
    }

    private func device(_ number: Int32, _ space: PlanSpace) -> String {
        number == 1 ? "lo" : names[space]?[number].map(ShellWord.quoted) ?? "if\(number)"
    }

    private func text(_ address: AddressMessage, _ space: PlanSpace) -> String {
        var words = ["\(address.address)"]
        if let broadcast = address.broadcast { words += ["broadcast", "\(broadcast)"] }
        if address.scope == RouteMessage.linkScope { words += ["scope", "link"] }
        words += ["dev", device(Int32(clamping: address.index), space)]
        if address.flags & AddressMessage.noDuplicateDetection != 0 { words.append("nodad") }
        return words.joined(separator: " ")
    }

    private func text(_ route: RouteMessage, _ space: PlanSpace) -> String {
        let kind: [UInt8: String] = [2: "local ", 6: "blackhole "]
        var text = kind[route.type] ?? ""
        text += route.destination.map { "\($0)" } ?? "default"
        if let gateway = route.gateway { text += " via \(gateway)" }
        if let out = route.outInterface, route.type != 6 { text += " dev \(device(Int32(clamping: out), space))" }
        if let metric = route.metric { text += " metric \(metric)" }
        if route.type == 2 { text += " table main" }
        return text
    }

    private static func text(_ qdisc: QdiscMessage) -> String {
        switch qdisc.kind {
        case .tokenBucket(let bucket):
            return "tbf rate \(bucket.rate * 8)bit burst \(bucket.burst) limit \(bucket.limit)"
        case .netem(let netem):
            var words = ["netem", "limit", "\(netem.limit)"]
            if netem.delay > 0 || netem.jitter > 0 {
                words += ["delay", "\(netem.delay / 1000)us"]
                if netem.jitter > 0 { words.append("\(netem.jitter / 1000)us") }
            }
            for (name, chance) in [
                ("loss", netem.loss), ("duplicate", netem.duplication), ("reorder", netem.reordering),
            ] where chance > 0 {
                words += [name, percent(chance)]
            }
            if netem.rate > 0 { words += ["rate", "\(netem.rate * 8)bit"] }
            return words.joined(separator: " ")
        case .other(let name): return name
        }
    }

    /// A share of 2³² - 1 with four digits behind the point.
    private static func percent(_ chance: UInt32) -> String {
        let tenThousandths = (UInt64(chance) * 1_000_000 + UInt64(UInt32.max) / 2) / UInt64(UInt32.max)
        let digits = String(10_000 + tenThousandths % 10_000).dropFirst()
        return "\(tenThousandths / 10_000).\(digits)%"
    }
}
