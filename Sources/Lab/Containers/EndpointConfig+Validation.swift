internal import Addressing

extension EndpointConfig {
    /// Checks one attachment's settings against its network (Docker Engine: `validateEndpointSettings`).
    ///
    /// - Parameters:
    ///   - name: the network as the user named it.
    ///   - network: the network, where it exists already; without it subnets cannot be checked.
    /// - Throws: `invalidParameter`, listing every problem.
    package func validate(on name: String, _ network: Network?) throws(LabError) {
        // Nothing asked for is nothing wrong.
        if isPlain { return }
        var problems: [String] = []
        // Neither Docker's own networks nor another container's stack are; link-local addresses are taken everywhere.
        if !NetworkMode(network?.name ?? name).isUserDefined {
            if ipv4 != nil || ipv6 != nil {
                problems.append("user-specified IP address is supported on user-defined networks only")
            }
            if !aliases.isEmpty {
                problems.append("network-scoped aliases are only supported for user-defined networks")
            }
        }
        if let ipv4, ipv4.family != .ipv4 || ipv4.isUnspecified { problems.append("invalid IPv4 address: \(ipv4)") }
        if let ipv6, ipv6.family != .ipv6 || ipv6.isUnspecified { problems.append("invalid IPv6 address: \(ipv6)") }
        for address in linkLocal where address.isUnspecified {
            problems.append("invalid link-local IP address: \(address)")
        }
        if let network {
            for address in [ipv4, ipv6].compactMap({ $0 }) where !address.isUnspecified {
                if !network.subnets.contains(where: { $0.prefix.contains(address) }) {
                    problems.append("no configured subnet contains IP address \(address)")
                }
            }
        }
        problems += (driverOptions[Self.sysctlsKey]?.split(separator: ",", omittingEmptySubsequences: false) ?? [])
            .filter { !Self.namesInterface($0) }
            .map {
                "unrecognised network interface sysctl '\($0)'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', "
                    + "'X' must be 'ipv4', 'ipv6' or 'mpls'"
            }
        if !problems.isEmpty {
            throw LabError(.invalidParameter, "invalid endpoint settings:\n" + LabError.joined(problems))
        }
    }

    /// The driver option that sets sysctls of the endpoint's interface, separated by commas.
    private static let sysctlsKey = "com.docker.network.endpoint.sysctls"

    /// Whether a sysctl is written for whatever name the interface will have: `net.ipv4.conf.IFNAME.log_martians=1`.
    private static func namesInterface(_ sysctl: Substring) -> Bool {
        let parts = sysctl.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
        return parts.count == 5 && ["ipv4", "ipv6", "mpls"].contains(parts[1])
            && ["IFNAME", "ifname"].contains(parts[3])
    }
}
