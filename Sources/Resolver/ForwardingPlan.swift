package import Addressing
internal import Lab

/// Where a query goes that no container's name answers (Docker Engine: `Resolver.forwardExtDNS`).
package struct ForwardingPlan: Hashable, Sendable {
    package struct Server: Hashable, Sendable {
        package let address: IPAddress
        /// Whether it is asked from the host's namespace, not from the container's.
        package let isFromHost: Bool
    }

    package enum Failure: Hashable, Sendable {
        case noServers
        /// All of the container's networks are internal.
        case internalOnly
        /// Servers are configured, but none of the first three answers from there.
        case unreachable([IPAddress])
    }

    /// At most so many servers are asked, in order.
    package static let mostServers = 3

    /// Those that are asked, in order.
    package let servers: [Server]
    /// What it comes to where none of them answers.
    package let failure: Failure

    /// A server of the host's file is asked from the host, and not at all where the container has no way out; one of the
    /// container's own is asked from there, whatever comes of it: it may be on one of its networks.
    package init(for view: ResolverView) {
        let configured = view.configuration.externalServers.prefix(Self.mostServers)
        servers = configured.filter { view.mayAskHostsServers || !$0.isFromHost }
            .map { Server(address: $0.address, isFromHost: $0.isFromHost && view.asksFromHost($0.address)) }
        if configured.isEmpty {
            failure = .noServers
        } else if servers.isEmpty {
            failure = .internalOnly
        } else {
            failure = .unreachable(configured.map(\.address))
        }
    }
}

extension ForwardingPlan.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServers: "no external name server is configured"
        case .internalOnly: "all of the container's networks are internal, so no server outside can be asked"
        case .unreachable(let servers):
            "none of the servers \(servers.map(\.description).joined(separator: ", ")) can be reached"
        }
    }
}
