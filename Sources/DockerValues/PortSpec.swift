internal import Addressing
package import Lab

/// A value of `-p`, read as `docker/go-connections` reads it: `[hostIP:][hostPort:]containerPort[/protocol]`.
package enum PortSpec {
    /// The bindings that one value stands for: a range of container ports gives several.
    ///
    /// - Throws: a failure with Docker's text, in the order in which Docker looks for faults.
    package static func bindings(of text: String) throws(ValueError) -> [PortBinding] {
        try bindings(ofShortForm: try standardNotation(text))
    }

    /// As `bindings(of:)`, for a text that is no list of `name=value`: the form of Compose's `ports`.
    package static func bindings(ofShortForm spec: String) throws(ValueError) -> [PortBinding] {
        let parts = split(spec)
        let (transport, containerPort) = splitProtocol(parts.container)
        let hostAddress = try address(parts.host)
        if containerPort.isEmpty { throw ValueError("no port specified: \(spec)<empty>") }
        guard let container = try? range(containerPort) else {
            throw ValueError("invalid containerPort: \(containerPort)")
        }
        var host: ClosedRange<UInt16>?
        if !parts.hostPort.isEmpty {
            guard let found = try? range(parts.hostPort) else {
                throw ValueError("invalid hostPort: \(parts.hostPort)")
            }
            host = found
        }
        if let host, host.count != container.count, container.count > 1 {
            throw ValueError(
                "invalid ranges specified for container and host Ports: \(containerPort) and \(parts.hostPort)"
            )
        }
        guard let transport = TransportProtocol(rawValue: transport.lowercased()) else {
            throw ValueError("invalid proto: \(transport)")
        }
        return container.enumerated().map { offset, port in
            PortBinding(
                port: ContainerPort(port, transport),
                hostAddress: hostAddress,
                hostPorts: hostPorts(host, at: offset, isSingle: container.count == 1)
            )
        }
    }

    /// `80`, `80-85`; a third part is ignored, as in Docker.
    ///
    /// - Throws: Go's text for what is wrong.
    package static func range(_ text: String) throws(FlagValueError) -> ClosedRange<UInt16> {
        if text.isEmpty { throw FlagValueError("empty string specified for ports") }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let first = try FlagNumber.port(parts[0])
        let last = parts.count > 1 ? try FlagNumber.port(parts[1]) : first
        guard first <= last else { throw FlagValueError("invalid range specified for port: \(text)") }
        return first...last
    }

    /// Splits `80/udp`; without a protocol it is tcp, without a port nothing is left.
    package static func splitProtocol(_ text: String) -> (transport: String, port: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let port = parts.first, !port.isEmpty else { return ("", "") }
        return (parts.count > 1 && !parts[1].isEmpty ? parts[1] : "tcp", port)
    }

    /// Turns `target=80,published=8080,protocol=udp` into the short form; other keys say nothing here.
    private static func standardNotation(_ text: String) throws(ValueError) -> String {
        guard text.contains("=") else { return text }
        var values = ["protocol": "tcp"]
        for field in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = field.firstIndex(of: "="), equals != field.startIndex else {
                throw ValueError("invalid publish opts format (should be name=value but got '\(field)')")
            }
            values[String(field[..<equals])] = String(field[field.index(after: equals)...])
        }
        return "\(values["published"] ?? ""):\(values["target"] ?? "")/\(values["protocol"] ?? "")"
    }

    /// Splits at colons from the right, since an IPv6 address has colons of its own.
    private static func split(_ text: String) -> (host: String, hostPort: String, container: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let container = String(parts.last ?? "")
        if parts.count < 2 { return ("", "", container) }
        return (parts.dropLast(2).joined(separator: ":"), String(parts[parts.count - 2]), container)
    }

    private static func address(_ text: String) throws(ValueError) -> IPAddress? {
        if text.isEmpty { return nil }
        var bare = Substring(text)
        if bare.first == "[" {
            guard let close = bare.firstIndex(of: "]") else {
                throw ValueError("invalid IP address \(text): address \(text):: missing ']' in address")
            }
            guard bare.index(after: close) == bare.endIndex else {
                throw ValueError("invalid IP address \(text): address \(text):: missing port in address")
            }
            bare = bare[bare.index(after: bare.startIndex)..<close]
        }
        guard let address = IPAddress(netParseIP: bare) else { throw ValueError("invalid IP address: \(bare)") }
        return address
    }

    /// The host port of one container port; 0 asks for any, as no port does.
    private static func hostPorts(_ host: ClosedRange<UInt16>?, at offset: Int, isSingle: Bool) -> PortRange? {
        guard let host else { return nil }
        if isSingle, host.count > 1 { return PortRange(host) }
        let port = host.lowerBound &+ UInt16(truncatingIfNeeded: offset)
        return port == 0 ? nil : PortRange(port)
    }
}
