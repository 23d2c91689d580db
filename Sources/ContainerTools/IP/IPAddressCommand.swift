internal import Addressing
internal import Dataplane
internal import Lab
internal import Rendering

/// `ip address`.
struct IPAddressCommand {
    let stack: StackView
    let options: IPOptions
    /// What `-s` shows, by interface.
    let tallies: [String: InterfaceTally]

    private enum Scope: String {
        case host, link, global

        init(_ prefix: IPPrefix) {
            self =
                prefix.address.isLoopback
                ? .host : prefix.family == .ipv6 && prefix.address.isLinkLocalUnicast ? .link : .global
        }
    }

    /// Which addresses are shown.
    private struct AddressFilter {
        var family: AddressFamily?
        var scope: Scope?
        var prefix: IPPrefix?
        var showsNone = false

        func admits(_ address: IPPrefix) -> Bool {
            !showsNone && (family == nil || family == address.family) && (scope == nil || scope == Scope(address))
                && (prefix?.contains(address.address) ?? true)
        }
    }

    func run(_ words: [String]) -> ToolResult {
        let verb = IPCommand.verb(
            in: words,
            of: "address",
            ["add", "change", "chg", "replace", "delete", "flush", "restore"],
            ["show", "list", "lst"]
        )
        if let failure = verb.failure { return failure }
        var filter = AddressFilter(family: options.family)
        var links = LinkFilter()
        let failure = links.read(verb.arguments, in: stack) { word, value in
            Self.read(word, value, into: &filter)
        }
        if let failure { return failure }
        // A prefix says its family.
        if let prefix = filter.prefix { filter.family = filter.family ?? prefix.family }
        let isFiltered = filter.family != nil || filter.scope != nil || filter.prefix != nil || filter.showsNone
        let shown = LinkText.all(in: stack).compactMap { link -> (LinkText, [IPPrefix])? in
            guard links.admits(link.interface) else { return nil }
            let addresses = options.isLinkOnly ? [] : link.interface.addresses.filter(filter.admits)
            return isFiltered && addresses.isEmpty ? nil : (link, addresses)
        }
        // A dump of IPv6 alone comes from another part of the kernel, which knows less of a link.
        let isShort = filter.family == .ipv6 && links.device == nil && filter.prefix == nil
        return options.isJSON
            ? json(shown, filter.family, isShort: isShort) : text(shown, filter.family, isShort: isShort)
    }

    private static func read(
        _ word: String,
        _ value: String?,
        into filter: inout AddressFilter
    ) -> Result<Int, IPFault> {
        switch word {
        case "scope":
            guard let value else { return .failure(IPFault(result: LinkFilter.incomplete)) }
            guard let scope = Scope(rawValue: value) else {
                let text = "Error: argument \"\(value)\" is wrong: invalid \"scope\"\n"
                return .failure(IPFault(result: .failure(text, exitCode: 255)))
            }
            filter.scope = scope
            return .success(2)
        case "to":
            guard let value else { return .failure(IPFault(result: LinkFilter.incomplete)) }
            guard let prefix = IPPrefix(value) ?? IPAddress(value).map(IPPrefix.init(host:)) else {
                let text = "Error: any valid prefix is expected rather than \"\(value)\"."
                return .failure(IPFault(result: .failure(text)))
            }
            filter.prefix = prefix
            return .success(2)
        case "permanent", "primary": return .success(1)
        case "dynamic", "secondary", "temporary", "tentative", "deprecated", "dadfailed":
            filter.showsNone = true
            return .success(1)
        default: return .success(0)
        }
    }

    // MARK: Text

    private func text(_ shown: [(LinkText, [IPPrefix])], _ family: AddressFamily?, isShort: Bool) -> ToolResult {
        var result = ToolResult()
        for (link, addresses) in shown {
            if options.isBrief {
                result.print(link.brief + addresses.map { "\($0) " }.joined())
                continue
            }
            if options.isOneLine {
                for address in addresses {
                    let head = "\(link.interface.index): \(link.interface.name)    "
                    result.print(head + line(address, link.interface) + "\\" + Self.lifetime)
                }
                continue
            }
            if family == nil {
                result.print(link.head())
                result.print("    " + link.address)
            } else {
                result.print(link.head(isShort: isShort) + (isShort ? "" : link.namespace))
            }
            for address in addresses {
                result.print("    " + line(address, link.interface))
                result.print(Self.lifetime)
            }
            if options.showsStatistics, !isShort {
                for line in statistics(link.interface).lines { result.print(line) }
            }
        }
        return result
    }

    private func statistics(_ interface: StackView.Interface) -> LinkStatistics {
        LinkStatistics(tally: tallies[interface.name] ?? InterfaceTally())
    }

    private static let lifetime = "       valid_lft forever preferred_lft forever"

    private func line(_ prefix: IPPrefix, _ interface: StackView.Interface) -> String {
        let scope = "scope \(Scope(prefix).rawValue) "
        switch prefix.family {
        case .ipv4:
            let broadcast = Self.broadcast(prefix, interface).map { "brd \($0) " } ?? ""
            return "inet \(prefix) \(broadcast)\(scope)\(interface.name)"
        case .ipv6: return "inet6 \(prefix) \(scope)" + (Self.skipsDetection(prefix, interface) ? "nodad " : "")
        }
    }

    private static func broadcast(_ prefix: IPPrefix, _ interface: StackView.Interface) -> IPAddress? {
        prefix.family == .ipv4 && prefix.length < 31 && interface.kind != .loopback ? prefix.last : nil
    }

    /// The engine adds its IPv6 addresses without detection of duplicates; the kernel's own link-local ones, and those
    /// of the host's uplink, are checked.
    private static func skipsDetection(_ prefix: IPPrefix, _ interface: StackView.Interface) -> Bool {
        guard prefix.family == .ipv6, !prefix.address.isLoopback else { return false }
        return interface.kind == .bridge || (interface.kind != .physical && !prefix.address.isLinkLocalUnicast)
    }

    // MARK: JSON

    private func json(_ shown: [(LinkText, [IPPrefix])], _ family: AddressFamily?, isShort: Bool) -> ToolResult {
        let objects = shown.map { link, addresses in
            var object =
                options.isBrief
                ? link.briefJSON(hasAddress: false) : link.json(isShort: isShort, hasAddress: family == nil)
            if options.showsStatistics, !options.isBrief, !isShort {
                object["stats64"] = statistics(link.interface).json
            }
            object["addr_info"] = JSONValue(addresses.map { JSONValue(json($0, link.interface)) })
            return object
        }
        return IPJSON.result(objects, options)
    }

    private func json(_ prefix: IPPrefix, _ interface: StackView.Interface) -> JSONObject {
        var object = JSONObject()
        if !options.isBrief { object["family"] = prefix.family == .ipv4 ? "inet" : "inet6" }
        object["local"] = JSONValue(prefix.address.description)
        object["prefixlen"] = JSONValue(prefix.length)
        if options.isBrief { return object }
        if let broadcast = Self.broadcast(prefix, interface) { object["broadcast"] = JSONValue(broadcast.description) }
        object["scope"] = JSONValue(Scope(prefix).rawValue)
        if prefix.family == .ipv4 { object["label"] = JSONValue(interface.name) }
        if Self.skipsDetection(prefix, interface) { object["nodad"] = true }
        object["valid_life_time"] = JSONValue(UInt32.max)
        object["preferred_life_time"] = JSONValue(UInt32.max)
        return object
    }
}
