public import Addressing

/// A port that a container's service has opened, and at which of the stack's addresses.
public struct ListeningPort: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let port: ContainerPort
    /// nil: at every address of both families.
    public let address: IPAddress?

    public init(_ port: ContainerPort, at address: IPAddress? = nil) {
        self.port = port
        self.address = address
    }

    /// `8080`, `53/udp`, `127.0.0.1:5432`, `[::1]:53/udp`; nil where it is none of these.
    public init?(_ text: some StringProtocol) {
        let text = String(text).filter { $0 != " " }
        var rest = text[...]
        var transport = TransportProtocol.tcp
        if let slash = rest.lastIndex(of: "/") {
            guard let given = TransportProtocol(rawValue: rest[rest.index(after: slash)...].lowercased()) else {
                return nil
            }
            transport = given
            rest = rest[..<slash]
        }
        var address: IPAddress?
        if let colon = rest.lastIndex(of: ":") {
            var host = rest[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            guard let found = host == "*" ? .some(nil) : IPAddress(String(host)).map(Optional.some) else { return nil }
            address = found
            rest = rest[rest.index(after: colon)...]
        }
        guard rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(rest), number > 0 else {
            return nil
        }
        self.init(ContainerPort(number, transport), at: address)
    }

    /// Whether it takes what comes to a port at one of the stack's addresses.
    ///
    /// `0.0.0.0` stands for all of IPv4, and `::` for both families, as Linux has it where nothing says otherwise.
    public func takes(_ asked: ContainerPort, at destination: IPAddress) -> Bool {
        guard port == asked else { return false }
        guard let address, !(address.isUnspecified && address.family == .ipv6) else { return true }
        return address == destination || address.isUnspecified && destination.family == address.family
    }

    /// Whether only the stack itself reaches it.
    public var isLoopbackOnly: Bool { address?.isLoopback == true }

    public var description: String {
        guard let address else { return "\(port)" }
        let number = port.transport == .tcp ? "\(port.number)" : "\(port)"
        return address.text(port: number)
    }

    public static func < (a: ListeningPort, b: ListeningPort) -> Bool {
        if a.port != b.port { return a.port < b.port }
        guard let left = a.address, let right = b.address else { return a.address == nil && b.address != nil }
        return left < right
    }
}
