internal import Addressing
internal import PacketFilter
internal import PacketWire

/// The host's netfilter hooks: connection tracking, the rules derived from the lab, and NAT.
extension Dataplane {
    /// - Returns: false where the packet ends here; it has then been dropped or refused.
    mutating func hostHook(_ hook: HostHook, _ packet: inout IPPacket, _ passage: inout Passage) -> Bool {
        switch hook {
        case .prerouting:
            guard track(packet, &passage), decide(.raw, .prerouting, packet, passage, isForward: false) else {
                return false
            }
            translateDestination(&packet, &passage, chain: .prerouting)
        case .output:
            guard track(packet, &passage) else { return false }
            let before = packet.destination
            translateDestination(&packet, &passage, chain: .output)
            passage.isRerouted = packet.destination != before
        case .forward:
            return decide(.filter, .forward, packet, passage, isForward: true)
        case .input:
            translateSource(&packet, passage)
            return confirm(passage, packet)
        case .postrouting:
            guard chooseSource(packet, passage) else { return false }
            translateSource(&packet, passage)
            return confirm(passage, packet)
        }
        return true
    }

    // MARK: Tracking

    /// Finds or begins the packet's connection.
    private mutating func track(_ packet: IPPacket, _ passage: inout Passage) -> Bool {
        guard let tuple = FlowTuple(packet) else {
            trackError(packet, &passage)
            return true
        }
        if let place = connections.find(tuple, now: now.nanoseconds) {
            passage.connection = place.index
            passage.isReply = place.isReply
            if place.isReply { connections[place.index].hasReply = true }
            let hasReply = connections[place.index].hasReply
            passage.state = place.isReply || hasReply ? .established : .new
            if case .tcp(let segment) = packet.payload, segment.flags.contains(.fin) || segment.flags.contains(.rst) {
                connections[place.index].isClosing = true
            }
            connections[place.index].expires = now.nanoseconds.saturated(
                ConnectionTable.lifetime(tuple, hasReply, isClosing: connections[place.index].isClosing)
            )
            return true
        }
        // A reset, an answer to nobody's SYN or to nobody's echo begins no connection.
        if case .tcp(let segment) = packet.payload,
            segment.flags.contains(.rst) || segment.flags.isSuperset(of: [.syn, .ack])
        {
            passage.state = .invalid
            return true
        }
        if case .icmp(.echoReply) = packet.payload {
            passage.state = .invalid
            return true
        }
        passage.connection = connections.begin(tuple, now: now.nanoseconds)
        passage.state = .new
        return true
    }

    private mutating func trackError(_ packet: IPPacket, _ passage: inout Passage) {
        guard case .icmp(let message) = packet.payload, let bytes = message.quoted,
            let quoted = try? QuotedPacket(decoding: bytes),
            let tuple = FlowTuple(quoted), let place = connections.find(tuple.inverse, now: now.nanoseconds)
        else {
            // Neighbour discovery is untracked.
            passage.state = packet.payload.isNeighborDiscovery ? ConnectionStates(rawValue: 0) : .invalid
            return
        }
        passage.connection = place.index
        passage.isReply = place.isReply
        passage.state = .related
    }

    private mutating func confirm(_ passage: Passage, _ packet: IPPacket) -> Bool {
        guard passage.connection >= 0, passage.state != .related, !connections[passage.connection].isConfirmed else {
            return true
        }
        guard connections.confirm(passage.connection) else {
            connections.abandon(passage.connection)
            drop(packet, .connectionClash, at: passage.stack)
            return false
        }
        return true
    }

    // MARK: Rules

