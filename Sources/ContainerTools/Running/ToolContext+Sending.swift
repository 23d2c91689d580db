internal import Addressing
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
            switch askUpstream?(real, query, isTCP) ?? .timeout {
            case .response(let bytes): return .response(bytes)
            case .timeout: return .timeout
            case .refused: return .refused
            case .unreachable: return .unreachable
            }
        }
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
