package import Addressing
internal import DNSWire
package import Lab

/// What came of one question, asked from inside a container.
package struct Asked: Sendable {
    package enum Result: Sendable {
        /// A response, in wire form.
        case response([UInt8])
        /// The query has to be sent to a real server, which the lab names as its upstream.
        case ask(Upstream.Server)
        /// Nothing answers at that address: after its patience the tool gives up.
        case timeout
        /// There is no route to the server.
        case unreachable
        /// Something is there, and refuses.
        case refused
    }

    /// Whom the container asked.
    package let server: IPAddress
    package let result: Result
    /// Who decided: for `--explain`.
    package let decision: String
    /// The way that the query takes out of the asking container's namespace; nil where it stays within.
    package var departure: Departure?

    /// Which server a query leaves for, and from which namespace.
    package struct Departure: Hashable, Sendable {
        package let server: IPAddress
        /// Whether it is sent from the host's namespace, not from the container's.
        package let isFromHost: Bool
    }
}

extension NameService {
    /// Where the embedded DNS listens in every container that has it.
    package static let embeddedAddress = IPAddress.v4(IPv4Address(127, 0, 0, 11))

    /// Asks a question from inside a container, as a tool there would.
    ///
    /// - Parameters:
    ///   - query: the query in wire form.
    ///   - server: the server named on the command line; nil for the container's own.
    ///   - isTCP: a response over UDP is limited to 512 octets or what EDNS allows.
    package mutating func ask(
        _ query: [UInt8],
        from container: Container,
        server asked: IPAddress? = nil,
        isTCP: Bool = false,
        sequencer: inout AnswerSequencer
    ) -> Asked {
        let view = view(of: container)
        let embedded = Self.embeddedAddress
        guard let server = asked ?? (view.isEmbedded ? embedded : view.configuration.nameservers.first) else {
            return Asked(server: embedded, result: .timeout, decision: "no name server is configured")
        }
        let head = QueryView(query.span)
        let limit = isTCP ? Message.maximumLength : head.udpLimit(maximum: Message.maximumLength)
        if server == embedded, view.isEmbedded {
            return embeddedAnswer(query, head, view, limit, server, &sequencer)
        }
        if server.isLoopback {
            return Asked(server: server, result: .refused, decision: "nothing listens on port 53 of \(server)")
        }
        if isInside(server) {
            let refuses = isOnLink(server, of: container) && lab.isHeld(server)
            return Asked(
                server: server,
                result: refuses ? .refused : .timeout,
                decision: "\(server) is in the lab, where no name server listens",
                departure: Asked.Departure(server: server, isFromHost: false)
            )
        }
        guard view.hasWayOut else {
            return Asked(server: server, result: .unreachable, decision: "the container has no route to \(server)")
        }
        var asked = outside(query, limit, server, decision: "asked \(server) directly")
        asked.departure = Asked.Departure(server: server, isFromHost: false)
        return asked
    }

    private func embeddedAnswer(
        _ query: [UInt8],
        _ head: QueryView,
        _ view: ResolverView,
        _ limit: Int,
        _ server: IPAddress,
        _ sequencer: inout AnswerSequencer
    ) -> Asked {
        var buffer = [UInt8](repeating: 0, count: max(limit, Message.minimumUDPLimit))
        let outcome = Self.respond(query, head, view, limit, &sequencer, &buffer)
        switch outcome {
        case .reply(let count):
            buffer.removeLast(buffer.count - count)
            return Asked(server: server, result: .response(buffer), decision: "answered by the embedded DNS")
        case .ignore:
            return Asked(server: server, result: .timeout, decision: "the embedded DNS ignores such a message")
        case .forward:
            switch ForwardingPlan(for: view, isInside: isInside) {
            case .outside(let upstream):
                var asked = outside(query, limit, server, decision: "forwarded to \(upstream)")
                let configured = view.configuration.externalServers.first { $0.address == upstream }
                asked.departure = Asked.Departure(server: upstream, isFromHost: configured?.isFromHost ?? false)
                return asked
            case .nobody(let reason):
                var span = buffer.mutableSpan
                var bytes = span.mutableBytes
                let count = QueryResponder.reject(query.span, head, .servFail, flags: [], limit: limit, into: &bytes)
                buffer.removeLast(buffer.count - count)
                return Asked(server: server, result: .response(buffer), decision: reason.description)
            }
        }
    }

    private static func respond(
        _ query: [UInt8],
        _ head: QueryView,
        _ view: ResolverView,
        _ limit: Int,
        _ sequencer: inout AnswerSequencer,
        _ buffer: inout [UInt8]
    ) -> QueryOutcome {
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        return QueryResponder.respond(
            to: query.span,
            head,
            for: view,
            sequencer: &sequencer,
            limit: limit,
            into: &bytes
        )
    }

    /// The answer of the world outside: the lab's upstream records, or a real server's.
    private func outside(_ query: [UInt8], _ limit: Int, _ server: IPAddress, decision: String) -> Asked {
        if let real = lab.upstream.server {
            let target = "\(decision), by way of the real server \(real.address) port \(real.port)"
            return Asked(server: server, result: .ask(real), decision: target)
        }
        do {
            let upstream = try SimulatedUpstream(lab.upstream)
            let message = try Message(decoding: query.span)
            return Asked(
                server: server,
                result: .response(upstream.respond(to: message, limit: limit)),
                decision: "\(decision), which answers from the lab's upstream records"
            )
        } catch {
            return Asked(server: server, result: .timeout, decision: "\(decision): \(error)")
        }
    }

    /// Whether an address lies in a subnet of the lab's networks.
    package func isInside(_ address: IPAddress) -> Bool {
        lab.hasSubnet(containing: address)
    }

    /// Whether an address is on a network that the container is on itself.
    private func isOnLink(_ address: IPAddress, of container: Container) -> Bool {
        lab.stackView(of: container).interfaces.contains { interface in
            interface.addresses.contains { $0.contains(address) }
        }
    }
}
