internal import Addressing
internal import Dataplane
internal import Lab
internal import PacketFilter

/// What is behind a failure, in words: not which rule or table decided, but which choice of the design did.
package struct Causes {
    let inquiry: Inquiry
    let failed: ProbeResult?

    private var lab: Lab { inquiry.lab }
    private var port: ContainerPort? { inquiry.kind.port }

    package init(_ inquiry: Inquiry, failed: ProbeResult?) {
        self.inquiry = inquiry
        self.failed = failed
    }

    /// The causes that are found, the nearest first.
    package func find() -> [String] {
        var found: [String] = []
        let all = [
            notRunning, stranded, cut, ownLoopback, fixedName, parentIsolation, ineffectivePublishing, loopbackOnly,
            hostProgram, boundElsewhere, wrongPort, leadsNowhere, unknownName, detour, separateNetworks, directAccess,
            noWayOut,
            noWayBack, nobodyThere, noIPv6, unknownOutside, unpublished, beyond,
        ]
        for cause in all {
            guard let text = cause(), !found.contains(text) else { continue }
            found.append(text)
            if found.count == 3 { break }
        }
        return found
    }

    // MARK: Who runs

    private func notRunning() -> String? {
        guard let target = inquiry.target else { return nil }
        if target.status == .paused {
            return "\(target.name) is paused: its kernel takes connections, and nobody answers them"
        }
        guard !target.isRunning else { return nil }
        return "\(target.name) does not run (\(target.status.rawValue)): it has neither an address nor a name"
    }

    private func stranded() -> String? {
        for container in [inquiry.target, inquiry.senderContainer].compactMap({ $0 }) {
            let isItself = container.isRunning && lab.stackOwner(of: container) == nil
            for joiner in isItself ? [container] : lab.strandedJoiners(of: container) {
                guard case .container(let reference) = joiner.config.networkMode else { continue }
                let owner = lab.knownContainerSlot(matching: reference).map { lab.containers[$0].name } ?? reference
                return "\(joiner.name) shares the stack that \(owner) had before it was started again: "
                    + "nothing but lo is left of that one, until \(joiner.name) is restarted too"
            }
        }
        return nil
    }

    /// What the user does to links.
    private func cut() -> String? {
        let both = [inquiry.senderContainer, inquiry.target].compactMap { $0 }
        for container in both {
            for place in lab.places(of: container) where lab.faults.downLinks.contains(place) {
                let network = lab.network(place.network)?.name ?? place.network.short
                return "the link of \(container.name) on \(network) is down"
            }
        }
        guard both.count == 2, lab.faults.partitions.contains(Faults.Partition(both[0].id, both[1].id)) else {
            return nil
        }
        return "\(both[0].name) and \(both[1].name) are partitioned"
    }

    // MARK: Where something listens

    private func ownLoopback() -> String? {
        guard inquiry.isOwnLoopback, let address = inquiry.address else { return nil }
        let shown = inquiry.host == "\(address)" ? "\(address)" : "\(inquiry.host) (\(address))"
        return "\(shown) is \(inquiry.senderName) itself: in a container it is neither the host nor another container"
    }

    private func loopbackOnly() -> String? {
        guard let target = inquiry.target, let port = inquiry.targetPort else { return nil }
        let fitting = lab.stackListeners(of: target).filter { $0.listener.port == port }
        guard let first = fitting.first, fitting.allSatisfy({ $0.listener.isLoopbackOnly }) else { return nil }
        return
            "\(first.container.name) listens on \(first.listener) alone: only what runs in its own stack reaches that"
    }

    private func hostProgram() -> String? {
        guard let port, inquiry.isAtHost || inquiry.isOwnLoopback, inquiry.publication == nil else { return nil }
        for container in lab.hostModeContainers {
            guard let bound = lab.listeners(of: container).first(where: { $0.port == port && $0.isLoopbackOnly }) else {
                continue
            }
            return
                "\(container.name) listens on \(bound) of the host alone: containers and others come by another address"
        }
        let program = lab.host.listeners.first {
            $0.port == port.number && $0.transport == port.transport && $0.address.isLoopback
        }
        guard let program else { return nil }
        return "the host's program listens on \(program.address):\(program.port) alone: containers and others come by "
            + "another address"
    }

    private func boundElsewhere() -> String? {
        guard let port, inquiry.isAtHost, inquiry.publication == nil,
            let entry = lab.publications.first(where: {
                $0.port.hostPort == port.number && $0.port.port.transport == port.transport
            })
        else { return nil }
        return
            "port \(port.number) of \(entry.container.name) is published on \(entry.port.hostAddress) of the host alone"
    }

    /// A container's port asked of the host, or the host's of a container; another protocol; a port that nothing opens.
    private func wrongPort() -> String? {
        guard let port else { return nil }
        if inquiry.isAtHost, inquiry.publication == nil {
            guard failed?.verdict == .refused else { return nil }
            let entry = lab.publications.first { entry in
                entry.port.port == port && lab.stackListeners(of: entry.container).contains { $0.listener.port == port }
            }
            return entry.map {
                "\(port) is the port of \($0.container.name) itself; on the host it is published as \($0.port.hostPort)"
            }
        }
        guard let target = inquiry.target, target.isRunning, inquiry.publication == nil else { return nil }
        let open = Set(lab.stackListeners(of: target).map(\.listener.port)).sorted()
        guard !open.contains(port) else { return nil }
        let published = target.published.first {
            $0.hostPort == port.number && $0.port.transport == port.transport && $0.port != port
        }
        if let published {
            return "\(port.number) is the port on the host; in its networks \(target.name) listens on \(published.port)"
        }
        if let other = open.first(where: { $0.number == port.number }) {
            return "\(target.name) listens on \(other), not on \(port)"
        }
        if open.isEmpty {
            return "\(target.name) is not known to listen on anything: say so with -p, --expose or the label "
                + Lab.listenLabel
        }
        return "\(target.name) listens on \(open.map(\.description).joined(separator: ", ")), not on \(port)"
    }

    private func leadsNowhere() -> String? {
        guard let publication = inquiry.publication else { return nil }
        let open = Set(lab.stackListeners(of: publication.container).map(\.listener.port)).sorted()
        guard !open.contains(publication.port.port), publication.container.isRunning else { return nil }
        let name = publication.container.name
        let others = open.isEmpty ? "" : "; it listens on \(open.map(\.description).joined(separator: ", "))"
        return "port \(publication.port.hostPort) of the host leads to \(publication.port.port) of \(name), "
            + "where nothing listens\(others)"
    }

    private func ineffectivePublishing() -> String? {
        guard let target = inquiry.target, target.isRunning, !target.config.portBindings.isEmpty,
            !target.published.contains(where: { $0.hostPort != 0 }),
            inquiry.isAtHost || inquiry.sender == .outside || inquiry.sender == .host
        else { return nil }
        guard let owner = lab.stackOwner(of: target) else { return nil }
        if owner.stack == .host {
            return "-p of \(target.name) means nothing in host mode: its ports are open on the host as they are"
        }
        let networks = owner.attachments.compactMap { $0.networkID.flatMap { lab.network($0) } }
        let names = networks.map(\.name).joined(separator: ", ")
        if networks.isEmpty { return "-p of \(target.name) has no effect: it is on no network" }
        if networks.allSatisfy(\.isInternal) {
            return "-p of \(target.name) has no effect: it is only on internal networks (\(names))"
        }
        if networks.contains(where: { $0.driver == .macvlan || $0.driver == .ipvlan }) {
            return
                "-p of \(target.name) has no effect on macvlan and ipvlan (\(names)): it is reached at its own address"
        }
        return nil
    }

    // MARK: Names

    /// A name that `--add-host` decides, whatever name servers say.
    private func fixedName() -> String? {
        guard let asker = inquiry.senderContainer, let address = inquiry.address,
            let owner = lab.filesOwner(of: asker),
            owner.config.extraHosts.contains(where: { $0.hasPrefix("\(inquiry.host):") })
        else { return nil }
        return "\(inquiry.host) is \(address) by --add-host of \(owner.name), whatever name servers say"
    }

    private func unknownName() -> String? {
        guard inquiry.address == nil || failed == nil, IPAddress(inquiry.host) == nil else { return nil }
        if inquiry.host == "host.docker.internal" {
            return "host.docker.internal is no name on Linux, unless the container was given it "
                + "(--add-host host.docker.internal:host-gateway)"
        }
        guard let asker = inquiry.senderContainer, let target = inquiry.target else { return nil }
        guard let owner = lab.stackOwner(of: target) else { return nil }
        if owner.stack == .host {
            return
                "\(target.name) runs in the host's stack: on the containers' networks it has neither name nor address"
        }
        if owner.id != target.id {
            return "\(target.name) shares the stack of \(owner.name): it is found by that name, and has none of its own"
        }
        let asking = lab.stackOwner(of: asker) ?? asker
        if !asking.hasEmbeddedDNS, inquiry.sharedNetworks.contains("bridge") {
            return "on the default bridge containers have no names for one another; networks of one's own have"
        }
        return nil
    }

    // MARK: Networks

    private func parentIsolation() -> String? {
        guard failed?.verdict != .reached else { return nil }
        let isChild = { (attachment: Attachment) -> Bool in
            attachment.networkID.flatMap { lab.network($0) }?.parentName == lab.host.uplinkName
                && !lab.routesOnLink(attachment)
        }
        let asker = inquiry.senderContainer.flatMap { lab.stackOwner(of: $0) }
        if inquiry.isFromHost, let address = inquiry.address, let target = inquiry.target,
            let attachment = lab.stackOwner(of: target)?.attachments.first(where: { attachment in
                isChild(attachment) && attachment.endpoint?.address(address.family)?.address == address
            })
        {
            return isolation(target.name, attachment.network)
        }
        guard inquiry.isAtHost, let asker, !inquiry.isFromHost,
            let attachment = asker.attachments.first(where: isChild), asker.attachments.allSatisfy(isChild)
        else { return nil }
        return isolation(asker.name, attachment.network)
    }

    private func isolation(_ container: String, _ network: String) -> String {
        "\(container) is on \(network), a child of \(lab.host.uplinkName): such a child and the host itself never hear "
            + "each other (by a bridge network beside it they do, or by a macvlan interface of the host's own)"
    }

    private func detour() -> String? {
        guard let detour = Detour(failed, in: lab), let name = lab.container(detour.container)?.name else { return nil }
        return "the question comes to \(name) by \(detour.interface) (\(detour.network)), and the answer leaves by "
            + "\(detour.otherInterface) (\(detour.otherNetwork)), whose gateway is the default route"
    }

    private func separateNetworks() -> String? {
        guard let a = inquiry.senderContainer.flatMap({ lab.stackOwner(of: $0) }),
            let b = inquiry.target.flatMap({ lab.stackOwner(of: $0) }), a.id != b.id, inquiry.publication == nil,
            a.stack != .host, b.stack != .host, inquiry.sharedNetworks.isEmpty
        else { return nil }
        func places(_ container: Container) -> String {
            let names = container.attachments.filter { $0.endpoint != nil }.map(\.network)
                .filter { $0 != "none" }
            return names.isEmpty ? "on no network" : "on \(names.joined(separator: ", "))"
        }
        return "\(a.name) is \(places(a)) and \(b.name) \(places(b)): they share no network"
    }

    private func directAccess() -> String? {
        guard case .dropped(.rule(_, _, let place?))? = failed?.verdict, let target = inquiry.target,
            inquiry.senderContainer == nil
        else { return nil }
        guard case .user = place.rule.origin else {
            return
                "\(inquiry.senderName) asks \(target.name) at its own address: from beyond its bridge only published "
                + "ports answer, at the host's address (gateway modes routed and nat-unprotected, and "
                + "trusted_host_interfaces, open more)"
        }
        return nil
    }

    private func noWayOut() -> String? {
        guard let asker = inquiry.senderContainer.flatMap({ lab.stackOwner(of: $0) }), inquiry.target == nil,
            !inquiry.isOwnLoopback, !inquiry.isAtHost, asker.stack != .host
        else { return nil }
        let networks = asker.attachments.compactMap { $0.networkID.flatMap { lab.network($0) } }
            .filter(\.driver.hasEndpoints)
        if networks.isEmpty { return "\(asker.name) is on no network" }
        guard AddressFamily.allCases.allSatisfy({ lab.gatewayAttachment(of: asker, $0) == nil }) else { return nil }
        let names = networks.map(\.name).joined(separator: ", ")
        if networks.allSatisfy(\.isInternal) {
            return "\(asker.name) is only on internal networks (\(names)), which lead nowhere else"
        }
        return "no network of \(asker.name) (\(names)) has a gateway"
    }

    private func noWayBack() -> String? {
        guard let failed, let asker = inquiry.senderContainer.flatMap({ lab.stackOwner(of: $0) }) else { return nil }
        let isLost = failed.steps.contains { step in
            guard case .dropped(let reason) = step.kind else { return false }
            return reason == .privateSource || reason == .notRoutedOutside
        }
        guard isLost, let place = lab.gatewayAttachment(of: asker, .ipv4),
            let network = asker.attachments[place].networkID.flatMap({ lab.network($0) })
        else { return nil }
        if lab.routesOnLink(asker.attachments[place]) {
            return
                "\(network.name) is ipvlan in a layer 3 mode: \(asker.name) leaves by \(lab.host.uplinkName) with its own "
                + "address, and nobody out there has a route back to it"
        }
        if network.driver == .bridge, !network.bridge.enableMasquerade || network.bridge.gatewayMode4 == .routed {
            return
                "what leaves \(network.name) keeps its own source address (no masquerading), which nobody out there has "
                + "a route to"
        }
        return nil
    }

    private func nobodyThere() -> String? {
        guard let address = inquiry.address, inquiry.target == nil, !address.isLoopback, !inquiry.isAtHost,
            lab.endpointOwner(of: address) == nil
        else { return nil }
        let slot = lab.networks.slots.first { slot in
            lab.networks[slot].subnets.contains { $0.prefix.contains(address) }
        }
        guard let slot, let prefix = lab.networks[slot].subnets.first(where: { $0.prefix.contains(address) })?.prefix
        else { return nil }
        let name = lab.networks[slot].name
        return
            "\(address) lies in the subnet of \(name) (\(prefix.masked)), where nobody has it: addresses change when "
            + "containers start in another order (ask by name), and what else has this address, such as a VPN, is hidden "
            + "by the network"
    }

    private func noIPv6() -> String? {
        guard let address = inquiry.address, address.family == .ipv6, !address.isLoopback,
            let asker = inquiry.senderContainer.flatMap({ lab.stackOwner(of: $0) }), asker.stack != .host,
            !asker.attachments.contains(where: { $0.endpoint?.ipv6 != nil })
        else { return nil }
        return "\(asker.name) has no IPv6 address: none of its networks was made with --ipv6"
    }

    // MARK: Beyond the lab

    private func unknownOutside() -> String? {
        guard inquiry.address == nil, inquiry.target == nil, inquiry.senderContainer != nil,
            IPAddress(inquiry.host) == nil, inquiry.host != "host.docker.internal"
        else { return nil }
        return
            "no container that it could ask for is called \(inquiry.host), and no name server knows it (of the world "
            + "outside: netsim upstream add \(inquiry.host) A ADDRESS)"
    }

    private func unpublished() -> String? {
        guard let port, inquiry.isAtHost, inquiry.target == nil, failed?.verdict == .refused else { return nil }
        let isHeld =
            lab.host.listeners.contains { $0.port == port.number && $0.transport == port.transport }
            || lab.hostModeContainers.contains { lab.listeners(of: $0).contains { $0.port == port } }
            || lab.publications.contains { $0.port.hostPort == port.number }
        return isHeld ? nil : "nothing of the host listens on \(port), and no container publishes it"
    }

    private func beyond() -> String? {
        guard let address = inquiry.address, inquiry.target == nil, !inquiry.isAtHost, !address.isLoopback,
            !address.isRoutedOutside, !lab.hasSubnet(containing: address), !address.isMulticast,
            !lab.host.uplinkAddresses.contains(where: { $0.contains(address) })
        else { return nil }
        return "\(address) is a private address that no network here and no link of the host has: beyond "
            + "\(lab.host.uplinkName) nobody knows a way to it"
    }
}
