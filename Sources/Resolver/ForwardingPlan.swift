package import Addressing
internal import Lab

/// Where a query goes that no container answers (Docker Engine: `Resolver.forwardExtDNS`).
package enum ForwardingPlan: Hashable, Sendable {
    /// To the outside, by way of this server: the first of those configured that can be reached.
    case outside(IPAddress)
    /// Nobody can be asked: SERVFAIL, without RA.
    case nobody(Reason)

    package enum Reason: Hashable, Sendable {
        case noServers
        /// All of the container's networks are internal.
        case internalOnly
        /// Servers are configured, but none of the first three answers from there.
        case unreachable([IPAddress])
    }

    /// At most so many servers are asked, in order.
    package static let mostServers = 3

    /// - Parameter isInside: whether an address lies in one of the lab's own subnets, where no name server listens.
    package init(for view: ResolverView, isInside: (IPAddress) -> Bool) {
        let configured = view.configuration.externalServers.prefix(Self.mostServers)
        if configured.isEmpty {
            self = .nobody(.noServers)
            return
        }
        guard view.hasWayOut else {
            self = .nobody(.internalOnly)
            return
        }
        let reachable = configured.first { $0.isFromHost || !($0.address.isLoopback || isInside($0.address)) }
        self = reachable.map { .outside($0.address) } ?? .nobody(.unreachable(configured.map(\.address)))
    }
}

extension ForwardingPlan.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServers: "no external name server is configured"
        case .internalOnly: "all of the container's networks are internal, so no server outside can be asked"
        case .unreachable(let servers):
            "none of the servers \(servers.map(\.description).joined(separator: ", ")) can be reached"
        }
    }
}
