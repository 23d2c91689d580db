package import Addressing

/// Published ports in step: each container port of a run is at the host port that is as far from the first as it is.
package struct PublishedRun: Hashable, Sendable {
    package let ports: PortRun
    package let hostAddress: IPAddress
    /// The host port of the first; 0 where nothing is bound on the host (routed gateway mode).
    package let firstHostPort: UInt16

    package init(_ ports: PortRun, hostAddress: IPAddress, firstHostPort: UInt16) {
        self.ports = ports
        self.hostAddress = hostAddress
        self.firstHostPort = firstHostPort
    }

    package var isBound: Bool { firstHostPort != 0 }

    /// nil where nothing is bound on the host.
    package var hostPorts: PortRange? {
        isBound ? PortRange(firstHostPort...firstHostPort + (ports.ports.last - ports.ports.first)) : nil
    }

    /// What is published at a container port of the run; nil for others.
    package func published(_ port: UInt16) -> PublishedPort? {
        guard ports.ports.contains(port) else { return nil }
        return PublishedPort(
            port: ContainerPort(port, ports.transport),
            hostAddress: hostAddress,
            hostPort: isBound ? firstHostPort + (port - ports.ports.first) : 0
        )
    }

    /// What is published at a host port of the run; nil for others.
    package func published(atHostPort port: UInt16) -> PublishedPort? {
        guard let hostPorts, hostPorts.contains(port) else { return nil }
        return published(ports.ports.first + (port - firstHostPort))
    }
}

extension [PublishedPort] {
    /// What ports of one run have in common.
    private struct Step: Hashable {
        let transport: TransportProtocol
        let hostAddress: IPAddress
        /// From the container port to the host port; nil where nothing is bound.
        let offset: Int?
    }

    /// The ports as runs, in the order of their first ports.
    package var runs: [PublishedRun] {
        var runs: [(first: PublishedPort, last: UInt16)] = []
        var open: [Step: Int] = [:]
        for published in self {
            let number = published.port.number
            let step = Step(
                transport: published.port.transport,
                hostAddress: published.hostAddress,
                offset: published.hostPort == 0 ? nil : Int(published.hostPort) - Int(number)
            )
            if let place = open[step], runs[place].last < number, runs[place].last + 1 == number {
                runs[place].last = number
            } else {
                open[step] = runs.count
                runs.append((published, number))
            }
        }
        return runs.map { run in
            PublishedRun(
                PortRun(PortRange(run.first.port.number...run.last), run.first.port.transport),
                hostAddress: run.first.hostAddress,
                firstHostPort: run.first.hostPort
            )
        }
    }
}
