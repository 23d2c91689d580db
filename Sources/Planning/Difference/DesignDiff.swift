package import Lab

/// What changes between two designs, for those who run in them: who reaches whom, what names mean, which addresses
/// there are, and what is open to the outside.
package struct DesignDiff: Hashable, Sendable {
    package enum Part: String, Hashable, Sendable, CaseIterable {
        case paths, names, addresses, exposure
    }

    package enum Kind: String, Hashable, Sendable {
        case gained, lost, changed

        var mirrored: Kind {
            switch self {
            case .gained: .lost
            case .lost: .gained
            case .changed: .changed
            }
        }
    }

    /// How many of a service's containers reach how many of another's.
    package enum Extent: String, Hashable, Sendable, Comparable {
        case none, some, all

        private var rank: Int { self == .none ? 0 : self == .some ? 1 : 2 }
        package static func < (a: Extent, b: Extent) -> Bool { a.rank < b.rank }
    }

    /// One service of a party that another reaches in one design and not, or less, in the other.
    package struct Path: Hashable, Sendable {
        package let from: String
        package let to: String
        /// `5432/tcp` or `ping`; `5432/tcp by published port` where it is reached only on the host.
        package let service: String
        package let before: Extent
        package let after: Extent

        package var kind: Kind { after > before ? .gained : .lost }
    }

    /// A name that means something else to a party. Targets are parties, with their number of addresses where it is
    /// more than one.
    package struct Name: Hashable, Sendable {
        package let asker: String
        package let name: String
        package let before: [String]
        package let after: [String]

        package var kind: Kind { before.isEmpty ? .gained : after.isEmpty ? .lost : .changed }
    }

    /// The addresses of a party on a network, by container.
    package struct Address: Hashable, Sendable {
        package let party: String
        package let network: String
        /// The container, where the party has several.
        package let container: String
        package let before: [String]
        package let after: [String]

        package var kind: Kind { before.isEmpty ? .gained : after.isEmpty ? .lost : .changed }
    }

    /// A network's subnets, or the whole network.
    package struct Subnets: Hashable, Sendable {
        package let network: String
        /// nil: the network is not there.
        package let before: [String]?
        package let after: [String]?

        package var kind: Kind { before == nil ? .gained : after == nil ? .lost : .changed }
    }

    /// A port that the outside, or the host, reaches.
    package struct Exposure: Hashable, Sendable {
        package let kind: Kind
        /// `outside` or `host`.
        package let observer: String
        package let party: String
        /// The port that the service listens on, such as `80/tcp`.
        package let target: String
        /// Where it is reached: `192.0.2.10:8080`, or the port alone where it is a container's own address.
        package let place: String
        /// `published`, `routed`, …
        package let origin: String

        package var isOutside: Bool { observer == "outside" }
    }

    package var paths: [Path] = []
    package var names: [Name] = []
    package var networks: [Subnets] = []
    package var addresses: [Address] = []
    package var exposure: [Exposure] = []

    /// - Parameter parts: what is compared.
    package init(from a: Lab, to b: Lab, parts: Set<Part> = Set(Part.allCases)) {
        let parties = DesignParties(a, b)
        if parts.contains(.paths) || parts.contains(.exposure) {
            var (before, after) = (ReachTable(a, parties), ReachTable(b, parties))
            if parts.contains(.paths) { paths = before.paths(to: after, parties) }
            if parts.contains(.exposure) { exposure = before.exposure(to: &after, parties) }
        }
        if parts.contains(.names) {
            names = NameTable(a, parties).changes(to: NameTable(b, parties), parties)
        }
        if parts.contains(.addresses) {
            networks = AddressTable.networks(a, b, parties)
            addresses = AddressTable.addresses(a, b, parties)
        }
    }

    package var isEmpty: Bool {
        paths.isEmpty && names.isEmpty && networks.isEmpty && addresses.isEmpty && exposure.isEmpty
    }

    /// The difference the other way round.
    package var mirrored: DesignDiff {
        var other = self
        other.paths = paths.map {
            Path(from: $0.from, to: $0.to, service: $0.service, before: $0.after, after: $0.before)
        }
        other.names = names.map { Name(asker: $0.asker, name: $0.name, before: $0.after, after: $0.before) }
        other.networks = networks.map { Subnets(network: $0.network, before: $0.after, after: $0.before) }
        other.addresses = addresses.map {
            Address(party: $0.party, network: $0.network, container: $0.container, before: $0.after, after: $0.before)
        }
        other.exposure = exposure.map {
            Exposure(
                kind: $0.kind.mirrored,
                observer: $0.observer,
                party: $0.party,
                target: $0.target,
                place: $0.place,
                origin: $0.origin
            )
        }
        return other
    }
}
