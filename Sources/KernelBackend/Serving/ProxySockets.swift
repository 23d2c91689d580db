internal import Addressing
internal import CLinux
internal import Glibc
internal import Lab
internal import Netlink

/// The sockets of the proxy and of services, in the namespace of the calling thread.
enum ProxySockets {
    private static let dns: UInt16 = 53

    /// Listens where a published port does.
    static func listen(_ port: PublishedPort) throws(NetlinkError) -> Int32 {
        try listen(port.hostAddress, port.hostPort, port.port.transport, onlyItsFamily: true)
    }

    /// Listens where a service does: at one address, or at every one of both families.
    ///
    /// - Parameter isTransparent: whether it answers from addresses that are routed here but are no interface's.
    static func listen(_ place: KernelService.Place, isTransparent: Bool) throws(NetlinkError) -> Int32 {
        let (number, transport) = (place.port.number, place.port.transport)
        let socket: Int32
        if let address = place.address {
            socket = try listen(address, number, transport, onlyItsFamily: true)
        } else {
            do throws(NetlinkError) {
                socket = try listen(.v6(IPv6Address(rawValue: 0)), number, transport, onlyItsFamily: false)
            } catch {
                guard case .system(_, let reason) = error, reason == EAFNOSUPPORT else { throw error }
                socket = try listen(.v4(IPv4Address(rawValue: 0)), number, transport, onlyItsFamily: true)
            }
        }
        if isTransparent {
            let status = netsim_set_transparent(socket)
            guard status == 0 else {
                _ = netsim_close(socket)
                throw .system(attempt: "stand for every address", number: -status)
            }
        }
        return socket
    }

    private static func listen(
        _ address: IPAddress,
        _ number: UInt16,
        _ transport: TransportProtocol,
        onlyItsFamily: Bool
    ) throws(NetlinkError) -> Int32 {
        let isStream = transport == .tcp
        let place = "\(address) port \(number)/\(transport.rawValue)"
        let socket = try open(address, isStream)
        if address.family == .ipv6 {
            _ = netsim_set_option(socket, Int32(IPPROTO_IPV6), Int32(IPV6_V6ONLY), onlyItsFamily ? 1 : 0)
        }
        if isStream {
            _ = netsim_set_option(socket, Int32(SOL_SOCKET), Int32(SO_REUSEADDR), 1)
        } else {
            // An answer has to leave from the address that was asked, which the kernel then tells with each datagram.
            let (level, name) =
                address.family == .ipv4 ? (IPPROTO_IP, IP_PKTINFO) : (IPPROTO_IPV6, IPV6_RECVPKTINFO)
            _ = netsim_set_option(socket, Int32(level), Int32(name), 1)
        }
        // The embedded DNS has this port at 127.0.0.11, which no container of Docker's is kept from listening on by it.
        if number == Self.dns { _ = netsim_set_option(socket, Int32(SOL_SOCKET), Int32(SO_REUSEPORT), 1) }
        var address = raw(address, number)
        var status = netsim_bind(socket, &address)
        if status == 0, isStream { status = netsim_listen(socket, 128) }
        guard status == 0 else {
            _ = netsim_close(socket)
            throw .system(attempt: "listen on \(place)", number: -status)
        }
        return socket
    }

    /// Begins a connection; for datagrams it is made at once.
    static func connect(_ address: IPAddress, _ port: UInt16, isStream: Bool) throws(NetlinkError) -> Int32 {
        let socket = try open(address, isStream)
        var target = raw(address, port)
        let status = netsim_connect(socket, &target)
        guard status == 0 || status == -EINPROGRESS else {
            _ = netsim_close(socket)
            throw .system(attempt: "connect to \(address) port \(port)", number: -status)
        }
        return socket
    }

    /// Begins a connection to who may not be there, or not listen: that is the lab's affair, and no trouble.
    static func reach(_ address: IPAddress, _ port: UInt16, isStream: Bool) -> Int32? {
        do throws(NetlinkError) {
            return try connect(address, port, isStream: isStream)
        } catch {
            if case .system(let attempt, let number) = error { noteShortage(number, attempt) }
            return nil
        }
    }

    /// Says what keeps this process from serving, and waits a little: a listener that is not read is told of at once.
    static func noteShortage(_ number: Int32, _ attempt: String) {
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(number) else { return }
        Trouble.say("\(NetlinkError.system(attempt: attempt, number: number))")
        usleep(10_000)
    }

    enum Progress {
        case waiting, connected, failed
    }

    /// What became of a connection that was begun.
    static func progress(of socket: Int32) -> Progress {
        var (number, length): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
        let status = getsockopt(socket, Int32(SOL_SOCKET), Int32(SO_ERROR), &number, &length)
        guard status == 0, number == 0 else { return .failed }
        var peer = sockaddr_storage()
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let hasPeer = withUnsafeMutablePointer(to: &peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(socket, $0, &length) }
        }
        return hasPeer == 0 ? .connected : .waiting
    }

    private static func open(_ address: IPAddress, _ isStream: Bool) throws(NetlinkError) -> Int32 {
        let family = Int32(address.family == .ipv4 ? AF_INET : AF_INET6)
        let socket = netsim_socket(family, isStream ? 1 : 2)
        guard socket >= 0 else { throw .system(attempt: "open a socket for \(address)", number: -socket) }
        return socket
    }

    private static func raw(_ address: IPAddress, _ port: UInt16) -> netsim_address {
        var raw = netsim_address()
        let octets = address.bytes
        netsim_address_set(&raw, octets, Int32(octets.count), port)
        return raw
    }
}
