extension Lab {
    /// All networks, by name.
    public var allNetworks: [Network] {
        networks.elements.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// All containers, in order of creation.
    public var allContainers: [Container] {
        containers.elements.sorted { $0.sequence < $1.sequence }
    }

    public var networkCount: Int { networks.count }
    public var containerCount: Int { containers.count }

    public func network(_ id: NetworkID) -> Network? {
        networkSlotsByID[id].map { networks[$0] }
    }

    public func container(_ id: ContainerID) -> Container? {
        containerSlotsByID[id].map { containers[$0] }
    }

    /// Finds a network by full identifier, name, or unique identifier prefix, in this order (Docker Engine).
    ///
    /// - Throws: `notFound`, or `invalidParameter` for a prefix that several networks share.
    public func network(matching reference: String) throws(LabError) -> Network {
        networks[try networkSlot(matching: reference)]
    }

    /// Finds a container by full identifier, name (with or without a slash), or unique identifier prefix.
    ///
    /// - Throws: `notFound`, or `invalidParameter` for an ambiguous prefix.
    public func container(matching reference: String) throws(LabError) -> Container {
        containers[try containerSlot(matching: reference)]
    }

    package func networkSlot(matching reference: String) throws(LabError) -> Slab<Network>.Slot {
        if let id = Identifier(reference), let slot = networkSlotsByID[id] { return slot }
        if let slot = networkSlotsByName[reference] { return slot }
        if reference == "default", let slot = networkSlotsByName["bridge"] { return slot }
        if !reference.isEmpty {
            let matches = networks.slots.filter { networks[$0].id.hasPrefix(reference) }
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
            hint: NearName.hint(for: reference, among: networkSlotsByName.keys)
        )
    }

    package func containerSlot(matching reference: String) throws(LabError) -> Slab<Container>.Slot {
        let name = reference.hasPrefix("/") ? String(reference.dropFirst()) : reference
        if let id = Identifier(name), let slot = containerSlotsByID[id] { return slot }
        if let slot = containerSlotsByName[name] { return slot }
        if let id = linkNames[name], let slot = containerSlotsByID[id] { return slot }
        if !name.isEmpty {
            let matches = containers.slots.filter { containers[$0].id.hasPrefix(name) }
            if let only = matches.first {
                if matches.count == 1 { return only }
                throw LabError(.invalidParameter, "multiple IDs found with provided prefix: \(reference)")
            }
        }
        throw LabError(
            .notFound,
            "No such container: \(reference)",
            hint: NearName.hint(for: name, among: containerSlotsByName.keys)
        )
    }

    /// The container that owns a live namespace; nil once it stopped.
    package func owner(of sandbox: SandboxID) -> Container? {
        sandboxOwners[sandbox].map { containers[$0] }
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
