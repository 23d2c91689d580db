package import Addressing
package import PacketWire

/// A network stack of the simulation: a container's namespace, the host, or the world outside.
package struct StackID: Hashable, Sendable {
    let index: Int
}

/// An open socket.
package struct SocketID: Hashable, Sendable {
    let number: Int
}

/// How packets of a socket are sent; the defaults are the kernel's.
package struct SendOptions: Hashable, Sendable {
    /// The interface to leave by, whatever the route says (`ping -I eth1`).
    package var interface: String?
    /// The source address (`ping -I 10.0.0.2`).
    package var source: IPAddress?
    /// TTL or hop limit, 1...255.
    package var hopLimit: UInt8 = 64
    package var trafficClass: UInt8 = 0
    /// Whether the packet may not be fragmented (`ping -M do`).
    package var dontFragment = false

    package init() {}
}

/// What a socket received.
package enum Reception: Hashable, Sendable {
    case echoReply(EchoReply)
    case datagram(ReceivedDatagram)
    /// An ICMP error about a packet that the socket sent.
    case error(ReceivedError)

    package struct EchoReply: Hashable, Sendable {
        package var source: IPAddress
        package var sequence: UInt16
        package var hopLimit: UInt8
        /// Of the echo's own data, without headers.
        package var payloadCount: Int
        package var time: SimulatedTime
        /// Whether an answer to this sequence number came before.
        package var isDuplicate: Bool
    }

    package struct ReceivedDatagram: Hashable, Sendable {
        package var source: IPAddress
        package var sourcePort: UInt16
        package var destination: IPAddress
        package var payload: [UInt8]
        package var hopLimit: UInt8
        package var time: SimulatedTime
    }

    package struct ReceivedError: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case unreachable(ICMPMessage.Unreachable)
            case packetTooBig(mtu: UInt32)
            case timeExceeded
        }

        package var kind: Kind
        /// Who sent the error: a router on the way, the target, or the sender's own stack.
        package var source: IPAddress
        /// Whether the sender's own stack made the error (nobody answered ARP or NDP).
        package var isLocal: Bool
        /// The echo's sequence number, or for UDP and TCP the destination port.
        package var sequence: UInt16
        package var hopLimit: UInt8
        package var time: SimulatedTime
    }
}

/// What reading from a stream gave.
package enum StreamReading: Hashable, Sendable {
    case bytes([UInt8])
    /// The peer closed its side.
    case end
    case reset
    /// Nothing before the deadline.
    case timeout
}

/// A socket as `ss` and `netstat` list it.
package struct SocketView: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case listen = "LISTEN"
        case synSent = "SYN-SENT"
        case synReceived = "SYN-RECV"
        case established = "ESTAB"
        case finWait1 = "FIN-WAIT-1"
        case finWait2 = "FIN-WAIT-2"
        case closeWait = "CLOSE-WAIT"
        case lastAck = "LAST-ACK"
        case closing = "CLOSING"
        case timeWait = "TIME-WAIT"
        case unconnected = "UNCONN"
    }

    package var transport: TransportProtocol
    package var state: State
    /// The unspecified address for all.
    package var localAddress: IPAddress
    package var localPort: UInt16
    /// nil while there is no peer.
    package var peerAddress: IPAddress?
    package var peerPort: UInt16
    /// Who listens: the container's name, `docker-proxy`, or the embedded DNS.
    package var owner: String
}

/// An entry of the ARP cache or the neighbour table, as `ip neigh` lists it.
package struct NeighborView: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case incomplete = "INCOMPLETE"
        case reachable = "REACHABLE"
        case stale = "STALE"
        case delay = "DELAY"
        case failed = "FAILED"
    }

    package var address: IPAddress
    package var interface: String
    /// nil while incomplete or failed.
    package var mac: MACAddress?
    package var state: State
    package var isRouter: Bool

    package init(address: IPAddress, interface: String, mac: MACAddress?, state: State, isRouter: Bool) {
        self.address = address
        self.interface = interface
        self.mac = mac
        self.state = state
        self.isRouter = isRouter
    }
}
