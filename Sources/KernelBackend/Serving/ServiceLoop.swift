internal import Addressing
internal import CLinux
internal import DNSWire
internal import Dataplane
internal import Glibc
internal import Lab
internal import Netlink
internal import Resolver

/// What answers at the services' sockets: one thread, which never blocks on any of them.
struct ServiceLoop: ~Copyable {
    private enum Holder {
        case wake
        case listener(KernelServices.Orders.Listener)
        case connection(ServiceConnection)
    }

    private let epoll: Int32
    private let orders: KernelServices.Orders
    private var holders: [UInt64: Holder] = [:]
    private var listeners: [KernelService.Place: UInt64] = [:]
    private var connections = 0
    /// Numbers are never used again: an event that comes late finds nobody.
    private var next: UInt64 = 1
    private var names = ServiceNames()
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Connections at once: beyond it new ones are turned away.
    private static let mostConnections = 4096

    init(_ orders: KernelServices.Orders) throws(NetlinkError) {
        let epoll = netsim_epoll_create()
        guard epoll >= 0 else { throw .system(attempt: "wait for events", number: -epoll) }
        self.epoll = epoll
        self.orders = orders
        add(.wake, orders.wake.descriptor, netsim_readable)
    }

    mutating func close() {
        for holder in holders.values {
            switch holder {
            case .wake: break
            case .listener(let listener): _ = netsim_close(listener.socket)
            case .connection(let connection): _ = netsim_close(connection.socket)
            }
        }
        holders = [:]
        _ = netsim_close(epoll)
    }

    @discardableResult
    private mutating func add(_ holder: Holder, _ descriptor: Int32, _ interest: UInt32) -> UInt64 {
        let number = next
        next += 1
        holders[number] = holder
        let status = netsim_epoll_add(epoll, descriptor, number, interest)
        if status < 0 {
            Trouble.say("a service is not heard: \(NetlinkError.system(attempt: "watch it", number: -status))")
        }
        return number
    }

    /// Serves until an order says stop.
    ///
    /// - Parameter lab: what is asked for names from now on.
    /// - Returns: why it had to end, where no order said so.
    mutating func run(_ lab: () -> Lab) -> NetlinkError? {
        var events = [netsim_event](repeating: netsim_event(), count: 64)
        while true {
            let count = netsim_epoll_wait(epoll, &events, 64, -1)
            if count < 0, count != -EINTR { return .system(attempt: "wait for events", number: -count) }
            for index in 0..<max(0, Int(count)) {
                let number = events[index].token
                switch holders[number] {
                case nil: break
                case .wake?:
                    if !follow(orders.take()) { return nil }
                    names = ServiceNames(lab())
                case .listener(let listener)? where listener.service.place.port.transport == .tcp: accept(listener)
                case .listener(let listener)?: answerDatagrams(listener)
                case .connection(let connection)?:
                    serve(connection, number, isBroken: events[index].bits & netsim_trouble != 0)
                }
            }
        }
    }

    private mutating func follow(_ orders: KernelServices.Orders.Orders) -> Bool {
        if orders.isStopped {
            for listener in orders.opened { _ = netsim_close(listener.socket) }
            return false
        }
        for place in orders.closed {
            guard let number = listeners.removeValue(forKey: place), case .listener(let listener)? = holders[number]
            else { continue }
            _ = netsim_close(listener.socket)
            holders[number] = nil
        }
        for listener in orders.opened {
            // Of a paused container connections come to be by the kernel alone, and datagrams wait.
            let interest = listener.service.isPaused ? 0 : netsim_readable
            listeners[listener.key] = add(.listener(listener), listener.socket, interest)
        }
        for (key, service) in orders.changed {
            guard let number = listeners[key], case .listener(var listener)? = holders[number] else { continue }
            let isOther = listener.service.isPaused != service.isPaused
            listener.service = service
            holders[number] = .listener(listener)
            if !isOther { continue }
            _ = netsim_epoll_change(epoll, listener.socket, number, service.isPaused ? 0 : netsim_readable)
            setPaused(service.isPaused, place: key)
        }
        return true
    }

