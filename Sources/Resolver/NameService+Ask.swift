package import Addressing
internal import DNSWire
internal import Dataplane
package import Lab

/// What came of one question, asked from inside a container.
package struct Asked: Sendable {
    /// Whom the container asked.
    package let server: IPAddress
    package let result: QueryReply
    /// Who decided: for `--explain`.
    package let decision: String
}

/// What a question is put to: the network that it crosses, and the world outside.
package struct QueryWorld<Carrier: QueryCarrier> {
    /// Asks a real name server: the server, the query in wire form, whether over TCP.
    package typealias AskReal = (_ server: Upstream.Server, _ query: [UInt8], _ isTCP: Bool) -> QueryReply

    package var carrier: Carrier
    /// nil: a real server that the lab names as its upstream answers nothing.
    package let askReal: AskReal?

    package init(_ carrier: Carrier, askReal: AskReal? = nil) {
        self.carrier = carrier
        self.askReal = askReal
    }
}

extension NameService {
    /// The port that name servers listen on.
    package static let port: UInt16 = 53

    /// Nanoseconds that a client waits for a server.
    package static let patience: Int64 = 5_000_000_000
    /// Nanoseconds that the embedded DNS waits for a server that it forwards to (Docker Engine: `extIOTimeout`).
    private static let forwardingPatience: Int64 = 4_000_000_000
    /// Name servers that ask each other in a circle are given up after so many steps.
    private static let mostSteps = 8

    /// Asks a question from inside a container over a network of its own, as a tool there would.
    package mutating func ask(
        _ query: [UInt8],
        from container: Container,
        server asked: IPAddress? = nil,
        isTCP: Bool = false,
        sequencer: inout AnswerSequencer
    ) -> Asked {
        var world = QueryWorld(plane())
        return ask(query, from: container, server: asked, isTCP: isTCP, sequencer: &sequencer, in: &world)
    }

    /// Asks over a network of its own, and a real server not at all.
    ///
    /// - Returns: beside what came of it, the real server that would have had to be asked; nil where none.
    package mutating func askSimulated(
        _ query: [UInt8],
        from container: Container,
        isTCP: Bool,
        sequencer: inout AnswerSequencer
    ) -> (asked: Asked, real: Upstream.Server?) {
        var real: Upstream.Server?
        let asked = withoutActuallyEscaping({ (server: Upstream.Server) in real = server }) { note in
            var world = QueryWorld(plane()) { server, _, _ in
                note(server)
                return .timeout
            }
            return ask(query, from: container, isTCP: isTCP, sequencer: &sequencer, in: &world)
        }
        return (asked, real)
    }

    /// Asks a question from inside a container, as a tool there would: whoever the query reaches answers it.
    ///
    /// - Parameters:
    ///   - query: the query in wire form.
    ///   - server: the server named on the command line; nil for the container's own.
    ///   - isTCP: a response over UDP is limited to 512 octets or what EDNS allows.
    package mutating func ask<Carrier: QueryCarrier>(
        _ query: [UInt8],
        from container: Container,
        server asked: IPAddress? = nil,
        port: UInt16 = NameService.port,
        isTCP: Bool = false,
        sequencer: inout AnswerSequencer,
        in world: inout QueryWorld<Carrier>
    ) -> Asked {
        let view = view(of: container)
        guard let server = asked ?? (view.isEmbedded ? .embeddedResolver : view.configuration.nameservers.first)
        else {
            return Asked(server: .embeddedResolver, result: .timeout, decision: "no name server is configured")
        }
        var step = Step(query, isTCP: isTCP, sequencer)
        let start = world.carrier.elapsed
        var reply = deliver(&step, from: .container(container.id), to: server, port: port, Self.patience, in: &world)
        sequencer = step.sequencer
        // An answer that comes after the client has gone meets a closed port.
        if world.carrier.elapsed - start > Self.patience, case .response = reply { reply = .timeout }
        return Asked(server: server, result: reply, decision: step.decision)
    }

    /// What a container that is a name server answers to a question that came to a port of its own: from the records that
    /// its label gives, or by asking the servers of its resolv.conf in the simulation.
    ///
    /// - Returns: nil for silence, as of a service that is none.
    package mutating func answer(
        _ query: [UInt8],
        by container: Container,
        port: UInt16 = NameService.port,
        isTCP: Bool,
        sequencer: inout AnswerSequencer
    ) -> [UInt8]? {
        var world = QueryWorld(plane())
        var step = Step(query, isTCP: isTCP, sequencer)
        defer { sequencer = step.sequencer }
        return containerAnswer(container, port, &step, in: &world)
    }

