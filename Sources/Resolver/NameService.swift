package import Lab

/// The embedded DNS of a lab: every container's view of it, over tables that are built once for each network.
///
/// Tables are made when first needed, so that one question in a large lab costs no more than the networks that the
/// asking container is on.
package struct NameService {
    package let lab: Lab
    private var tables: [NetworkID: NetworkNames] = [:]

    package init(_ lab: Lab) {
        self.lab = lab
    }

    /// A container's view, whether or not 127.0.0.11 answers in it.
    package mutating func view(of container: Container) -> ResolverView {
        var tables = self.tables
        defer { self.tables = tables }
        return ResolverView(of: container, in: lab) { network in
            if let known = tables[network.id] { return known }
            let made = NetworkNames(network, in: lab)
            tables[network.id] = made
            return made
        }
    }
}

extension NetworkID {
    /// Tells the rotations of one name on two networks apart.
    var rotationSalt: UInt64 { words.1 }
}
