public import Addressing

/// A request for a network, as the Docker API's `POST /networks/create` takes it.
public struct NetworkSpec: Hashable, Sendable {
    /// One subnet of the request; nothing in it is checked yet.
    public struct Subnet: Hashable, Sendable {
        /// The prefix, perhaps with host bits; nil asks for one from the default pools.
        public var prefix: IPPrefix?
        /// The part of `prefix` that dynamic addresses come from.
        public var range: IPPrefix?
        public var gateway: IPAddress?
        /// Reserved addresses by name.
        public var auxiliary: [String: IPAddress]

        public init(
            prefix: IPPrefix? = nil,
            range: IPPrefix? = nil,
            gateway: IPAddress? = nil,
            auxiliary: [String: IPAddress] = [:]
        ) {
            self.prefix = prefix
            self.range = range
            self.gateway = gateway
            self.auxiliary = auxiliary
        }
    }

    public var name: String
    /// The driver's name as given; empty means `bridge`.
    public var driver = ""
    /// `local`, `swarm`, `global` or empty.
    public var scope = ""
    /// nil means true.
    public var enableIPv4: Bool?
    /// nil means false.
    public var enableIPv6: Bool?
    public var isInternal = false
    public var isAttachable = false
    public var isIngress = false
    public var isConfigOnly = false
    /// The configuration-only network to copy, by name.
    public var configFrom: String?
    public var ipamDriver = "default"
    public var ipamOptions: [String: String] = [:]
    public var subnets: [Subnet] = []
    public var options: [String: String] = [:]
    public var labels: [String: String] = [:]

    public init(name: String) {
        self.name = name
    }
}
