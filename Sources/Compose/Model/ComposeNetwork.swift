public import Addressing
public import YAML

/// A network of the top-level `networks`.
public struct ComposeNetwork: Sendable {
    /// Its name inside the file.
    public var key: String
    /// Where the key stands; for an implied `default`, where the project's `services` stand.
    public var place: SourcePlace
    /// Whether the file does not name it: the `default` that services join by themselves.
    public var isImplied = false
    /// Its name on the host: `name` where given, the key itself where external, else `PROJECT_KEY`.
    public var name: Placed<String>
    /// Whether `name` was given.
    public var hasOwnName = false
    public var isExternal = false
    public var driver: Placed<String>?
    public var driverOptions: [Placed<Option>] = []
    public var ipamDriver: Placed<String>?
    public var ipamOptions: [String: String] = [:]
    public var subnets: [ComposeSubnet] = []
    public var isInternal: Placed<Bool>?
    public var isAttachable = false
    public var enableIPv4: Placed<Bool>?
    public var enableIPv6: Placed<Bool>?
    public var labels: [String: String] = [:]
    /// The network's own `x-netsim`, unread.
    public var netsim: YAMLNode?
    /// All that the files say of it, merged; nil for an implied one, and where there is nothing.
    public var written: YAMLNode?
    /// Values that Compose passes on and the engine refuses: they are left out of the rest.
    public var refusals: [SourceError] = []

    public struct Option: Hashable, Sendable {
        public let key: String
        public let value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(key: String, at place: SourcePlace, name: Placed<String>) {
        self.key = key
        self.place = place
        self.name = name
    }
}

/// An item of `ipam.config`. Whether prefixes and addresses fit together is the engine's question, not the reader's.
public struct ComposeSubnet: Sendable {
    public var place: SourcePlace
    /// Perhaps with host bits.
    public var prefix: Placed<IPPrefix>?
    public var range: Placed<IPPrefix>?
    public var gateway: Placed<IPAddress>?
    /// Name to reserved address, in the file's order.
    public var auxiliary: [(name: String, address: Placed<IPAddress>)] = []

    public init(at place: SourcePlace) {
        self.place = place
    }
}