    // MARK: Steps

    /// One question on its way from server to server.
    private struct Step {
        let query: [UInt8]
        let head: QueryView
        let isTCP: Bool
        let limit: Int
        var sequencer: AnswerSequencer
        var decision = ""
        var count = 0

        init(_ query: [UInt8], isTCP: Bool, _ sequencer: AnswerSequencer) {
            self.query = query
            self.isTCP = isTCP
            self.sequencer = sequencer
            head = QueryView(query.span)
            limit = isTCP ? Message.maximumLength : head.udpLimit(maximum: Message.maximumLength)
        }
    }

    /// Sends the query from a namespace to a server, and brings back what is said there.
    private mutating func deliver<Carrier: QueryCarrier>(
        _ step: inout Step,
        from origin: QueryOrigin,
        to server: IPAddress,
        port: UInt16,
        _ patience: Int64,
        in world: inout QueryWorld<Carrier>
    ) -> QueryReply {
        step.count += 1
        if case .container(let id) = origin, server == .embeddedResolver, port == Self.port,
            let container = lab.container(id)
        {
            let view = view(of: container)
            if view.isEmbedded { return embeddedReply(&step, view, id, in: &world) }
        }
        let passage = world.carrier.carry(
            step.query,
            from: origin,
            to: server,
            port: port,
            isTCP: step.isTCP,
            patience: patience
        )
        switch passage {
        case .failed(let reply):
            step.decision = Self.words(reply, server, port)
            return reply
        case .taken(let taker, let ticket):
            switch answer(of: taker, at: server, &step, in: &world) {
            case .response(let answer):
                let reply = world.carrier.bring(answer, for: ticket, isTCP: step.isTCP, patience: patience)
                if case .response = reply { return reply }
                step.decision += ", and the answer does not come back"
                return reply
            case .timeout: return world.carrier.bring(nil, for: ticket, isTCP: step.isTCP, patience: patience)
            case let other:
                // A real server's: nothing of it crosses the lab.
                _ = world.carrier.bring(nil, for: ticket, isTCP: step.isTCP, patience: 0)
                return other
            }
        }
    }

    private static func words(_ reply: QueryReply, _ server: IPAddress, _ port: UInt16) -> String {
        switch reply {
        case .response: "asked \(server) directly"
        case .timeout: "nothing comes back from \(server)"
        case .refused: "nothing listens on port \(port) of \(server)"
        case .unreachable: "the container has no route to \(server)"
        case .hostUnreachable: "nobody has the address \(server), or can be reached there"
        }
    }

    /// What the one who took the query says.
    private mutating func answer<Carrier: QueryCarrier>(
        of taker: QueryTaker,
        at server: IPAddress,
        _ step: inout Step,
        in world: inout QueryWorld<Carrier>
    ) -> QueryReply {
        switch taker {
        case .outside(let port), .host(let port):
            guard port == Self.port else {
                step.decision = "what listens there is no name server"
                return .timeout
            }
            return outsideAnswer(&step, server, in: &world)
        case .container(let id, let port):
            guard let container = lab.container(id) else { return .timeout }
            return containerAnswer(container, port, &step, in: &world).map { .response($0) } ?? .timeout
        }
    }

    /// A container that is a name server: it answers from its own records, and asks for the rest whom its resolv.conf names.
    private mutating func containerAnswer<Carrier: QueryCarrier>(
        _ container: Container,
        _ port: UInt16,
        _ step: inout Step,
        in world: inout QueryWorld<Carrier>
    ) -> [UInt8]? {
        let label = container.config.labels[Lab.zoneLabel]
        guard label != nil || port == Self.port else {
            step.decision = "\(container.name) listens there, and is no name server"
            return nil
        }
        guard step.count <= Self.mostSteps, let message = try? Message(decoding: step.query.span) else {
            step.decision = "\(container.name) is asked in a circle"
            return nil
        }
        if let label {
            do throws(UpstreamRecordError) {
                if let answer = try Zone(label: label).respond(to: message, limit: step.limit) {
                    step.decision = "\(container.name) answers from its own records (\(Lab.zoneLabel))"
                    return answer
                }
            } catch {
                step.decision = "\(container.name): \(error)"
                return rejection(of: step, flags: .ra)
            }
        }
        let configuration = lab.resolverConfiguration(of: container)
        for server in configuration.nameservers.prefix(ForwardingPlan.mostServers) {
            let reply = deliver(
                &step,
                from: .container(container.id),
                to: server,
                port: Self.port,
                Self.forwardingPatience,
                in: &world
            )
            if case .response(let bytes) = reply, !Self.isFailure(bytes) {
                step.decision = "\(container.name) asks \(server): \(step.decision)"
                return bytes
            }
        }
        step.decision = "\(container.name) gets no answer from its own servers"
        return rejection(of: step, flags: .ra)
    }

