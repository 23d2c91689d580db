internal import Addressing
internal import Lab
internal import PacketWire

/// Frames on cables, with what the user does to them.
extension Dataplane {
    /// Wraps a packet into a frame and sends it.
    mutating func send(_ packet: IPPacket, to mac: MACAddress, by interface: Int, origin: Int32) {
        let frame = EthernetFrame(destination: mac, source: interfaces[interface].mac, payload: .ip(packet))
        transmit(Flight(frame: frame, origin: origin), by: interface)
    }

    /// Sends a frame by an interface: over its cable, or for a bridge's own device straight into the bridge.
    mutating func transmit(_ flight: Flight, by interface: Int) {
        let link = interfaces[interface].link
        countSent(flight.frame.wireLength, by: interface)
        note(.transmitted, flight, interface: interface)
        guard link >= 0 else {
            switchFrame(flight, from: interface)
            return
        }
        cross(link, flight, .up, interface: interface, isFirst: true)
    }

    /// Puts a frame on a cable: it is late, lost, doubled or overtakes as the link's impairment says.
    ///
    /// - Parameter isFirst: whether the network's own impairment acts here: once on each crossing of the network.
    mutating func cross(_ link: Int, _ flight: Flight, _ direction: LinkDirection, interface: Int, isFirst: Bool) {
        if links[link].isDown {
            drop(flight, .linkDown(links[link].title), interface: interface)
            return
        }
        if recording != nil { record(flight.frame, link: link, direction) }
        let own = links[link].impairment
        let shared = isFirst ? links[link].networkImpairment : Impairment()
        guard !own.isNone || !shared.isNone else {
            arrive(flight, direction, interface: interface, after: Link.latency)
            return
        }
        let impairment = own.isNone ? shared : own
        if chance(impairment.loss) {
            drop(flight, .lost(links[link].title), interface: interface)
            return
        }
        // Finding a neighbour is no traffic: it may be lost, but is never late, so that the first answer of a ping over a
        // slow link takes as long as every other.
        if flight.frame.isAddressResolution {
            arrive(flight, direction, interface: interface, after: Link.latency)
            return
        }
        let wire = wireTime(link, flight, direction, rate: impairment.rate)
        let copies = chance(impairment.duplication) ? 2 : 1
        if copies == 2, case .ip = flight.frame.payload { accounts.created += 1 }
        for _ in 0..<copies {
            let overtakes = chance(impairment.reordering)
            let delay = overtakes ? 0 : spread(impairment.delay, impairment.jitter)
            arrive(flight, direction, interface: interface, after: (wire &+ delay).saturated(Link.latency))
        }
    }

    private mutating func arrive(_ flight: Flight, _ direction: LinkDirection, interface: Int, after delay: Int64) {
        let kind: Event.Kind =
            direction == .up ? .switching(flight, from: interface) : .arrival(flight, interface: interface)
        queue.schedule(Event(time: now.nanoseconds.saturated(delay), kind: kind))
    }

    /// How long a frame waits for the wire and takes on it under a rate, in nanoseconds.
    private mutating func wireTime(_ link: Int, _ flight: Flight, _ direction: LinkDirection, rate: Int64) -> Int64 {
        guard rate > 0 else { return 0 }
        let bits = Int64(flight.frame.wireLength) * 8
        let duration = Int64((Double(bits) / Double(rate) * 1e9).rounded(.up))
        let free = max(direction == .up ? links[link].freeAt.up : links[link].freeAt.down, now.nanoseconds)
        let done = free.saturated(duration)
        if direction == .up { links[link].freeAt.up = done } else { links[link].freeAt.down = done }
        return done &- now.nanoseconds
    }

    private mutating func chance(_ partsPerMillion: Int) -> Bool {
        partsPerMillion > 0 && entropy.next() % 1_000_000 < UInt64(min(partsPerMillion, 1_000_000))
    }

    private mutating func spread(_ delay: Int64, _ jitter: Int64) -> Int64 {
        guard jitter > 0 else { return max(0, delay) }
        let width = UInt64(jitter).multipliedReportingOverflow(by: 2).partialValue &+ 1
        let offset = Int64(bitPattern: entropy.next() % max(1, width)) &- jitter
        return max(0, delay.saturated(offset))
    }

    /// A frame comes out of a link at a stack.
    mutating func arrival(_ flight: Flight, on interface: Int) {
        if let cut = partition(flight.origin, interfaces[interface].stack) {
            drop(flight, cut, interface: interface)
            return
        }
        receive(flight, on: interface)
    }

    func partition(_ origin: Int32, _ stack: Int) -> DropReason? {
        guard !partitions.isEmpty, Int(origin) != stack, stacks.indices.contains(Int(origin)),
            let a = stacks[Int(origin)].container, let b = stacks[stack].container,
            partitions.contains(Faults.Partition(a, b))
        else { return nil }
        return .partition(stacks[Int(origin)].name, stacks[stack].name)
    }
}

extension Int64 {
    /// The sum, or the nearest number that there is.
    func saturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}

extension EthernetFrame {
    var isIP: Bool { if case .ip = payload { true } else { false } }

    /// ARP or neighbour discovery.
    var isAddressResolution: Bool {
        switch payload {
        case .arp: true
        case .ip(let packet): packet.payload.isNeighborDiscovery
        case .other: false
        }
    }

    /// Bytes on the wire, without preamble and check sequence.
    var wireLength: Int {
        switch payload {
        case .arp: 42
        case .ip(let packet): 14 + packet.totalLength
        case .other(_, let bytes): 14 + bytes.count
        }
    }
}
