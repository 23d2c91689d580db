public import Addressing
public import Lab
internal import Projects
internal import YAML

/// What a check knows of the host that the projects are for.
public struct HostConditions: Sendable {
    /// Addresses, routes, name servers and listeners; the simulated host's where nothing is known.
    public var facts = HostFacts()
    /// Whether `facts` are of a real host: rules that need facts hold their tongue without.
    public var isKnown = false
    /// The names of the networks that the host has; nil where nobody said.
    public var networks: Set<String>?
    /// The largest packet that the way outside takes, in bytes; nil where nobody said.
    public var uplinkMTU: Int?

    /// Prefixes that the host needs for something else, such as a VPN.
    public var reserved: [Reserved] = []

    /// A prefix that a design keeps clear of, and what it is for.
    public struct Reserved: Hashable, Sendable {
        public let prefix: IPPrefix
        public let purpose: String

        public init(prefix: IPPrefix, purpose: String) {
            self.prefix = prefix
            self.purpose = purpose
        }
    }

    public init() {}

    /// A host of which projects say something; nil where they say nothing that rules ask for.
    init?(said: HostStatement) {
        guard said.addresses != nil || said.networks != nil else { return nil }
        facts.uplinkAddresses = (said.addresses ?? []).map(\.value)
        facts.nameservers = []
        networks = said.networks.map { Set($0.map(\.name.value) + ["bridge", "host", "none"]) }
        isKnown = true
    }

    /// A host of which facts are known.
    public init(_ facts: HostFacts, networks: Set<String>? = nil, uplinkMTU: Int? = nil) {
        self.facts = facts
        self.networks = networks
        self.uplinkMTU = uplinkMTU
        isKnown = true
    }
}
