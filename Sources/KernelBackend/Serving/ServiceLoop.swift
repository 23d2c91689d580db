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
    private struct Connection {
        let socket: Int32
        var responder: HTTPResponder
        /// Of DNS over TCP: what is not yet a whole message.
        var stream: [UInt8]?
        var output: [UInt8] = []
        var closes = false
        var isEnded = false

        /// Whether more is to be read: not while the client leaves lying what it was answered.
        var wantsMore: Bool { !isEnded && !closes && output.count < ServiceLoop.mostOutput }
    }

    private enum Holder {
        case wake
        case listener(KernelServices.Orders.Listener)
        case connection(Connection)
    }

    private let epoll: Int32
    private let orders: KernelServices.Orders
    private var holders: [UInt64: Holder] = [:]
    private var listeners: [KernelService.Place: UInt64] = [:]
    private var connections = 0
    /// Numbers are never used again: an event that comes late finds nobody.
    private var next: UInt64 = 1
    private var upstream: SimulatedUpstream?
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Connections at once: beyond it new ones are turned away.
    private static let mostConnections = 4096
    /// What a client that reads nothing may have waiting for it.
    private static let mostOutput = 1 << 20
    private static let dns: UInt16 = 53

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
    /// - Parameter upstream: what answers DNS outside from now on.
    /// - Returns: why it had to end, where no order said so.
    mutating func run(_ upstream: () -> SimulatedUpstream?) -> NetlinkError? {
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
                    self.upstream = upstream()
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
            listeners[listener.key] = add(.listener(listener), listener.socket, netsim_readable)
        }
        for (key, service) in orders.changed {
            guard let number = listeners[key], case .listener(var listener)? = holders[number] else { continue }
            listener.service = service
            holders[number] = .listener(listener)
        }
        return true
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
            var connection = Connection(socket: socket, responder: HTTPResponder(name: ""))
            switch listener.service.identity {
            case .named(let name): connection.responder = HTTPResponder(name: name)
            case .world where listener.service.place.port.number == Self.dns: connection.stream = []
            case .world: connection.responder = HTTPResponder(name: Self.localAddress(socket))
            }
            add(.connection(connection), socket, netsim_readable)
        }
    }

    private static func localAddress(_ socket: Int32) -> String {
        var octets = [UInt8](repeating: 0, count: 16)
        let count = netsim_local_address(socket, &octets)
        guard count > 0, let address = IPAddress(bytes: Array(octets[..<Int(count)])) else { return "world" }
        return "\(address)"
    }

    private mutating func serve(_ known: Connection, _ number: UInt64, isBroken: Bool) {
        var connection = known
        // Not held twice, so that what is appended does not copy it.
        holders[number] = .wake
        let goesOn = read(&connection, isBroken: isBroken) && Self.write(&connection)
        guard goesOn else {
            _ = netsim_close(connection.socket)
            connections -= 1
            holders[number] = nil
            return
        }
        // What is not to be read yet would be told of for ever.
        let interest = (connection.wantsMore ? netsim_readable : 0) | (connection.output.isEmpty ? 0 : netsim_writable)
        _ = netsim_epoll_change(epoll, connection.socket, number, interest)
        holders[number] = .connection(connection)
    }

    /// - Returns: false where the connection broke.
    private mutating func read(_ connection: inout Connection, isBroken: Bool) -> Bool {
        while connection.wantsMore {
            let count = buffer.withUnsafeMutableBytes { netsim_receive(connection.socket, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            if count == -Int(EAGAIN) { return !isBroken }
            if count < 0 { return false }
            if count == 0 {
                connection.isEnded = true
            } else if connection.stream != nil {
                connection.stream?.append(contentsOf: buffer[..<count])
                answerStream(&connection)
            } else {
                let answer = connection.responder.receive(Array(buffer[..<count]))
                connection.output += answer.bytes
                if answer.closes { connection.closes = true }
            }
        }
        return true
    }

    /// - Returns: false where the connection has nothing more to do, or broke.
    private static func write(_ connection: inout Connection) -> Bool {
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
            let answer: [UInt8]
            switch listener.service.identity {
            case .named(let name): answer = Array((name + "\n").utf8)
            case .world:
                guard let response = respond(to: Array(buffer[..<count]), limit: nil) else { continue }
                answer = response
            }
            source.send(answer[...], from: listener.socket)
        }
    }

    // MARK: DNS outside

    /// DNS over TCP: messages with their lengths before them (RFC 1035 section 4.2.2).
    private func answerStream(_ connection: inout Connection) {
        guard var stream = connection.stream else { return }
        connection.stream = []
        while stream.count >= 2 {
            let length = Int(stream[0]) << 8 | Int(stream[1])
            guard stream.count >= 2 + length else { break }
            let query = Array(stream[2..<(2 + length)])
            stream.removeFirst(2 + length)
            guard let response = respond(to: query, limit: Message.maximumLength) else {
                connection.closes = true
                break
            }
            connection.output += [UInt8(response.count >> 8), UInt8(truncatingIfNeeded: response.count)] + response
        }
        connection.stream = stream
    }

    /// What the lab's upstream records answer; nil for what is no query.
    private func respond(to query: [UInt8], limit: Int?) -> [UInt8]? {
        guard let upstream, let message = try? Message(decoding: query.span), !message.header.flags.contains(.qr) else {
            return nil
        }
        return upstream.respond(to: message, limit: limit ?? Int(message.edns?.udpPayloadSize ?? 512))
    }
}
