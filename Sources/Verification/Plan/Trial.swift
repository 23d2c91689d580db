package import Addressing
package import DNSWire
package import Lab

/// One question that is put to the simulation and to the kernel.
package struct Trial: Hashable, Sendable {
    /// Who asks.
    package enum Party: Hashable, Sendable {
        case container(ContainerID)
        case host
        case outside
    }

    package enum Action: Hashable, Sendable {
        case echo
        /// A connection, a request in HTTP/1.0, and the answer to it.
        case tcp(UInt16)
        /// A datagram and the answer to it.
        case udp(UInt16)
        /// A query to a name server: the embedded DNS, or a container.
        case lookup(DomainName, RecordType)
    }

    /// Its place in the plan, from 0.
    package var number: Int
    package let from: Party
    package let fromName: String
    package let address: IPAddress
    /// Whose address it is, for people.
    package let toName: String
    package let action: Action

    package init(
        number: Int = 0,
        from: Party,
        fromName: String,
        address: IPAddress,
        toName: String,
        action: Action
    ) {
        self.number = number
        self.from = from
        self.fromName = fromName
        self.address = address
        self.toName = toName
        self.action = action
    }

    /// `ping`, `tcp 80`, `udp 53`, `A web`.
    package var what: String {
        switch action {
        case .echo: "ping"
        case .tcp(let port): "tcp \(port)"
        case .udp(let port): "udp \(port)"
        case .lookup(let name, let type): "\(type) \(name)"
        }
    }

    /// The port that is asked; 0 where there is none.
    package var port: UInt16 {
        switch action {
        case .tcp(let port), .udp(let port): port
        case .echo, .lookup: 0
        }
    }

    /// What is sent: the number makes it one of its own.
    var payload: [UInt8] {
        switch action {
        case .tcp: Array("GET /\(number) HTTP/1.0\r\n\r\n".utf8)
        case .udp: Array("trial \(number)\n".utf8)
        case .echo: (0..<Self.echoLength).map { UInt8(truncatingIfNeeded: $0) }
        case .lookup: []
        }
    }

    /// What `ping` sends, in octets.
    static let echoLength = 56
}
