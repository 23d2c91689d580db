internal import Addressing
internal import Lab
package import Rendering

extension AddressPlan {
    /// The plan for programs: the same parts as the tables.
    package var json: JSONValue {
        [
            "containers": .array(seats.map(Self.json)),
            "networks": .array(subnets.map(Self.json)),
            "pools": .array(
                pools.map { pool in
                    [
                        "base": .string("\(pool.base)"), "size": JSONValue(pool.size), "used": JSONValue(pool.used),
                        "free": JSONValue(pool.free),
                    ]
                }
            ),
            "ports": .array(
                ports.map { port in
                    var object: JSONObject = [
                        "container": .string(port.container), "port": .string("\(port.ports)"),
                        "hostAddress": .string("\(port.hostAddress)"),
                        "hostPort": JSONValue(port.hostPorts?.first ?? 0),
                    ]
                    if let hostPorts = port.hostPorts, hostPorts.count > 1 {
                        object["lastHostPort"] = JSONValue(hostPorts.last)
                    }
                    if port.isRefused { object["refused"] = .bool(true) }
                    return .object(object)
                }
            ),
        ]
    }

    private static func json(_ seat: Seat) -> JSONValue {
        [
            "container": .string(seat.container), "network": .string(seat.network),
            "interface": .string(seat.interface), "ipv4": JSONValue(seat.ipv4?.description),
            "ipv6": JSONValue(seat.ipv6?.description), "fixed": .bool(seat.isFixed),
            "gateways": JSONValue(seat.gateways.map(\.description)), "reason": .string(seat.reason),
            "started": .bool(seat.isStarted),
        ]
    }

    private static func json(_ subnet: Subnet) -> JSONValue {
        [
            "network": .string(subnet.network), "driver": .string(subnet.driver), "subnet": .string("\(subnet.prefix)"),
            "range": JSONValue(subnet.range?.description), "gateway": JSONValue(subnet.gateway?.description),
            "from": .string(subnet.isUserDefined ? "file" : "pool"), "assumed": .bool(subnet.isAssumed),
            "used": JSONValue(subnet.used), "free": JSONValue(subnet.free),
        ]
    }
}

extension StartOrders.Theft {
    package var json: JSONValue {
        [
            "victim": .string(victim), "network": .string(network), "address": .string("\(address)"),
            "thief": .string(thief), "occasion": .string(occasion.rawValue),
            "order": .array(
                order.map { ["container": .string($0.container), "address": JSONValue($0.address?.description)] }
            ),
        ]
    }

    /// For a person: who takes what, and the starts that show it, one line each.
    package var lines: [String] {
        ["\(victim) loses \(address) on \(network) to \(thief) \(when):"] + steps.map { "  \($0)" }
    }

    package var when: String {
        occasion == .up ? "when up starts them in this order" : "when a reboot starts them in this order"
    }

    /// The starts, numbered.
    package var steps: [String] {
        order.enumerated().map { index, step in
            let last = index == order.count - 1
            let what = last ? "refused: Address already in use" : step.address.map { "gets \($0)" } ?? "starts"
            return "\(index + 1). \(step.container) \(what)"
        }
    }
}
