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
        let attachment = containers[slot].attachments[index]
        let networkSlot: Slab<Network>.Slot
        let endpoint: Endpoint
        do {
            networkSlot = try self.networkSlot(of: attachment)
            let network = networks[networkSlot]
            try attachment.config.validate(on: network.name, network)
            try checkModes(containers[slot], joining: network, except: index)
            containers[slot].attachments[index].network = network.name
            endpoint = try makeEndpoint(for: slot, attachment.config, networkSlot)
        } catch let error {
            throw AttachRefusal(error)
        }
        let networkID = networks[networkSlot].id
        containers[slot].attachments[index].networkID = networkID
        containers[slot].attachments[index].endpoint = endpoint
        networks[networkSlot].members.insert(slot)
        if networks[networkSlot].driver.hasEndpoints, !networks[networkSlot].isDefaultBridge {
            containers[slot].hasEmbeddedDNS = true
        }
        do {
            try publishPorts(of: slot)
        } catch {
            releaseEndpoint(slot, at: index)
            containers[slot].attachments[index].networkID = attachment.networkID
            // What the previous gateway published comes back; it had just been released, so nothing holds it.
            try? publishPorts(of: slot)
            throw AttachRefusal(error, forgetsAttachment: true)
        }
        changes.containers.insert(containers[slot].id)
        events.append(
            LabEvent(
                .connect,
                network: networkID,
                container: containers[slot].id,
                name: networks[networkSlot].name,
                detail: networks[networkSlot].driver.rawValue
            )
        )
    }

    /// Ends the endpoint of an attachment; the attachment itself stays.
    mutating func detach(_ slot: Slab<Container>.Slot, at index: Int) {
        let attachment = containers[slot].attachments[index]
        guard attachment.endpoint != nil else { return }
        releaseEndpoint(slot, at: index)
        changes.containers.insert(containers[slot].id)
        guard let id = attachment.networkID, let network = network(id) else { return }
        events.append(
            LabEvent(
                .disconnect,
                network: id,
                container: containers[slot].id,
                name: network.name,
                detail: network.driver.rawValue
            )
        )
    }

    /// The network of an attachment: by its remembered identifier where there is one, else by name.
    private func networkSlot(of attachment: Attachment) throws(LabError) -> Slab<Network>.Slot {
        if let id = attachment.networkID, !Network.isPredefined(attachment.network) {
            guard let slot = networkSlotsByID[id] else { throw LabError(.notFound, "network \(id) not found") }
            return slot
        }
        return try networkSlot(matching: attachment.network)
    }

    /// Which networks a container's mode lets it be on together.
    ///
    /// - Parameter except: the attachment that is being made, which does not count against itself.
    package func checkModes(
        _ container: Container,
        joining network: Network,
        except index: Int? = nil
    ) throws(LabError) {
        if network.driver == .host, container.config.networkMode != .host {
            throw LabError(
                .invalidParameter,
                "cannot connect container to host network - container must be created in host network mode"
            )
        }
        for (other, attachment) in container.attachments.enumerated() where other != index {
            guard
                let joined = attachment.networkID.flatMap({ self.network($0) })
                    ?? networkSlotsByName[attachment.network].map({ networks[$0] }), joined.id != network.id
            else { continue }
            if joined.driver == .host || network.driver == .host { throw Self.sharedNamespace }
            if joined.driver == .null || network.driver == .null {
                throw LabError(
                    .invalidParameter,
                    """
                    container cannot be connected to multiple networks with one of the networks in private (none) mode
                    """
                )
            }
        }
    }

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
        let network = networks[networkSlot]
        let name = containers[slot].name
        if network.isConfigOnly {
            throw LabError(.forbidden, "cannot create endpoint on configuration-only network")
        }
        if network.members.contains(slot) {
            throw LabError(.forbidden, "endpoint with name \(name) already exists in network \(network.name)")
        }
        changes.settings = true
        guard network.driver.hasEndpoints else {
            return Endpoint(id: Identifier(drawnFrom: &entropy), sequence: takeSequence())
        }
        for address in config.linkLocal where !address.isLinkLocalUnicast {
            throw LabError(.invalidParameter, "invalid link local IP address: \(address)")
        }
        if network.driver == .ipvlan, config.mac != nil {
            throw LabError(
                .system,
                "failed to create endpoint \(name) on network \(network.name): "
                    + "ipvlan interfaces do not support custom mac address assignment"
            )
        }
        let ipv4 = try takeAddress(.ipv4, config.ipv4, network)
        let ipv6: IPPrefix?
        do {
            ipv6 = try takeAddress(.ipv6, config.ipv6, network)
        } catch {
            if let ipv4 { returnAddress(ipv4.address, to: network) }
            throw error
        }
        let id = Identifier(drawnFrom: &entropy)
        return Endpoint(
            id: id,
            sequence: takeSequence(),
            ipv4: ipv4,
            ipv6: ipv6,
            mac: network.driver == .ipvlan ? host.uplinkMAC : config.mac ?? randomMAC(),
            interface: interfaceName(for: containers[slot], config, network),
            hostInterface: network.driver == .bridge ? "veth" + Identifier.hex(entropy.next(), digits: 7) : "",
            linkLocal: config.linkLocal.compactMap {
                IPPrefix(address: $0, length: $0.family == .ipv4 ? 16 : 64)
            }
        )
    }

    private mutating func takeAddress(
        _ family: AddressFamily,
        _ wanted: IPAddress?,
        _ network: Network
    ) throws(LabError) -> IPPrefix? {
        let subnets = network.subnets.filter { $0.family == family }
        if let wanted {
            guard let subnet = subnets.first(where: { $0.prefix.contains(wanted) }) else { return nil }
            do {
                try addressSpace.reserve(wanted, in: subnet.prefix)
            } catch {
                throw LabError(.forbidden, error.engineText, hint: holderHint(wanted, network))
            }
            return IPPrefix(address: wanted, length: subnet.prefix.length)
        }
        if subnets.isEmpty { return nil }
        for subnet in subnets {
            if let address = try? addressSpace.allocate(from: subnet.prefix, range: subnet.range) {
                return IPPrefix(address: address, length: subnet.prefix.length)
            }
        }
        let name = family == .ipv4 ? "IPv4" : "IPv6"
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
            if let name = subnet.auxiliary.first(where: { $0.value == address })?.key {
                return "\(address) is the auxiliary address \(name) of network \(network.name)"
            }
            return "\(address) is the first or last address of \(subnet.prefix)"
        }
        return nil
    }

    private mutating func returnAddress(_ address: IPAddress, to network: Network) {
        guard let subnet = network.subnets.first(where: { $0.prefix.contains(address) }) else { return }
        addressSpace.release(address, in: subnet.prefix)
    }

    private mutating func releaseEndpoint(_ slot: Slab<Container>.Slot, at index: Int) {
        let attachment = containers[slot].attachments[index]
        guard let endpoint = attachment.endpoint else { return }
        containers[slot].attachments[index].endpoint = nil
        guard let networkSlot = attachment.networkID.flatMap({ networkSlotsByID[$0] }) else { return }
        networks[networkSlot].members.remove(slot)
        for address in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0?.address }) {
            returnAddress(address, to: networks[networkSlot])
        }
    }

    /// Random, locally administered and unicast (Docker Engine: `netutils.GenerateRandomMAC`).
    private mutating func randomMAC() -> MACAddress {
        MACAddress(rawValue: (entropy.next() & 0xfcff_ffff_ffff) | 0x0200_0000_0000)
    }

    /// `com.docker.network.endpoint.ifname` where given, else the prefix with the lowest free number.
    private func interfaceName(for container: Container, _ config: EndpointConfig, _ network: Network) -> String {
        if let name = config.driverOptions["com.docker.network.endpoint.ifname"], !name.isEmpty { return name }
        let prefix = network.driver == .bridge ? network.bridge.interfacePrefix : "eth"
        let taken = container.attachments.compactMap { $0.endpoint?.interface }
        var number = 0
        while taken.contains("\(prefix)\(number)") { number += 1 }
        return "\(prefix)\(number)"
    }
}
