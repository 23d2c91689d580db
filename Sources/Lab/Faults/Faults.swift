/// What the user broke or slowed down. Nothing here changes addresses or names.
public struct Faults: Hashable, Sendable {
    /// A container's place on a network; it need not be live.
    public struct Place: Hashable, Comparable, Sendable {
        public let container: ContainerID
        public let network: NetworkID

        public init(container: ContainerID, network: NetworkID) {
            self.container = container
            self.network = network
        }

        public static func < (a: Place, b: Place) -> Bool {
            (a.network, a.container) < (b.network, b.container)
        }
    }

    /// Two containers between which no packet passes, in either direction; the smaller identifier first.
    public struct Partition: Hashable, Comparable, Sendable {
        public let first: ContainerID
        public let second: ContainerID

        public init(_ a: ContainerID, _ b: ContainerID) {
            (first, second) = a < b ? (a, b) : (b, a)
        }

        public static func < (a: Partition, b: Partition) -> Bool {
            (a.first, a.second) < (b.first, b.second)
        }
    }

    /// On a network as a whole: each packet suffers it once on its way across.
    public internal(set) var networkImpairments: [NetworkID: Impairment] = [:]
    /// On the link of one container, in both directions, in place of the network's.
    public internal(set) var linkImpairments: [Place: Impairment] = [:]
    /// Links that are down: the interface stays, without carrier.
    public internal(set) var downLinks: Set<Place> = []
    public internal(set) var partitions: Set<Partition> = []

    public init() {}

    /// Faults as a store knows them.
    package init(
        networkImpairments: [NetworkID: Impairment],
        linkImpairments: [Place: Impairment],
        downLinks: Set<Place>,
        partitions: Set<Partition>
    ) {
        self.networkImpairments = networkImpairments
        self.linkImpairments = linkImpairments
        self.downLinks = downLinks
        self.partitions = partitions
    }

    public var isNone: Bool { self == Faults() }

    /// The impairment of a container's link.
    public func impairment(of place: Place) -> Impairment {
        linkImpairments[place] ?? networkImpairments[place.network] ?? Impairment()
    }

    /// Whether a container's link has been taken down.
    public func isDown(_ place: Place) -> Bool { !downLinks.isEmpty && downLinks.contains(place) }

    /// Whether two containers have been cut off from each other.
    public func isCutOff(_ a: ContainerID, _ b: ContainerID) -> Bool {
        !partitions.isEmpty && partitions.contains(Partition(a, b))
    }
}

/// A rule of the user's own in DOCKER-USER, as words of an iptables command behind the chain's name
/// (`-i eth0 -s 10.0.0.0/8 -j DROP`). The packet filter reads them.
public struct UserRule: Hashable, Sendable {
    public let words: [String]
    /// Whether it stands in ip6tables rather than in iptables.
    public let isIPv6: Bool

    public init(words: [String], isIPv6: Bool) {
        self.words = words
        self.isIPv6 = isIPv6
    }
}
