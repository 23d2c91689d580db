internal import Addressing
internal import Lab

/// A network stack as the analysis needs it: links in gateway order, routes, and what listens.
struct Stack: Sendable {
    enum Form: Hashable, Sendable {
        case own
        case host
        /// Only `lo`: network mode none, or a joiner whose owner has gone.
        case loopback
    }

    struct Link: Hashable, Sendable {
        let network: Slab<Network>.Slot
        let ipv4: IPPrefix?
        let ipv6: IPPrefix?
        let linkLocal: [IPPrefix]
        /// Whether it is down, or loses everything.
        let isCut: Bool

        func address(_ family: AddressFamily) -> IPPrefix? { family == .ipv4 ? ipv4 : ipv6 }

        func has(_ address: IPAddress) -> Bool {
            ipv4?.address == address || ipv6?.address == address || linkLocal.contains { $0.address == address }
        }

        /// The length of the connected route that holds `destination`; nil without one.
        func connectedLength(_ destination: IPAddress) -> Int? {
            var longest: Int?
            func offer(_ prefix: IPPrefix) {
                if prefix.hostBits > 0, prefix.contains(destination) { longest = max(longest ?? 0, prefix.length) }
            }
            if let own = address(destination.family) { offer(own) }
            for prefix in linkLocal { offer(prefix) }
            return longest
        }
    }

    struct Default: Hashable, Sendable {
        let link: Int
        /// nil: the whole world is on the link.
        let nextHop: IPAddress?
    }

    let form: Form
    /// The container that owns the stack, or the first that uses it.
    let slot: Slab<Container>.Slot
    let links: [Link]
    let ipv4Default: Default?
    let ipv6Default: Default?
    /// What listens in the stack: the services of all containers that share it. Only its own in the host's stack.
    let listeners: ListeningSet
    /// The ports among them.
    let ports: PortSet
    let published: [PublishedRun]
    /// The places of those runs by the container ports that they publish.
    let publications: PortMap<Int>
    let hasEmbeddedDNS: Bool

    /// Whether something takes what comes to a port at one of the stack's addresses.
    func isOpen(_ port: ContainerPort, at address: IPAddress) -> Bool {
        listeners.takes(port, at: address)
    }

    /// Where ports of a run are published.
    func published(in run: PortRun) -> [PublishedRun] { publications.values(in: run).map { published[$0] } }

    func defaultRoute(_ family: AddressFamily) -> Default? { family == .ipv4 ? ipv4Default : ipv6Default }

    func link(with address: IPAddress) -> Int? { links.firstIndex { $0.has(address) } }

    func link(on network: Slab<Network>.Slot) -> Int? { links.firstIndex { $0.network == network } }

    /// The link and the next hop towards an address; nil without a route.
    func route(to destination: IPAddress) -> (link: Int, nextHop: IPAddress)? {
        var best: (link: Int, length: Int)?
        for (index, link) in links.enumerated() {
            if let length = link.connectedLength(destination), length > best?.length ?? -1 { best = (index, length) }
        }
        if let best { return (best.link, destination) }
        return defaultRoute(destination.family).map { ($0.link, $0.nextHop ?? destination) }
    }

    /// The address where a published port's traffic arrives, from a host address of `family`.
    func publishingAddress(_ family: AddressFamily) -> IPAddress? {
        func own(_ family: AddressFamily) -> IPAddress? {
            guard let route = defaultRoute(family), links.indices.contains(route.link) else { return nil }
            return links[route.link].address(family)?.address
        }
        return family == .ipv6 ? own(.ipv6) ?? own(.ipv4) : own(.ipv4)
    }
}

extension Lab {
    /// The stack of a running container that owns one, or that runs in the host's.
    func stack(_ slot: Slab<Container>.Slot, sharedWith joiners: [Slab<Container>.Slot]) -> Stack {
        let container = containers[slot]
        var listeners = listening(of: container)
        for joiner in joiners { listeners.formUnion(listening(of: containers[joiner])) }
        var form = Stack.Form.own
        if container.stack == .host { form = .host }
        if case .joined = container.stack { form = .loopback }
        let live = form == .own ? gatewayOrder(of: container) : []
        var links: [Stack.Link] = []
        var defaults: [AddressFamily: Stack.Default] = [:]
        var withoutWayOut = Set(AddressFamily.allCases)
        for index in live {
            let attachment = container.attachments[index]
            guard let endpoint = attachment.endpoint, let network = networkSlot(joinedBy: attachment),
                networks[network].driver.hasEndpoints
            else { continue }
            for family in withoutWayOut where isWayOut(attachment, family) {
                withoutWayOut.remove(family)
                let gateway = gateway(of: attachment, family)
                // A way out that the engine knows no gateway of leaves the stack without a default route.
                if gateway == nil, !routesOnLink(attachment) { continue }
                defaults[family] = Stack.Default(link: links.count, nextHop: gateway)
            }
            links.append(
                Stack.Link(
                    network: network,
                    ipv4: endpoint.ipv4,
                    ipv6: endpoint.ipv6,
                    linkLocal: endpoint.linkLocal,
                    isCut: !faults.isNone && isCut(container.id, networks[network].id)
                )
            )
        }
        if form == .own, links.isEmpty { form = .loopback }
        let published = container.published.runs
        var publications = PortMap<Int>()
        for (place, run) in published.enumerated() { publications.add(run.ports, place) }
        return Stack(
            form: form,
            slot: slot,
            links: links,
            ipv4Default: defaults[.ipv4],
            ipv6Default: defaults[.ipv6],
            listeners: listeners,
            ports: listeners.ports,
            published: published,
            publications: publications,
            hasEmbeddedDNS: container.hasEmbeddedDNS
        )
    }

    private func isCut(_ container: ContainerID, _ network: NetworkID) -> Bool {
        let place = Faults.Place(container: container, network: network)
        return faults.downLinks.contains(place) || faults.impairment(of: place).loss >= 1_000_000
    }
}
