import Addressing
import Lab
import PacketWire

@testable import ContainerTools
@testable import Dataplane

/// A network that does what a test says, for the texts of tools: one stack, routers in a row, hosts behind them.
struct ScriptedNetwork: PacketSockets {
    /// What becomes of an echo request, or of a datagram without a service.
    enum Answer {
        case reply(milliseconds: Double)
        case twice(milliseconds: Double)
        case lost
        case error(Reception.ReceivedError.Kind, from: String, milliseconds: Double = 0, isLocal: Bool = false)
        case refused(SocketError)
    }

    /// What becomes of a connection, or of a datagram to a port.
    enum Port {
        /// Connects, and answers what comes with these readings; the last one comes again.
        case open([StreamReading], milliseconds: Double = 0)
        case failing(SocketError, milliseconds: Double = 0)
        /// Nothing comes back.
        case silent
    }

    var now = SimulatedTime()
    var runs = true
    /// By address; one after another, the last one again. Hosts that are not here answer nothing.
    var echoes: [String: [Answer]] = [:]
    /// By `10.0.0.2:80`, with `/udp` for datagrams. TCP ports that are not here are closed.
    var ports: [String: Port] = [:]
    /// The routers of the way to everything, each a millisecond from the last.
    var routers: [String] = []
    var table: [NeighborView] = []
    var listed: [SocketView] = []
    /// Addresses without a route.
    var unrouted: Set<String> = []
    var ownAddress = "10.111.0.2"
    var mtu = 1500
    /// Who comes to a listening socket, with what they send.
    var callers: [[StreamReading]] = []
    /// The datagrams that come to a UDP socket.
    var datagrams: [Reception] = []
    /// What the tool asked for, as far as tests look at it.
    private(set) var log: [String] = []

    private var nextSocket = 1
    private var waiting: [SocketID: [(time: SimulatedTime, reception: Reception)]] = [:]
    private var streams: [SocketID: [StreamReading]] = [:]
    private var ends: [SocketID: (IPAddress, UInt16)] = [:]
    private var asked: [String: Int] = [:]
    private(set) var written: [UInt8] = []

    private mutating func socket() -> SocketID {
        defer { nextSocket += 1 }
        return SocketID(number: nextSocket)
    }

    private func later(_ milliseconds: Double) -> SimulatedTime { now.advanced(by: Int64(milliseconds * 1_000_000)) }

    func stack(of container: Container) -> StackID? { runs ? StackID(index: 2) : nil }
    func hostStack() -> StackID { StackID(index: 0) }
    func outsideStack() -> StackID { StackID(index: 1) }
    mutating func run(until time: SimulatedTime) { now = max(now, time) }

    // MARK: Echo and datagrams

    mutating func openEcho(in stack: StackID) -> SocketID {
        log.append("echo in \(stack.index)")
        return socket()
    }

    private mutating func check(_ destination: IPAddress, _ options: SendOptions) throws(SocketError) {
        if let source = options.source, source.description != ownAddress { throw .addressNotAvailable }
        if unrouted.contains("\(destination)") { throw .networkUnreachable }
    }

    private mutating func answer(_ destination: IPAddress) -> Answer {
        guard let answers = echoes["\(destination)"], let last = answers.last else { return .lost }
        let count = asked["\(destination)", default: 0]
        asked["\(destination)"] = count + 1
        return answers.indices.contains(count) ? answers[count] : last
    }

    private mutating func queue(_ reception: Reception, on socket: SocketID, at time: SimulatedTime) {
        waiting[socket, default: []].append((time, reception))
        waiting[socket]?.sort { $0.time < $1.time }
    }

    /// A router's complaint about a packet that lived too short.
    private func expiry(_ sequence: UInt16, _ options: SendOptions) -> Reception.ReceivedError? {
        guard options.hopLimit <= routers.count, let address = IPAddress(routers[Int(options.hopLimit) - 1]) else {
            return nil
        }
        return .init(
            kind: .timeExceeded,
            source: address,
            isLocal: false,
            sequence: sequence,
            hopLimit: 65 - options.hopLimit,
            time: later(Double(options.hopLimit))
        )
    }

