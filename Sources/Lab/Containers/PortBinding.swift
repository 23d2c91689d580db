public import Addressing

/// A request to publish a container port on the host.
public struct PortBinding: Hashable, Sendable {
    public var port: ContainerPort
    /// nil: the network's own default (`host_binding_ipv4`), else every address of both families.
    public var hostAddress: IPAddress?
    /// nil: the engine picks one from its ephemeral range; several: it picks one of these.
    public var hostPorts: PortRange?

    public init(port: ContainerPort, hostAddress: IPAddress? = nil, hostPorts: PortRange? = nil) {
        self.port = port
        self.hostAddress = hostAddress
        self.hostPorts = hostPorts
    }
}

/// A container port that is published now.
public struct PublishedPort: Hashable, Sendable {
    public let port: ContainerPort
    public let hostAddress: IPAddress
    /// 0 where nothing is bound on the host (routed gateway mode).
    public let hostPort: UInt16

    package init(port: ContainerPort, hostAddress: IPAddress, hostPort: UInt16) {
        self.port = port
        self.hostAddress = hostAddress
        self.hostPort = hostPort
    }
}
