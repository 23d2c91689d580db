internal import Dataplane
package import Lab

/// The embedded DNS of a lab: every container's view of it, over tables that are built once for each network.
///
/// Tables are made when first needed, so that one question in a large lab costs no more than the networks that the
/// asking container is on.
package struct NameService {
    package let lab: Lab
    private var tables: [NetworkID: NetworkNames] = [:]
    private let subject: NameSubject?
    /// The lab's network, made when a query first leaves its container; each question gets a copy.
    private var network: Dataplane?

    package init(_ lab: Lab) {
        self.lab = lab
        subject = nil
    }

    /// For questions about one name alone, addresses' names not among them: its tables hold no others, and are made in
    /// a fraction of the time.
    package init(_ lab: Lab, about name: String) {
        self.lab = lab
        subject = NameSubject(name)
    }

    /// A network for one question to cross.
    mutating func plane() -> Dataplane {
        if let network { return network }
        let made = Dataplane(lab, seed: 0)
        network = made
        return made
    }

    /// A container's view, whether or not 127.0.0.11 answers in it.
    package mutating func view(of container: Container) -> ResolverView {
        var tables = self.tables
        defer { self.tables = tables }
        // A link leads to any other name.
        let owner = lab.stackOwner(of: container)
        let isLinked = owner?.attachments.contains { !$0.isPlain && !$0.config.links.isEmpty } == true
        if subject != nil, isLinked {
            return ResolverView(of: container, in: lab) { NetworkNames($0, in: lab) }
        }
        return ResolverView(of: container, in: lab) { network in
            if let known = tables[network.id] { return known }
            let made = NetworkNames(network, in: lab, about: subject)
            tables[network.id] = made
            return made
        }
    }
}

extension NetworkID {
    /// Tells the rotations of one name on two networks apart.
    var rotationSalt: UInt64 { words.1 }
}
