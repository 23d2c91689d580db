internal import Addressing
internal import Lab
internal import Netlink
internal import NetlinkWire
internal import PacketFilter

/// What the user broke or slowed down, and the filter.
extension PlanBuilder {
    /// The queues that delay, lose and slow down packets.
    mutating func addQueues() {
        for network in lab.allNetworks {
            let shared = lab.faults.networkImpairments[network.id] ?? Impairment()
            if !shared.isNone, let device = network.deviceName, let number = hostNumbers[device] {
                // What the host itself sends into the bridge crosses the network as well.
                addQueue(shared, .host, number, for: "network \(network.name), which is impaired,")
            }
            for (container, endpoint) in lab.liveEndpoints(of: network) {
                guard let space = plan.spaceOfContainer[container.id] else { continue }
                let own = lab.faults.linkImpairments[Faults.Place(container: container.id, network: network.id)]
                let reason = "the impaired link of container \(container.name) on network \(network.name)"
                // A network's own impairment acts once on the way across: where the packet comes from.
                if let inner = innerNumbers[endpoint.id] { addQueue(own ?? shared, space, inner, for: reason) }
                if let own, let outer = hostNumbers[endpoint.hostInterface] {
                    addQueue(own, .host, outer, for: reason)
                }
            }
        }
    }

    private mutating func addQueue(_ impairment: Impairment, _ space: PlanSpace, _ number: Int32, for reason: String) {
        guard let kind = Self.queue(impairment) else { return }
        let message = QdiscMessage(kind, on: number)
        plan.need(.queue(message.name), for: reason)
        plan.add(.request(space, .setQdisc(message)))
    }

    /// A token bucket where only the rate is limited, else netem; nil for nothing.
    static func queue(_ impairment: Impairment) -> QdiscMessage.Kind? {
        if impairment.isNone { return nil }
        let rate = UInt64(max(8, impairment.rate)) / 8
        var onlyRate = Impairment()
        onlyRate.rate = impairment.rate
        if impairment == onlyRate {
            // At least a frame of the greatest size, and what passes in 4 ms, the tick of a slow kernel; a second's worth
            // may wait.
            let burst = max(2_048, UInt32(clamping: rate / 250))
            return .tokenBucket(
                QdiscMessage.TokenBucket(rate: rate, burst: burst, limit: max(65_536, UInt32(clamping: rate)))
            )
        }
        var netem = QdiscMessage.Netem()
        (netem.delay, netem.jitter) = (impairment.delay, impairment.jitter)
        netem.loss = QdiscMessage.Netem.chance(partsPerMillion: impairment.loss)
        netem.duplication = QdiscMessage.Netem.chance(partsPerMillion: impairment.duplication)
        netem.reordering = QdiscMessage.Netem.chance(partsPerMillion: impairment.reordering)
        if impairment.rate > 0 { netem.rate = rate }
        return .netem(netem)
    }

    /// The packet filter, and the partitions.
    mutating func addRules() {
        let filter = PacketFilter(lab)
        var text = ""
        for family in AddressFamily.allCases { text += NFTRules.text(filter, family) }
        text += NFTPartitions.text(lab)
        plan.add(.rules(.host, text))
    }
}
