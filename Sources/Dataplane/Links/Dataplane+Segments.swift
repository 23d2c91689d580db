internal import Addressing
internal import Lab

/// Segments come to life with their first interface.
extension Dataplane {
    enum SegmentKey: Hashable, Sendable {
        case bridge(Int32)
        case parent(String)
    }

    mutating func uplinkSegment() -> Int {
        segment(.parent(lab.host.uplinkName), .uplink, named: lab.host.uplinkName)
    }

    /// The segment of a network: its bridge, or its parent interface, which several networks may share.
    mutating func segmentIndex(of slot: Int32) -> Int {
        let network = lab.networks[slot]
        guard network.driver != .bridge else { return bridgeSegment(slot) }
        let parent = network.parentName ?? network.id.short
        // A sub-interface of the uplink is a VLAN of its own.
        let index: Int
        if parent == lab.host.uplinkName {
            _ = hostIndex()
            index = uplinkSegment()
        } else if let bridge = lab.bridgeSlots[parent] {
            index = bridgeSegment(bridge)
        } else {
            index = segment(.parent(parent), .parent, named: parent)
        }
        return index
    }

    /// A bridge with its own device in the host's stack.
    private mutating func bridgeSegment(_ slot: Int32) -> Int {
        let key = SegmentKey.bridge(slot)
        if let index = segmentIndices[key] { return index }
        let network = lab.networks[slot]
        let host = hostIndex()
        let index = segment(key, .bridge(network: slot), named: network.deviceName ?? "")
        segments[index].networks.insert(slot, at: 0)
        segments[index].device = addInterface(
            Interface(
                stack: host,
                name: network.deviceName ?? "",
                kind: .bridge,
                mac: Lab.bridgeMAC(network),
                mtu: network.bridge.effectiveMTU,
                addresses: lab.bridgeAddresses(network),
                segment: index,
                link: -1
            )
        )
        return index
    }

    private mutating func segment(_ key: SegmentKey, _ kind: Segment.Kind, named name: String) -> Int {
        if let index = segmentIndices[key] { return index }
        let index = segments.count
        segments.append(Segment(kind: kind, name: name))
        // Networks whose containers are still asleep are on it as well: somebody may ask for them.
        segments[index].networks = parentIndex.networks(on: name, in: lab)
        segmentIndices[key] = index
        return index
    }

    /// The bridge whose subnet has an address, brought to life: the host knows all its bridges, touched or not.
    mutating func wakeBridge(with address: IPAddress) {
        guard let slot = subnetIndex.network(with: address, in: lab) else { return }
        _ = bridgeSegment(slot)
    }

    /// Brings the owner of an address on a segment to life, so that it can answer.
    mutating func wakeOwner(of address: IPAddress, on segment: Int) {
        for network in segments[segment].networks {
            for slot in memberIndex.owners(of: address, on: network, in: lab) { _ = containerStack(slot) }
        }
        if case .uplink = segments[segment].kind {
            worldIndex()
            if lab.host.outsideClientAddresses.contains(where: { $0.address == address }) { _ = outsideIndex() }
        }
    }

    /// Brings the owners of a MAC address on a segment to life.
    mutating func wakeOwner(of mac: MACAddress, on segment: Int) {
        for network in segments[segment].networks {
            for slot in memberIndex.owners(of: mac, on: network, in: lab) { _ = containerStack(slot) }
        }
    }

    /// Brings all members of a segment to life: who captures a flood wants to see all of it.
    mutating func wakeAll(on segment: Int) {
        for network in segments[segment].networks {
            for slot in memberIndex.all(on: network, in: lab) { _ = containerStack(slot) }
        }
        if case .uplink = segments[segment].kind {
            worldIndex()
            _ = outsideIndex()
        }
    }
}
