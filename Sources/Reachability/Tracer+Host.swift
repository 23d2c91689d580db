internal import Addressing
internal import Lab
internal import PacketFilter

/// The way through the host: its rules, its memory of connections, and its routes.
extension Tracer {
    /// A packet that came in by an interface of the host.
    mutating func intoHost(_ flow: inout Flow, _ trip: Trip, by device: String) -> End {
        var trip = trip
        trip.packet.inInterface = device
        trip.packet.destinationIsLocal = host.isLocal(trip.packet.destination)
        track(&flow, &trip)
        if let end = decide(&flow, trip, .raw, .prerouting) { return end }
        translateDestination(&flow, &trip, .prerouting)
        guard host.isLocal(trip.packet.destination) else { return forward(&flow, trip) }
        trip.packet.destinationIsLocal = true
        if let end = decide(&flow, trip, .filter, .input) { return end }
        if trip.tracking == .reply { restoreSource(flow, &trip) }
        return .arrived(.host, trip)
    }

    /// A frame that a bridge passes from one container to another meets the host's rules too (br_netfilter).
    mutating func bridged(_ flow: inout Flow, _ trip: inout Trip, on device: String) -> End? {
        trip.packet.inInterface = device
        trip.packet.destinationIsLocal = false
        track(&flow, &trip)
        if let end = decide(&flow, trip, .raw, .prerouting) { return end }
        translateDestination(&flow, &trip, .prerouting)
        trip.packet.outInterface = device
        if let end = decide(&flow, trip, .filter, .forward) { return end }
        return translateSource(&flow, &trip)
    }

    /// What keeps a bridge from passing on neighbour discovery of IPv6, which meets the host's rules as any packet does,
    /// untracked; nil for nothing. ARP meets none.
    mutating func obstacle(to packet: FilterPacket, on device: String, to hop: IPAddress) -> RulePlace?? {
        guard hop.family == .ipv6, let group = hop.solicitedNodeGroup else { return nil }
        let question = FilterPacket(
            inInterface: device,
            outInterface: device,
            source: packet.source,
            destination: group,
            protocolNumber: 58,
            state: ConnectionStates(rawValue: 0)
        )
        let (verdict, rule) = ask(.filter, .forward, question)
        switch verdict {
        case .drop: return .some(rule)
        case .reject: return .some(rule ?? filter.explanation(.filter, .forward, question).matched.last)
        case .accept, .dnat, .snat, .masquerade: return nil
        }
    }

    /// A packet of the host's own processes.
    mutating func outOfHost(_ flow: inout Flow, _ trip: Trip) -> End {
        var trip = trip
        if trip.phase == .question {
            track(&flow, &trip)
            translateDestination(&flow, &trip, .output)
        } else if flow.connection != nil {
            trip.packet.state = trip.phase == .answer ? .established : .related
        }
        let destination = trip.packet.destination
        if host.isLocal(destination) { return .arrived(.host, trip) }
        guard let route = host.route(to: destination) else { return .failed(.noRoute, .host, trip) }
        trip.packet.outInterface = device(route.exit)
        if let end = decide(&flow, trip, .filter, .output) { return end }
        if trip.phase == .question, let end = translateSource(&flow, &trip) { return end }
        return send(&flow, trip, byHost: route.exit, to: route.nextHop)
    }

    /// A packet of an ipvlan child in a layer 3 mode that no sibling takes: the host sends it as one of its own, but over
    /// the parent, and with its source (`ipvlan_process_outbound`).
    mutating func leaveByHost(_ flow: inout Flow, _ trip: Trip) -> End {
        var trip = trip
        let asked = trip.packet.destination
        trip.packet.destinationIsLocal = host.isLocal(asked)
        track(&flow, &trip)
        translateDestination(&flow, &trip, .output)
        let destination = trip.packet.destination
        if host.isLocal(destination) {
            if trip.tracking == .reply { restoreSource(flow, &trip) }
            return .arrived(.host, trip)
        }
        let route = destination == asked ? host.uplinkRoute(to: destination) : host.route(to: destination)
        guard let route else { return .lost(.noRoute, nil) }
        trip.packet.outInterface = device(route.exit)
        if let end = decide(&flow, trip, .filter, .output) { return end }
        if let end = translateSource(&flow, &trip) { return end }
        return send(&flow, trip, byHost: route.exit, to: route.nextHop)
    }

    /// Routes a packet out of the host.
    private mutating func forward(_ flow: inout Flow, _ trip: Trip) -> End {
        var trip = trip
        guard let route = host.route(to: trip.packet.destination) else { return .failed(.noRoute, .host, trip) }
        trip.packet.outInterface = device(route.exit)
        if let end = decide(&flow, trip, .filter, .forward) { return end }
        if let end = translateSource(&flow, &trip) { return end }
        return send(&flow, trip, byHost: route.exit, to: route.nextHop)
    }