    mutating func sendEcho(
        _ socket: SocketID,
        to destination: IPAddress,
        sequence: UInt16,
        payloadCount: Int,
        options: SendOptions
    ) throws(SocketError) {
        log.append("send \(payloadCount) ttl \(options.hopLimit) tos \(options.trafficClass)")
        try check(destination, options)
        if options.dontFragment, payloadCount + 28 > mtu { throw .messageTooLong(mtu: mtu) }
        if let error = expiry(sequence, options) {
            queue(.error(error), on: socket, at: error.time)
            return
        }
        let answer = answer(destination)
        switch answer {
        case .reply(let milliseconds), .twice(let milliseconds):
            var reply = Reception.EchoReply(
                source: destination,
                sequence: sequence,
                hopLimit: UInt8(64 - routers.count),
                payloadCount: payloadCount,
                time: later(milliseconds),
                isDuplicate: false
            )
            queue(.echoReply(reply), on: socket, at: reply.time)
            guard case .twice = answer else { return }
            reply.isDuplicate = true
            queue(.echoReply(reply), on: socket, at: reply.time)
        case .lost: break
        case .error(let kind, let source, let milliseconds, let isLocal):
            try queueError(kind, source, milliseconds, isLocal, sequence, on: socket)
        case .refused(let error): throw error
        }
    }

    private mutating func queueError(
        _ kind: Reception.ReceivedError.Kind,
        _ source: String,
        _ milliseconds: Double,
        _ isLocal: Bool,
        _ sequence: UInt16,
        on socket: SocketID
    ) throws(SocketError) {
        guard let source = IPAddress(source) else { return }
        let error = Reception.ReceivedError(
            kind: kind,
            source: source,
            isLocal: isLocal,
            sequence: sequence,
            hopLimit: UInt8(64 - routers.count),
            time: later(milliseconds)
        )
        queue(.error(error), on: socket, at: error.time)
    }

    mutating func openUDP(in stack: StackID, port: UInt16, address: IPAddress?) throws(SocketError) -> SocketID {
        if let address, address.description != ownAddress { throw .addressNotAvailable }
        let socket = socket()
        if port != 0 { for datagram in datagrams { queue(datagram, on: socket, at: later(1)) } }
        return socket
    }

    mutating func send(
        _ payload: [UInt8],
        on socket: SocketID,
        to destination: IPAddress,
        port: UInt16,
        options: SendOptions
    ) throws(SocketError) {
        log.append("datagram \(payload.count) to \(port) ttl \(options.hopLimit)")
        written += payload
        try check(destination, options)
        if options.dontFragment, payload.count + (destination.family == .ipv4 ? 28 : 48) > mtu {
            throw .messageTooLong(mtu: mtu)
        }
        if let error = expiry(port, options) {
            queue(.error(error), on: socket, at: error.time)
            return
        }
        switch ports["\(destination):\(port)/udp"] {
        case .open(let readings, let milliseconds):
            for case .bytes(let bytes) in readings {
                let datagram = Reception.ReceivedDatagram(
                    source: destination,
                    sourcePort: port,
                    destination: destination,
                    payload: bytes,
                    hopLimit: 64,
                    time: later(milliseconds)
                )
                queue(.datagram(datagram), on: socket, at: datagram.time)
            }
        case .silent: break
        case .failing(let error, _): throw error
        case nil:
            switch answer(destination) {
            case .error(let kind, let source, let milliseconds, let isLocal):
                try queueError(kind, source, milliseconds, isLocal, port, on: socket)
            case .reply(let milliseconds), .twice(let milliseconds):
                try queueError(.unreachable(.port), "\(destination)", milliseconds, false, port, on: socket)
            case .refused(let error): throw error
            case .lost: break
            }
        }
    }

    mutating func receive(_ socket: SocketID, until deadline: SimulatedTime) -> Reception? {
        guard let first = waiting[socket]?.first, first.time <= deadline else {
            now = max(now, deadline)
            return nil
        }
        waiting[socket]?.removeFirst()
        now = max(now, first.time)
        return first.reception
    }

