internal import Addressing
internal import DNSWire
internal import Dataplane
internal import Lab
internal import Resolver

/// What came of a query that a tool sent.
typealias Delivery = QueryReply

extension ToolContext {
    /// The port that name servers listen on.
    static let dnsPort = NameService.port

    /// Sends a query from a container to a server, over the network that the tool's packets cross too: who is reached
    /// answers.
    ///
    /// - Parameter isRepetition: whether the query is the last one again, over TCP because the answer was cut short:
    ///   it then gets the same rotation, and none is counted twice.
    mutating func send(
        _ query: [UInt8],
        from container: Container,
        to server: IPAddress,
        port: UInt16 = ToolContext.dnsPort,
        isTCP: Bool,
        isRepetition: Bool = false
    ) -> Delivery {
        guard sequencer.order == .rotate else {
            var own = sequencer
            let asked = ask(query, from: container, to: server, port: port, isTCP: isTCP, &own, plane)
            sequencer = own
            plane = asked.plane
            return asked.reply
        }
        // The key of the rotation is only known from an answer: ask once to learn it, then at its place.
        var probe = AnswerSequencer(order: .rotate)
        let first = ask(query, from: container, to: server, port: port, isTCP: isTCP, &probe, plane)
        guard let key = probe.last?.key else {
            lastPlace = nil
            plane = first.plane
            return first.reply
        }
        let place: UInt64
        if isRepetition, let lastPlace, lastPlace.key == key {
            place = lastPlace.place
        } else {
            place = nextPlace(key)
        }
        lastPlace = (key, place)
        var placed = AnswerSequencer(order: .rotate)
        placed.setPlace(place, for: key)
        let asked = ask(query, from: container, to: server, port: port, isTCP: isTCP, &placed, plane)
        plane = asked.plane
        return asked.reply
    }

    /// Asks over a copy of the network, which is then as the question has left it.
    private mutating func ask(
        _ query: [UInt8],
        from container: Container,
        to server: IPAddress,
        port: UInt16,
        isTCP: Bool,
        _ sequencer: inout AnswerSequencer,
        _ network: some PacketSockets
    ) -> (reply: Delivery, plane: any PacketSockets) {
        var world = QueryWorld(network, askReal: askUpstream)
        let asked = names.ask(
            query,
            from: container,
            server: server,
            port: port,
            isTCP: isTCP,
            sequencer: &sequencer,
            in: &world
        )
        return (asked.result, world.carrier)
    }

    private mutating func nextPlace(_ key: UInt64) -> UInt64 {
        if let rotationPlace { return rotationPlace(key) }
        let place = ownPlaces[key, default: 0]
        ownPlaces[key] = place &+ 1
        return place
    }

    /// A query identifier.
    mutating func nextID() -> UInt16 { UInt16(truncatingIfNeeded: entropy.next() >> 48) }
}