    /// Applies a table that lets pass or not; nil where it goes on.
    private mutating func decide(
        _ flow: inout Flow,
        _ trip: Trip,
        _ table: FilterTable,
        _ chain: ChainName
    ) -> End? {
        let (verdict, rule) = ask(table, chain, trip.packet)
        switch verdict {
        case .drop: return .lost(.rule, rule)
        case .reject:
            // How it is told depends on the rule, also where no verdict names it.
            return .rejected(rule ?? filter.explanation(table, chain, trip.packet).matched.last, trip)
        case .accept, .dnat, .snat, .masquerade:
            if trip.phase == .question, table == .filter, rule?.rule.target == .accept { flow.passed = rule }
            return nil
        }
    }

    // MARK: Connections

    private func track(_ flow: inout Flow, _ trip: inout Trip) {
        switch trip.phase {
        case .question:
            if flow.connection == nil { flow.connection = Connection(trip.packet) }
            (trip.tracking, trip.packet.state) = (.original, .new)
        case .answer:
            if let connection = flow.connection, connection.isAnswered(by: trip.packet) {
                (trip.tracking, trip.packet.state) = (.reply, .established)
            } else if trip.packet.protocolNumber == TransportProtocol.udp.ipProtocolNumber {
                // A datagram of a connection that passes the host only this way begins one of its own.
                (trip.tracking, trip.packet.state) = (.original, .new)
            } else {
                (trip.tracking, trip.packet.state) = (.none, .invalid)
            }
        case .error:
            if let connection = flow.connection, connection.answerDestination == trip.packet.destination {
                (trip.tracking, trip.packet.state) = (.related, .related)
            } else {
                (trip.tracking, trip.packet.state) = (.none, .invalid)
            }
        }
        // Rules may ask for what the connection was opened to.
        guard trip.tracking == .reply || trip.tracking == .related, let connection = flow.connection else { return }
        trip.packet.originalDestination = connection.destination
        trip.packet.originalDestinationPort = connection.destinationPort
    }

    private mutating func translateDestination(_ flow: inout Flow, _ trip: inout Trip, _ chain: ChainName) {
        switch trip.tracking {
        case .none: return
        case .reply, .related:
            if let connection = flow.connection { trip.packet.destination = connection.source }
        case .original:
            trip.packet.originalDestination = trip.packet.destination
            trip.packet.originalDestinationPort = trip.packet.destinationPort
            guard case .dnat(let address, let port) = ask(.nat, chain, trip.packet).verdict else { return }
            trip.packet.destination = address
            if let port { trip.packet.destinationPort = port }
            trip.packet.destinationIsLocal = host.isLocal(address)
            guard trip.phase == .question else { return }
            flow.way = .published
            flow.connection?.answerSource = address
            if let port { flow.connection?.answerSourcePort = port }
        }
    }

    private mutating func translateSource(_ flow: inout Flow, _ trip: inout Trip) -> End? {
        switch trip.tracking {
        case .none, .related: return nil
        case .reply:
            restoreSource(flow, &trip)
            return nil
        case .original:
            switch ask(.nat, .postrouting, trip.packet).verdict {
            case .snat(let address): trip.packet.source = address
            case .masquerade:
                guard let own = address(of: trip.packet.outInterface, towards: trip.packet.destination) else {
                    return .lost(.noMasqueradeAddress, nil)
                }
                trip.packet.source = own
            case .accept, .drop, .reject, .dnat: return nil
            }
            if trip.phase == .question { flow.connection?.answerDestination = trip.packet.source }
            return nil
        }
    }

    /// An answer comes from where the question went before any translation.
    private func restoreSource(_ flow: Flow, _ trip: inout Trip) {
        guard let connection = flow.connection else { return }
        trip.packet.source = connection.destination
        trip.packet.sourcePort = connection.destinationPort
    }

    // MARK: The host's interfaces

    func device(_ exit: HostTable.Exit) -> String {
        switch exit {
        case .uplink: lab.host.uplinkName
        case .bridge(let network): lab.networks[network].deviceName ?? ""
        }
    }

    /// The address that masquerading takes: the interface's own in the destination's prefix, else its first.
    private func address(of device: String, towards destination: IPAddress) -> IPAddress? {
        let all: [IPPrefix]
        if device == lab.host.uplinkName {
            all = lab.host.uplinkAddresses
        } else if let slot = lab.bridgeSlots[device] {
            all = lab.bridgeAddresses(lab.networks[slot])
        } else {
            return nil
        }
        let own = all.filter { $0.family == destination.family && !$0.address.isLinkLocalUnicast }
        return (own.first { $0.contains(destination) } ?? own.first)?.address
    }
}
