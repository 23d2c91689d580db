internal import Addressing
internal import Lab

/// The kernel's routes as route and netstat print them.
struct RouteTable {
    let lookup: HostLookup
    /// Addresses rather than names.
    let isNumeric: Bool

    enum Columns: Hashable {
        /// Metric, Ref and Use.
        case metric
        /// MSS, Window and irtt.
        case window
    }

    // MARK: IPv4

    func ipv4(_ columns: Columns, _ context: inout ToolContext) -> String {
        var text = "Kernel IP routing table\nDestination     Gateway         Genmask         "
        switch columns {
        case .metric: text += "Flags Metric Ref    Use Iface\n"
        case .window: text += "Flags   MSS Window  irtt Iface\n"
        }
        for route in lookup.stack.routes(.ipv4) {
            let unspecified = "0.0.0.0"
            let destination = route.destination.map { network($0) } ?? (isNumeric ? unspecified : "default")
            let gateway = route.gateway.map { name($0, &context) } ?? unspecified
            let mask = route.destination?.netmask?.description ?? unspecified
            text += [destination, gateway, mask].map { String($0.prefix(15)).padded(to: 15) + " " }.joined()
            let flags = flags(route)
            switch columns {
            case .metric: text += "\(flags.padded(to: 5)) 0      0        0 \(route.interface)\n"
            case .window: text += "\(flags.padded(to: 5))     0 0          0 \(route.interface)\n"
            }
        }
        return text
    }

    private func flags(_ route: StackView.Route) -> String {
        (route.gateway == nil ? "U" : "UG") + (route.destination?.hostBits == 0 ? "H" : "")
    }

    /// Networks have names in a file of their own, with three lines.
    private func network(_ prefix: IPPrefix) -> String {
        let address = prefix.first.description
        guard !isNumeric else { return address }
        return ["127.0.0.0": "loopback", "169.254.0.0": "link-local"][address] ?? address
    }

    private func name(_ address: IPAddress, _ context: inout ToolContext) -> String {
        isNumeric ? address.description : lookup.host(at: address, &context)?.name ?? address.description
    }

    // MARK: IPv6

    /// With the stack's own addresses, which the kernel lists too.
    func ipv6(_ context: inout ToolContext) -> String {
        var text = "Kernel IPv6 routing table\n"
        text += "Destination                    Next Hop                   Flag Met Ref  Use If\n"
        let routes = lookup.stack.routes(.ipv6)
        for route in routes where route.destination != nil {
            text += row(route.destination, nil, "U", IPRouteCommand.metric(route), route.interface, &context)
        }
        for route in routes where route.destination == nil {
            text += row(nil, route.gateway, "UG", IPRouteCommand.metric(route), route.interface, &context)
        }
        if routes.isEmpty { text += row(nil, nil, "!n", -1, "lo", &context) }
        for interface in lookup.stack.interfaces {
            for address in interface.addresses where address.family == .ipv6 {
                text += row(IPPrefix(host: address.address), nil, "Un", 0, interface.name, &context)
            }
        }
        let multicast = IPPrefix("ff00::/8")
        for interface in lookup.stack.interfaces where interface.kind != .loopback {
            guard interface.addresses.contains(where: { $0.family == .ipv6 }) else { continue }
            text += row(multicast, nil, "U", 256, interface.name, &context)
        }
        return text + row(nil, nil, "!n", -1, "lo", &context)
    }

    private func row(
        _ destination: IPPrefix?,
        _ gateway: IPAddress?,
        _ flags: String,
        _ metric: Int,
        _ interface: String,
        _ context: inout ToolContext
    ) -> String {
        let unspecified = isNumeric ? "::" : "[::]"
        let address = destination.map { isOwn($0) ? name($0.address, &context) : $0.first.description } ?? unspecified
        let hop = gateway.map { name($0, &context) } ?? unspecified
        let target = "\(address)/\(destination?.length ?? 0)".padded(to: 30)
        let metric = String(metric).padded(to: 3)
        return "\(target) \(hop.padded(to: 26)) \(flags.padded(to: 4)) \(metric) 1      0 \(interface)\n"
    }

    private func isOwn(_ prefix: IPPrefix) -> Bool { prefix.hostBits == 0 }
}