    // MARK: Streams

    mutating func connect(
        in stack: StackID,
        to destination: IPAddress,
        port: UInt16,
        sourcePort: UInt16,
        options: SendOptions,
        until deadline: SimulatedTime
    ) throws(SocketError) -> SocketID {
        log.append("connect \(destination) \(port)" + (sourcePort == 0 ? "" : " from \(sourcePort)"))
        try check(destination, options)
        if let error = expiry(port, options) {
            now = max(now, min(deadline, error.time))
            throw .hostUnreachable
        }
        func pass(_ milliseconds: Double) throws(SocketError) {
            let time = later(milliseconds)
            now = max(now, min(time, deadline))
            if time > deadline { throw .timedOut }
        }
        switch ports["\(destination):\(port)"] {
        case .open(let readings, let milliseconds):
            try pass(milliseconds)
            let socket = socket()
            streams[socket] = readings
            ends[socket] = (destination, port)
            return socket
        case .failing(let error, let milliseconds):
            try pass(milliseconds)
            throw error
        case .silent:
            now = max(now, deadline)
            throw .timedOut
        case nil: throw .connectionRefused
        }
    }

    mutating func listen(in stack: StackID, port: UInt16, address: IPAddress?) throws(SocketError) -> SocketID {
        log.append("listen \(port)")
        if let address, address.description != ownAddress { throw .addressNotAvailable }
        if listed.contains(where: { $0.localPort == port }) { throw .addressInUse }
        return socket()
    }

    mutating func accept(_ socket: SocketID, until deadline: SimulatedTime) -> SocketID? {
        guard !callers.isEmpty else {
            now = max(now, deadline)
            return nil
        }
        let connection = self.socket()
        streams[connection] = callers.removeFirst()
        ends[connection] = IPAddress("10.111.0.9").map { ($0, 40_000) }
        return connection
    }

    mutating func write(_ bytes: [UInt8], to socket: SocketID) throws(SocketError) { written += bytes }

    mutating func read(_ socket: SocketID, until deadline: SimulatedTime) -> StreamReading {
        let readings = streams[socket] ?? []
        let next = readings.first ?? .timeout
        if readings.count > 1 { streams[socket]?.removeFirst() }
        if next == .timeout { now = max(now, deadline) }
        return next
    }

    mutating func closeSending(_ socket: SocketID) { log.append("close sending") }
    mutating func close(_ socket: SocketID) {}
    func peer(of socket: SocketID) -> (address: IPAddress, port: UInt16)? { ends[socket].map { ($0.0, $0.1) } }

    func localEnd(of socket: SocketID) -> (address: IPAddress, port: UInt16)? {
        IPAddress(ownAddress).map { ($0, 40_001) }
    }

    // MARK: Views

    func neighbors(of stack: StackID) -> [NeighborView] { table }
    func sockets(of stack: StackID) -> [SocketView] { listed }

    func sourceAddress(in stack: StackID, towards destination: IPAddress) -> IPAddress? {
        guard !unrouted.contains("\(destination)") else { return nil }
        return destination.family == .ipv4 ? IPAddress(ownAddress) : IPAddress("fd00:111::2")
    }

    func pathMTU(in stack: StackID, towards destination: IPAddress) -> Int? {
        unrouted.contains("\(destination)") ? nil : mtu
    }
}

extension Session {
    /// A command line in a container of the tools' lab, over a network of its own.
    static func over(_ network: ScriptedNetwork, _ name: String = "alpha", tools: String? = nil) throws -> Session {
        var session = try Session(.forTools(), name)
        session.context.plane = network
        if let tools { session.context.environment = ["NETSIM_TOOLS=\(tools)"] }
        return session
    }

    /// What the network was asked for.
    var log: [String] { (context.plane as? ScriptedNetwork)?.log ?? [] }
    var written: String { String(decoding: (context.plane as? ScriptedNetwork)?.written ?? [], as: UTF8.self) }
}
