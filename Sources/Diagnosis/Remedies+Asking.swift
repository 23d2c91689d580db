internal import Addressing
internal import Lab

/// What works as it is, asked for otherwise: another port, another address, another name.
extension Remedies {
    var asking: [Candidate] {
        guard let port = kind.port else { return otherAddresses }
        return sharedStack(port) + otherPorts(port) + publishedPorts(port) + otherAddresses + instead(port)
            + hostInstead(port)
    }

    /// A container without an address of its own: it is asked for at its stack's.
    private func sharedStack(_ port: ContainerPort) -> [Candidate] {
        guard let target, let owner = lab.stackOwner(of: target), inquiry.publication == nil else { return [] }
        if owner.stack == .host {
            return [
                .asking("ask the host, in whose stack \(target.name) runs") { lab in
                    inquiry.hostAddress(in: lab).map { ($0, port.number) }
                }
            ]
        }
        guard owner.id != target.id else { return [] }
        return [
            .asking("ask for \(owner.name), whose stack \(target.name) shares") { lab in
                address(of: owner, in: lab).map { ($0, port.number) }
            }
        ]
    }

    /// Ports that the target does listen on.
    private func otherPorts(_ port: ContainerPort) -> [Candidate] {
        guard let target, let asked = inquiry.targetPort, inquiry.publication == nil else { return [] }
        let open = lab.stackListeners(of: target).map(\.listener).filter { !$0.isLoopbackOnly }.map(\.port)
        guard !open.contains(asked) else { return [] }
        return Set(open).sorted().filter { $0.transport != .sctp }.map { other in
            var candidate = Candidate.asking("ask for port \(other), where \(target.name) listens") { lab in
                inquiry.resolve(lab).map { ($0, other.number) }
            }
            candidate.kind = other.transport == .udp ? .udp(other.number) : .tcp(other.number)
            return candidate
        }
    }

    /// The host's ports that lead to what was asked for: to the target's port, or to that of any container where the host
    /// was asked for a container's port.
    private func publishedPorts(_ port: ContainerPort) -> [Candidate] {
        var seen: Set<String> = []
        return lab.publications.compactMap { entry in
            guard entry.port.port == port, entry.container.id == target?.id || target == nil && inquiry.isAtHost,
                inquiry.publication == nil
            else { return nil }
            let name = entry.container.name
            guard seen.insert("\(name) \(entry.port.hostPort)").inserted else { return nil }
            return .asking("ask the host for port \(entry.port.hostPort), where \(port) of \(name) is published") {
                lab in
                let bound = entry.port.hostAddress
                let address = bound.isUnspecified ? inquiry.hostAddress(in: lab) : bound
                return address.map { ($0, entry.port.hostPort) }
            }
        }
    }

    /// The target's other addresses, and the host's in the other family.
    private var otherAddresses: [Candidate] {
        if inquiry.isAtHost, inquiry.address?.family == .ipv6 {
            return [
                .asking("ask the host at its IPv4 address") { lab in
                    inquiry.hostAddress(in: lab).map { ($0, kind.port?.number) }
                }
            ]
        }
        guard let target, let owner = lab.stackOwner(of: target), inquiry.publication == nil, !inquiry.isAtHost,
            inquiry.address != nil
        else { return [] }
        return owner.attachments.compactMap { attachment in
            guard let endpoint = attachment.endpoint,
                let address = [endpoint.ipv4, endpoint.ipv6].compactMap({ $0?.address })
                    .first(where: { $0 != inquiry.address })
            else { return nil }
            return .asking("ask for the address of \(target.name) on \(attachment.network)") { _ in
                (address, kind.port?.number)
            }
        }
    }

    /// Containers that listen on the port, or publish it, where the sender's own loopback, the host or nobody's address was
    /// asked: first those that the sender shares a network with.
    private func instead(_ port: ContainerPort) -> [Candidate] {
        guard target == nil || inquiry.isOwnLoopback, let asker = senderContainer,
            let stack = lab.stackOwner(of: asker)
        else { return [] }
        let isElsewhere =
            inquiry.isOwnLoopback || inquiry.isAtHost
            || inquiry.address.map { lab.hasSubnet(containing: $0) } ?? false
        guard isElsewhere else { return [] }
        let publishers = lab.publications.filter {
            $0.port.hostPort == port.number && $0.port.port.transport == port.transport
        }
        let others =
            lab.containers(listeningOn: port).map { ($0, port) } + publishers.map { ($0.container, $0.port.port) }
        var near: [Candidate] = []
        var far: [Candidate] = []
        for (other, port) in others {
            guard let owner = lab.stackOwner(of: other), owner.id != stack.id, owner.stack != .host else { continue }
            guard let network = stack.attachments.map(\.network).first(where: { owner.attachment(to: $0) != nil })
            else {
                if inquiry.isOwnLoopback { far += [connectingInstead(asker, other, owner, port)].compactMap { $0 } }
                continue
            }
            let isNamed = stack.hasEmbeddedDNS && network != "bridge"
            let what = isNamed ? "ask for \(owner.name)" : "ask for the address of \(owner.name)"
            near.append(
                .asking("\(what), where \(other.name) listens on \(port)") { lab in
                    lab.container(owner.id)?.address(on: network).map { ($0, port.number) }
                }
            )
        }
        return Array((near + far).prefix(4))
    }

    private func connectingInstead(
        _ asker: Container,
        _ other: Container,
        _ owner: Container,
        _ port: ContainerPort
    ) -> Candidate? {
        guard let network = owner.attachments.first(where: { isJoinable($0) })?.network else { return nil }
        return Candidate(
            text: "connect \(asker.name) to \(network) and ask for \(owner.name)",
            commands: ["netsim network connect \(network) \(asker.name)"],
            change: { $0.connecting(asker.name, to: network) },
            target: { lab in lab.container(owner.id)?.address(on: network).map { ($0, port.number) } }
        )
    }

    /// The host, where a container asked its own loopback for what the host has.
    private func hostInstead(_ port: ContainerPort) -> [Candidate] {
        guard inquiry.isOwnLoopback, let asker = senderContainer else { return [] }
        return [
            Candidate(
                text: "ask the host instead (host.docker.internal, with --add-host)",
                commands: remake(asker, "--add-host host.docker.internal:host-gateway"),
                change: { lab in
                    lab.altering(asker.id) { $0.extraHosts.append("host.docker.internal:host-gateway") }
                },
                target: { lab in inquiry.hostAddress(in: lab).map { ($0, port.number) } }
            )
        ]
    }

    func address(of container: Container, in lab: Lab) -> IPAddress? {
        guard let container = lab.container(container.id) else { return nil }
        for place in lab.gatewayOrder(of: container) {
            let endpoint = container.attachments[place].endpoint
            if let address = endpoint?.ipv4?.address ?? endpoint?.ipv6?.address { return address }
        }
        return nil
    }

    /// Whether a container can be connected to an attachment's network, and be found there.
    func isJoinable(_ attachment: Attachment) -> Bool {
        guard let network = attachment.networkID.flatMap({ lab.network($0) }) else { return false }
        return network.driver.hasEndpoints && network.driver == .bridge
    }
}
