/// Faults that the user brings about. They go with the network or container that they are of, and stay over a stop.
extension Lab {
    // MARK: Impairments

    /// Impairs every link of a network that has no impairment of its own; nil, or one that does nothing, ends that.
    ///
    /// - Throws: `notFound`, or `invalidParameter` where the network has no links or a value is out of range.
    public mutating func impair(network reference: String, _ impairment: Impairment?) throws(LabError) {
        let network = try linkedNetwork(matching: reference)
        let wanted = impairment.flatMap { $0.isNone ? nil : $0 }
        try wanted?.check()
        guard faults.networkImpairments[network.id] != wanted else { return }
        faults.networkImpairments[network.id] = wanted
        changes.settings = true
    }

    /// Impairs the link of one container in place of its network's impairment; one that does nothing exempts the link
    /// from that, nil makes it like the network's other links again.
    ///
    /// - Throws: `notFound`, or `invalidParameter` where the container is not on the network or a value is out of range.
    public mutating func impair(
        network reference: String,
        container: String,
        _ impairment: Impairment?
    ) throws(LabError) {
        let place = try place(of: container, on: reference)
        try impairment?.check()
        guard faults.linkImpairments[place] != impairment else { return }
        faults.linkImpairments[place] = impairment
        changes.settings = true
    }

    /// Ends all impairments.
    public mutating func clearImpairments() {
        guard !faults.networkImpairments.isEmpty || !faults.linkImpairments.isEmpty else { return }
        faults.networkImpairments = [:]
        faults.linkImpairments = [:]
        changes.settings = true
    }

    // MARK: Links

    /// Takes a container's link down or up; without a network, all of its links.
    ///
    /// The host's end of the veth pair goes down, so that the container's own stays up without a carrier.
    ///
    /// - Returns: the links, in the order of the container's networks.
    /// - Throws: `notFound`, or `invalidParameter` where the container is not on the network, or has no link at all.
    @discardableResult
    public mutating func setLink(
        of container: String,
        on network: String? = nil,
        isUp: Bool
    ) throws(LabError) -> [Faults.Place] {
        let places: [Faults.Place]
        if let network {
            places = [try place(of: container, on: network)]
        } else {
            let owner = try self.container(matching: container)
            places = self.places(of: owner)
            if places.isEmpty {
                throw LabError(
                    .invalidParameter,
                    "container \(owner.name) has no link of its own",
                    hint: sharingHint(owner)
                )
            }
        }
        for place in places where faults.downLinks.contains(place) == isUp {
            if isUp { faults.downLinks.remove(place) } else { faults.downLinks.insert(place) }
            changes.settings = true
        }
        return places
    }

    // MARK: Partitions

    /// Cuts two containers off from each other; doing so again changes nothing.
    ///
    /// - Throws: `notFound`, or `invalidParameter` for one and the same container.
    public mutating func partition(_ first: String, _ second: String) throws(LabError) {
        let partition = try partition(between: first, second)
        if faults.partitions.insert(partition).inserted { changes.settings = true }
    }

    /// Ends the partition between two containers.
    ///
    /// - Throws: `notFound` for an unknown container and where there is no partition between the two,
    ///   `invalidParameter` for one and the same container.
    public mutating func heal(_ first: String, _ second: String) throws(LabError) {
        let partition = try partition(between: first, second)
        guard faults.partitions.remove(partition) != nil else {
            throw LabError(
                .notFound,
                "there is no partition between \(try container(matching: first).name) and "
                    + "\(try container(matching: second).name)"
            )
        }
        changes.settings = true
    }

    /// Ends all partitions.
    ///
    /// - Returns: those that there were, in a fixed order.
    @discardableResult
    public mutating func healAll() -> [Faults.Partition] {
        let healed = faults.partitions.sorted()
        if healed.isEmpty { return [] }
        faults.partitions = []
        changes.settings = true
        return healed
    }

    /// The names of the containers that are cut off from each other, the lesser one first, in order.
    public var partitionedNames: [(first: String, second: String)] {
        faults.partitions.compactMap { partition in
            guard let a = container(partition.first)?.name, let b = container(partition.second)?.name else {
                return nil
            }
            return a < b ? (a, b) : (b, a)
        }.sorted { $0 < $1 }
    }

