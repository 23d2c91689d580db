internal import Addressing
internal import Lab

/// All that one stack finds of another.
extension Reachability {
    mutating func answer(_ asker: Node, _ target: Node) -> PairAnswer {
        switch target {
        case .container(let slot): toContainer(asker, slot)
        case .host: toHost(asker)
        case .outside: toOutside(asker)
        }
    }

    private mutating func toContainer(_ asker: Node, _ slot: Slab<Container>.Slot) -> PairAnswer {
        let target = tracer.stack(of: slot)
        if case .container(let own) = asker, tracer.isSameStack(own, slot) { return inOneStack(target.ports) }
        if target.form == .host {
            if asker == .host { return inOneStack(target.ports) }
            let addresses = hostAddresses(for: asker)
            return PairAnswer(
                resolves: false,
                ping: service(.ping, asker, [], addresses),
                ports: target.listeners.runs.flatMap { tracer.cuts.parts(of: $0, published: [], isOnHost: true) }
                    .map { service($0, asker, [], addresses) }
            )
        }
        let (named, others) = addresses(of: target, for: asker)
        var ports: [PairAnswer.ServiceAnswer] = []
        for run in target.listeners.runs {
            for part in tracer.cuts.parts(of: run, published: target.published(in: run), isOnHost: false) {
                let direct = service(part, asker, named, others, near: target.slot)
                let published = published(part.first, of: target, for: asker)
                ports.append(
                    PairAnswer.ServiceAnswer(
                        ports: part,
                        ways: direct.ways + published,
                        namedCount: direct.namedCount
                    )
                )
            }
        }
        return PairAnswer(
            resolves: !named.isEmpty,
            ping: service(.ping, asker, named, others, near: target.slot),
            ports: ports,
            isOpenEnded: target.listeners.isOpenEnded
        )
    }

    private mutating func toHost(_ asker: Node) -> PairAnswer {
        if asker == .host { return inOneStack(PortSet()) }
        let addresses = hostAddresses(for: asker)
        var ports: [PairAnswer.ServiceAnswer] = []
        let listeners = lab.host.listeners.sorted {
            (ContainerPort($0.port, $0.transport), $0.address) < (ContainerPort($1.port, $1.transport), $1.address)
        }
        for listener in listeners where !listener.address.isLoopback {
            let reachable =
                listener.address.isUnspecified
                ? addresses.filter { $0.family == listener.address.family } : [listener.address]
            ports.append(service(.port(ContainerPort(listener.port, listener.transport)), asker, [], reachable))
        }
        return PairAnswer(resolves: false, ping: service(.ping, asker, [], addresses), ports: ports)
    }

    private mutating func toOutside(_ asker: Node) -> PairAnswer {
        let addresses = spoken(AddressFamily.allCases.compactMap { tracer.outside.clientAddress($0) }, by: asker)
        return PairAnswer(resolves: false, ping: service(.ping, asker, [], addresses), ports: [])
    }

    private func inOneStack(_ ports: PortSet) -> PairAnswer {
        func local(_ port: UInt16) -> [Verdict] { [Verdict(.reached, .ownStack, way: .local, port: port)] }
        return PairAnswer(
            resolves: false,
            ping: PairAnswer.ServiceAnswer(service: .ping, ways: local(0), namedCount: 0),
            ports: ports.runs.map { run in
                PairAnswer.ServiceAnswer(ports: run, ways: local(run.ports.first), namedCount: 0)
            }
        )
    }

    /// Ports that find the same: the first is asked for.
    private mutating func service(
        _ ports: PortRun,
        _ asker: Node,
        _ named: [IPAddress],
        _ others: [IPAddress],
        near hint: Slab<Container>.Slot? = nil
    ) -> PairAnswer.ServiceAnswer {
        let first = service(.port(ports.first), asker, named, others, near: hint)
        return PairAnswer.ServiceAnswer(ports: ports, ways: first.ways, namedCount: first.namedCount)
    }

    /// Asks at the addresses that the name stands for, and where that fails at others until one answers.
    private mutating func service(
        _ service: Service,
        _ asker: Node,
        _ named: [IPAddress],
        _ others: [IPAddress],
        near hint: Slab<Container>.Slot? = nil
    ) -> PairAnswer.ServiceAnswer {
        var ways: [Verdict] = []
        // Without a name both families of the first place are tried.
        let first = named.isEmpty ? Self.firstOfEachFamily(others) : named
        for address in first { ways.append(tracer.trace(from: asker, to: address, service, near: hint)) }
        if !ways.contains(where: { $0.outcome == .reached }) {
            for address in others where !first.contains(address) {
                let verdict = tracer.trace(from: asker, to: address, service, near: hint)
                guard verdict.outcome == .reached else { continue }
                ways.append(verdict)
                break
            }
        }
        if ways.isEmpty { ways = [Verdict(.unreachable, .noAddress, port: service.port?.number ?? 0)] }
        return PairAnswer.ServiceAnswer(service: service, ways: ways, namedCount: named.count)
    }

