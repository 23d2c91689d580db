internal import Addressing
internal import Dataplane
internal import PacketWire

/// Nmap's ncat (Debian 12's 7.93).
///
/// Tools have their input at once and at its end: of datagrams ncat then takes only what has come already.
struct Ncat {
    private let seat: ToolSeat
    private let options: NcatOptions
    private var result: ToolResult

    /// How long a connection is waited for unless told (`DEFAULT_CONNECT_TIMEOUT`).
    private static let connectPatience = 10 * SimulatedTime.nanosecondsPerSecond
    /// How long anything is waited for that has no limit of its own.
    private static let patience = 130 * SimulatedTime.nanosecondsPerSecond
    /// How long `-z` waits for an answer to its datagram.
    private static let datagramPatience = 2 * SimulatedTime.nanosecondsPerSecond
    /// What passes on a real machine between ncat's last datagram and its end.
    private static let moment = SimulatedTime.nanosecondsPerSecond / 1000
    /// At most so many connections are served by one `ncat -k`, and so much is read from one.
    private static let mostConnections = 100
    private static let mostBytes = 16 << 20

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var options = NcatOptions()
        if case .finished(let result) = options.read(arguments) { return result }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("ncat") }
        var ncat = Ncat(seat: seat, options: options)
        if options.common.listens { ncat.listen(&context) } else { ncat.connect(&context) }
        return ncat.result
    }

    private init(seat: ToolSeat, options: NcatOptions) {
        self.seat = seat
        self.options = options
        result = options.opening
    }

    private mutating func say(_ text: String) { result.complain("Ncat: \(text)") }

    private mutating func note(_ text: String) {
        if options.common.isVerbose { say(text) }
    }

    /// What a connection ends with; `-z` says nothing of it unless asked to.
    private mutating func fail(_ text: String) {
        if !options.common.scans || options.common.isVerbose { say("\(text).") }
        result.exitCode = 1
    }

    private mutating func quit(_ text: String) {
        say("\(text). QUITTING.")
        result.exitCode = 2
    }

    /// The addresses of a name, which `-n` lets be an address only.
    private mutating func addresses(of name: String, _ context: inout ToolContext) -> [IPAddress]? {
        let found: Result<HostEntry, ToolSeat.NameFailure> =
            options.common.isNumeric && ToolSeat.numeric(name) == nil
            ? .failure(.unknown) : seat.host(named: name, options.common.family, &context)
        switch found {
        case .success(let host): return host.addresses
        case .failure(let failure):
            quit("Could not resolve hostname \"\(name)\": \(failure.text)")
            return nil
        }
    }

    // MARK: Connecting

    private mutating func connect(_ context: inout ToolContext) {
        guard var sending = sourced(options.common.sending, &context) else { return }
        guard let addresses = addresses(of: options.common.host ?? "", &context) else { return }
        var sourcePort = options.common.sourcePort
        for (index, address) in addresses.enumerated() {
            let start = context.plane.now
            do throws(SocketError) {
                let socket = try open(address, &sending, &sourcePort, &context)
                let target = Self.place(address, options.port)
                note("Connected to \(target).")
                if options.common.transport == .udp {
                    exchange(socket, with: address, sending, since: start, &context)
                } else {
                    converse(socket, since: start, &context)
                }
                return
            } catch {
                let text = error == .timedOut ? "TIMEOUT" : error.text
                // Of several addresses each has its line.
                guard index + 1 < addresses.count else { return fail(text) }
                note("Connection to \(address) failed: \(text).")
                note("Trying next address...")
            }
        }
    }

    /// Opens a socket. A source that cannot be had is complained of and not used (nsock's `mksock_bind_addr`).
    private mutating func open(
        _ address: IPAddress,
        _ sending: inout SendOptions,
        _ sourcePort: inout UInt16,
        _ context: inout ToolContext
    ) throws(SocketError) -> SocketID {
        do throws(SocketError) {
            return try openBound(address, sending, sourcePort, &context)
        } catch {
            guard error == .addressNotAvailable || error == .addressInUse, sending.source != nil || sourcePort != 0
            else { throw error }
            let any = address.family == .ipv4 ? "0.0.0.0" : "::"
            let bound = Self.place(sending.source.map { "\($0)" } ?? any, sourcePort)
            let number = error == .addressInUse ? 98 : 99
            result.complain(
                "libnsock mksock_bind_addr(): Bind to \(bound) failed (IOD #1): \(error.text) (\(number))"
            )
            sending.source = nil
            sourcePort = 0
            return try openBound(address, sending, sourcePort, &context)
        }
    }

    private func openBound(
        _ address: IPAddress,
        _ sending: SendOptions,
        _ sourcePort: UInt16,
        _ context: inout ToolContext
    ) throws(SocketError) -> SocketID {
        if options.common.transport == .udp {
            guard context.plane.sourceAddress(in: seat.stack, towards: address) != nil else {
                throw .networkUnreachable
            }
            return try context.plane.openUDP(in: seat.stack, port: sourcePort, address: sending.source)
        }
        return try context.plane.connect(
            in: seat.stack,
            to: address,
            port: options.port,
            sourcePort: sourcePort,
            options: sending,
            until: context.plane.now.advanced(by: options.common.timeout ?? Self.connectPatience)
        )
    }

    /// The source address that `-s` names; nil where it has none.
    private mutating func sourced(_ sending: SendOptions, _ context: inout ToolContext) -> SendOptions? {
        guard let source = options.common.source else { return sending }
        switch seat.host(named: source, options.common.family, &context) {
        case .success(let host):
            var sending = sending
            sending.source = host.addresses.first
            return sending
        case .failure(let failure):
            quit("Could not resolve source address \"\(source)\": \(failure.text)")
            return nil
        }
    }

    private static func place(_ host: some CustomStringConvertible, _ port: UInt16) -> String { "\(host):\(port)" }

    private mutating func summarise(_ sent: Int, _ received: Int, since start: SimulatedTime, _ context: ToolContext) {
        let hundredths = context.plane.now.since(start) / (SimulatedTime.nanosecondsPerSecond / 100)
        note("\(sent) bytes sent, \(received) bytes received in \(Decimal.fixed(hundredths, 100, 2)) seconds.")
    }

    /// Sends what was given and prints what comes back, until the other end has done.
    ///
    /// - Parameter start: when the connection began; nil where it was accepted, which has no account at its end.
    private mutating func converse(_ socket: SocketID, since start: SimulatedTime?, _ context: inout ToolContext) {
        defer { context.plane.close(socket) }
        let input = options.receivesOnly || options.common.scans ? [] : options.lines(context.input)
        var bytes: [UInt8] = []
        do throws(SocketError) {
            if !input.isEmpty { try context.plane.write(input, to: socket) }
        } catch {
            return fail(error.text)
        }
        if !options.common.scans, !options.receivesOnly, !options.keepsSending { context.plane.closeSending(socket) }
        reading: while !options.common.scans, !options.sendsOnly, bytes.count < Self.mostBytes {
            switch context.plane.read(
                socket,
                until: context.plane.now.advanced(by: options.idleTimeout ?? Self.patience)
            ) {
            case .bytes(let more): bytes += more
            case .end: break reading
            case .timeout:
                result.stdout += String(decoding: bytes, as: UTF8.self)
                if let idle = options.idleTimeout { return fail("Idle timeout expired (\(idle / 1_000_000) ms)") }
                return result.complain("netsim: ncat stopped, as nothing more can come")
            case .reset:
                result.stdout += String(decoding: bytes, as: UTF8.self)
                return fail("Connection reset by peer")
            }
        }
        result.stdout += String(decoding: bytes, as: UTF8.self)
        if let start { summarise(input.count, bytes.count, since: start, context) }
    }

    // MARK: Datagrams

    private mutating func exchange(
        _ socket: SocketID,
        with address: IPAddress,
        _ sending: SendOptions,
        since start: SimulatedTime,
        _ context: inout ToolContext
    ) {
        defer { context.plane.close(socket) }
        // `-z` sends one octet, and takes anything but an error for success.
        let input = options.common.scans ? [0] : options.receivesOnly ? [] : options.lines(context.input)
        do throws(SocketError) {
            if !input.isEmpty {
                try context.plane.send(input, on: socket, to: address, port: options.port, options: sending)
            }
        } catch {
            return fail(error.text)
        }
        let wait =
            options.common.scans
            ? Self.datagramPatience : options.receivesOnly ? options.idleTimeout ?? Self.patience : Self.moment
        let until = context.plane.now.advanced(by: wait)
        var count = 0
        while count < Self.mostBytes, let reception = context.plane.receive(socket, until: until) {
            switch reception {
            case .datagram(let datagram):
                result.stdout += String(decoding: datagram.payload, as: UTF8.self)
                count += max(1, datagram.payload.count)
            case .error(let error): return fail(Self.text(of: error))
            case .echoReply: break
            }
        }
        if options.common.scans { note("UDP packet sent successfully") }
        summarise(input.count, count, since: start, context)
    }

    /// What the kernel makes of an ICMP error (`icmp_err_convert`).
    private static func text(of error: Reception.ReceivedError) -> String {
        switch error.kind {
        case .unreachable(.port): SocketError.connectionRefused.text
        case .unreachable(.network): SocketError.networkUnreachable.text
        case .unreachable(.protocolNumber): "Protocol not available"
        default: "No route to host"
        }
    }

    // MARK: Listening

    private mutating func listen(_ context: inout ToolContext) {
        var address: IPAddress?
        if let host = options.common.host {
            guard let found = addresses(of: host, &context)?.first else { return }
            address = found
        }
        let names = address.map { ["\($0)"] } ?? options.anyAddresses
        do throws(SocketError) {
            if options.common.transport == .udp {
                let socket = try context.plane.openUDP(in: seat.stack, port: options.port, address: address)
                defer { context.plane.close(socket) }
                for name in names { note("Listening on \(Self.place(name, options.port))") }
                return takeDatagrams(socket, &context)
            }
            let socket = try context.plane.listen(in: seat.stack, port: options.port, address: address)
            defer { context.plane.close(socket) }
            for name in names { note("Listening on \(Self.place(name, options.port))") }
            for _ in 0..<(options.common.keepsListening ? Self.mostConnections : 1) {
                let until = context.plane.now.advanced(by: options.idleTimeout ?? Self.patience)
                guard let connection = context.plane.accept(socket, until: until) else {
                    // Nobody else runs while a tool waits.
                    return result.complain("netsim: ncat stopped, as nobody connects")
                }
                if let peer = context.plane.peer(of: connection) {
                    note("Connection from \(peer.address).")
                    note("Connection from \(Self.place(peer.address, peer.port)).")
                }
                converse(connection, since: nil, &context)
            }
        } catch {
            quit("bind to \(Self.place(names.last ?? "", options.port)): \(error.text)")
        }
    }

    private mutating func takeDatagrams(_ socket: SocketID, _ context: inout ToolContext) {
        var count = 0
        while count < Self.mostBytes,
            let reception = context.plane.receive(
                socket,
                until: context.plane.now.advanced(by: options.idleTimeout ?? Self.patience)
            )
        {
            guard case .datagram(let datagram) = reception else { continue }
            if count == 0 { note("Connection from \(datagram.source).") }
            result.stdout += String(decoding: datagram.payload, as: UTF8.self)
            count += max(1, datagram.payload.count)
        }
        result.complain("netsim: ncat stopped, as nothing more can come")
    }
}