    // MARK: The embedded DNS

    private mutating func embeddedReply<Carrier: QueryCarrier>(
        _ step: inout Step,
        _ view: ResolverView,
        _ id: ContainerID,
        in world: inout QueryWorld<Carrier>
    ) -> QueryReply {
        var buffer = [UInt8](repeating: 0, count: max(step.limit, Message.minimumUDPLimit))
        switch Self.respond(&step, view, &buffer) {
        case .reply(let count):
            buffer.removeLast(buffer.count - count)
            step.decision = "answered by the embedded DNS"
            return .response(buffer)
        case .ignore:
            step.decision = "the embedded DNS ignores such a message"
            return .timeout
        case .forward: return forward(&step, view, id, in: &world)
        }
    }

    /// Asks the first servers in turn until one answers with more than a failure (Docker Engine: `forwardExtDNS`): those of
    /// the host's file from the host's namespace, the container's own from the container's.
    private mutating func forward<Carrier: QueryCarrier>(
        _ step: inout Step,
        _ view: ResolverView,
        _ id: ContainerID,
        in world: inout QueryWorld<Carrier>
    ) -> QueryReply {
        guard step.count <= Self.mostSteps else {
            step.decision = "the embedded DNS is asked in a circle"
            return .response(rejection(of: step))
        }
        let plan = ForwardingPlan(for: view)
        for server in plan.servers {
            let reply = deliver(
                &step,
                from: server.isFromHost ? .host : .container(id),
                to: server.address,
                port: Self.port,
                Self.forwardingPatience,
                in: &world
            )
            if case .response(let bytes) = reply, !Self.isFailure(bytes) {
                let why = step.decision.isEmpty ? "" : ": \(step.decision)"
                step.decision = "forwarded to \(server.address)\(why)"
                return reply
            }
        }
        step.decision = plan.failure.description
        return .response(rejection(of: step))
    }

    private static func respond(_ step: inout Step, _ view: ResolverView, _ buffer: inout [UInt8]) -> QueryOutcome {
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let query = step.query
        var sequencer = step.sequencer
        defer { step.sequencer = sequencer }
        return QueryResponder.respond(
            to: query.span,
            step.head,
            for: view,
            sequencer: &sequencer,
            limit: step.limit,
            into: &bytes
        )
    }

    /// Whether a response makes the next server be asked.
    private static func isFailure(_ response: [UInt8]) -> Bool {
        guard let rcode = (try? Header.decode(response.span))?.header.rcode else { return true }
        return rcode == .servFail || rcode == .refused
    }

    /// SERVFAIL: what is said when no server is left.
    private func rejection(of step: Step, flags: HeaderFlags = []) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Message.minimumUDPLimit)
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let count = QueryResponder.reject(
            step.query.span,
            step.head,
            .servFail,
            flags: flags,
            limit: Message.minimumUDPLimit,
            into: &bytes
        )
        return Array(buffer.prefix(count))
    }

    // MARK: The world outside

    /// The answer of the world outside: the lab's upstream records, or a real server's.
    private func outsideAnswer<Carrier: QueryCarrier>(
        _ step: inout Step,
        _ server: IPAddress,
        in world: inout QueryWorld<Carrier>
    ) -> QueryReply {
        if let real = lab.upstream.server {
            step.decision = "\(server) answers by way of the real server \(real.address) port \(real.port)"
            return world.askReal?(real, step.query, step.isTCP) ?? .timeout
        }
        do {
            let upstream = try SimulatedUpstream(lab.upstream)
            let message = try Message(decoding: step.query.span)
            step.decision = "\(server) answers from the lab's upstream records"
            return .response(upstream.respond(to: message, limit: step.limit))
        } catch {
            step.decision = "\(server): \(error)"
            return .timeout
        }
    }
}
