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
        /// A container that is a name server.
        case container
        /// Nobody can be asked.
        case nobody
    }

    let view: ResolverView
    let outside: Outside

    init(of container: Container, in service: inout NameService) {
        view = service.view(of: container)
        switch service.taker(ofQueriesFrom: container) {
        case .outside, .host: outside = service.lab.upstream.server.map { .server($0) } ?? .simulated
        case .container: outside = .container
        case nil: outside = .nobody
        }
    }
}
