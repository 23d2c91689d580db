internal import Addressing
internal import Lab

/// The PORTS column of `docker ps`: ports of one address that follow each other are merged
/// (docker/cli `formatter.DisplayablePorts`).
enum PortSummary {
    /// A port as the API lists it.
    struct Port: Hashable {
        let privatePort: UInt16
        /// 0 where nothing is bound on the host.
        var publicPort: UInt16 = 0
        /// Empty where the port is only exposed.
        var hostAddress = ""
        let transport: String
    }

    static func ports(of container: Container, in lab: Lab) -> [Port] {
        PortTable(of: container, in: lab).entries.flatMap { entry in
            let exposed = Port(privatePort: entry.port.number, transport: entry.port.transport.rawValue)
            if entry.bindings.isEmpty { return [exposed] }
            // The engine leaves out what is not bound on the host, and does not list it as exposed either.
            return entry.bindings.filter { $0.hostPort != 0 }.map { binding in
                var port = exposed
                port.publicPort = binding.hostPort
                port.hostAddress = "\(binding.hostAddress)"
                return port
            }
        }
    }

    /// The column's text.
    ///
    /// Where a run of ports breaks off, it is written at once; runs still open at the end follow in the order in which
    /// they were begun, and ports that are mapped to another number come last.
    static func text(_ ports: [Port]) -> String {
        var written: [String] = []
        var runs: [Run] = []
        var mapped: [String] = []
        for port in ports.sorted(by: precedes) {
            if !port.hostAddress.isEmpty, port.publicPort != port.privatePort {
                let host = hostPort(port.hostAddress, String(port.publicPort))
                mapped.append("\(host)->\(port.privatePort)/\(port.transport)")
                continue
            }
            guard let index = runs.firstIndex(where: { $0.isOf(port) }) else {
                runs.append(Run(of: port))
                continue
            }
            if Int(port.privatePort) == Int(runs[index].last) + 1 {
                runs[index].last = port.privatePort
            } else {
                written.append(runs[index].text)
                runs[index] = Run(of: port)
            }
        }
        return (written + runs.map(\.text) + mapped).joined(separator: ", ")
    }

    /// Ports of one host address and protocol without a gap.
    private struct Run {
        let hostAddress: String
        let transport: String
        let first: UInt16
        var last: UInt16

        init(of port: Port) {
            hostAddress = port.hostAddress
            transport = port.transport
            first = port.privatePort
            last = port.privatePort
        }

        func isOf(_ port: Port) -> Bool { hostAddress == port.hostAddress && transport == port.transport }

        var text: String {
            let ports = first == last ? "\(first)" : "\(first)-\(last)"
            if hostAddress.isEmpty { return "\(ports)/\(transport)" }
            return "\(hostPort(hostAddress, ports))->\(ports)/\(transport)"
        }
    }

    /// Addresses compare as texts, as in the command line.
    private static func precedes(_ a: Port, _ b: Port) -> Bool {
        (a.privatePort, a.hostAddress, a.publicPort, a.transport)
            < (b.privatePort, b.hostAddress, b.publicPort, b.transport)
    }

    /// Go's `net.JoinHostPort`.
    static func hostPort(_ host: String, _ port: String) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
