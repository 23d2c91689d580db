internal import Addressing

extension Lab {
    /// Checks one attachment's settings against its network, as the lab's engine does it.
    ///
    /// - Parameters:
    ///   - name: the network as the user named it.
    ///   - network: the network, where it exists already; without it subnets cannot be checked.
    /// - Throws: `invalidParameter`.
    package func validate(_ config: EndpointConfig, on name: String, _ network: Network?) throws(LabError) {
        // Nothing asked for is nothing wrong.
        if config.isPlain { return }
        if engine.has(.endpointValidated) {
            try config.validate(on: name, network, as: engine)
        } else {
            try config.validateAtStart(on: name, network)
        }
    }
}

extension EndpointConfig {
    /// What engines found wrong when a container started (Docker Engine: `validateNetworkingConfig`).
    fileprivate func validateAtStart(on name: String, _ network: Network?) throws(LabError) {
        let hasAddress = ipv4 != nil || ipv6 != nil || unreadable != nil
        if !NetworkMode(network?.name ?? name).isUserDefined {
            if hasAddress { throw LabError(.invalidParameter, Self.predefinedRefusal) }
            if !aliases.isEmpty {
                throw LabError(
                    .invalidParameter,
                    "network-scoped alias is supported only for containers in user defined networks"
                )
            }
        }
        guard let network else { return }
        for address in [ipv4, ipv6].compactMap(\.self) where !network.isStatic(address.family) {
            throw LabError(.invalidParameter, Self.poolRefusal)
        }
        try checkSpelling()
    }

    /// Refuses an address that is none.
    package func checkSpelling() throws(LabError) {
        if let unreadable { throw LabError(.invalidParameter, "invalid IPv4 address: \(unreadable)") }
    }

    private static let predefinedRefusal = "user specified IP address is supported on user defined networks only"
    private static let poolRefusal =
        "user specified IP address is supported only when connecting to networks with user configured subnets"

    /// What keeps an address out of a network; nil where nothing does.
    private static func problem(of address: IPAddress, on network: Network, as engine: EngineSettings) -> String? {
        if engine.has(.ipWithoutSubnet) {
            return network.subnets.contains { $0.prefix.contains(address) }
                ? nil : "no configured subnet contains IP address \(address)"
        }
        // The default bridge's subnet counts as configured.
        if !network.isStatic(address.family), !network.isDefaultBridge { return poolRefusal }
        let subnets = network.subnets + network.display.unusedSubnets
        return subnets.contains { $0.prefix.contains(address) }
            ? nil : "no configured subnet or ip-range contain the IP address \(address)"
    }

    /// Checks one attachment's settings against its network (Docker Engine: `validateEndpointSettings`).
    ///
    /// - Throws: `invalidParameter`, listing every problem.
    fileprivate func validate(on name: String, _ network: Network?, as engine: EngineSettings) throws(LabError) {
        var problems: [String] = []
        // Neither Docker's own networks nor another container's stack are; link-local addresses are taken everywhere.
        if !NetworkMode(network?.name ?? name).isUserDefined {
            if ipv4 != nil || ipv6 != nil {
                problems.append(
                    engine.has(.userDefinedTexts)
                        ? "user-specified IP address is supported on user-defined networks only"
                        : Self.predefinedRefusal
                )
            }
            if !aliases.isEmpty {
                problems.append(
                    engine.has(.typedJson)
                        ? "network-scoped aliases are only supported for user-defined networks"
                        : "network-scoped alias is supported only for containers in user defined networks"
                )
            }
        }
        if let unreadable { problems.append("invalid IPv4 address: \(unreadable)") }
        if let ipv4, ipv4.family != .ipv4 || ipv4.isUnspecified { problems.append("invalid IPv4 address: \(ipv4)") }
        if let ipv6, ipv6.family != .ipv6 || ipv6.isUnspecified { problems.append("invalid IPv6 address: \(ipv6)") }
        for address in linkLocal where address.isUnspecified {
            problems.append("invalid link-local IP address: \(address)")
        }
        if let network {
            for address in [ipv4, ipv6].compactMap({ $0 }) where !address.isUnspecified {
                if let problem = Self.problem(of: address, on: network, as: engine) { problems.append(problem) }
            }
            if let unreadable {
                problems.append(
                    network.isStatic(.ipv4)
                        ? "no configured subnet or ip-range contain the IP address \(unreadable)" : Self.poolRefusal
                )
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

extension Network {
    /// Whether a subnet of the family was asked for, and not chosen from the pools.
    fileprivate func isStatic(_ family: AddressFamily) -> Bool {
        (subnets + display.unusedSubnets).contains { $0.family == family && $0.isUserDefined }
    }
}
