internal import Addressing
internal import IPAM

/// Why an attachment failed, and whether the engine then forgets that it was ever asked for.
///
/// Until the endpoint exists a failure leaves the entry in `Networks`; once it exists, a failure (above all of a
/// published port) removes it, and a later start goes on without that network.
struct AttachRefusal: Error {
    let error: LabError
    let forgetsAttachment: Bool

    init(_ error: LabError, forgetsAttachment: Bool = false) {
        self.error = error
        self.forgetsAttachment = forgetsAttachment
    }
}

extension Lab {
    /// Makes the endpoint of one attachment of a container that runs or is starting.
    mutating func attach(_ slot: Slab<Container>.Slot, at index: Int) throws(AttachRefusal) {
        let idBefore = containers[slot].attachments[index].networkID
        let networkSlot: Slab<Network>.Slot
        let endpoint: Endpoint
        do {
            networkSlot = try networkSlotToJoin(slot, at: index)
            try settleMode(slot, joining: containers[slot].attachments[index].network)
            let config = containers[slot].attachments[index].config
            // Taken up before anything is checked, so that a refused start shows them.
            if !networks[networkSlot].isPredefined { containers[slot].attachments[index].names = .current }
            if !containers[slot].attachments[index].isPlain {
                try validate(config, on: networks[networkSlot].name, networks[networkSlot])
            }
            try checkModes(slot, joining: networkSlot, except: index)
            containers[slot].attachments[index].network = networks[networkSlot].name
            endpoint = try makeEndpoint(for: slot, config, networkSlot)
        } catch let error {
            throw AttachRefusal(error)
        }
        let networkID = networks[networkSlot].id
        if let problem = linkProblem(of: endpoint, slot, networkSlot) {
            for address in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0?.address }) {
                returnAddress(address, to: networkSlot)
            }
            throw AttachRefusal(problem, forgetsAttachment: true)
        }
        containers[slot].attachments[index].networkID = networkID
        containers[slot].attachments[index].endpoint = endpoint
        networks[networkSlot].members.insert(slot)
        if networks[networkSlot].driver.hasEndpoints, !networks[networkSlot].isDefaultBridge {
            containers[slot].namesEmbeddedDNS = true
        }
        do {
            try publishPorts(of: slot)
        } catch {
            releaseEndpoint(slot, at: index)
            containers[slot].attachments[index].networkID = idBefore
            // What the previous gateway published comes back; it had just been released, so nothing holds it.
            try? publishPorts(of: slot)
            throw AttachRefusal(error, forgetsAttachment: true)
        }
        changedContainers.insert(slot)
        events.append(
            LabEvent(.connect, of: networks[networkSlot], ["container": "\(containers[slot].id)"])
        )
    }

    /// Ends the endpoint of an attachment; the attachment itself stays.
    mutating func detach(_ slot: Slab<Container>.Slot, at index: Int) {
        guard containers[slot].attachments[index].endpoint != nil else { return }
        releaseEndpoint(slot, at: index)
        changedContainers.insert(slot)
        guard let networkSlot = networkSlot(joinedBy: containers[slot].attachments[index]) else { return }
        events.append(
            LabEvent(.disconnect, of: networks[networkSlot], ["container": "\(containers[slot].id)"])
        )
    }

    /// The network of an attachment: by its remembered identifier where there is one, else by name.
    private func networkSlotToJoin(
        _ slot: Slab<Container>.Slot,
        at index: Int
    ) throws(LabError) -> Slab<Network>.Slot {
        let name = containers[slot].attachments[index].network
        if let id = containers[slot].attachments[index].networkID, !Network.isPredefined(name) {
            guard let slot = networks.slot(id) else { throw LabError(.notFound, "network \(id) not found") }
            return slot
        }
        return try networkSlot(matching: name)
    }

    /// Replaces a mode that names its network by part of the identifier with the whole one, as soon as the container
    /// joins by another name (Docker Engine: `normalizeNetMode`).
    ///
    /// - Throws: where the mode names no network, even if the container is to join another.
    mutating func settleMode(_ slot: Slab<Container>.Slot, joining reference: String) throws(LabError) {
        guard case .network(let name) = containers[slot].config.networkMode, name != reference else { return }
        let named: Slab<Network>.Slot
        do {
            named = try networkSlot(matching: name)
        } catch {
            throw error.prefixed("could not find a network matching network mode \(name): ")
        }
        let id = networks[named].id.description
        if name != networks[named].name, name != id { containers[slot].config.networkMode = .network(id) }
    }

    /// Which networks a container's mode lets it be on together.
    ///
    /// - Parameter except: the attachment that is being made, which does not count against itself.
    package func checkModes(
        _ slot: Slab<Container>.Slot,
        joining networkSlot: Slab<Network>.Slot,
        except index: Int? = nil
    ) throws(LabError) {
        let driver = networks[networkSlot].driver
        if driver == .host, containers[slot].config.networkMode != .host {
            throw LabError(
                .invalidParameter,
                engine.has(.hostNetworkTexts)
                    ? "cannot connect container to host network - container must be created in host network mode"
                    : Self.hostNetworkRefusal
            )
        }
        for other in containers[slot].attachments.indices where other != index {
            // Not `??`: its right side would be a closure that copies the lab.
            var found = self.networkSlot(joinedBy: containers[slot].attachments[other])
            if found == nil { found = networks.slot(named: containers[slot].attachments[other].network) }
            guard let joined = found, joined != networkSlot else { continue }
            if networks[joined].driver == .host || driver == .host { throw Self.sharedNamespace }
            if networks[joined].driver == .null || driver == .null {
                throw LabError(
                    .invalidParameter,
                    """
                    container cannot be connected to multiple networks with one of the networks in private (none) mode
                    """
                )
            }
        }
    }

    /// What older engines say of joining and leaving alike.
    static let hostNetworkRefusal =
        "container cannot be disconnected from host network or connected to host network"

    package static let sharedNamespace = LabError(
        .invalidParameter,
        """
        container sharing network namespace with another container or host cannot be connected to any other network
        """
    )

    // MARK: - Endpoints

    private mutating func makeEndpoint(
        for slot: Slab<Container>.Slot,
        _ config: EndpointConfig,
        _ networkSlot: Slab<Network>.Slot
    ) throws(LabError) -> Endpoint {
        let driver = networks[networkSlot].driver
        if networks[networkSlot].isConfigOnly {
            throw LabError(.forbidden, "cannot create endpoint on configuration-only network")
        }
        if networks[networkSlot].members.contains(slot) {
            throw LabError(
                .forbidden,
                "endpoint with name \(containers[slot].name) already exists in network \(networks[networkSlot].name)"
            )
        }
        changes.settings = true
        guard driver.hasEndpoints else {
            return Endpoint(id: Identifier(drawnFrom: &entropy), sequence: takeSequence())
        }
        for address in config.linkLocal where !address.isLinkLocalUnicast {
            throw LabError(.invalidParameter, "invalid link local IP address: \(address)")
        }
        if driver == .ipvlan, config.mac != nil {
            throw LabError(
                .system,
                "failed to create endpoint \(containers[slot].name) on network \(networks[networkSlot].name): "
                    + "ipvlan interfaces do not support custom mac address assignment"
            )
        }
        let ipv4 = try takeAddress(.ipv4, config.ipv4, networkSlot)
        let ipv6: IPPrefix?
        do {
            ipv6 = try takeAddress(.ipv6, config.ipv6, networkSlot)
        } catch {
            // The engine does not give the IPv4 address back, and so loses it (Docker Engine: `createEndpoint`).
            if let ipv4 { loseAddress(ipv4.address, of: networkSlot) }
            throw error
        }
        let id = Identifier(drawnFrom: &entropy)
        return Endpoint(
            id: id,
            sequence: takeSequence(),
            ipv4: ipv4,
            ipv6: ipv6,
            mac: driver == .ipvlan ? host.uplinkMAC : config.mac ?? generatedMAC(for: ipv4),
            interface: interfaceName(for: slot, config, networkSlot),
            hostInterface: driver == .bridge ? "veth" + Identifier.hex(entropy.next(), digits: 7) : "",
            linkLocal: config.linkLocal.compactMap {
                IPPrefix(address: $0, length: $0.family == .ipv4 ? 16 : 64)
            }
        )
    }

    private mutating func takeAddress(
        _ family: AddressFamily,
        _ wanted: IPAddress?,
        _ networkSlot: Slab<Network>.Slot
    ) throws(LabError) -> IPPrefix? {
        let subnets = networks[networkSlot].subnets
        if let wanted {
            guard let subnet = subnets.first(where: { $0.family == family && $0.prefix.contains(wanted) }) else {
                if engine.has(.endpointValidated) || !subnets.contains(where: { $0.family == family }) { return nil }
                throw LabError(
                    .invalidParameter,
                    "Invalid address \(wanted): It does not belong to any of this network's subnets"
                )
            }
            do {
                try addressSpace.reserve(wanted, in: subnet.prefix)
            } catch {
                throw LabError(.forbidden, error.engineText, hint: holderHint(wanted, networks[networkSlot]))
            }
            return IPPrefix(address: wanted, length: subnet.prefix.length)
        }
        var hasSubnet = false
        for subnet in subnets where subnet.family == family {
            hasSubnet = true
            if let address = try? addressSpace.allocate(from: subnet.prefix, range: subnet.range) {
                return IPPrefix(address: address, length: subnet.prefix.length)
            }
        }
        if !hasSubnet { return nil }
        let (name, network) = (family == .ipv4 ? "IPv4" : "IPv6", networks[networkSlot])
        throw LabError(
            .system,
            "no available \(name) addresses on this network's address pools: \(network.name) (\(network.id))"
        )
    }

    /// Says who holds an address, which Docker's own text does not.
    private func holderHint(_ address: IPAddress, _ network: Network) -> String? {
        if let holder = liveEndpoints(of: network).first(where: {
            $0.endpoint.address(address.family)?.address == address
        }) {
            return "\(address) is held by container \(holder.container.name)"
        }
        for subnet in network.subnets where subnet.prefix.contains(address) {
            if subnet.gateway == address { return "\(address) is the gateway of network \(network.name)" }
            if network.lostAddresses.contains(address) {
                return
                    "a start that failed took \(address), and the engine does not give it back before the network is "
                    + "removed"
            }
            if let name = subnet.auxiliary.first(where: { $0.value == address })?.key {
                return "\(address) is the auxiliary address \(name) of network \(network.name)"
            }
            return "\(address) is the first or last address of \(subnet.prefix)"
        }
        return nil
    }

    /// Leaves an address taken though nobody has it, until the network is removed.
    private mutating func loseAddress(_ address: IPAddress, of networkSlot: Slab<Network>.Slot) {
        networks[networkSlot].lostAddresses.append(address)
        changes.networks.insert(networks[networkSlot].id)
    }

    private mutating func returnAddress(_ address: IPAddress, to networkSlot: Slab<Network>.Slot) {
        guard let subnet = networks[networkSlot].subnets.first(where: { $0.prefix.contains(address) }) else { return }
        addressSpace.release(address, in: subnet.prefix)
    }

    private mutating func releaseEndpoint(_ slot: Slab<Container>.Slot, at index: Int) {
        guard let endpoint = containers[slot].attachments[index].endpoint else { return }
        containers[slot].attachments[index].endpoint = nil
        guard let networkSlot = networkSlot(joinedBy: containers[slot].attachments[index]) else { return }
        networks[networkSlot].members.remove(slot)
        if let ipv4 = endpoint.ipv4 { returnAddress(ipv4.address, to: networkSlot) }
        if let ipv6 = endpoint.ipv6 { returnAddress(ipv6.address, to: networkSlot) }
    }

    /// The address of an interface that was given none.
    private mutating func generatedMAC(for address: IPPrefix?) -> MACAddress {
        guard !engine.has(.randomMac), case .v4(let ipv4)? = address?.address else { return randomMAC() }
        // Docker Engine: `netutils.GenerateMACFromIP`.
        return MACAddress(rawValue: 0x0242 << 32 | UInt64(ipv4.rawValue))
    }

    /// Random, locally administered and unicast (Docker Engine: `netutils.GenerateRandomMAC`).
    private mutating func randomMAC() -> MACAddress {
        MACAddress(rawValue: (entropy.next() & 0xfcff_ffff_ffff) | 0x0200_0000_0000)
    }

    private func interfaceNames(of slot: Slab<Container>.Slot) -> Set<String> {
        Set(containers[slot].attachments.lazy.compactMap { $0.endpoint?.interface })
    }

    /// What the kernel refuses of a link whose addresses are taken (Docker Engine: `osl.Namespace.AddInterface`).
    private func linkProblem(
        of endpoint: Endpoint,
        _ slot: Slab<Container>.Slot,
        _ networkSlot: Slab<Network>.Slot
    ) -> LabError? {
        guard networks[networkSlot].driver.hasEndpoints else { return nil }
        if let problem = parentProblem(networkSlot) { return problem }
        // The engine makes the links of its other drivers under such a name, too.
        let device = endpoint.hostInterface.isEmpty ? "veth" + endpoint.id.short.prefix(7) : endpoint.hostInterface
        func refused(_ what: String, _ reason: String) -> LabError {
            LabError(.system, "failed to add interface \(device) to sandbox: error \(what): \(reason)")
        }
        if containers[slot].stack == .host, let address = endpoint.ipv4 ?? endpoint.ipv6 {
            return refused(
                "setting interface \"\(device)\" \(address.family == .ipv4 ? "IP" : "IPv6") to \(address)",
                "cannot program address \(address) in sandbox interface because it conflicts with existing route "
                    + hostRoute(to: address, networks[networkSlot])
            )
        }
        let renaming = "renaming interface \"\(device)\" to \"\(endpoint.interface)\""
        if let fault = InterfaceName.fault(of: endpoint.interface) { return refused(renaming, fault) }
        if endpoint.interface == "lo" || interfaceNames(of: slot).contains(endpoint.interface) {
            return refused(renaming, "file exists")
        }
        if let mac = endpoint.mac, mac.isMulticast || mac.rawValue == 0 {
            return refused("setting interface \"\(device)\" MAC to \"\(mac)\"", "cannot assign requested address")
        }
        return nil
    }

    /// What the kernel refuses of one more link on a parent: one of the other driver beside those that are there, and a
    /// second one in mode passthru.
    private func parentProblem(_ networkSlot: Slab<Network>.Slot) -> LabError? {
        let driver = networks[networkSlot].driver
        guard let parent = networks[networkSlot].parentName else { return nil }
        func refused(_ reason: String) -> LabError {
            LabError(.system, "failed to create the \(driver.rawValue) port: \(reason)")
        }
        let isOther = networks.slots.contains { slot in
            networks[slot].driver != driver && networks[slot].parentName == parent && !networks[slot].members.isEmpty
        }
        if isOther { return refused("device or resource busy") }
        let isPassthru = driver == .macvlan && networks[networkSlot].options[ParentOption.macvlanMode] == "passthru"
        return isPassthru && !networks[networkSlot].members.isEmpty ? refused("invalid argument") : nil
    }

    /// The host's route to a network, as the engine's netlink library prints it.
    private func hostRoute(to address: IPPrefix, _ network: Network) -> String {
        let bridge = hostStackView().interfaces.first { $0.name == network.deviceName ?? network.parentName }
        let source = network.subnet(address.family)?.gateway.map(\.description) ?? "<nil>"
        return "{Ifindex: \(bridge?.index ?? 0) Dst: \(address.masked) Src: \(source) Gw: <nil> Flags: [] "
            + "Table: 254 Realm: 0}"
    }

    /// `com.docker.network.endpoint.ifname` where given, else the prefix with the lowest free number.
    ///
    /// Older engines count for as long as the namespace lives, and give no number twice.
    private mutating func interfaceName(
        for slot: Slab<Container>.Slot,
        _ config: EndpointConfig,
        _ networkSlot: Slab<Network>.Slot
    ) -> String {
        if engine.has(.interfaceName), let name = config.driverOptions["com.docker.network.endpoint.ifname"],
            !name.isEmpty
        {
            return name
        }
        let prefix = networks[networkSlot].driver == .bridge ? networks[networkSlot].bridge.interfacePrefix : "eth"
        if !engine.has(.interfaceName) {
            defer { containers[slot].interfaceCount += 1 }
            return "\(prefix)\(containers[slot].interfaceCount)"
        }
        let taken = interfaceNames(of: slot)
        var number = 0
        var name = prefix + "0"
        while taken.contains(name) {
            number += 1
            name = "\(prefix)\(number)"
        }
        return name
    }
}
