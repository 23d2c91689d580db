internal import Addressing
internal import Lab

/// What a project says has to hold, read from one line of `x-netsim.expect`.
struct Expectation: Hashable, Sendable {
    /// Who asks.
    enum Asker: Hashable, Sendable {
        case host
        case outside
        case named(Name)
    }

    /// A service or container, with the project where one is named (`db@shop`, `shop/db`).
    struct Name: Hashable, Sendable {
        let text: String
        let project: String?
        /// Scalars before it in the expectation's text.
        let offset: Int
        let length: Int

        var description: String { project.map { "\($0)/\(text)" } ?? text }
    }

    enum Target: Hashable, Sendable {
        case host
        case outside
        case address(IPAddress)
        case named(Name)
    }

    enum Claim: Hashable, Sendable {
        /// Every replica of the one reaches every replica of the other, or none reaches any.
        case reach(Asker, Target, port: ContainerPort?, isNegated: Bool)
        case resolvesToCount(Asker, name: String, Int)
        case resolvesToAddress(Asker, name: String, IPAddress)
        case resolvesToNothing(Asker, name: String)
        /// On each network that knows the name, it stands for as many containers.
        case spreads(name: Name, Int)
        /// Whatever order containers are started in.
        case gets(Name, IPAddress)
    }

    let claim: Claim
}

/// Why an expectation says nothing that could be checked.
struct ExpectationError: Error, Hashable, Sendable {
    let message: String
    /// Scalars before the word that is wrong, and how many it has.
    let offset: Int
    let length: Int
    var help: String?
}
