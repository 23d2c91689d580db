package import Addressing
internal import Dataplane
package import Lab

/// What comes of sending a query: an answer, or how its absence shows.
package enum QueryReply: Hashable, Sendable {
    /// A response, in wire form.
    case response([UInt8])
    /// Nothing within the sender's patience.
    case timeout
    /// Somebody says that the port is closed.
    case refused
    /// The sender's own stack knows no way.
    case unreachable
    /// A router on the way, or the sender itself once nobody answered for the next hop, says so.
    case hostUnreachable
}

extension QueryReply {
    /// In words, for explanations.
    var words: String {
        switch self {
        case .response: "it answers"
        case .timeout: "nothing comes back"
        case .refused: "nothing listens on port 53"
        case .unreachable: "no route"
        case .hostUnreachable: "nobody has the address, or can be reached there"
        }
    }
}

/// Whose namespace a query leaves from.
package enum QueryOrigin: Hashable, Sendable {
    case container(ContainerID)
    case host
}

/// Who takes a query in the end.
package enum QueryTaker: Hashable, Sendable {
    /// A container's service, at a port of its own.
    case container(ContainerID, port: UInt16)
    /// A program of the host.
    case host(port: UInt16)
    /// Whoever has the address outside.
    case outside(port: UInt16)
}

/// A query that was taken and waits for its answer.
package struct QueryTicket: Sendable {
    let question: Dataplane.OpenQuestion?

    /// Of a network that carries nothing by itself.
    package init() { question = nil }

    init(_ question: Dataplane.OpenQuestion) { self.question = question }
}

package enum QueryPassage: Sendable {
    case taken(QueryTaker, QueryTicket)
    case failed(QueryReply)
}

/// The network that queries and their answers cross: a name server is whoever is reached.
package protocol QueryCarrier {
    /// Nanoseconds of simulated time since the network came to life.
    var elapsed: Int64 { get }

    /// Sends a query from a namespace to a server, and waits until somebody takes it.
    ///
    /// - Parameter patience: nanoseconds.
    mutating func carry(
        _ query: [UInt8],
        from origin: QueryOrigin,
        to server: IPAddress,
        port: UInt16,
        isTCP: Bool,
        patience: Int64
    ) -> QueryPassage

    /// Brings the answer of whoever took a query back to its sender; nil for silence.
    mutating func bring(_ answer: [UInt8]?, for ticket: QueryTicket, isTCP: Bool, patience: Int64) -> QueryReply
}

extension Dataplane: QueryCarrier {
    package var elapsed: Int64 { now.nanoseconds }

    package mutating func carry(
        _ query: [UInt8],
        from origin: QueryOrigin,
        to server: IPAddress,
        port: UInt16,
        isTCP: Bool,
        patience: Int64
    ) -> QueryPassage {
        let stack: StackID
        switch origin {
        case .host: stack = hostStack()
        case .container(let id):
            guard let container = lab.container(id), let own = self.stack(of: container) else {
                return .failed(.unreachable)
            }
            stack = own
        }
        let taking = ask(
            isTCP ? Self.framed(query) : query,
            in: stack,
            to: server,
            port: port,
            isTCP ? .tcp : .udp,
            until: now.advanced(by: patience)
        )
        switch taking {
        case .taken(.container(let id, let port), let question):
            return .taken(.container(id, port: port), QueryTicket(question))
        case .taken(.host(let port), let question): return .taken(.host(port: port), QueryTicket(question))
        case .taken(.world(let port), let question): return .taken(.outside(port: port), QueryTicket(question))
        case .failed(let failure): return .failed(QueryReply(failure))
        }
    }

    package mutating func bring(
        _ answer: [UInt8]?,
        for ticket: QueryTicket,
        isTCP: Bool,
        patience: Int64
    ) -> QueryReply {
        guard let question = ticket.question else { return answer.map { .response($0) } ?? .timeout }
        let sent = isTCP ? answer.map(Self.framed) : answer
        switch self.answer(question, with: sent, until: now.advanced(by: patience)) {
        case .success(let bytes): return .response(isTCP ? Array(bytes.dropFirst(2)) : bytes)
        case .failure(let failure): return QueryReply(failure)
        }
    }

    /// A message behind its length, as TCP carries it (RFC 1035 section 4.2.2).
    private static func framed(_ message: [UInt8]) -> [UInt8] {
        let count = UInt16(truncatingIfNeeded: message.count)
        return [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + message
    }
}

extension QueryReply {
    init(_ failure: Dataplane.Failure) {
        switch failure {
        case .refused: self = .refused
        case .unreachable: self = .unreachable
        case .hostUnreachable: self = .hostUnreachable
        case .timeout: self = .timeout
        }
    }
}
