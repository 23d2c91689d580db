internal import Addressing
internal import Lab
internal import Rendering

extension AddressPlan {
    /// Tables for a person, a blank line between them.
    package var text: String {
        var parts: [String] = []
        if !seats.isEmpty { parts.append(seatTable) }
        parts.append(subnetTable)
        if !ports.isEmpty { parts.append(portTable) }
        parts.append(poolTable)
        return parts.joined(separator: "\n")
    }

    private var seatTable: String {
        let hasIPv6 = seats.contains { $0.ipv6 != nil }
        var table = TextTable(
            ["container", "network", "ipv4"] + (hasIPv6 ? ["ipv6"] : []) + ["address", "default route", "why"]
        )
        for seat in seats {
            table.append(
                [seat.container, seat.network, seat.ipv4?.description ?? "-"]
                    + (hasIPv6 ? [seat.ipv6?.description ?? "-"] : [])
                    + [
                        seat.ipv4 == nil && seat.ipv6 == nil ? "-" : seat.isFixed ? "fixed" : "dynamic",
                        seat.gateways.isEmpty ? "-" : seat.gateways.map(\.description).joined(separator: ", "),
                        seat.isStarted ? seat.reason : "is not started",
                    ]
            )
        }
        return table.rendered
    }

    private var subnetTable: String {
        var table = TextTable(["network", "subnet", "from", "gateway", "used", "free"])
        for subnet in subnets {
            let given = subnet.isUserDefined ? "file" : "pool"
            let origin = subnet.isAssumed ? "assumed" : subnet.isMended ? "\(given) (refused)" : given
            let range = subnet.range.map { " (range \($0))" } ?? ""
            table.append([
                subnet.network, "\(subnet.prefix)\(range)", origin, subnet.gateway?.description ?? "-",
                "\(subnet.used)",
                subnet.free == .max ? "2^64 or more" : "\(subnet.free)",
            ])
        }
        return table.rendered
    }

    private var portTable: String {
        var table = TextTable(["published", "container", "port"])
        for port in ports {
            let address = port.hostAddress
            let host = address.bracketed
            let published = port.hostPorts.map { "\(host):\($0)" } ?? "routed"
            table.append([port.isRefused ? "\(published) (refused)" : published, port.container, "\(port.ports)"])
        }
        return table.rendered
    }

    private var poolTable: String {
        var table = TextTable(["default pool", "networks of", "used", "free"])
        for pool in pools { table.append(["\(pool.base)", "/\(pool.size)", "\(pool.used)", "\(pool.free)"]) }
        let left = pools.filter { $0.base.family == .ipv4 }.reduce(0) { $0 + $1.free }
        return table.rendered
            + "\(left) more IPv4 \(left == 1 ? "network fits" : "networks fit") into the default pools\n"
    }
}
