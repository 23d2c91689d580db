internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// External networks that no file makes: what they have to be for the files to work.
enum AssumedNetwork {
    /// The addresses that services fix on external networks, by the network's name on the host.
    static func fixedAddresses(in projects: [ComposeProject]) -> [String: [IPAddress]] {
        var found: [String: [IPAddress]] = [:]
        for project in projects {
            for item in project.services.flatMap({ $0.networks ?? [] }) {
                guard let network = project.network(item.key), network.isExternal else { continue }
                found[network.name.value, default: []] += [item.ipv4, item.ipv6].compactMap { $0?.value }
            }
        }
        return found
    }

    /// A network whose subnets hold the addresses that are fixed on it, and give none of them to others.
    ///
    /// - Parameter declared: what the projects want for other networks: subnets, and addresses on external ones.
    static func spec(_ name: String, holding addresses: [IPAddress], in lab: Lab, declared: [IPPrefix]) -> NetworkSpec {
        var spec = NetworkSpec(name: name)
        for family in AddressFamily.allCases {
            let own = addresses.filter { $0.family == family }
            if own.isEmpty { continue }
            guard let prefix = prefix(holding: own, family, in: lab, declared) else { continue }
            if family == .ipv6 { spec.enableIPv6 = true }
            var subnet = NetworkSpec.Subnet(prefix: prefix)
            let lowest = prefix.first.advanced(by: 1)
            subnet.gateway = lowest.map { own.contains($0) } == true ? highest(of: prefix, but: own) : lowest
            subnet.range = range(of: prefix, clearOf: own)
            spec.subnets.append(subnet)
        }
        return spec
    }

    /// The shortest usual prefix that has all of the addresses as hosts, and nothing of anybody else's.
    private static func prefix(
        holding addresses: [IPAddress],
        _ family: AddressFamily,
        in lab: Lab,
        _ declared: [IPPrefix]
    ) -> IPPrefix? {
        guard let first = addresses.first else { return nil }
        let lengths =
            family == .ipv4 ? Array((8...24).reversed()) + Array(25...29) : Array((16...64).reversed()) + [80, 96, 112]
        for length in lengths {
            guard let prefix = IPPrefix(address: first, length: length)?.masked,
                addresses.allSatisfy({ prefix.contains($0) && $0 != prefix.first && $0 != prefix.last }),
                lab.addressSpace.overlapping(prefix) == nil, !declared.contains(where: { $0.overlaps(prefix) })
            else { continue }
            return prefix
        }
        return nil
    }

    private static func highest(of prefix: IPPrefix, but addresses: [IPAddress]) -> IPAddress? {
        var candidate = prefix.last.number
        for _ in 0...addresses.count {
            candidate &-= 1
            let address = IPAddress(candidate, prefix.family)
            if let address, !addresses.contains(address) { return address }
        }
        return nil
    }

    /// The largest part of a subnet, by halves, that has none of the addresses.
    private static func range(of prefix: IPPrefix, clearOf addresses: [IPAddress]) -> IPPrefix? {
        for bits in 1...5 {
            let length = prefix.length + bits
            guard length <= prefix.family.bitWidth - 2 else { return nil }
            let size = UInt128(1) << UInt128(prefix.family.bitWidth - length)
            // From the top: gateways are mostly at the bottom.
            for part in (0..<(UInt128(1) << UInt128(bits))).reversed() {
                guard let start = IPAddress(prefix.first.number + part * size, prefix.family),
                    let range = IPPrefix(address: start, length: length)
                else { continue }
                if !addresses.contains(where: { range.contains($0) }) { return range }
            }
        }
        return nil
    }
}

extension IPAddress {
    /// The address of a number; nil where the family has no such number.
    fileprivate init?(_ number: UInt128, _ family: AddressFamily) {
        switch family {
        case .ipv4:
            guard let value = UInt32(exactly: number) else { return nil }
            self = .v4(IPv4Address(rawValue: value))
        case .ipv6: self = .v6(IPv6Address(rawValue: number))
        }
    }
}
