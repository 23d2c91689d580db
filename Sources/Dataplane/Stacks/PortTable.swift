internal import Addressing
internal import Lab

/// Which sockets of a stack have which ports.
struct PortTable: Sendable {
    struct Key: Hashable, Sendable {
        let transport: TransportProtocol
        let port: UInt16
    }

    /// The other end and this one, of a TCP connection.
    struct Flow: Hashable, Sendable {
        let localAddress: IPAddress
        let localPort: UInt16
        let peerAddress: IPAddress
        let peerPort: UInt16
    }

    /// Sockets that are bound to a port, listening ones and UDP ones.
    var bound: [Key: [Int]] = [:]
    var flows: [Flow: Int] = [:]
    /// Echo sockets by identifier.
    var echoes: [UInt16: Int] = [:]
    /// Where the search for a free port goes on (`net.ipv4.ip_local_port_range`).
    var nextEphemeral: UInt16 = 0
    var nextIdentifier: UInt16 = 0
}
