internal import Addressing
internal import Dataplane

/// OpenBSD's nc.
struct Netcat {
    private let seat: ToolSeat
    private let options: NetcatOptions
    private var result = ToolResult()

    /// How long anything is waited for that has no limit of its own: the kernel's last SYN goes unanswered after 127 s.
    private static let patience: Int64 = 130 * SimulatedTime.nanosecondsPerSecond
    /// At most so many connections are served by one `nc -k`, and so much is read from one.
    private static let mostConnections = 100
    private static let mostBytes = 16 << 20

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var options = NetcatOptions()
        if case .finished(let result) = options.read(arguments) { return result }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("nc") }
        var netcat = Netcat(seat: seat, options: options)
        if options.common.listens { netcat.listen(&context) } else { netcat.connect(&context) }
        return netcat.result
    }

    private init(seat: ToolSeat, options: NetcatOptions) {
        self.seat = seat
        self.options = options
    }

    private mutating func fail(_ text: String) {
        result.complain("nc: \(text)")
        result.exitCode = 1
    }

    private var protocolName: String { options.common.transport == .udp ? "udp" : "tcp" }

    /// The addresses of a name, which `-n` lets be an address only.
    private mutating func addresses(_ context: inout ToolContext) -> [IPAddress]? {
        let name = options.common.host ?? ""
        let found: Result<HostEntry, ToolSeat.NameFailure> =
            options.common.isNumeric && ToolSeat.numeric(name) == nil
            ? .failure(.unknown) : seat.host(named: name, options.common.family, &context)
        switch found {
        case .success(let host): return host.addresses
        case .failure(let failure):
            fail("getaddrinfo for host \"\(name)\" port \(options.ports.first ?? 0): \(failure.text)")
            return nil
        }
    }

    // MARK: Connecting

    private mutating func connect(_ context: inout ToolContext) {
        var sending = options.common.sending
        if let source = options.common.source {
            guard let address = ToolSeat.numeric(source) else {
                switch seat.host(named: source, options.common.family, &context) {
                case .failure(let failure): return fail("getaddrinfo: \(failure.text)")
                case .success: return fail("bind failed: Cannot assign requested address")
                }
            }
            sending.source = address
        }
        result.exitCode = 1
        for (index, port) in options.ports.enumerated() {
            if index > 0, options.interval > 0 {
                context.plane.run(until: context.plane.now.advanced(by: options.interval))
            }
            // Each port asks for the name anew.
            guard let addresses = addresses(&context) else { return }
            guard attempt(port, addresses, sending, &context) else { return }
        }
    }

    /// Tries the addresses of a host until one answers.
    ///
    /// - Returns: whether to go on with the next port.
    private mutating func attempt(
        _ port: UInt16,
        _ addresses: [IPAddress],
        _ sending: SendOptions,
        _ context: inout ToolContext
    ) -> Bool {
        for address in addresses {
            do throws(SocketError) {
                if options.common.transport == .udp {
                    return try attemptDatagrams(port, address, sending, &context)
                }
                let until = context.plane.now.advanced(by: options.common.timeout ?? Self.patience)
                let socket = try context.plane.connect(
                    in: seat.stack,
                    to: address,
                    port: port,
                    sourcePort: options.common.sourcePort,
                    options: sending,
                    until: until
                )
                announce(address, port)
                result.exitCode = 0
                if options.common.scans { context.plane.close(socket) } else { converse(socket, &context) }
                return options.common.scans
            } catch {
                if error == .addressNotAvailable || error == .addressInUse {
                    fail("bind failed: \(error.text)")
                    return false
                }
                if options.common.isVerbose || error == .noSuchDevice { complain(of: error, address, port) }
            }
        }
        return true
    }

    private func target(_ address: IPAddress) -> String {
        let host = options.common.host ?? ""
        return host == "\(address)" || options.common.isNumeric || ToolSeat.numeric(host) != nil
            ? host : "\(host) (\(address))"
    }

    private mutating func announce(_ address: IPAddress, _ port: UInt16) {
        guard options.common.isVerbose else { return }
        let service = options.common.isNumeric ? "*" : ServiceNames.name(of: port, options.common.transport) ?? "*"
        result.complain("Connection to \(target(address)) \(port) port [\(protocolName)/\(service)] succeeded!")
    }

    private mutating func complain(of error: SocketError, _ address: IPAddress, _ port: UInt16) {
        // nc's own limit, rather than the kernel's, leaves the connection under way.
        let what =
            error == .timedOut && options.common.timeout != nil
            ? "timed out: Operation now in progress" : "failed: \(error.text)"
        result.complain("nc: connect to \(target(address)) port \(port) (\(protocolName)) \(what)")
    }

    /// Sends what was given and prints what comes back, until both ends are done or nothing comes for so long.
    private mutating func converse(_ socket: SocketID, _ context: inout ToolContext) {
        defer { context.plane.close(socket) }
        let input = options.ignoresInput ? [] : context.input
        do throws(SocketError) {
            if !input.isEmpty { try context.plane.write(input, to: socket) }
        } catch {
            return fail("write failed: \(error.text)")
        }
        if options.closesAtEnd || options.quitTimer != nil { context.plane.closeSending(socket) }
        let wait = options.quitTimer.map { $0 * SimulatedTime.nanosecondsPerSecond } ?? options.common.timeout
        var bytes: [UInt8] = []
        reading: while bytes.count < Self.mostBytes {
            switch context.plane.read(socket, until: context.plane.now.advanced(by: wait ?? Self.patience)) {
            case .bytes(let more): bytes += more
            case .end: break reading
            case .timeout:
                if wait == nil { result.complain("netsim: nc stopped, as nothing more can come") }
                break reading
            case .reset:
                if options.common.isVerbose { result.complain("nc: read: Connection reset by peer") }
                break reading
            }
        }
        result.stdout += String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Datagrams

    /// Datagrams make no connection: a scan sends four and takes silence for an open port.
    private mutating func attemptDatagrams(
        _ port: UInt16,
        _ address: IPAddress,
        _ sending: SendOptions,
        _ context: inout ToolContext
    ) throws(SocketError) -> Bool {
        guard context.plane.sourceAddress(in: seat.stack, towards: address) != nil else { throw .networkUnreachable }
        let socket = try context.plane.openUDP(in: seat.stack, port: options.common.sourcePort, address: sending.source)
        defer { context.plane.close(socket) }
        if options.common.scans || options.common.isVerbose {
            for _ in 0..<4 {
                do throws(SocketError) {
                    try context.plane.send([UInt8(ascii: "X")], on: socket, to: address, port: port, options: sending)
                } catch {
                    return true
                }
                let until = context.plane.now.advanced(by: SimulatedTime.nanosecondsPerSecond)
                if case .error? = context.plane.receive(socket, until: until) { return true }
            }
        }
        announce(address, port)
        result.exitCode = 0
        if options.common.scans { return true }
        let input = options.ignoresInput ? [] : context.input
        if !input.isEmpty { try context.plane.send(input, on: socket, to: address, port: port, options: sending) }
        let wait = options.common.timeout ?? options.quitTimer.map { $0 * SimulatedTime.nanosecondsPerSecond }
        var count = 0
        while count < Self.mostBytes,
            let reception = context.plane.receive(
                socket,
                until: context.plane.now.advanced(by: wait ?? Self.patience)
            )
        {
            switch reception {
            case .datagram(let datagram):
                result.stdout += String(decoding: datagram.payload, as: UTF8.self)
                count += max(1, datagram.payload.count)
            case .error:
                result.exitCode = 1
                return false
            case .echoReply: break
            }
        }
        return false
    }

    // MARK: Listening

    private mutating func listen(_ context: inout ToolContext) {
        var address: IPAddress?
        if options.common.host != nil {
            guard let found = addresses(&context)?.first else { return }
            address = found
        }
        let port = options.ports.first ?? 0
        let name = address.map { "\($0)" } ?? (options.common.family == .ipv6 ? "::" : "0.0.0.0")
        do throws(SocketError) {
            if options.common.transport == .udp {
                let socket = try context.plane.openUDP(in: seat.stack, port: port, address: address)
                defer { context.plane.close(socket) }
                if options.common.isVerbose { result.complain("Bound on \(name) \(port)") }
                return takeDatagrams(socket, &context)
            }
            let socket = try context.plane.listen(in: seat.stack, port: port, address: address)
            defer { context.plane.close(socket) }
            if options.common.isVerbose { result.complain("Listening on \(name) \(port)") }
            for _ in 0..<(options.common.keepsListening ? Self.mostConnections : 1) {
                let until = context.plane.now.advanced(by: options.common.timeout ?? Self.patience)
                guard let connection = context.plane.accept(socket, until: until) else {
                    // Nobody else runs while a tool waits.
                    if options.common.timeout == nil { result.complain("netsim: nc stopped, as nobody connects") }
                    break
                }
                if options.common.isVerbose, let peer = context.plane.peer(of: connection) {
                    result.complain("Connection received on \(peer.address) \(peer.port)")
                }
                converse(connection, &context)
            }
        } catch {
            fail(error.text)
        }
    }

    private mutating func takeDatagrams(_ socket: SocketID, _ context: inout ToolContext) {
        var count = 0
        while count < Self.mostBytes,
            let reception = context.plane.receive(
                socket,
                until: context.plane.now.advanced(by: options.common.timeout ?? Self.patience)
            )
        {
            guard case .datagram(let datagram) = reception else { continue }
            if options.common.isVerbose, count == 0 {
                result.complain("Connection received on \(datagram.source) \(datagram.sourcePort)")
            }
            result.stdout += String(decoding: datagram.payload, as: UTF8.self)
            count += max(1, datagram.payload.count)
        }
        if options.common.timeout == nil { result.complain("netsim: nc stopped, as nothing more can come") }
    }
}