    private func view(_ packet: IPPacket, _ passage: Passage) -> FilterPacket {
        let tuple = FlowTuple(packet)
        var view = FilterPacket(
            inInterface: passage.inInterface.map { interfaces[$0].name } ?? "",
            outInterface: passage.outInterface.map { interfaces[$0].name } ?? "",
            source: packet.source,
            destination: packet.destination,
            protocolNumber: packet.protocolNumber,
            sourcePort: tuple?.protocolNumber == 6 || tuple?.protocolNumber == 17 ? tuple?.sourcePort ?? 0 : 0,
            destinationPort: tuple?.protocolNumber == 6 || tuple?.protocolNumber == 17
                ? tuple?.destinationPort ?? 0 : 0,
            state: passage.state,
            destinationIsLocal: passage.isLocalTarget
        )
        // Rules may ask for what the connection was opened to.
        if passage.connection >= 0 {
            let original = connections[passage.connection].original
            view.originalDestination = original.destination
            view.originalDestinationPort = original.destinationPort
        }
        return view
    }

    /// Asks a table that accepts or drops.
    private mutating func decide(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: IPPacket,
        _ passage: Passage,
        isForward: Bool
    ) -> Bool {
        if trace == nil, isRemembered(passage, isForward: isForward) { return true }
        let (verdict, matched) = ask(table, chain, packet, passage)
        switch verdict {
        case .accept, .dnat, .snat, .masquerade:
            remember(passage, isForward: isForward)
            return true
        case .drop:
            let rule = deciding(table, chain, packet, passage, matched)
            forget(passage)
            drop(packet, .rule(table, chain, rule), at: passage.stack)
            return false
        case .reject(let withReset):
            // Without its name it cannot be said how it rejects.
            let rule = deciding(table, chain, packet, passage, matched, always: true)
            // What NAT has changed is told as its sender knows it.
            let sent = asSent(packet, passage)
            forget(passage)
            drop(packet, .rule(table, chain, rule), at: passage.stack)
            if withReset {
                reset(packet, sent: sent, passage)
            } else {
                // Where the destination was translated, NAT has the error come from the one that was asked.
                let asked = sent.destination != packet.destination ? sent.destination : nil
                reject(sent, rule?.rule.rejection, source: asked, from: passage.stack)
            }
            return false
        }
    }

    private mutating func ask(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: IPPacket,
        _ passage: Passage
    ) -> (FilterVerdict, [RulePlace]) {
        let view = view(packet, passage)
        guard trace != nil else { return (filter.verdict(table, chain, view), []) }
        let (verdict, matched) = filter.explanation(table, chain, view)
        note(.rules(table, chain, matched, verdict), packet, stack: passage.stack)
        return (verdict, matched)
    }

    /// The rule that decided, for the comment on a dropped packet; nil for the chain's policy.
    private mutating func deciding(
        _ table: FilterTable,
        _ chain: ChainName,
        _ packet: IPPacket,
        _ passage: Passage,
        _ matched: [RulePlace],
        always: Bool = false
    ) -> RulePlace? {
        if trace == nil, !namesRules, !always { return nil }
        let matched = trace == nil ? filter.explanation(table, chain, view(packet, passage)).matched : matched
        guard let last = matched.last else { return nil }
        if case .jump = last.rule.target { return nil }
        return last
    }

    /// Whether the filter has accepted such a packet of the connection before.
    private func isRemembered(_ passage: Passage, isForward: Bool) -> Bool {
        guard passage.connection >= 0, passage.state != .related else { return false }
        return connections[passage.connection].accepted.contains(Self.decision(passage, isForward: isForward))
    }

    private mutating func remember(_ passage: Passage, isForward: Bool) {
        guard passage.connection >= 0, passage.state != .related else { return }
        connections[passage.connection].accepted.insert(Self.decision(passage, isForward: isForward))
    }

    private static func decision(_ passage: Passage, isForward: Bool) -> UInt64 {
        let incoming = UInt64(truncatingIfNeeded: (passage.inInterface ?? -1) & 0xfff_ffff)
        let outgoing = UInt64(truncatingIfNeeded: (passage.outInterface ?? -1) & 0xfff_ffff)
        let flags = UInt64(passage.state.rawValue) << 2 | (passage.isReply ? 2 : 0) | (isForward ? 1 : 0)
        return flags << 56 | incoming << 28 | outgoing
    }

