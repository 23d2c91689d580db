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
        let isUserDefined = network.map { !$0.isPredefined } ?? !Network.isPredefined(name)
        if !isUserDefined {
            if ipv4 != nil || ipv6 != nil || !linkLocal.isEmpty {
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
        if let network, isUserDefined {
            for address in [ipv4, ipv6].compactMap({ $0 }) where !address.isUnspecified {
                if !network.subnets.contains(where: { $0.prefix.contains(address) }) {
                    problems.append("no configured subnet contains IP address \(address)")
                }
            }
        }
        if !problems.isEmpty {
            throw LabError(.invalidParameter, "invalid endpoint settings:\n" + LabError.joined(problems))
        }
    }
}
