internal import Lab

extension Faults: Record {
    static func fields<C: FieldCoder>(_ given: Faults?, with coder: inout C) throws(FieldError) -> Faults {
        let networks = try coder.list("networks", given.map { NetworkFault.all(of: $0) })
        let links = try coder.list("links", given.map { LinkFault.all(of: $0) })
        let down = try coder.list("down", given?.downLinks.sorted())
        let partitions = try coder.list("partitions", given?.partitions.sorted())
        let faults = Faults(
            networkImpairments: Dictionary(networks.map { ($0.network, $0.impairment) }) { $1 },
            linkImpairments: Dictionary(links.map { ($0.place, $0.impairment) }) { $1 },
            downLinks: Set(down),
            partitions: Set(partitions)
        )
        guard faults.networkImpairments.count == networks.count, faults.linkImpairments.count == links.count,
            faults.downLinks.count == down.count, faults.partitions.count == partitions.count
        else { throw FieldError("a fault is there twice") }
        return faults
    }
}

/// The impairment of a network.
private struct NetworkFault: Record {
    let network: NetworkID
    let impairment: Impairment

    /// In a fixed order, so that equal labs have equal records.
    static func all(of faults: Faults) -> [NetworkFault] {
        faults.networkImpairments.sorted { $0.key < $1.key }.map { NetworkFault(network: $0.key, impairment: $0.value) }
    }

    static func fields<C: FieldCoder>(_ given: NetworkFault?, with coder: inout C) throws(FieldError) -> NetworkFault {
        NetworkFault(
            network: try coder.field("network", given?.network),
            impairment: try coder.field("impairment", given?.impairment)
        )
    }
}

/// The impairment of a container's link.
private struct LinkFault: Record {
    let place: Faults.Place
    let impairment: Impairment

    /// In a fixed order likewise.
    static func all(of faults: Faults) -> [LinkFault] {
        faults.linkImpairments.sorted { $0.key < $1.key }.map { LinkFault(place: $0.key, impairment: $0.value) }
    }

    static func fields<C: FieldCoder>(_ given: LinkFault?, with coder: inout C) throws(FieldError) -> LinkFault {
        LinkFault(
            place: try coder.field("place", given?.place),
            impairment: try coder.field("impairment", given?.impairment)
        )
    }
}

extension Faults.Place: Record {
    static func fields<C: FieldCoder>(_ given: Faults.Place?, with coder: inout C) throws(FieldError) -> Faults.Place {
        Faults.Place(
            container: try coder.field("container", given?.container),
            network: try coder.field("network", given?.network)
        )
    }
}

extension Faults.Partition: Record {
    static func fields<C: FieldCoder>(
        _ given: Faults.Partition?,
        with coder: inout C
    ) throws(FieldError) -> Faults.Partition {
        Faults.Partition(try coder.field("first", given?.first), try coder.field("second", given?.second))
    }
}

extension Impairment: Record {
    static func fields<C: FieldCoder>(_ given: Impairment?, with coder: inout C) throws(FieldError) -> Impairment {
        var impairment = Impairment()
        impairment.delay = try coder.field("delay", given?.delay)
        impairment.jitter = try coder.field("jitter", given?.jitter)
        impairment.loss = try coder.field("loss", given?.loss)
        impairment.duplication = try coder.field("duplication", given?.duplication)
        impairment.reordering = try coder.field("reordering", given?.reordering)
        impairment.rate = try coder.field("rate", given?.rate)
        return impairment
    }
}

extension UserRule: Record {
    static func fields<C: FieldCoder>(_ given: UserRule?, with coder: inout C) throws(FieldError) -> UserRule {
        UserRule(words: try coder.list("words", given?.words), isIPv6: try coder.field("ipv6", given?.isIPv6))
    }
}
