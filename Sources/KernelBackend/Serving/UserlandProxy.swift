internal import Addressing
internal import CLinux
internal import Glibc
internal import Lab
package import Netlink

/// What Docker's `docker-proxy` processes do, in one thread: each published port is also held by a socket of the host,
/// which serves whom the DNAT rules pass over: the host's own loopback, containers of the same network, and IPv6 clients
/// of containers that have IPv4 alone.
///
/// It holds its ports from the moment it is made. Once nothing refers to it, and it serves no more, they are free again.
package final class UserlandProxy: Sendable {
    fileprivate typealias Orders = ListenerOrders<ProxyRule, ProxyRule>

    fileprivate let orders: Orders

    /// Listens in the calling thread's namespace.
    ///
    /// - Throws: where a port cannot be listened on.
    package init(_ rules: [ProxyRule]) throws(NetlinkError) {
        orders = try Orders()
        try follow(rules)
    }

    /// Holds other ports from now on; those that stay go on undisturbed, and so do connections that were made. To be
    /// called in the proxy's namespace.
    ///
    /// - Throws: where a port cannot be listened on; all others are.
    package func follow(_ rules: [ProxyRule]) throws(NetlinkError) {
        let wanted = Set(rules.filter { $0.port.port.transport != .sctp })
        // Ports that are given up are free before others ask for them.
        let known = Set(orders.close(allBut: wanted).keys)
        var opened: [Orders.Listener] = []
        var failure: NetlinkError?
        for rule in rules where wanted.contains(rule) && !known.contains(rule) {
            do throws(NetlinkError) {
                let socket = try Self.listen(rule, replacing: known)
                opened.append(Orders.Listener(key: rule, service: rule, socket: socket))
            } catch {
                failure = failure ?? error
            }
        }
        orders.serve(opened)
        if let failure { throw failure }
    }

    /// A port that goes to another container is given up by the loop, soon.
    private static func listen(_ rule: ProxyRule, replacing known: Set<ProxyRule>) throws(NetlinkError) -> Int32 {
        let waits = known.contains { $0.port.hostPort == rule.port.hostPort }
        for _ in 0..<(waits ? 100 : 0) {
            do throws(NetlinkError) {
                return try ProxySockets.listen(rule.port)
            } catch {
                guard case .system(_, let number) = error, number == EADDRINUSE else { throw error }
                usleep(10_000)
            }
        }
        return try ProxySockets.listen(rule.port)
    }

    /// Ends ``run()`` from anywhere.
    package func stop() { orders.stop() }

    /// Serves until stopped; connections are made from the calling thread's namespace.
    package func run() throws {
        var loop = try ProxyLoop(orders)
        let failure = loop.run()
        loop.close()
        if let failure { throw failure }
    }
}

private struct ProxyLoop: ~Copyable {
    /// A client's datagrams, by a socket of their own to the container.
    private struct Datagrams {
        let socket: Int32
        let listener: UInt64
        let source: DatagramSource
        let key: [UInt8]
        var lastUsed: UInt64
    }

    private enum Holder {
        case wake
        case listener(UserlandProxy.Orders.Listener)
        /// A relay's end; the relay has the number of its client's, and the container's has the one behind it.
        case relay(UInt64, isServer: Bool)
        case datagrams(Datagrams)
    }

    private let epoll: Int32
    private let orders: UserlandProxy.Orders
    private var holders: [UInt64: Holder] = [:]
    private var listeners: [ProxyRule: UInt64] = [:]
    private var relays: [UInt64: StreamRelay] = [:]
    /// The numbers of datagram relays, by listener and client.
    private var clients: [[UInt8]: UInt64] = [:]
    /// Numbers are never used again: an event that comes late finds nobody.
    private var next: UInt64 = 1
    private var isStopped = false
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Connections and clients at once: beyond it new ones are turned away.
    private static let most = 4096
    /// Docker's `UDPConnTrackTimeout`, in nanoseconds.
    private static let idle: UInt64 = 90_000_000_000

    init(_ orders: UserlandProxy.Orders) throws {
        let epoll = netsim_epoll_create()
        guard epoll >= 0 else { throw NetlinkError.system(attempt: "wait for events", number: -epoll) }
        self.epoll = epoll
        self.orders = orders
        add(.wake, orders.wake.descriptor, netsim_readable)
    }