    // MARK: Places

    /// The places of a container that have a link, live or at its next start, in the order of its networks.
    public func places(of container: Container) -> [Faults.Place] {
        container.attachments.compactMap { attachment in
            linkedNetwork(of: attachment).map { Faults.Place(container: container.id, network: $0) }
        }
    }

    /// The network of an attachment, where that gives it a link.
    private func linkedNetwork(of attachment: Attachment) -> NetworkID? {
        let slot: Slab<Network>.Slot? =
            if let id = attachment.networkID {
                networks.slot(id)
            } else {
                knownNetworkSlot(matching: attachment.network)
            }
        guard let slot, networks[slot].hasLinks else { return nil }
        return networks[slot].id
    }

    /// A network whose containers have links.
    ///
    /// - Throws: `notFound`, or `invalidParameter` where they have none.
    package func linkedNetwork(matching reference: String) throws(LabError) -> Network {
        let network = try network(matching: reference)
        guard network.hasLinks else {
            let reason = network.isConfigOnly ? "it is but a configuration" : "its driver is \(network.driverName)"
            throw LabError(.invalidParameter, "network \(network.name) has no links: \(reason)")
        }
        return network
    }

    /// The place of a container on a network.
    ///
    /// - Throws: `notFound`, or `invalidParameter` where the container has no link there.
    package func place(of containerReference: String, on networkReference: String) throws(LabError) -> Faults.Place {
        let container = try container(matching: containerReference)
        let network = try linkedNetwork(matching: networkReference)
        let place = Faults.Place(container: container.id, network: network.id)
        let places = places(of: container)
        guard places.contains(place) else {
            let names = places.compactMap { self.network($0.network)?.name }
            throw LabError(
                .invalidParameter,
                "container \(container.name) is not on network \(network.name)",
                hint: names.isEmpty
                    ? sharingHint(container) : "\(container.name) is on \(names.joined(separator: ", "))"
            )
        }
        return place
    }

    /// Says whose links a container uses that has none.
    private func sharingHint(_ container: Container) -> String? {
        switch container.config.networkMode {
        case .host: return "\(container.name) uses the host's own interfaces"
        case .container(let target):
            guard let owner = try? self.container(matching: target) else { return nil }
            return "\(container.name) shares the interfaces of \(owner.name)"
        default: return nil
        }
    }

    private func partition(between first: String, _ second: String) throws(LabError) -> Faults.Partition {
        let (a, b) = (try container(matching: first), try container(matching: second))
        if a.id == b.id {
            throw LabError(.invalidParameter, "container \(a.name) cannot be cut off from itself")
        }
        return Faults.Partition(a.id, b.id)
    }

    // MARK: What is gone

    mutating func forgetFaults(ofNetwork id: NetworkID) {
        forgetFaults { $0.network == id }
        if faults.networkImpairments.removeValue(forKey: id) != nil { changes.settings = true }
    }

    mutating func forgetFaults(ofContainer id: ContainerID) {
        forgetFaults { $0.container == id }
        let partitions = faults.partitions.filter { $0.first != id && $0.second != id }
        if partitions.count != faults.partitions.count {
            faults.partitions = partitions
            changes.settings = true
        }
    }

    /// Forgets the faults of one link.
    mutating func forgetFaults(of container: ContainerID, on network: NetworkID) {
        let gone = Faults.Place(container: container, network: network)
        forgetFaults { $0 == gone }
    }

    private mutating func forgetFaults(where isGone: (Faults.Place) -> Bool) {
        // Most labs have no faults at all, and then pay nothing for this.
        if faults.downLinks.contains(where: isGone) {
            faults.downLinks = faults.downLinks.filter { !isGone($0) }
            changes.settings = true
        }
        if faults.linkImpairments.contains(where: { isGone($0.key) }) {
            faults.linkImpairments = faults.linkImpairments.filter { !isGone($0.key) }
            changes.settings = true
        }
    }
}

extension Network {
    /// Whether containers on it have links of their own.
    var hasLinks: Bool { driver.hasEndpoints && !isConfigOnly }
}
