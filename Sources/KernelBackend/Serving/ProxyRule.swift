package import Addressing
package import Lab

/// A port of the simulated host that the userland proxy holds, and where it passes on to.
package struct ProxyRule: Hashable, Sendable {
    package let port: PublishedPort
    package let target: IPAddress

    /// The published ports of a lab's running containers.
    ///
    /// The container is reached at its address on the network that holds the default route of the host address's family,
    /// else that of IPv4, as the engine tells its proxy.
    package static func all(of lab: Lab) -> [ProxyRule] {
        lab.allContainers.filter(\.isRunning).flatMap { container in
            container.published.compactMap { port in
                guard port.hostPort != 0, let target = target(of: port, container, lab) else { return nil }
                return ProxyRule(port: port, target: target)
            }
        }
    }

    private static func target(of port: PublishedPort, _ container: Container, _ lab: Lab) -> IPAddress? {
        let families: [AddressFamily] = port.hostAddress.family == .ipv4 ? [.ipv4] : [.ipv6, .ipv4]
        for family in families {
            if let index = lab.gatewayAttachment(of: container, family),
                let address = container.attachments[index].endpoint?.address(family)?.address
            {
                return address
            }
        }
        return nil
    }
}