    private static func firstOfEachFamily(_ addresses: [IPAddress]) -> [IPAddress] {
        AddressFamily.allCases.compactMap { family in addresses.first { $0.family == family } }
    }

    /// Asks for a port where it is published on the host.
    private mutating func published(_ port: ContainerPort, of target: Stack, for asker: Node) -> [Verdict] {
        var ways: [Verdict] = []
        for index in target.publications[port] {
            let run = target.published[index]
            guard run.isBound, let publication = run.published(port.number) else { continue }
            var last: Verdict?
            for address in hostAddresses(of: publication, for: asker) {
                last = tracer.trace(
                    from: asker,
                    to: address,
                    .port(port),
                    port: publication.hostPort,
                    near: target.slot
                )
                if last?.outcome == .reached { break }
            }
            guard var way = last else { continue }
            // Refused at the host or not, it was asked for there.
            if way.way == .direct { way.way = .published }
            way.publication = index
            ways.append(way)
        }
        return ways
    }

    private func hostAddresses(of publication: PublishedPort, for asker: Node) -> [IPAddress] {
        let bound = publication.hostAddress
        if bound.isLoopback { return asker == .host ? [bound] : [] }
        if !bound.isUnspecified { return [bound] }
        let addresses = hostAddresses(for: asker).filter { $0.family == bound.family }
        // The host's own address outside comes first: it is the one that people use.
        return addresses.filter(isUplink) + addresses.filter { !isUplink($0) }
    }

    private func isUplink(_ address: IPAddress) -> Bool {
        lab.host.uplinkAddresses.contains { $0.address == address }
    }

    /// Where an asker finds the host: at its own gateways, then at the uplink's addresses, in families that it speaks.
    private func hostAddresses(for asker: Node) -> [IPAddress] { spoken(allHostAddresses(for: asker), by: asker) }

    /// Only addresses of families that the asker has itself; all where that leaves none.
    private func spoken(_ addresses: [IPAddress], by asker: Node) -> [IPAddress] {
        guard case .container(let slot) = asker else { return addresses }
        let stack = tracer.stack(of: slot)
        if stack.form != .own { return addresses }
        let spoken = addresses.filter { address in stack.links.contains { $0.address(address.family) != nil } }
        return spoken.isEmpty ? addresses : spoken
    }

    private func allHostAddresses(for asker: Node) -> [IPAddress] {
        var addresses: [IPAddress] = []
        if case .container(let slot) = asker {
            for link in tracer.stack(of: slot).links {
                guard lab.networks[link.network].deviceName != nil else { continue }
                for own in lab.bridgeAddresses(lab.networks[link.network]) where !own.address.isLinkLocalUnicast {
                    if link.address(own.address.family) != nil { addresses.append(own.address) }
                }
            }
        }
        addresses += lab.host.uplinkAddresses.map(\.address)
        if asker == .host { addresses += [IPAddress("127.0.0.1"), IPAddress("::1")].compactMap { $0 } }
        return addresses
    }

    /// A target's addresses: those that its name resolves to for the asker, and all.
    ///
    /// The embedded DNS asks the asker's networks in gateway order, and the first that knows the name answers alone.
    private func addresses(of target: Stack, for asker: Node) -> (named: [IPAddress], all: [IPAddress]) {
        func own(_ link: Stack.Link) -> [IPAddress] { [link.ipv4, link.ipv6].compactMap { $0?.address } }
        var shared: [Stack.Link] = []
        var named: [IPAddress] = []
        if case .container(let slot) = asker {
            let asking = tracer.stack(of: slot)
            for link in asking.links {
                guard let index = target.link(on: link.network) else { continue }
                shared.append(target.links[index])
                let network = lab.networks[link.network]
                if named.isEmpty, asking.hasEmbeddedDNS, !network.isPredefined { named = own(target.links[index]) }
            }
        }
        let rest = target.links.filter { link in !shared.contains { $0.network == link.network } }
        return (spoken(named, by: asker), spoken((shared + rest).flatMap(own), by: asker))
    }
}
