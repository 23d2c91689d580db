package import Addressing
package import Lab

/// Who asks, or is asked.
package enum Party: Hashable, Sendable {
    case container(ContainerID)
    /// The simulated host's own processes.
    case host
    /// A client on the host's uplink that routes to the containers' subnets by way of the host.
    case outside
}

/// What a question is about.
package enum Service: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// ICMP echo.
    case ping
    case port(ContainerPort)

    /// `ping`, or a port with its protocol.
    package var description: String {
        switch self {
        case .ping: "ping"
        case .port(let port): port.description
        }
    }

    package var port: ContainerPort? {
        if case .port(let port) = self { port } else { nil }
    }

    /// The number in an IP header, and the port, 0 where there is none.
    func wire(_ family: AddressFamily) -> (protocolNumber: UInt8, port: UInt16) {
        switch self {
        case .ping: (family == .ipv4 ? 1 : 58, 0)
        case .port(let port): (port.transport.ipProtocolNumber, port.number)
        }
    }
}

/// A party inside the analysis: containers by their slots.
enum Node: Hashable, Sendable {
    case container(Slab<Container>.Slot)
    case host
    case outside
}
