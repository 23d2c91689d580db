internal import Addressing
internal import DNSWire
internal import Lab
internal import Resolver

/// What came of a query that a tool sent.
enum Delivery: Hashable, Sendable {
    case response([UInt8])
    case timeout
    case refused
    case unreachable
}

extension ToolContext {
    /// The port that name servers listen on.
    static let dnsPort: UInt16 = 53

    /// Sends a query from a container to a server.
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
        guard port == Self.dnsPort else {
            // Nobody answers there; who would be reached says how that shows.
            var unused = sequencer
            switch names.ask(query, from: container, server: server, isTCP: isTCP, sequencer: &unused).result {
            case .unreachable: return .unreachable
            case .refused: return .refused
            case .response, .ask, .timeout: return server.isLoopback ? .refused : .timeout
            }
        }
        let asked = ask(query, from: container, to: server, isTCP: isTCP, isRepetition: isRepetition)
        switch asked.result {
        case .response(let bytes): return .response(bytes)
        case .timeout: return .timeout
        case .unreachable: return .unreachable
        case .refused: return .refused
        case .ask(let real):
            let reply = askUpstream?(real, query, isTCP) ?? .timeout
            let isEmbedded = server.isLoopback && names.view(of: container).isEmbedded
            switch reply {
            case .response(let bytes):
                return isEmbedded && Self.isFailure(bytes) ? .response(Self.serverFailure(query)) : .response(bytes)
            // The embedded DNS answers for a server that does not.
            case .timeout, .refused, .unreachable:
                if isEmbedded { return .response(Self.serverFailure(query)) }
                return reply == .timeout ? .timeout : reply == .refused ? .refused : .unreachable
            }
        }
    }

    /// Whether a response makes the embedded DNS try the next server (Docker Engine: `Resolver.forwardExtDNS`).
    private static func isFailure(_ response: [UInt8]) -> Bool {
        guard let rcode = (try? Header.decode(response.span))?.header.rcode else { return true }
        return rcode == .servFail || rcode == .refused
    }

    /// What the embedded DNS says when no server is left: SERVFAIL, without RA.
    private static func serverFailure(_ query: [UInt8]) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Message.minimumUDPLimit)
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let count = QueryResponder.reject(
            query.span,
            QueryView(query.span),
            .servFail,
            flags: [],
            limit: Message.minimumUDPLimit,
            into: &bytes
        )
        return Array(buffer.prefix(count))
    }

    private mutating func ask(
        _ query: [UInt8],
        from container: Container,
        to server: IPAddress,
        isTCP: Bool,
        isRepetition: Bool
    ) -> Asked {
        guard sequencer.order == .rotate else {
            return names.ask(query, from: container, server: server, isTCP: isTCP, sequencer: &sequencer)
        }
        // The key of the rotation is only known from an answer: ask once to learn it, then at its place.
        var probe = AnswerSequencer(order: .rotate)
        let first = names.ask(query, from: container, server: server, isTCP: isTCP, sequencer: &probe)
        guard let key = probe.last?.key else {
            lastPlace = nil
            return first
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
        return names.ask(query, from: container, server: server, isTCP: isTCP, sequencer: &placed)
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
