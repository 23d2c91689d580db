package import Addressing
internal import Lab

/// A value of `--expose`: `80`, `80-85`, `53/udp`.
package enum ExposeSpec {
    /// The ports that one value stands for; nil where Docker takes the protocol and nothing listens on it.
    package static func ports(of text: String) throws(ValueError) -> [ContainerPort]? {
        if text.contains(":") { throw ValueError("invalid port format for --expose: \(text)") }
        let (transport, port) = PortSpec.splitProtocol(text)
        let range: ClosedRange<UInt16>
        do {
            range = try PortSpec.range(port)
        } catch {
            throw ValueError("invalid range format for --expose: \(text), error: \(error.reason)")
        }
        // Unlike -p, Docker checks neither the protocol nor its case here.
        guard let transport = TransportProtocol(rawValue: transport.lowercased()) else { return nil }
        return range.map { ContainerPort($0, transport) }
    }
}
