internal import Addressing
internal import IPAM

extension Lab {
    /// Allocates what a network asks for: pools, then gateways, then auxiliary addresses, IPv4 before IPv6.
    ///
    /// - Throws: ``LabError``; nothing is then left allocated.
    mutating func allocateSubnets(
        for spec: NetworkSpec,
        driver: NetworkDriver,
        bridge: BridgeOptions
    ) throws(LabError) -> [Network.Subnet] {
        var asked: [Network.Subnet] = []
        var chosen: [Network.Subnet] = []
        do {
            for family in AddressFamily.allCases {
                guard family == .ipv4 ? spec.enableIPv4 != false : spec.enableIPv6 == true else { continue }
                let requests = spec.subnets.filter { ($0.prefix?.family ?? .ipv4) == family }
                for request in requests.isEmpty ? [NetworkSpec.Subnet()] : requests {
                    let subnet = try allocateSubnet(request, family, spec, driver, bridge)
                    if requests.isEmpty { chosen.append(subnet) } else { asked.append(subnet) }
                }
            }
        } catch {
            releaseSubnets(asked + chosen)
            throw error
        }
        // Inspect lists the subnets that were asked for first, then those that the pools gave.
        if engine.has(.askedSubnetsFirst) { return asked + chosen }
        return (asked + chosen).filter { $0.family == .ipv4 } + (asked + chosen).filter { $0.family == .ipv6 }
    }

    mutating func releaseSubnets(_ subnets: [Network.Subnet]) {
        for subnet in subnets {
            for address in [subnet.gateway].compactMap({ $0 }) + subnet.auxiliary.values {
                addressSpace.release(address, in: subnet.prefix)
            }
            addressSpace.release(subnet.prefix, range: subnet.range)
        }
    }

    private mutating func allocateSubnet(
        _ request: NetworkSpec.Subnet,
        _ family: AddressFamily,
        _ spec: NetworkSpec,
        _ driver: NetworkDriver,
        _ bridge: BridgeOptions
    ) throws(LabError) -> Network.Subnet {
        let prefix = try claimPrefix(request, family)
        if !engine.has(.pointToPointSubnets), family == .ipv4, prefix.hostBits <= 1 {
            addressSpace.release(prefix, range: request.range)
            throw LabError(.system, "failed to allocate gateway (): No available addresses on this pool")
        }
        var taken: [IPAddress] = []
        do throws(LabError) {
            var gateway: IPAddress?
            if let wanted = request.gateway {
                gateway = wanted
                do {
                    try addressSpace.reserve(wanted, in: prefix)
                } catch {
                    throw LabError(.system, "failed to allocate gateway (\(wanted)): \(error.engineText)")
                }
                taken.append(wanted)
            } else if needsGateway(spec, driver, bridge, family) {
                do {
                    let lowest = try addressSpace.allocate(from: prefix, range: request.range)
                    gateway = lowest
                    taken.append(lowest)
                } catch {
                    throw LabError(.system, "failed to allocate gateway (): \(error.engineText)")
                }
            }
            for (name, address) in request.auxiliary.sorted(by: { $0.key < $1.key }) {
                do {
                    try addressSpace.reserve(address, in: prefix)
                    taken.append(address)
                } catch {
                    if error == .outOfRange {
                        throw LabError(
                            .forbidden,
                            "auxiliary address: (\(name):\(address)) must belong to the master pool: \(prefix)"
                        )
                    }
                    throw LabError(
                        .system,
                        "failed to allocate secondary ip address (\(name):\(address)): \(error.engineText)"
                    )
                }
            }
            return Network.Subnet(
                prefix: prefix,
                range: request.range,
                gateway: gateway,
                auxiliary: request.auxiliary,
                isUserDefined: request.prefix != nil
            )
        } catch let refusal {
            for address in taken { addressSpace.release(address, in: prefix) }
            addressSpace.release(prefix, range: request.range)
            throw refusal
        }
    }

    private mutating func claimPrefix(
        _ request: NetworkSpec.Subnet,
        _ family: AddressFamily
    ) throws(LabError) -> IPPrefix {
        let isAny = request.prefix.map { $0.address.isUnspecified && engine.has(.poolSize) } ?? true
        if isAny, let range = request.range {
            throw LabError(
                .system,
                "failed to parse pool request for address space \"LocalDefault\" pool \"\" subpool \"\(range)\": "
                    + "invalid address subpool"
            )
        }
        do throws(AddressSpace.Refusal) {
            if let prefix = request.prefix?.masked, !isAny {
                try addressSpace.claim(prefix, range: request.range)
                return prefix
            }
            if family == .ipv6, !engine.has(.ulaPool), engine.addressPools.allSatisfy({ $0.base.family == .ipv4 }) {
                throw .exhausted
            }
            // 0.0.0.0/N and ::/N ask for any free prefix of that length, those of length 0 for one of the pools' own.
            let length = request.prefix?.length ?? 0
            return try addressSpace.claimFree(
                family,
                length: length > 0 ? length : nil,
                goesRound: !engine.has(.lowestPool)
            )
        } catch {
            switch error {
            case .overlap:
                throw LabError(
                    .forbidden,
                    (engine.has(.overlapText) ? "invalid pool request: " : "")
                        + "Pool overlaps with other one on this address space",
                    hint: overlapHint(request.prefix)
                )
            case .exhausted:
                if engine.has(.lowestPool) {
                    throw LabError(.invalidParameter, "all predefined address pools have been fully subnetted")
                }
                throw LabError(
                    .notFound,
                    "could not find an available, non-overlapping \(family == .ipv4 ? "IPv4" : "IPv6") address pool among "
                        + "the defaults to assign to the network"
                )
            case .invalidPool:
                throw LabError(.invalidParameter, "invalid address pool")
            }
        }
    }

    /// Names the network that holds the range, which Docker's own text does not.
    private func overlapHint(_ prefix: IPPrefix?) -> String? {
        guard let prefix, let held = addressSpace.overlapping(prefix),
            let holder = networks.slots.first(where: { networks[$0].subnets.contains { $0.prefix == held } })
        else { return nil }
        return "\(prefix) overlaps \(held) of network \(networks[holder].name)"
    }

    /// Whether the driver takes an address for a gateway that nobody named.
    ///
    /// Older engines set one aside on macvlan and ipvlan networks too, at first on all of them, then where it could be a
    /// router's.
    private func needsGateway(
        _ spec: NetworkSpec,
        _ driver: NetworkDriver,
        _ bridge: BridgeOptions,
        _ family: AddressFamily
    ) -> Bool {
        switch driver {
        case .bridge: return bridge.gatewayMode(family) != .isolated
        case .macvlan, .ipvlan:
            if engine.has(.macvlanNoGateway) { return false }
            if !engine.has(.noGatewayReserved) { return true }
            let isLayer3 = driver == .ipvlan && ["l3", "l3s"].contains(spec.options[ParentOption.ipvlanMode])
            return !spec.isInternal && spec.options[ParentOption.parent]?.isEmpty == false && !isLayer3
        case .host, .null: return false
        }
    }
}

extension AddressPoolError {
    /// The engine's words for a refused address.
    package var engineText: String {
        switch self {
        case .exhausted: "no available addresses on this pool"
        case .inUse: "Address already in use"
        case .outOfRange: "requested address is out of range"
        }
    }
}
