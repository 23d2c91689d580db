internal import Addressing
internal import DockerValues
internal import Lab
internal import Text
internal import YAML

/// Reads `ports` and `expose` of a service.
struct PortReader {
    let path: String
    var values = ValueReader()
    /// Items that say nothing but what one before them says.
    private(set) var repeats: [Placed<SourcePlace>] = []

    init(path: String) {
        self.path = path
    }

    /// One entry for each container port; the last of several equal ones counts, at the first's position.
    mutating func ports(_ node: YAMLNode?) -> [ServicePort] {
        var found: [ServicePort] = []
        var positions: [Identity: Int] = [:]
        for (index, item) in (node?.sequence ?? []).enumerated() {
            if case .number? = item.value {
                values.refuse("\(path).ports: invalid type float64 for port", at: item.place)
                continue
            }
            let read = item.mapping == nil ? short(item, index) : long(item, index)
            let earlier = read.compactMap { port in positions[Identity(port)].map { found[$0] } }
            if let first = earlier.first, earlier.count == read.count,
                zip(earlier, read).allSatisfy({ $0.isSame(as: $1) && $0.place == first.place })
            {
                repeats.append(Placed(first.place, at: item.place))
            }
            for port in read {
                let identity = Identity(port)
                if let position = positions[identity] {
                    found[position] = port
                } else {
                    positions[identity] = found.count
                    found.append(port)
                }
            }
        }
        return found
    }

    /// What makes two published ports one (compose-go's `portIndexer`): no address is all of IPv4's.
    private struct Identity: Hashable {
        let host: String
        let published: PortRange?
        let target: ContainerPort

        init(_ port: ServicePort) {
            host = port.hostAddress?.description ?? "0.0.0.0"
            published = port.published
            target = port.target
        }
    }

    private mutating func short(_ node: YAMLNode, _ index: Int) -> [ServicePort] {
        guard let text = node.string else { return [] }
        if let slash = text.firstIndex(of: "/"), text[text.index(after: slash)...].contains("/") {
            values.refuse("\(path).ports: invalid proto: \(text[text.index(after: slash)...])", at: node.place)
            return []
        }
        do throws(ValueError) {
            let bindings = try PortSpec.bindings(ofShortForm: text)
            if bindings.contains(where: { $0.port.number == 0 }) {
                values.refuse("service ports \(path).ports.[\(index)] is missing a target port", at: node.place)
                return []
            }
            return bindings.map {
                ServicePort(target: $0.port, published: $0.hostPorts, hostAddress: $0.hostAddress, at: node.place)
            }
        } catch {
            values.refuse("\(path).ports: \(error.message)", at: node.place)
            return []
        }
    }

    private mutating func long(_ node: YAMLNode, _ index: Int) -> [ServicePort] {
        let path = "\(path).ports.\(index)"
        guard let target = node["target"] else {
            values.refuse("service ports \(self.path).ports.[\(index)] is missing a target port", at: node.place)
            return []
        }
        let transport = node["protocol"]?.string ?? "tcp"
        guard let transport = TransportProtocol(rawValue: transport.lowercased()) else {
            values.leaveOut("\(path): invalid proto: \(transport)", at: node["protocol"]?.place ?? node.place)
            return []
        }
        guard let number = target.string.flatMap({ UInt16($0) }), number != 0 else {
            let text = "\(path): invalid containerPort: \(target.string ?? "")"
            if let number = target.int, number < 0 {
                let path = ["services"] + path.split(separator: ".").dropFirst().map(String.init) + ["target"]
                let reason = "cannot parse value as 'uint32': \(number) overflows uint"
                values.refuse(DecodingFault.error(at: path, reason, target.place))
            } else {
                values.leaveOut(text, at: target.place)
            }
            return []
        }
        var published: PortRange?
        if let node = node["published"], let text = node.string, !text.isEmpty, text != "0" {
            published = PortRange(text)
            if published == nil {
                values.leaveOut("\(path): invalid hostPort: \(text)", at: node.place)
                return []
            }
        }
        var address: IPAddress?
        if let node = node["host_ip"], let text = node.string {
            address = IPAddress(netParseIP: text[...])
            if address == nil {
                values.refuse("\(self.path).ports.[]: invalid ip address: \(text)", at: node.place)
                return []
            }
        }
        var port = ServicePort(
            target: ContainerPort(number, transport),
            published: published,
            hostAddress: address,
            at: node.place
        )
        port.mode = node["mode"]?.string
        port.name = node["name"]?.string
        return [port]
    }

    mutating func expose(_ node: YAMLNode?) -> [Placed<ServiceExpose>] {
        // Compose passes them on as they stand, and an unset variable leaves nothing behind.
        for (index, item) in (node?.sequence ?? []).enumerated() {
            if case .number? = item.value {
                let value = item.string ?? ""
                values.refuse(
                    "\(path).expose.[\(index)]: unsupported expose value %!s(float64=\(value))",
                    at: item.place
                )
                return []
            }
        }
        return values.texts(node).filter { !$0.value.isEmpty }.compactMap { text in
            let (transport, port) = PortSpec.splitProtocol(text.value)
            let range: ClosedRange<UInt16>
            do throws(FlagValueError) {
                range = try PortSpec.range(port)
            } catch {
                values.leaveOut(
                    "\(path).expose: invalid range format for \(GoQuote.quote(text.value)): \(error.reason)",
                    at: text.place
                )
                return nil
            }
            guard let transport = TransportProtocol(rawValue: transport.lowercased()) else {
                values.leaveOut("\(path).expose: invalid proto: \(transport)", at: text.place)
                return nil
            }
            return Placed(ServiceExpose(ports: PortRange(range), transport: transport), at: text.place)
        }
    }
}
