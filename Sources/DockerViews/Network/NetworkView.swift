internal import Addressing
internal import IPAM
package import Lab
package import Rendering

/// `docker network inspect`, field by field in the order of Docker Engine's API 1.52.
package enum NetworkView {
    /// The object that `docker network inspect` prints, and `GET /networks/{id}` returns.
    ///
    /// - Parameter verbose: has no effect on networks of one host, whose `Services` are left out either way.
    package static func inspect(_ network: Network, in lab: Lab, verbose: Bool = false) -> JSONValue {
        var object = summary(network, in: lab)
        object["Containers"] = containers(network, lab)
        if lab.engine.has(.ipamStatus) { object["Status"] = ["IPAM": ipamStatus(network, lab)] }
        return .object(object)
    }

    /// The fields that an element of `GET /networks` has: all but the containers and the status.
    package static func summary(_ network: Network, in lab: Lab) -> JSONObject {
        var object: JSONObject = [
            "Name": .string(network.name),
            "Id": .string("\(network.id)"),
            "Created": .string("\(network.created)"),
            "Scope": .string(network.scope),
            "Driver": .string(network.driverName),
            "EnableIPv4": .bool(network.enableIPv4),
            "EnableIPv6": .bool(network.enableIPv6),
            "IPAM": ipam(network, lab.engine),
            "Internal": .bool(network.isInternal),
            "Attachable": .bool(network.isAttachable),
            "Ingress": .bool(network.isIngress),
            "ConfigFrom": ["Network": .string(network.configFrom ?? "")],
            "ConfigOnly": .bool(network.isConfigOnly),
            "Options": JSONValue(sortedByKey: network.options),
            "Labels": JSONValue(sortedByKey: network.labels),
        ]
        if !lab.engine.has(.ipv4Off) { object["EnableIPv4"] = nil }
        return object
    }

    private static func ipam(_ network: Network, _ engine: EngineSettings) -> JSONValue {
        // A configuration-only network remembers its subnets for others, and shows what it holds itself: none.
        let hidesAll = network.isConfigOnly && engine.has(.configOnlySubnetsHidden)
        let shown = hidesAll ? [] : network.subnets + network.display.unusedSubnets
        return [
            "Driver": .string(network.ipamDriver),
            // The engine makes its own networks without options, the command line sends an empty map.
            "Options": network.isPredefined ? .null : JSONValue(sortedByKey: network.ipamOptions),
            "Config": shown.isEmpty ? .null : JSONValue(shown.map { subnet($0, of: network, engine) }),
        ]
    }

    private static func subnet(
        _ subnet: Network.Subnet,
        of network: Network,
        _ engine: EngineSettings
    ) -> JSONValue {
        let typed = network.display.typedSubnets["\(subnet.prefix)"]
        var object: JSONObject = ["Subnet": .string("\(typed ?? subnet.prefix)")]
        if let range = subnet.range { object["IPRange"] = .string("\(range)") }
        if let gateway = subnet.gateway, !network.display.hiddenGateways.contains(subnet.prefix) {
            let hasLength = subnet.family == .ipv6 && !subnet.isUserDefined && !engine.has(.bareUlaGateway)
            object["Gateway"] = .string(hasLength ? "\(gateway)/\(subnet.prefix.length)" : "\(gateway)")
        }
        if !subnet.auxiliary.isEmpty {
            object["AuxiliaryAddresses"] = JSONValue(sortedByKey: subnet.auxiliary.mapValues(\.description))
        }
        return .object(object)
    }

    /// The containers with a live endpoint, by identifier.
    private static func containers(_ network: Network, _ lab: Lab) -> JSONValue {
        let members = lab.liveEndpoints(of: network).sorted { $0.container.id < $1.container.id }
        var object = JSONObject(minimumCapacity: members.count)
        for (container, endpoint) in members {
            object["\(container.id)"] = [
                "Name": .string(container.name),
                "EndpointID": .string("\(endpoint.id)"),
                "MacAddress": .string(endpoint.mac.map(\.description) ?? ""),
                "IPv4Address": .string(endpoint.ipv4.map(\.description) ?? ""),
                "IPv6Address": .string(endpoint.ipv6.map(\.description) ?? ""),
            ]
        }
        return .object(object)
    }

    // MARK: - Status

    /// How full the subnets are; networks without address management have no entry.
    private static func ipamStatus(_ network: Network, _ lab: Lab) -> JSONValue {
        // A configuration-only network names subnets without holding them.
        guard !network.isConfigOnly else { return [:] }
        var subnets = JSONObject()
        for subnet in network.subnets {
            guard let pool = lab.addressSpace.pool(subnet.prefix) else { continue }
            subnets["\(subnet.prefix)"] = [
                "IPsInUse": .int(Int64(pool.inUseCount)),
                "DynamicIPsAvailable": JSONValue(available(in: subnet.range, of: pool)),
            ]
        }
        return subnets.isEmpty ? [:] : ["Subnets": .object(subnets.sortedByKey())]
    }

    /// The addresses that can still be given without being asked for: those of the ip-range, if there is one.
    private static func available(in range: IPPrefix?, of pool: AddressPool) -> UInt64 {
        // The pool of a lab's subnet is shared by networks with different ranges, and so has none of its own.
        guard let range, !range.contains(pool.subnet) else { return pool.dynamicAvailable }
        let used = pool.addressesInUse.reduce(into: 0 as UInt128) { count, address in
            if range.contains(address) { count += 1 }
        }
        let (size, overflow) = (range.last.number - range.first.number).addingReportingOverflow(1)
        return overflow ? .max : UInt64(clamping: size - used)
    }
}