    private mutating func forget(_ passage: Passage) {
        if passage.connection >= 0 { connections.abandon(passage.connection) }
    }

    // MARK: NAT

    private mutating func translateDestination(_ packet: inout IPPacket, _ passage: inout Passage, chain: ChainName) {
        guard passage.connection >= 0 else { return }
        if passage.state == .new, !passage.isReply, !connections[passage.connection].knowsDestination {
            connections[passage.connection].knowsDestination = true
            if case .dnat(let address, let port) = ask(.nat, chain, packet, passage).0 {
                connections[passage.connection].hasDestinationNAT = true
                connections[passage.connection].reply.source = address
                if let port { connections[passage.connection].reply.sourcePort = port }
            }
        }
        rewrite(&packet, passage, part: .destination)
    }

    /// Picks the source of a new connection's answers: masquerade or SNAT, with another port where the own is taken.
    private mutating func chooseSource(_ packet: IPPacket, _ passage: Passage) -> Bool {
        guard passage.connection >= 0, passage.state == .new, !passage.isReply,
            !connections[passage.connection].knowsSource
        else { return true }
        connections[passage.connection].knowsSource = true
        let address: IPAddress
        switch ask(.nat, .postrouting, packet, passage).0 {
        case .snat(let given): address = given
        case .masquerade:
            guard let out = passage.outInterface, let own = masqueradeAddress(on: out, packet) else {
                forget(passage)
                drop(packet, .noMasqueradeAddress, at: passage.stack)
                return false
            }
            address = own
        case .accept, .drop, .reject, .dnat:
            // Without NAT a tuple may still be taken by a connection that has it from NAT: another port then too.
            guard connections.isTaken(connections[passage.connection].reply, now: now.nanoseconds),
                !connections[passage.connection].isConfirmed
            else { return true }
            address = packet.source
        }
        var reply = connections[passage.connection].reply
        reply.destination = address
        guard let free = freePort(reply) else {
            forget(passage)
            drop(packet, .noFreePort(address), at: passage.stack)
            return false
        }
        connections[passage.connection].hasSourceNAT = true
        connections[passage.connection].reply = free
        return true
    }

    /// The address that masquerading takes: the first of the outgoing interface, as towards the next hop.
    private func masqueradeAddress(on interface: Int, _ packet: IPPacket) -> IPAddress? {
        let candidates = interfaces[interface].addresses.filter {
            $0.family == packet.family && !$0.address.isLinkLocalUnicast
        }
        return (candidates.first { $0.contains(packet.destination) } ?? candidates.first)?.address
    }

    /// The reply tuple with a destination port that no other connection has: the own one, else one of its class
    /// (nf_nat: below 512, below 1024, above).
    private mutating func freePort(_ reply: FlowTuple) -> FlowTuple? {
        if !connections.isTaken(reply, now: now.nanoseconds) { return reply }
        let range: ClosedRange<UInt16> =
            switch reply.destinationPort {
            case 0..<512 where reply.protocolNumber == 6 || reply.protocolNumber == 17: 1...511
            case 512..<1024 where reply.protocolNumber == 6 || reply.protocolNumber == 17: 600...1023
            default: 1024...65535
            }
        guard
            reply.protocolNumber == 6 || reply.protocolNumber == 17 || reply.protocolNumber == 1
                || reply.protocolNumber == 58
        else { return nil }
        let offset = Int(truncatingIfNeeded: entropy.next() % UInt64(range.count))
        var candidate = reply
        for step in 0..<range.count {
            let port = UInt16(truncatingIfNeeded: Int(range.lowerBound) + (offset + step) % range.count)
            candidate.destinationPort = port
            if reply.protocolNumber == 1 || reply.protocolNumber == 58 { candidate.sourcePort = port }
            if !connections.isTaken(candidate, now: now.nanoseconds) { return candidate }
        }
        return nil
    }

    private mutating func translateSource(_ packet: inout IPPacket, _ passage: Passage) {
        rewrite(&packet, passage, part: .source)
    }