    mutating func close() {
        for relay in relays.values { relay.close() }
        for case .datagrams(let datagrams) in holders.values { _ = netsim_close(datagrams.socket) }
        for case .listener(let listener) in holders.values { _ = netsim_close(listener.socket) }
        relays = [:]
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
            Trouble.say("a published port is not heard: \(NetlinkError.system(attempt: "watch it", number: -status))")
        }
        return number
    }

    /// - Returns: why it had to end, where no order said so.
    mutating func run() -> NetlinkError? {
        var events = [netsim_event](repeating: netsim_event(), count: 64)
        while !isStopped {
            let count = netsim_epoll_wait(epoll, &events, 64, 5_000)
            if count < 0, count != -EINTR { return .system(attempt: "wait for events", number: -count) }
            for index in 0..<max(0, Int(count)) {
                handle(events[index].token, isTrouble: events[index].bits & netsim_trouble != 0)
            }
            dropIdle()
        }
        return nil
    }

    private mutating func follow(_ orders: UserlandProxy.Orders.Orders) {
        if orders.isStopped { isStopped = true }
        for rule in orders.closed {
            guard let number = listeners.removeValue(forKey: rule), case .listener(let listener)? = holders[number]
            else { continue }
            _ = netsim_close(listener.socket)
            holders[number] = nil
        }
        for listener in orders.opened {
            listeners[listener.key] = add(.listener(listener), listener.socket, netsim_readable)
        }
    }

    private mutating func handle(_ number: UInt64, isTrouble: Bool) {
        switch holders[number] {
        case nil: break
        case .wake?: follow(orders.take())
        case .listener(let listener)? where listener.service.port.port.transport == .tcp: accept(listener)
        case .listener(let listener)?: receive(listener, number)
        case .relay(let relay, let isServer)?: pass(relay, isServer: isServer, isTrouble: isTrouble)
        case .datagrams(let datagrams)?: answer(datagrams, number)
        }
    }

    // MARK: Connections

    private mutating func accept(_ listener: UserlandProxy.Orders.Listener) {
        while true {
            let client = netsim_accept(listener.socket)
            if client < 0 { return ProxySockets.noteShortage(-client, "take connections to published ports") }
            let (target, port) = (listener.service.target, listener.service.port.port.number)
            guard relays.count < Self.most, let server = ProxySockets.reach(target, port, isStream: true) else {
                _ = netsim_close(client)
                continue
            }
            let number = next
            relays[number] = StreamRelay(client: client, server: server)
            add(.relay(number, isServer: false), client, 0)
            add(.relay(number, isServer: true), server, netsim_writable)
        }
    }

    private mutating func pass(_ number: UInt64, isServer: Bool, isTrouble: Bool) {
        guard var relay = relays[number] else { return }
        if !relay.isConnected {
            // Nothing is waited for at the client's end yet, which tells of a broken connection all the same.
            guard isServer else { return drop(relay, number) }
            switch ProxySockets.progress(of: relay.server) {
            case .waiting: return
            case .connected: relay.isConnected = true
            case .failed: return drop(relay, number)
            }
        }
        guard relay.pass() else { return drop(relay, number) }
        relays[number] = relay
        if isTrouble, relay.hasEnded(isServer: isServer) {
            // It would be told of for ever, and nothing more is to be read there.
            guard relay.isWaiting(forOtherThan: isServer) else { return drop(relay, number) }
            _ = netsim_epoll_remove(epoll, isServer ? relay.server : relay.client)
        }
        let (client, server) = relay.interests
        _ = netsim_epoll_change(epoll, relay.client, number, client)
        _ = netsim_epoll_change(epoll, relay.server, number + 1, server)
    }

    private mutating func drop(_ relay: StreamRelay, _ number: UInt64) {
        relay.close()
        relays[number] = nil
        holders[number] = nil
        holders[number + 1] = nil
    }

    // MARK: Datagrams

    private mutating func receive(_ listener: UserlandProxy.Orders.Listener, _ number: UInt64) {
        for _ in 0..<64 {
            guard let (count, source) = DatagramSource.receive(listener.socket, into: &buffer) else { return }
            let client = source.client
            let key =
                withUnsafeBytes(of: number) { Array($0) }
                + withUnsafeBytes(of: client.storage) {
                    Array($0.prefix(Int(client.length)))
                }
            guard let socket = self.socket(for: key, listener, number, source) else { continue }
            _ = buffer.withUnsafeBytes { netsim_send(socket, $0.baseAddress, count) }
        }
    }

    private mutating func socket(
        for key: [UInt8],
        _ listener: UserlandProxy.Orders.Listener,
        _ number: UInt64,
        _ source: DatagramSource
    ) -> Int32? {
        if let known = clients[key], case .datagrams(var datagrams)? = holders[known] {
            datagrams.lastUsed = netsim_monotonic()
            holders[known] = .datagrams(datagrams)
            return datagrams.socket
        }
        let (target, port) = (listener.service.target, listener.service.port.port.number)
        guard clients.count < Self.most, let socket = ProxySockets.reach(target, port, isStream: false) else {
            return nil
        }
        let datagrams = Datagrams(
            socket: socket,
            listener: number,
            source: source,
            key: key,
            lastUsed: netsim_monotonic()
        )
        clients[key] = add(.datagrams(datagrams), socket, netsim_readable)
        return socket
    }

    private mutating func answer(_ datagrams: Datagrams, _ number: UInt64) {
        guard case .listener(let listener)? = holders[datagrams.listener] else { return }
        for _ in 0..<64 {
            let count = buffer.withUnsafeMutableBytes { netsim_receive(datagrams.socket, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            // Also what ICMP said of the last datagram, which is read off by that.
            guard count >= 0 else { return }
            datagrams.source.send(buffer[..<count], from: listener.socket)
        }
    }

    private mutating func dropIdle() {
        if clients.isEmpty { return }
        let now = netsim_monotonic()
        for (key, number) in clients {
            guard case .datagrams(let datagrams)? = holders[number], now - datagrams.lastUsed > Self.idle else {
                continue
            }
            _ = netsim_close(datagrams.socket)
            holders[number] = nil
            clients[key] = nil
        }
    }
}
