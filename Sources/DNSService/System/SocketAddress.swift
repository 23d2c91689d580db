package import Addressing
internal import CLinux
internal import Glibc

/// An address and a port, as people write them and as the kernel takes them.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    package let port: UInt16

    package init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    package var description: String { "\(address) port \(port)" }

    var raw: netsim_address {
        var raw = netsim_address()
        let octets = address.bytes
        netsim_address_set(&raw, octets, Int32(octets.count), port)
        return raw
    }

    var family: Int32 { address.family == .ipv4 ? Int32(AF_INET) : Int32(AF_INET6) }
}

/// Makes the server's sockets: non-blocking, and closed in child processes.
enum Socket {
    /// A socket for datagrams, bound.
    ///
    /// - Parameter receiveBuffer: in octets. The system's default holds some 200 queries, so that a burst is lost.
    static func datagrams(
        on address: SocketAddress,
        receiveBuffer: Int32
    ) throws(SystemError) -> Descriptor {
        let socket = try open(address, datagramType)
        _ = netsim_set_receive_buffer(socket.number, receiveBuffer)
        if address.address.isUnspecified {
            // A response has to leave from the address that was asked, which the kernel then tells with each datagram.
            let (level, name) =
                address.address.family == .ipv4 ? (IPPROTO_IP, IP_PKTINFO) : (IPPROTO_IPV6, IPV6_RECVPKTINFO)
            _ = netsim_set_option(socket.number, Int32(level), Int32(name), 1)
        }
        try bind(socket, address)
        return socket
    }

    /// A socket that connections come to.
    static func listener(on address: SocketAddress) throws(SystemError) -> Descriptor {
        let socket = try open(address, streamType)
        // The server may start again while connections of its last run linger.
        _ = netsim_set_option(socket.number, Int32(SOL_SOCKET), Int32(SO_REUSEADDR), 1)
        try bind(socket, address)
        try check(netsim_listen(socket.number, 128), "cannot listen on \(address)")
        return socket
    }

    private static func open(_ address: SocketAddress, _ type: Int32) throws(SystemError) -> Descriptor {
        let socket = try Descriptor(netsim_socket(address.family, type), "cannot open a socket for \(address)")
        if address.address.family == .ipv6 {
            _ = netsim_set_option(socket.number, Int32(IPPROTO_IPV6), Int32(IPV6_V6ONLY), 1)
        }
        return socket
    }

    private static func bind(_ socket: Descriptor, _ address: SocketAddress) throws(SystemError) {
        // A container may listen on every address at this port, and has to say the same of its socket.
        if address == ServerConfiguration.embeddedAddress {
            _ = netsim_set_option(socket.number, Int32(SOL_SOCKET), Int32(SO_REUSEPORT), 1)
        }
        var raw = address.raw
        try check(netsim_bind(socket.number, &raw), "cannot listen on \(address)")
    }

    /// A socket of any type that is on its way to `address`, from a port that the kernel draws at random.
    static func connected(to address: SocketAddress, isStream: Bool) throws(SystemError) -> Descriptor {
        let type = isStream ? streamType : datagramType
        let socket = try Descriptor(netsim_socket(address.family, type), "cannot open a socket")
        var raw = address.raw
        let result = netsim_connect(socket.number, &raw)
        if result != -EINPROGRESS { try check(result, "cannot connect to \(address)") }
        return socket
    }

    /// The port that a socket got.
    static func port(of socket: Descriptor) throws(SystemError) -> UInt16 {
        let port = netsim_local_port(socket.number)
        try check(port, "cannot read a socket's address")
        return UInt16(truncatingIfNeeded: port)
    }

    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let datagramType = Int32(SOCK_DGRAM.rawValue)
}
