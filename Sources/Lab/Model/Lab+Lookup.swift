package import Addressing
internal import Text

extension Lab {
    /// All networks, by name.
    public var allNetworks: [Network] {
        networks.slots.sorted { (networks[$0].name, networks[$0].id) < (networks[$1].name, networks[$1].id) }
            .map { networks[$0] }
    }

    /// All containers, in order of creation.
    public var allContainers: [Container] {
        containers.slots.map { (sequence: containers[$0].sequence, slot: $0) }
            .sorted { $0.sequence < $1.sequence }
            .map { containers[$0.slot] }
    }

    public var networkCount: Int { networks.count }
    public var containerCount: Int { containers.count }

    public func network(_ id: NetworkID) -> Network? {
        guard let slot = networks.slot(id) else { return nil }
        return networks[slot]
    }

    public func container(_ id: ContainerID) -> Container? {
        guard let slot = containers.slot(id) else { return nil }
        return containers[slot]
    }

    /// Finds a network by full identifier, name, or unique identifier prefix, in this order (Docker Engine).
    ///
    /// - Throws: `notFound`, or `invalidParameter` for a prefix that several networks share.
    public func network(matching reference: String) throws(LabError) -> Network {
        networks[try networkSlot(matching: reference)]
    }

    /// Finds a container by full identifier, name (with or without a slash), or unique identifier prefix; what is none of
    /// these may be the name of a Compose service with one container.
    ///
    /// - Throws: `notFound`, or `invalidParameter` for an ambiguous prefix or service.
    public func container(matching reference: String) throws(LabError) -> Container {
        containers[try containerSlot(matching: reference)]
    }

    package func networkSlot(matching reference: String) throws(LabError) -> Slab<Network>.Slot {
        if let slot = exactNetworkSlot(matching: reference) { return slot }
        if !reference.isEmpty {
            let matches = networks.slots(identifierPrefix: reference)
            if let only = matches.first {
                if matches.count == 1 { return only }
                throw LabError(
                    .invalidParameter,
                    "network \(reference) is ambiguous (\(matches.count) matches found based on ID prefix)"
                )
            }
        }
        throw LabError(
            .notFound,
            "network \(reference) not found",
            hint: NearName.hint(for: reference, among: networks.allNames)
        )
    }

    package func containerSlot(matching reference: String) throws(LabError) -> Slab<Container>.Slot {
        do {
            return try engineContainerSlot(matching: reference)
        } catch {
            guard error.kind == .notFound else { throw error }
            let slots = serviceSlots(reference)
            if slots.isEmpty { throw error }
            if slots.count == 1 { return slots[0] }
            let names = slots.map { containers[$0].name }.joined(separator: ", ")
            throw LabError(.invalidParameter, "service \(reference) has several containers: name one of \(names)")
        }
    }

    /// The same as the engine finds them, which knows nothing of services: for what a container's configuration names.
    package func engineContainerSlot(matching reference: String) throws(LabError) -> Slab<Container>.Slot {
        let name = reference.hasPrefix("/") ? String(reference.dropFirst()) : reference
        if let slot = exactContainerSlot(matching: name) { return slot }
        if !name.isEmpty {
            let matches = containers.slots(identifierPrefix: name)
            if let only = matches.first {
                if matches.count == 1 { return only }
                throw LabError(.invalidParameter, "multiple IDs found with provided prefix: \(reference)")
            }
        }
        throw LabError(
            .notFound,
            "No such container: \(reference)",
            hint: NearName.hint(for: name, among: containers.allNames)
        )
    }

    /// The network that `reference` means, or nil where ``networkSlot(matching:)`` would refuse it: without the search
    /// for a near name that a refusal costs.
    package func knownNetworkSlot(matching reference: String) -> Slab<Network>.Slot? {
        if let slot = exactNetworkSlot(matching: reference) { return slot }
        return reference.isEmpty ? nil : Self.only(networks.slots(identifierPrefix: reference))
    }

    /// The container that `reference` means, or nil where ``containerSlot(matching:)`` would refuse it.
    package func knownContainerSlot(matching reference: String) -> Slab<Container>.Slot? {
        knownEngineContainerSlot(matching: reference) ?? Self.only(serviceSlots(reference))
    }

    /// The container that `reference` means to the engine.
    package func knownEngineContainerSlot(matching reference: String) -> Slab<Container>.Slot? {
        let name = reference.hasPrefix("/") ? String(reference.dropFirst()) : reference
        if let slot = exactContainerSlot(matching: name) { return slot }
        return name.isEmpty ? nil : Self.only(containers.slots(identifierPrefix: name))
    }

    /// The label by which Compose knows the service of a container (docker/compose, `pkg/api`).
    public static let serviceLabel = "com.docker.compose.service"

    /// The containers of a Compose service, by creation.
    private func serviceSlots(_ name: String) -> [Slab<Container>.Slot] {
        if name.isEmpty { return [] }
        return containers.slots.filter { containers[$0].config.labels[Self.serviceLabel] == name }
            .sorted { containers[$0].sequence < containers[$1].sequence }
    }

    private static func only(_ slots: [Int32]) -> Int32? { slots.count == 1 ? slots.first : nil }

    /// By full identifier or name.
    private func exactNetworkSlot(matching reference: String) -> Slab<Network>.Slot? {
        if let id = Identifier(reference), let slot = networks.slot(id) { return slot }
        if let slot = networks.slot(named: reference) { return slot }
        return reference == "default" ? networks.slot(named: "bridge") : nil
    }

    /// By full identifier, name or name of a legacy link.
    private func exactContainerSlot(matching name: String) -> Slab<Container>.Slot? {
        if let id = Identifier(name), let slot = containers.slot(id) { return slot }
        if let slot = containers.slot(named: name) { return slot }
        if linkNames.isEmpty { return nil }
        return linkNames[name].flatMap { containers.slot($0) }
    }

    /// Whether any network, configuration-only ones included, names a subnet with `address`.
    package func hasSubnet(containing address: IPAddress) -> Bool {
        networks.slots.contains { slot in networks[slot].subnets.contains { $0.prefix.contains(address) } }
    }

    /// Whether a bridge device or a live endpoint has an address.
    package func isHeld(_ address: IPAddress) -> Bool {
        for slot in networks.slots where networks[slot].subnets.contains(where: { $0.prefix.contains(address) }) {
            let network = networks[slot]
            if bridgeAddresses(network).contains(where: { $0.address == address }) { return true }
            let isEndpoint = liveEndpoints(of: network).contains {
                $0.endpoint.address(address.family)?.address == address
            }
            if isEndpoint { return true }
        }
        return false
    }

    /// The container that owns a live namespace; nil once it stopped.
    package func owner(of sandbox: SandboxID) -> Container? {
        var probe = sandboxOwners.probe(sandbox.tag)
        while let slot = sandboxOwners.next(&probe) {
            if containers[slot].ownSandbox == sandbox { return containers[slot] }
        }
        return nil
    }

    /// The container whose interfaces, files and resolver `container` uses: itself, or the one whose stack it
    /// joined. nil for a joiner whose owner has gone, and for a container that is down.
    public func stackOwner(of container: Container) -> Container? {
        switch container.stack {
        case .down: nil
        case .own, .host: container
        case .joined(let sandbox): owner(of: sandbox)
        }
    }
}
