internal import Addressing
internal import Lab
internal import Resolver

/// What one container's queries are answered from, until the lab changes.
///
/// A class, so that using it for one query costs one reference and no copies.
final class ClientView {
    /// What becomes of a query that the container's embedded DNS does not answer.
    enum Outside {
        /// The lab's upstream records answer.
        case simulated
        case server(Upstream.Server)
        /// Nobody can be asked.
        case nobody
    }

    let view: ResolverView
    let outside: Outside

    init(of container: Container, in service: inout NameService) {
        view = service.view(of: container)
        let isReachable = Self.hasServer(view, in: service)
        outside = isReachable ? service.lab.upstream.server.map { .server($0) } ?? .simulated : .nobody
    }

    private static func hasServer(_ view: ResolverView, in service: NameService) -> Bool {
        guard !view.isEmbedded else {
            if case .outside = ForwardingPlan(for: view, isInside: service.isInside) { return true }
            return false
        }
        // No 127.0.0.11 there: the container's tools ask the first servers of its resolv.conf themselves.
        let servers = view.configuration.nameservers.prefix(ForwardingPlan.mostServers)
        return view.hasWayOut && servers.contains { !$0.isLoopback && !service.isInside($0) }
    }
}
