public import Addressing
internal import Lab
public import YAML

/// One service, as far as networks and names are concerned.
public struct ComposeService: Sendable {
    public var name: String
    /// Where the key stands under `services`.
    public var place: SourcePlace
    public var image: Placed<String>?
    public var hasBuild = false
    /// Whether a program outside Docker runs it: it joins no network.
    public var hasProvider = false
    public var command: [String] = []
    /// Where the words of ``command`` stand: one place each, or one for all where the command is a text.
    public var commandPlaces: [SourcePlace] = []
    public var entrypoint: [String]?
    public var containerName: Placed<String>?
    public var hostname: Placed<String>?
    public var domainname: Placed<String>?
    public var networkMode: Placed<ServiceNetworkMode>?
    /// nil: nothing was said, and the service joins `default`. In the file's order.
    public var networks: [ServiceNetwork]?
    /// Place of the `networks` key, where it was given.
    public var networksPlace: SourcePlace?
    public var ports: [ServicePort] = []
    /// Items of `ports` that say again what one before them says: the place of that one, at their own.
    public var repeatedPorts: [Placed<SourcePlace>] = []
    public var expose: [Placed<ServiceExpose>] = []
    public var links: [Placed<ServiceLink>] = []
    public var externalLinks: [Placed<ServiceLink>] = []
    public var dns: [Placed<IPAddress>] = []
    public var dnsSearch: [Placed<String>] = []
    public var dnsOptions: [Placed<String>] = []
    /// Name and address (or `host-gateway`) as given, in order.
    public var extraHosts: [Placed<ExtraHost>] = []
    public var macAddress: Placed<MACAddress>?
    /// Replicas: `scale`, or `deploy.replicas`; 1 where neither is given.
    public var scale: Placed<Int>?
    public var dependsOn: [ServiceDependency] = []
    public var profiles: [Placed<String>] = []
    public var labels: [String: String] = [:]
    /// Where the values of ``labels`` stand, by their keys.
    public var labelPlaces: [String: SourcePlace] = [:]
    public var environment: [String: String?] = [:]
    /// Where the values of ``environment`` stand, by their keys.
    public var environmentPlaces: [String: SourcePlace] = [:]
    /// Whether the file gives it a health check that is not switched off.
    public var hasHealthCheck = false
    /// The first key that only a swarm obeys, such as `deploy.placement`; nil where there is none.
    public var swarmKey: Placed<String>?
    public var restart: Placed<String>?
    public var tty = false
    public var stdinOpen = false
    /// The service's own `x-netsim`, unread.
    public var netsim: YAMLNode?
    /// All that the files say of it, merged, with its variables' values.
    public var written: YAMLNode
    /// Values that Compose passes on and the engine refuses: they are left out of the rest.
    public var refusals: [SourceError] = []

    public struct ExtraHost: Hashable, Sendable {
        public let name: String
        public let address: String

        public init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    public init(name: String, at place: SourcePlace) {
        self.name = name
        self.place = place
        written = YAMLNode(.mapping([]), at: place)
    }

    public var replicas: Int { scale?.value ?? 1 }
}

/// `network_mode`, before services become containers.
public enum ServiceNetworkMode: Hashable, Sendable {
    case bridge
    case host
    case none
    /// The stack of another service of the project.
    case service(String)
    /// The stack of a container that the project does not make.
    case container(String)
    /// Any other text: the engine takes it for a network's name.
    case network(String)
}

/// A service's place on one network: an item of its `networks`.
public struct ServiceNetwork: Sendable {
    /// The key under the top-level `networks`.
    public var key: String
    public var place: SourcePlace
    public var aliases: [Placed<String>] = []
    public var ipv4: Placed<IPAddress>?
    public var ipv6: Placed<IPAddress>?
    public var linkLocal: [Placed<IPAddress>] = []
    public var mac: Placed<MACAddress>?
    /// Higher ones are attached first; 0 where not given.
    public var priority: Placed<Int>?
    /// The highest holds the default route.
    public var gatewayPriority: Placed<Int>?
    public var driverOptions: [String: String] = [:]
    public var interfaceName: Placed<String>?

    public init(key: String, at place: SourcePlace) {
        self.key = key
        self.place = place
    }
}

/// One published port: a short form's ranges are taken apart into one of these for each container port.
public struct ServicePort: Hashable, Sendable {
    public var place: SourcePlace
    public var target: ContainerPort
    /// nil: the engine chooses.
    public var published: PortRange?
    public var hostAddress: IPAddress?
    /// `host` or `ingress`; nil where not given.
    public var mode: String?
    /// The long form's `name`.
    public var name: String?

    public init(target: ContainerPort, published: PortRange?, hostAddress: IPAddress?, at place: SourcePlace) {
        self.target = target
        self.published = published
        self.hostAddress = hostAddress
        self.place = place
    }

    /// Whether both say the same, wherever they stand.
    func isSame(as other: ServicePort) -> Bool {
        var moved = other
        moved.place = place
        return self == moved
    }
}

/// An item of `expose`: a port or a range of them.
public struct ServiceExpose: Hashable, Sendable {
    public var ports: PortRange
    public var transport: TransportProtocol

    public init(ports: PortRange, transport: TransportProtocol) {
        self.ports = ports
        self.transport = transport
    }
}

/// An item of `links` or `external_links`: a service (or container) and the name that it gets here.
public struct ServiceLink: Hashable, Sendable {
    public var target: String
    public var alias: String

    public init(target: String, alias: String) {
        self.target = target
        self.alias = alias
    }
}

/// An item of `depends_on`.
public struct ServiceDependency: Hashable, Sendable {
    public var service: String
    public var place: SourcePlace
    /// `service_started` where nothing else is given.
    public var condition: String
    /// Whether the service is restarted when this dependency is.
    public var restart: Bool
    /// Whether the file may lack the service.
    public var isRequired: Bool

    public init(
        service: String,
        at place: SourcePlace,
        condition: String = "service_started",
        restart: Bool = false,
        isRequired: Bool = true
    ) {
        self.service = service
        self.place = place
        self.condition = condition
        self.restart = restart
        self.isRequired = isRequired
    }
}
