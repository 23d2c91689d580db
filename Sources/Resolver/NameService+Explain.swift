internal import Addressing
package import DNSWire
package import Lab

extension NameService {
    /// Says step by step how a question was decided: which spelling on which network matched, or why none did.
    package mutating func explain(_ question: Question, from container: Container) -> [String] {
        let view = view(of: container)
        var lines: [String] = []
        let networks = view.segments.map { String(decoding: $0.names.name, as: UTF8.self) }
        guard view.isEmbedded else {
            let servers = view.configuration.nameservers.map(\.description).joined(separator: ", ")
            let why = networks.isEmpty ? "is on no network" : "is only on \(networks.joined(separator: ", "))"
            lines.append("\(container.name) \(why): no embedded DNS; its resolv.conf names \(servers)")
            lines.append("only /etc/hosts knows other containers there, and dig does not read it")
            return lines
        }
        lines.append(
            "\(container.name) asks 127.0.0.11; networks in gateway order: \(networks.joined(separator: ", "))"
        )
        let wire = question.name.wire
        switch question.type {
        case .a, .aaaa, .mx:
            var recorder = Recorder(lab: lab)
            let all = wire.span
            let found = NameLookup.find(all.extracting(0..<max(0, wire.count - 1)), in: view, observer: &recorder)
            lines += recorder.lines
            if let found {
                let segment = view.segments[found.segment]
                let entry = segment.names.entry(found.entry)
                let count = question.type == .a ? entry.ipv4.count : question.type == .aaaa ? entry.ipv6.count : 0
                let network = String(decoding: segment.names.name, as: UTF8.self)
                lines.append(
                    count > 0
                        ? "decided: network \(network) answers alone, \(count) address\(count == 1 ? "" : "es"), TTL 600"
                        : "decided: the name is known on \(network) and has no \(question.type) record: NODATA, not forwarded"
                )
                return lines
            }
            if question.type != .mx, view.configuration.hasConfiguredNdots, question.name.labelCount == 1 {
                lines.append("decided: NODATA: the container sets ndots, so single labels are not forwarded")
                return lines
            }
        case .ptr:
            let all = wire.span
            guard let address = WireName.reverseAddress(all.extracting(0..<max(0, wire.count - 1))) else {
                lines.append("not the reverse name of one address")
                break
            }
            for segment in view.segments {
                let network = String(decoding: segment.names.name, as: UTF8.self)
                if segment.names.reverseName(address) != nil {
                    lines.append("decided: \(address) is an endpoint on \(network)")
                    return lines
                }
                lines.append("no endpoint on \(network) has \(address)")
            }
        default:
            lines.append("\(question.type) queries are always forwarded, also for names of containers")
        }
        return lines + explainForwarding(question, from: container, view)
    }

    private mutating func explainForwarding(
        _ question: Question,
        from container: Container,
        _ view: ResolverView
    ) -> [String] {
        let plan = ForwardingPlan(for: view)
        let (taker, failures) = taker(of: plan.servers, from: container)
        guard let taker else { return failures + ["decided: SERVFAIL: \(plan.failure)"] }
        let server = plan.servers[failures.count].address
        guard case .container(let id, _) = taker, let name = lab.container(id)?.name else {
            return failures + ["decided: forwarded to \(server)"]
        }
        return failures + ["decided: forwarded to \(server), where \(name) is the name server"]
    }

    /// Who takes the queries that a container's DNS passes on, or that its programs send themselves where it has none; nil
    /// where nobody does.
    package mutating func taker(ofQueriesFrom container: Container) -> QueryTaker? {
        let view = view(of: container)
        if view.isEmbedded { return taker(of: ForwardingPlan(for: view).servers, from: container).taker }
        let servers = view.configuration.nameservers.prefix(ForwardingPlan.mostServers)
            .map { ForwardingPlan.Server(address: $0, isFromHost: false) }
        return taker(of: servers, from: container).taker
    }

    /// The first of several servers that somebody takes a query at, and what comes of those before it.
    private mutating func taker(
        of servers: [ForwardingPlan.Server],
        from container: Container
    ) -> (taker: QueryTaker?, failures: [String]) {
        var failures: [String] = []
        var plane = plane()
        for server in servers {
            let passage = plane.carry(
                // A header and nothing else: who takes it is all that matters.
                [UInt8](repeating: 0, count: Header.length),
                from: server.isFromHost ? .host : .container(container.id),
                to: server.address,
                port: Self.port,
                isTCP: false,
                patience: Self.patience
            )
            switch passage {
            case .taken(let taker, _): return (taker, failures)
            case .failed(let reply):
                let place = server.isFromHost ? "the host" : container.name
                failures.append("\(server.address), asked from \(place): \(reply.words)")
            }
        }
        return (nil, failures)
    }

    /// Writes the steps of a look-up down.
    private struct Recorder: NameLookup.Observer {
        let lab: Lab
        var lines: [String] = []
        private var spelling = ""

        init(lab: Lab) {
            self.lab = lab
        }

        mutating func spelling(_ name: Span<UInt8>, network: Span<UInt8>?) {
            spelling = WireName.text(of: name)
            if let network {
                lines.append("\"\(spelling)\" on network \(WireName.text(of: network)) only")
            } else {
                lines.append("\"\(spelling)\" on any network")
            }
        }

        mutating func skipped(_ segment: ResolverView.Segment, because alias: ResolverView.Link) {
            lines.append("  \(name(segment)): the link alias \(spelling) hides real names")
        }

        mutating func tried(_ segment: ResolverView.Segment, link: ResolverView.Link?, found: Int?) {
            if let link {
                let target = link.target.map { WireName.text(of: $0.span) } ?? ""
                lines.append("  \(name(segment)): link to \(target), \(found == nil ? "which is not there" : "found")")
            } else if let found {
                let holders = holders(segment, found)
                lines.append("  \(name(segment)): \(holders.joined(separator: ", "))")
            } else {
                lines.append("  \(name(segment)): no container has this name, alias, short id or hostname")
            }
        }

        private func name(_ segment: ResolverView.Segment) -> String {
            String(decoding: segment.names.name, as: UTF8.self)
        }

        /// Who registered the name, and as what.
        private func holders(_ segment: ResolverView.Segment, _ entry: Int) -> [String] {
            guard let network = lab.network(segment.names.id) else { return [] }
            let wanted = spelling.lowercased()
            let subject = NameSubject(spelling)
            let places = lab.livePlaces(of: network) { container, index in
                subject?.admits(container, attachment: index, in: lab) != false
            }
            return places.compactMap { slot, index in
                let container = lab.containers[slot]
                let attachment = container.attachments[index]
                guard let endpoint = attachment.endpoint,
                    lab.dnsNames(of: container, on: attachment).contains(where: { $0.lowercased() == wanted })
                else { return nil }
                let address = (endpoint.ipv4 ?? endpoint.ipv6)?.address.description ?? ""
                let role =
                    container.name.lowercased() == wanted
                    ? "container"
                    : attachment.config.aliases.contains { $0.lowercased() == wanted }
                        ? "alias of" : container.id.short == wanted ? "short id of" : "hostname of"
                return "\(role) \(container.name) \(address)"
            }
        }
    }
}
