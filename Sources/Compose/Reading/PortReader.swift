internal import Addressing
internal import DockerValues
internal import Lab
internal import YAML

/// Reads `ports` and `expose` of a service.
struct PortReader {
    let path: String
    var values = ValueReader()

    init(path: String) {
        self.path = path
    }

    /// One entry for each container port; the last of several equal ones counts, at the first's position.
    mutating func ports(_ node: YAMLNode?) -> [ServicePort] {
        var found: [ServicePort] = []
        var positions: [Identity: Int] = [:]
        for (index, item) in (node?.sequence ?? []).enumerated() {
            for port in item.mapping == nil ? short(item) : long(item, index) {
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

    private mutating func short(_ node: YAMLNode) -> [ServicePort] {
        guard let text = node.string else { return [] }
        do throws(ValueError) {
            return try PortSpec.bindings(ofShortForm: text).map {
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
            values.refuse("\(path) is missing a target port", at: node.place)
            return []
        }
        let transport = node["protocol"]?.string ?? "tcp"
        guard let transport = TransportProtocol(rawValue: transport.lowercased()) else {
            values.refuse("\(path): invalid proto: \(transport)", at: node["protocol"]?.place ?? node.place)
            return []
        }
        guard let number = target.string.flatMap({ UInt16($0) }) else {
            values.refuse("\(path): invalid containerPort: \(target.string ?? "")", at: target.place)
            return []
        }
        var published: PortRange?
        if let node = node["published"], let text = node.string, !text.isEmpty, text != "0" {
            published = PortRange(text)
            if published == nil {
                values.refuse("\(path): invalid hostPort: \(text)", at: node.place)
                return []
            }
        }
        var address: IPAddress?
        if let node = node["host_ip"], let text = node.string, !text.isEmpty {
            address = IPAddress(netParseIP: text.droppingBrackets)
            if address == nil {
                values.refuse("\(path): invalid IP address: \(text)", at: node.place)
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
        values.texts(node).compactMap { text in
            let (transport, port) = PortSpec.splitProtocol(text.value)
            let range: ClosedRange<UInt16>
            do throws(FlagValueError) {
                range = try PortSpec.range(port)
            } catch {
                values.refuse(
                    "\(path).expose: invalid range format for \(GoText.quoted(text.value)): \(error.reason)",
                    at: text.place
                )
                return nil
            }
            guard let transport = TransportProtocol(rawValue: transport.lowercased()) else {
                values.refuse("\(path).expose: invalid proto: \(transport)", at: text.place)
                return nil
            }
            return Placed(ServiceExpose(ports: PortRange(range), transport: transport), at: text.place)
        }
    }
}

extension String {
    /// `::1` of `[::1]`.
    fileprivate var droppingBrackets: Substring {
        utf8.count > 2 && first == "[" && last == "]" ? dropFirst().dropLast() : self[...]
    }
}
