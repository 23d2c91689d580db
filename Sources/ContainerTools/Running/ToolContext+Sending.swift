internal import Addressing
internal import DNSWire
internal import Dataplane
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
            let asked = names.ask(query, from: container, server: server, isTCP: isTCP, sequencer: &unused)
            show(query, nil, asked.departure, from: container, port: port, isTCP: isTCP)
            switch asked.result {
            case .unreachable: return .unreachable
            case .refused: return .refused
            case .response, .ask, .timeout: return server.isLoopback ? .refused : .timeout
            }
        }
        let asked = ask(query, from: container, to: server, isTCP: isTCP, isRepetition: isRepetition)
        let (delivery, answer) = deliver(asked, query, from: container, to: server, isTCP: isTCP)
        show(query, answer, asked.departure, from: container, port: port, isTCP: isTCP)
        return delivery
    }

    /// How long a query waits for its answer, in nanoseconds.
    private static let patience: Int64 = 5_000_000_000

    /// Lets a query cross the links from where it leaves, and its answer come back, where someone records them. One that
    /// stays on the container's loopback, as all to 127.0.0.11 do, crosses none.
    ///
    /// - Parameter answer: nil where none comes.
    private mutating func show(
        _ query: [UInt8],
        _ answer: [UInt8]?,
        _ departure: Asked.Departure?,
        from container: Container,
        port: UInt16,
        isTCP: Bool
    ) {
        guard plane.isRecording, let departure,
            let stack = departure.isFromHost ? plane.hostStack() : plane.stack(of: container)
        else { return }
        plane.exchange(
            isTCP ? Self.framed(query) : query,
            answer: isTCP ? answer.map(Self.framed) : answer,
            in: stack,
            to: departure.server,
            port: port,
            isTCP ? .tcp : .udp,
            until: plane.now.advanced(by: Self.patience)
        )
    }

    /// A message behind its length, as TCP carries it (RFC 1035 section 4.2.2).
    private static func framed(_ message: [UInt8]) -> [UInt8] {
        let count = UInt16(truncatingIfNeeded: message.count)
        return [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + message
    }

    /// What a tool gets for a question, and what the server that it left for said; nil for nothing.
    private mutating func deliver(
        _ asked: Asked,
        _ query: [UInt8],
        from container: Container,
        to server: IPAddress,
        isTCP: Bool
    ) -> (Delivery, answer: [UInt8]?) {
        switch asked.result {
        case .response(let bytes): return (.response(bytes), bytes)
        case .timeout: return (.timeout, nil)
        case .unreachable: return (.unreachable, nil)
        case .refused: return (.refused, nil)
        case .ask(let real):
            let reply = askUpstream?(real, query, isTCP) ?? .timeout
            let isEmbedded = server.isLoopback && names.view(of: container).isEmbedded
            switch reply {
            case .response(let bytes):
                let isRefused = isEmbedded && Self.isFailure(bytes)
                return (.response(isRefused ? Self.serverFailure(query) : bytes), bytes)
            // The embedded DNS answers for a server that does not.
            case .timeout, .refused, .unreachable:
                if isEmbedded { return (.response(Self.serverFailure(query)), nil) }
                return (reply == .timeout ? .timeout : reply == .refused ? .refused : .unreachable, nil)
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
