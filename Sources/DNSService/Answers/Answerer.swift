internal import Addressing
internal import DNSWire
package import Lab
package import Resolver

/// Whose view a query is answered with.
package enum Asker: Hashable, Sendable {
    /// A container, by the number that ``Answerer/client(_:)`` gave for it.
    case client(Int)
    /// The container with the address that the query's client-subnet option gives.
    case named
}

/// What becomes of a query that came to the server.
package enum Disposition: Sendable {
    /// The response stands in the buffer, this many octets of it.
    case reply(Int)
    /// A real server has to be asked. The embedded DNS takes its SERVFAIL and REFUSED for no answer at all; a container
    /// that asks the server itself gets to see them.
    case forward(Upstream.Server, passesRefusals: Bool)
    case silence
}

/// The server without its sockets: a query and its asker in, a response out.
///
/// Views are made when first asked for after a change of the lab; places in rotations outlive it. The answer from a
/// view that is there allocates nothing.
package struct Answerer {
    package private(set) var lab: Lab
    package var statistics = ServerStatistics()
    private let order: AnswerOrder
    private let seed: UInt64
    private var service: NameService
    /// The numbers of the clients, which are indices of the three arrays; kept while the container exists.
    private var numbers: [ContainerID: Int] = [:]
    private var ids: [ContainerID] = []
    private var freeNumbers: [Int] = []
    private var views: [ClientView?] = []
    private var sequencers: [AnswerSequencer] = []
    /// nil: not made since the last change.
    private var addresses: AddressIndex?
    private var upstream: SimulatedUpstream?

    package init(_ lab: Lab, order: AnswerOrder = .rotate, seed: UInt64 = 0) {
        self.lab = lab
        self.order = order
        self.seed = seed
        service = NameService(lab)
    }

    /// Answers from another state of the lab from now on.
    package mutating func replaceLab(_ lab: Lab) {
        self.lab = lab
        service = NameService(lab)
        addresses = nil
        upstream = nil
        for (id, number) in numbers {
            views[number] = nil
            guard lab.container(id) == nil else { continue }
            numbers[id] = nil
            freeNumbers.append(number)
        }
    }

    /// The number of a container as a client; `nil` when the lab has no such container.
    package mutating func client(_ id: ContainerID) -> Int? {
        if let known = numbers[id] { return known }
        guard lab.container(id) != nil else { return nil }
        let sequencer = AnswerSequencer(order: order, seed: seed ^ id.words.0)
        let number: Int
        if let free = freeNumbers.popLast() {
            number = free
            ids[number] = id
            sequencers[number] = sequencer
        } else {
            number = views.count
            ids.append(id)
            views.append(nil)
            sequencers.append(sequencer)
        }
        numbers[id] = number
        return number
    }
}

// MARK: Answering

extension Answerer {
    /// Says what becomes of a query, and writes the response where there is one.
    ///
    /// - Parameters:
    ///   - maximum: the octets that the transport takes: 65507 over UDP, 65535 over TCP.
    ///   - isStream: over TCP, the asker's UDP limit does not matter.
    ///   - out: memory for the response, at least 512 octets; responses are also limited to its size.
    package mutating func answer(
        _ query: Span<UInt8>,
        for asker: Asker,
        isStream: Bool,
        maximum: Int,
        into out: inout MutableRawSpan
    ) -> Disposition {
        let head = QueryView(query)
        let limit = isStream ? maximum : head.udpLimit(maximum: maximum)
        statistics.queries &+= 1
        switch head.verdict {
        case .ignore:
            statistics.malformed &+= 1
            return .silence
        case .reject(let rcode):
            statistics.malformed &+= 1
            return .reply(QueryResponder.reject(query, head, rcode, limit: limit, into: &out))
        case .answer: break
        }

        let number: Int
        switch asker {
        case .client(let known): number = known
        case .named:
            switch findClient(head.clientSubnet) {
            case .success(let found): number = found
            case .failure(let refusal):
                statistics.refused &+= 1
                return .reply(Refusal.write(refusal, to: query, head, limit: limit, into: &out))
            }
        }
        guard let asked = view(number) else { return .silence }
        if asked.view.isEmbedded {
            let outcome = QueryResponder.respond(
                to: query,
                head,
                for: asked.view,
                sequencer: &sequencers[number],
                limit: limit,
                echoesEDNS: asker == .named,
                into: &out
            )
            if case .reply(let count) = outcome {
                statistics.local &+= 1
                return .reply(count)
            }
        }
        return askOutside(query, head, asked, asker, number, isStream, limit, &out)
    }

