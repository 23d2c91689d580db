internal import Addressing

/// An open socket of any kind.
struct Socket: Sendable {
    enum Kind: Sendable {
        case echo(identifier: UInt16)
        case udp
        /// Listening; connections that were made wait for `accept`.
        case listener(waiting: [Int])
        case stream
    }

    /// Who uses the socket: what is received goes there.
    enum Role: Sendable {
        /// A tool, which asks for it.
        case tool
        /// A simulated service of the name given.
        case service(HTTPResponder)
        /// A service that was asked a question, by its number, whose answer comes from outside the simulation.
        case asked(Int)
        /// One half of the userland proxy: what it receives, the other half sends.
        case proxy(other: Int)
        /// The userland proxy's socket for one client of a UDP port.
        case datagramProxy(client: IPAddress, clientPort: UInt16, listener: IPAddress, listenerPort: UInt16)
    }

    let stack: Int
    var kind: Kind
    var role: Role
    /// nil: all addresses.
    var localAddress: IPAddress?
    var localPort: UInt16
    var options = SendOptions()
    var inbox: [Reception] = []
    var answered: Set<UInt16> = []
    var connection: TCPConnection?
    var isOpen = true
}