    /// Has the connections of a place wait, or go on.
    private mutating func setPaused(_ isPaused: Bool, place: KernelService.Place) {
        for (number, holder) in holders {
            guard case .connection(var connection) = holder, connection.place == place else { continue }
            connection.isPaused = isPaused
            holders[number] = .connection(connection)
            _ = netsim_epoll_change(epoll, connection.socket, number, connection.interest)
        }
    }

    // MARK: Connections

    private mutating func accept(_ listener: KernelServices.Orders.Listener) {
        for _ in 0..<64 {
            let socket = netsim_accept(listener.socket)
            if socket < 0 { return ProxySockets.noteShortage(-socket, "take connections to the containers' services") }
            guard connections < Self.mostConnections else {
                _ = netsim_close(socket)
                continue
            }
            connections += 1
            let connection = ServiceConnection(
                socket,
                of: listener.service,
                name: listener.service.identity == .world ? Self.localAddress(socket) : ""
            )
            add(.connection(connection), socket, netsim_readable)
        }
    }

    private static func localAddress(_ socket: Int32) -> String {
        var octets = [UInt8](repeating: 0, count: 16)
        let count = netsim_local_address(socket, &octets)
        guard count > 0, let address = IPAddress(bytes: Array(octets[..<Int(count)])) else { return "world" }
        return "\(address)"
    }

    private mutating func serve(_ known: ServiceConnection, _ number: UInt64, isBroken: Bool) {
        var connection = known
        // Not held twice, so that what is appended does not copy it.
        holders[number] = .wake
        let goesOn =
            connection.isPaused ? !isBroken : read(&connection, isBroken: isBroken) && Self.write(&connection)
        guard goesOn else {
            _ = netsim_close(connection.socket)
            connections -= 1
            holders[number] = nil
            return
        }
        _ = netsim_epoll_change(epoll, connection.socket, number, connection.interest)
        holders[number] = .connection(connection)
    }

    /// - Returns: false where the connection broke.
    private mutating func read(_ connection: inout ServiceConnection, isBroken: Bool) -> Bool {
        while connection.wantsMore {
            let count = buffer.withUnsafeMutableBytes { netsim_receive(connection.socket, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            if count == -Int(EAGAIN) { return !isBroken }
            if count < 0 { return false }
            if count == 0 {
                connection.isEnded = true
            } else {
                connection.take(Array(buffer[..<count]), &names)
            }
        }
        return true
    }

    /// - Returns: false where the connection has nothing more to do, or broke.
    private static func write(_ connection: inout ServiceConnection) -> Bool {
        while !connection.output.isEmpty {
            let count = connection.output.withUnsafeBytes {
                netsim_send(connection.socket, $0.baseAddress, $0.count)
            }
            if count == -Int(EINTR) { continue }
            if count == -Int(EAGAIN) { return true }
            if count < 0 { return false }
            connection.output.removeFirst(count)
        }
        return !(connection.closes || connection.isEnded)
    }

    // MARK: Datagrams

    private mutating func answerDatagrams(_ listener: KernelServices.Orders.Listener) {
        for _ in 0..<64 {
            guard let (count, source) = DatagramSource.receive(listener.socket, into: &buffer) else { return }
            let datagram = Array(buffer[..<count])
            let answer: [UInt8]
            switch listener.service.identity {
            case .named(let name): answer = Array((name + "\n").utf8)
            case .nameServer(let name, let container):
                let port = listener.service.place.port.number
                if let query = ServiceNames.query(datagram) {
                    guard let response = names.answer(query, by: container, port: port, isTCP: false) else { continue }
                    answer = response
                } else {
                    answer = Array((name + "\n").utf8)
                }
            case .world:
                guard let query = ServiceNames.query(datagram) else { continue }
                guard let response = names.answerOutside(query, isTCP: false) else { continue }
                answer = response
            }
            source.send(answer[...], from: listener.socket)
        }
    }
}
