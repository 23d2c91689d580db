internal import Addressing
package import Lab

/// What the embedded DNS knows for one container: its networks in gateway order, its links, and where it forwards to.
package struct ResolverView: Sendable {
    /// One network that the container is on.
    struct Segment: Sendable {
        let names: NetworkNames
        let links: [Link]
    }

    /// An alias that only this container sees, with the name that it stands for.
    struct Link: Sendable {
        /// In wire form; case-sensitive, as in the engine.
        let alias: [UInt8]
        /// In wire form; nil where no name could be spelled so.
        let target: [UInt8]?
    }

    package let container: ContainerID
    package let containerName: String
    /// Whether 127.0.0.11 answers in the container; if not, `configuration.nameservers` are asked directly.
    package let isEmbedded: Bool
    package let configuration: ResolverConfiguration
    /// False where all of the container's networks are internal: servers of the host's file are then not asked.
    package let hasWayOut: Bool
    /// The release of the engine whose resolver it is.
    private let engine: EngineVersion
    let segments: [Segment]

    /// Whether servers of the host's file are asked at all.
    var mayAskHostsServers: Bool { hasWayOut || !engine.has(.internalNoUpstream) }

    /// Whether a server of the host's file is asked from the host's namespace. Older engines do so for those that cannot
    /// be asked from the container's: loopback addresses, and for a container that has no way out.
    func asksFromHost(_ server: IPAddress) -> Bool {
        engine.has(.dnsHostNs) || server.isLoopback || isInternalOnly
    }

    /// Whether all of the container's networks are internal.
    private let isInternalOnly: Bool

    /// - Parameter names: gives the table of a network.
    package init(of container: Container, in lab: Lab, names: (Network) -> NetworkNames) {
        self.container = container.id
        containerName = container.name
        engine = lab.engine.version
        configuration = lab.resolverConfiguration(of: container)
        guard let owner = lab.stackOwner(of: container) else {
            // An orphaned joiner has neither networks nor a way out, and nobody answers at the address that its
            // resolv.conf still names.
            isEmbedded = false
            hasWayOut = false
            isInternalOnly = true
            segments = []
            return
        }
        isEmbedded = configuration.mode == .embedded
        hasWayOut =
            owner.stack == .host
            || AddressFamily.allCases.contains { lab.gatewayAttachment(of: owner, $0) != nil }
        isInternalOnly =
            owner.stack != .host
            && owner.attachments.allSatisfy { attachment in
                attachment.networkID.flatMap { lab.network($0) }?.isInternal != false
            }
        segments = lab.gatewayOrder(of: owner).compactMap { index in
            let attachment = owner.attachments[index]
            guard let network = attachment.networkID.flatMap({ lab.network($0) }), network.driver.hasEndpoints else {
                return nil
            }
            return Segment(names: names(network), links: Self.links(attachment.config.links))
        }
    }

    /// Of several links with one alias the last counts; an alias that is empty links nothing.
    private static func links(_ texts: [String]) -> [Link] {
        var links: [Link] = []
        for text in texts {
            guard let (target, alias) = try? Lab.splitLink(text), let wire = WireName.octets(of: alias) else {
                continue
            }
            links.removeAll { $0.alias == wire }
            links.append(Link(alias: wire, target: WireName.octets(of: target)))
        }
        return links
    }
}