    /// What a client's view is made of once the lab has changed: nothing, for a container that is gone.
    private mutating func view(_ number: Int) -> ClientView? {
        guard views.indices.contains(number) else { return nil }
        if let made = views[number] { return made }
        guard let container = lab.container(ids[number]) else { return nil }
        let made = ClientView(of: container, in: &service)
        views[number] = made
        return made
    }

    private mutating func askOutside(
        _ query: Span<UInt8>,
        _ head: QueryView,
        _ asked: ClientView,
        _ asker: Asker,
        _ number: Int,
        _ isStream: Bool,
        _ limit: Int,
        _ out: inout MutableRawSpan
    ) -> Disposition {
        switch asked.outside {
        case .container:
            let (response, real) = containerResponse(query, number, isStream)
            if let real { return .forward(real, passesRefusals: !asked.view.isEmbedded) }
            guard let response, response.count <= limit else { return reject(query, head, limit, &out) }
            statistics.simulated &+= 1
            return .reply(Self.copy(response, to: &out))
        case .server(let server):
            return .forward(server, passesRefusals: !asked.view.isEmbedded)
        case .nobody: return reject(query, head, limit, &out)
        case .simulated:
            guard let response = simulatedResponse(query, head, asker, limit) else {
                return reject(query, head, limit, &out)
            }
            statistics.simulated &+= 1
            return .reply(Self.copy(response, to: &out))
        }
    }

    private mutating func reject(
        _ query: Span<UInt8>,
        _ head: QueryView,
        _ limit: Int,
        _ out: inout MutableRawSpan
    ) -> Disposition {
        statistics.refused &+= 1
        return .reply(QueryResponder.reject(query, head, .servFail, flags: [], limit: limit, into: &out))
    }

    private static func copy(_ response: [UInt8], to out: inout MutableRawSpan) -> Int {
        let count = min(response.count, out.byteCount)
        for index in 0..<count { out.storeBytes(of: response[index], toByteOffset: index, as: UInt8.self) }
        return count
    }

    /// What a name server among the containers says, over the simulated network; or the real server that it comes down to.
    private mutating func containerResponse(
        _ query: Span<UInt8>,
        _ number: Int,
        _ isStream: Bool
    ) -> (response: [UInt8]?, real: Upstream.Server?) {
        guard let container = lab.container(ids[number]) else { return (nil, nil) }
        let bytes = query.indices.map { query[$0] }
        let (asked, real) = service.askSimulated(
            bytes,
            from: container,
            isTCP: isStream,
            sequencer: &sequencers[number]
        )
        guard case .response(let response) = asked.result else { return (nil, real) }
        return (response, real)
    }

    /// The response of the lab's own upstream; `nil` where its records, or the query, cannot be read.
    private mutating func simulatedResponse(
        _ query: Span<UInt8>,
        _ head: QueryView,
        _ asker: Asker,
        _ limit: Int
    ) -> [UInt8]? {
        if upstream == nil { upstream = try? SimulatedUpstream(lab.upstream) }
        guard let upstream, let message = try? Message(decoding: query) else { return nil }
        guard asker == .named, let subnet = head.clientSubnet else {
            return upstream.respond(to: message, limit: limit)
        }
        // The upstream knows nothing of the option, which here is the server's own.
        let whole = upstream.respond(to: message, limit: Message.maximumLength)
        guard var response = try? Message(decoding: whole.span) else { return nil }
        response.edns?.options.append(subnet.scoped(to: subnet.sourcePrefixLength).option)
        var bytes: [UInt8] = []
        guard (try? response.encode(into: &bytes, limit: limit)) != nil else { return nil }
        return bytes
    }

    /// The client that a client-subnet option names.
    private mutating func findClient(_ subnet: ClientSubnet?) -> Result<Int, Refusal> {
        guard let subnet else { return .failure(.noOption) }
        guard let prefix = subnet.prefix, prefix.length == prefix.family.bitWidth else {
            return .failure(.noSingleAddress)
        }
        let index: AddressIndex
        if let addresses {
            index = addresses
        } else {
            index = AddressIndex(lab)
            addresses = index
        }
        switch index[prefix.address] {
        case nil: return .failure(.unknown(prefix.address))
        case .several?: return .failure(.ambiguous(prefix.address))
        case .container(let id)?:
            guard let number = client(id) else { return .failure(.unknown(prefix.address)) }
            return .success(number)
        }
    }
}