    private enum Part {
        case source, destination
    }

    /// Gives one half of a packet's addresses what NAT decided for its connection and direction.
    private mutating func rewrite(_ packet: inout IPPacket, _ passage: Passage, part: Part) {
        guard passage.connection >= 0, passage.state != .invalid else { return }
        let isWanted =
            (part == .destination) != passage.isReply
            ? connections[passage.connection].hasDestinationNAT : connections[passage.connection].hasSourceNAT
        guard isWanted else { return }
        let connection = connections[passage.connection]
        let other = passage.isReply ? connection.original : connection.reply
        let target = other.inverse
        let before = packet
        if case .icmp(let message) = packet.payload, let quoted = message.quoted {
            if part == .destination { packet.destination = target.destination } else { packet.source = target.source }
            // The quote is of the opposite direction: it becomes what its sender knows.
            if let mended = Self.mend(quoted, part, as: other) { packet.payload = .icmp(message.quoting(mended)) }
        } else if part == .destination {
            packet.destination = target.destination
            packet.setPorts(destination: target.destinationPort)
        } else {
            packet.source = target.source
            packet.setPorts(source: target.sourcePort)
        }
        note(.translated(before: before), packet, stack: passage.stack)
    }

    /// A packet that NAT has changed, as its sender sent it.
    mutating func withoutNAT(_ packet: IPPacket) -> IPPacket {
        guard let tuple = FlowTuple(packet), let place = connections.find(tuple.inverse, now: now.nanoseconds) else {
            return packet
        }
        let connection = connections[place.index]
        return Self.packet(packet, as: place.isReply ? connection.original : connection.reply)
    }

    /// A packet on its way through the host, as its sender sent it.
    private func asSent(_ packet: IPPacket, _ passage: Passage) -> IPPacket {
        guard passage.connection >= 0, passage.state != .related else { return packet }
        let connection = connections[passage.connection]
        return Self.packet(packet, as: passage.isReply ? connection.reply : connection.original)
    }

    private static func packet(_ packet: IPPacket, as sent: FlowTuple) -> IPPacket {
        var packet = packet
        packet.source = sent.source
        packet.destination = sent.destination
        packet.setPorts(source: sent.sourcePort, destination: sent.destinationPort)
        return packet
    }

    private static func mend(_ quoted: [UInt8], _ part: Part, as tuple: FlowTuple) -> [UInt8]? {
        guard let inner = try? QuotedPacket(decoding: quoted) else { return nil }
        let hasPorts = inner.sourcePort != nil
        let identifier = inner.echoIdentifier == nil ? nil : tuple.sourcePort
        switch part {
        case .destination:
            let port = hasPorts ? tuple.sourcePort : nil
            return try? inner.rewriting(source: tuple.source, sourcePort: port, echoIdentifier: identifier)
        case .source:
            let port = hasPorts ? tuple.destinationPort : nil
            return try? inner.rewriting(
                destination: tuple.destination,
                destinationPort: port,
                echoIdentifier: identifier
            )
        }
    }
}

extension ICMPMessage {
    /// The quoted beginning of the packet that an error is about.
    var quoted: [UInt8]? {
        switch self {
        case .unreachable(_, let quoted), .packetTooBig(_, let quoted), .timeExceeded(let quoted): quoted
        default: nil
        }
    }

    func quoting(_ bytes: [UInt8]) -> ICMPMessage {
        switch self {
        case .unreachable(let reason, _): .unreachable(reason, quoted: bytes)
        case .packetTooBig(let mtu, _): .packetTooBig(mtu: mtu, quoted: bytes)
        case .timeExceeded: .timeExceeded(quoted: bytes)
        default: self
        }
    }
}

extension IPPacket.Payload {
    var isNeighborDiscovery: Bool {
        switch self {
        case .icmp(.neighborSolicitation), .icmp(.neighborAdvertisement): true
        default: false
        }
    }
}
