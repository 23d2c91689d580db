internal import Addressing

extension Lab {
    /// What `/etc/hosts` holds in a container.
    ///
    /// Extra hosts, then legacy links, then the container's own addresses in the order of joining (Docker Engine).
    public func hostsFile(of container: Container) -> String {
        guard let owner = filesOwner(of: container) else { return "" }
        if owner.config.networkMode == .host {
            if owner.config.extraHosts.isEmpty { return host.hostsFile }
            return fixedHosts + extraHosts(of: owner)
        }
        var text = fixedHosts + extraHosts(of: owner)
        for line in owner.linkLines { text += "\(line.address)\t\(line.names.joined(separator: " "))\n" }
        let names = ownNames(of: owner)
        for endpoint in owner.attachments.compactMap(\.endpoint).sorted(by: { $0.sequence < $1.sequence })
        where endpoint.sequence >= owner.hostsLinesFrom {
            for address in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0?.address }) {
                text += "\(address)\t\(names)\n"
            }
        }
        return text
    }

    /// The hostname that programs in a container see; a joiner took that of the container it joined when it started.
    public func visibleHostname(of container: Container) -> String { hostname(of: container) }

    /// The container whose `/etc/hosts` and `/etc/resolv.conf` a container uses: itself, or the one that it named to
    /// join, also when that one's stack has gone.
    package func filesOwner(of container: Container) -> Container? {
        guard case .container(let target) = container.config.networkMode else { return container }
        var seen: Set<ContainerID> = [container.id]
        var next = knownEngineContainerSlot(matching: target).map { containers[$0] }
        while let donor = next, seen.insert(donor.id).inserted {
            guard case .container(let target) = donor.config.networkMode else { return donor }
            next = knownEngineContainerSlot(matching: target).map { containers[$0] }
        }
        return nil
    }

    private func extraHosts(of container: Container) -> String {
        var text = ""
        for entry in container.config.extraHosts {
            guard let separator = entry.firstIndex(of: ":") else { continue }
            let name = entry[..<separator]
            let address = String(entry[entry.index(after: separator)...])
            for value in address == "host-gateway" ? hostGateways : [address] { text += "\(value)\t\(name)\n" }
        }
        return text
    }

    /// What `host-gateway` stands for: the default bridge's own addresses.
    private var hostGateways: [String] {
        guard let slot = networks.slot(named: "bridge") else { return [] }
        let subnets = networks[slot].subnets.filter { $0.family == .ipv4 || engine.has(.hostGatewayV6) }
        return subnets.compactMap { $0.gateway?.description }
    }

    private func ownNames(of container: Container) -> String {
        var full = hostname(of: container)
        if !container.config.domainname.isEmpty { full += "." + container.config.domainname }
        guard let dot = full.firstIndex(of: ".") else { return full }
        return "\(full) \(full[..<dot])"
    }

    private var fixedHosts: String {
        let zero = engine.has(.hostsLocalnet) ? "" : "0"
        return """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\(zero)\tip6-localnet
            ff00::\(zero)\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters

            """
    }
}
