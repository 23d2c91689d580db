/// A container port with its protocol, such as `80/tcp`.
public struct ContainerPort: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: UInt16
    public let transport: TransportProtocol

    public init(_ number: UInt16, _ transport: TransportProtocol = .tcp) {
        self.number = number
        self.transport = transport
    }

    public var description: String { "\(number)/\(transport.rawValue)" }

    public static func < (a: ContainerPort, b: ContainerPort) -> Bool {
        a.number == b.number ? a.transport.rawValue < b.transport.rawValue : a.number < b.number
    }
}

extension ContainerPort: LosslessStringConvertible {
    /// Parses `80` and `53/udp`: a decimal number of 1–65535 and, in any case of letters, a protocol; nil for all else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let digits = parts.first, parts.count < 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(digits), number > 0,
            let transport = parts.count == 1 ? .tcp : TransportProtocol(rawValue: parts[1].lowercased())
        else { return nil }
        self.init(number, transport)
    }
}
