internal import Addressing
package import DNSWire
internal import Lab

/// What becomes of one query.
package enum QueryOutcome: Hashable, Sendable {
    /// The response stands in the buffer, this many octets of it.
    case reply(Int)
    /// Nobody here knows: pass the query on.
    case forward
    /// Not worth an answer.
    case ignore
}

/// The embedded DNS as a function: a query and a client's view in, a response out (Docker Engine: `Resolver.serveDNS`).
///
/// A, AAAA and PTR are answered from the lab with a TTL of 600 seconds; MX for a known name has no data; every other
/// type is passed on, also for known names. Responses carry no OPT record, as the engine's do not.
package enum QueryResponder {
    /// Seconds.
    package static let ttl: UInt32 = 600

    /// Answers a query, or says that it has to be passed on.
    ///
    /// - Parameters:
    ///   - query: the octets of the query, already read into `head`.
    ///   - limit: the octets that the response may have.
    ///   - echoesEDNS: whether a query with an OPT record gets one back; netsim's shared port does so, with the
    ///     client-subnet option.
    ///   - out: memory for the response, at least 512 octets.
    package static func respond(
        to query: Span<UInt8>,
        _ head: QueryView,
        for view: borrowing ResolverView,
        sequencer: inout AnswerSequencer,
        limit: Int,
        echoesEDNS: Bool = false,
        into out: inout MutableRawSpan
    ) -> QueryOutcome {
        switch head.verdict {
        case .ignore: return .ignore
        // The engine does not look at the version.
        case .reject(.badVers) where !echoesEDNS: break
        case .reject(let rcode): return .reply(reject(query, head, rcode, limit: limit, into: &out))
        case .answer: break
        }
        let name = query.extracting(QueryView.nameOffset..<QueryView.nameOffset + max(0, head.nameLength - 1))
        switch head.type {
        case .a, .aaaa, .mx:
            var silence = NameLookup.Silence()
            if let found = NameLookup.find(name, in: view, observer: &silence) {
                var writer = begin(query, head, limit, echoesEDNS, &out)
                fill(&writer, head, found, view, &sequencer, &out)
                return .reply(writer.finish(into: &out))
            }
            // A container that sets ndots itself expects its own search list to be tried, not the upstream.
            if head.type != .mx, view.configuration.hasConfiguredNdots, isSingleLabel(name) {
                var writer = begin(query, head, limit, echoesEDNS, &out)
                return .reply(writer.finish(into: &out))
            }
        case .ptr:
            guard let address = WireName.reverseAddress(name) else { break }
            for segment in view.segments {
                guard let range = segment.names.reverseName(address) else { continue }
                if range.isEmpty { return .reply(reject(query, head, .servFail, flags: [], limit: limit, into: &out)) }
                var writer = begin(query, head, limit, echoesEDNS, &out)
                segment.names.addReverse(range, to: &writer, into: &out)
                return .reply(writer.finish(into: &out))
            }
        default: break
        }
        return .forward
    }

    /// A response without records and with an error code.
    package static func reject(
        _ query: Span<UInt8>,
        _ head: QueryView,
        _ rcode: RCODE,
        flags: HeaderFlags = .ra,
        limit: Int,
        into out: inout MutableRawSpan
    ) -> Int {
        var writer = ResponseWriter(to: head, query, rcode: rcode, flags: flags, limit: limit, into: &out)
        return writer.finish(into: &out)
    }

    private static func begin(
        _ query: Span<UInt8>,
        _ head: QueryView,
        _ limit: Int,
        _ echoesEDNS: Bool,
        _ out: inout MutableRawSpan
    ) -> ResponseWriter {
        ResponseWriter(
            to: head,
            query,
            limit: limit,
            echoesEDNS: echoesEDNS,
            subnetScope: echoesEDNS ? head.clientSubnet?.sourcePrefixLength : nil,
            into: &out
        )
    }

    private static func fill(
        _ writer: inout ResponseWriter,
        _ head: QueryView,
        _ found: NameLookup.Finding,
        _ view: borrowing ResolverView,
        _ sequencer: inout AnswerSequencer,
        _ out: inout MutableRawSpan
    ) {
        let names = view.segments[found.segment].names
        let entry = names.entry(found.entry)
        // Each question rotates by itself: a client that asks for A and AAAA in turn, as most do, moves both on.
        let key = head.nameHash ^ names.id.rotationSalt &+ UInt64(head.type.rawValue)
        if head.type == .a {
            each(entry.ipv4, key, &sequencer) { index in
                writer.addA(IPv4Address(rawValue: names.ipv4[index]), ttl: ttl, into: &out)
            }
        } else if head.type == .aaaa {
            each(entry.ipv6, key, &sequencer) { index in
                writer.addAAAA(IPv6Address(rawValue: names.ipv6[index]), ttl: ttl, into: &out)
            }
        }
    }

    /// Visits the places of `range` in the sequencer's order.
    private static func each(
        _ range: Range<Int32>,
        _ key: UInt64,
        _ sequencer: inout AnswerSequencer,
        _ body: (Int) -> Void
    ) {
        let count = range.count
        let start = sequencer.start(key, count: count)
        guard sequencer.order == .shuffle, count > 1 else {
            for step in 0..<count {
                let place = start + step
                body(Int(range.lowerBound) + (place < count ? place : place - count))
            }
            return
        }
        var indices = Array(range)
        for last in stride(from: count - 1, to: 0, by: -1) {
            indices.swapAt(last, sequencer.draw(through: last))
        }
        for index in indices { body(Int(index)) }
    }

    private static func isSingleLabel(_ name: Span<UInt8>) -> Bool {
        name.count > 0 && Int(name[0]) == name.count - 1
    }
}
