public import Addressing

/// Ports of one protocol that follow each other: `10000-20000/udp`.
public struct PortRun: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let ports: PortRange
    public let transport: TransportProtocol

    public init(_ ports: PortRange, _ transport: TransportProtocol) {
        self.ports = ports
        self.transport = transport
    }

    public var first: ContainerPort { ContainerPort(ports.first, transport) }

    public func contains(_ port: ContainerPort) -> Bool {
        port.transport == transport && ports.contains(port.number)
    }

    /// `80/tcp`, `10000-20000/udp`.
    public var description: String { "\(ports)/\(transport)" }

    /// As a port is named where TCP goes without saying: `80`, `10000-20000/udp`.
    public var shortDescription: String { transport == .tcp ? ports.description : description }

    public static func < (a: PortRun, b: PortRun) -> Bool {
        (a.ports, a.transport) < (b.ports, b.transport)
    }
}
