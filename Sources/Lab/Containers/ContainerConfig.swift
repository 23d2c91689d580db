public import Addressing

/// What a container was created with: the network side of Docker's `Config` and `HostConfig`.
public struct ContainerConfig: Hashable, Sendable {
    public enum RestartPolicy: Hashable, Sendable {
        case no
        case always
        case unlessStopped
        case onFailure(maximumRetries: Int)

        /// Docker's name of the policy.
        public var name: String {
            switch self {
            case .no: "no"
            case .always: "always"
            case .unlessStopped: "unless-stopped"
            case .onFailure: "on-failure"
            }
        }
    }

    public var image: String
    public var command: [String] = []
    public var entrypoint: [String]?
    public var networkMode = NetworkMode.default
    /// Empty: the short identifier (or, in host mode, the host's name).
    public var hostname = ""
    public var domainname = ""
    public var environment: [String] = []
    public var labels: [String: String] = [:]
    public var exposedPorts: [ContainerPort] = []
    public var portBindings: [PortBinding] = []
    public var publishAll = false
    public var dns: [IPAddress] = []
    public var dnsSearch: [String] = []
    public var dnsOptions: [String] = []
    /// `host:address` as Docker stores them; the address may be `host-gateway`.
    public var extraHosts: [String] = []
    /// Legacy links of the default bridge, `target:alias`, as given; resolved ones are kept by the container.
    public var links: [String] = []
    public var restartPolicy = RestartPolicy.no
    public var autoRemove = false
    public var tty = false
    public var openStdin = false
    public var stopSignal: String?
}

// Beside it the compiler's own memberwise initializer stays: stored configurations are made with it.
extension ContainerConfig {
    public init() { self.init(image: "") }
}

/// A request for a container.
public struct ContainerSpec: Hashable, Sendable {
    /// nil: netsim picks a name, as Docker does.
    public var name: String?
    public var config: ContainerConfig
    /// `NetworkingConfig.EndpointsConfig`: the attachments asked for, in the order given.
    public var endpoints: [Endpoint] = []
    /// Containers, as the user named them, whose process or IPC namespace is asked for: they have to exist.
    public var namespaceDonors: [String] = []

    public struct Endpoint: Hashable, Sendable {
        public var network: String
        public var config: EndpointConfig

        public init(network: String, config: EndpointConfig) {
            self.network = network
            self.config = config
        }
    }

    public init(name: String? = nil, config: ContainerConfig) {
        self.name = name
        self.config = config
    }
}
