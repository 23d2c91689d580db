internal import Addressing
internal import Dataplane

/// busybox's ping (networking/ping.c).
struct BusyboxPing {
    private let seat: ToolSeat
    fileprivate let options: Options
    private let name: String
    private let destination: IPAddress

    private var result = ToolResult()
    private var transmitted: UInt64 = 0
    private var received: UInt64 = 0
    private var duplicates: UInt64 = 0
    private var sent: [UInt16: SimulatedTime] = [:]
    private var times = RoundTrips()

    fileprivate struct Options {
        var family: AddressFamily?
        /// 0 for no end.
        var count: UInt64 = 0
        var payloadCount = 56
        var interval: Int64 = SimulatedTime.nanosecondsPerSecond
        var isAdaptive = false
        var isQuiet = false
        /// Nanoseconds after the last packet, while nothing came.
        var patience: Int64 = 10 * SimulatedTime.nanosecondsPerSecond
        /// Nanoseconds of the whole run; 0 for no end.
        var deadline: Int64 = 0
        var device: String?
        var sending = SendOptions()
        var host = ""
    }

    static func run(
        _ arguments: [String],
        name: String,
        _ family: AddressFamily?,
        at place: ToolPlace,
        _ context: inout ToolContext
    ) -> ToolResult {
        var options = Options(family: family)
        do {
            let scanned = try OptionScanner(letters).scan(arguments)
            for option in scanned.options {
                do throws(Busybox.NumberFault) {
                    try options.take(option)
                } catch {
                    return .failure("\(name): \(error.text)")
                }
            }
            guard let host = scanned.operands.first, scanned.operands.count == 1 else {
                return Busybox.usage(usage, of: name)
            }
            options.host = host
        } catch {
            return Busybox.usage(usage, of: name, error)
        }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack(name) }
        if let device = options.device {
            if seat.hasInterface(device) {
                options.sending.interface = device
            } else if let address = IPAddress(device) {
                options.sending.source = address
            } else {
                return .failure("\(name): bad address '\(device)'")
            }
        }
        guard case .success(let host) = seat.host(named: options.host, options.family, &context),
            let destination = host.addresses.first
        else { return .failure("\(name): bad address '\(options.host)'") }
        var ping = BusyboxPing(seat: seat, options: options, name: name, destination: destination)
        ping.run(&context)
        return ping.result
    }

    fileprivate init(seat: ToolSeat, options: Options, name: String, destination: IPAddress) {
        self.seat = seat
        self.options = options
        self.name = name
        self.destination = destination
    }

    private mutating func run(_ context: inout ToolContext) {
        let source = options.sending.source.map { " from \($0)" } ?? ""
        result.print("PING \(options.host) (\(destination))\(source): \(options.payloadCount) data bytes")
        let socket = context.plane.openEcho(in: seat.stack)
        defer { context.plane.close(socket) }
        let start = context.plane.now
        let most = Ping.most(hasEnd: options.count > 0, context)
        sending: while true {
            if options.deadline > 0, context.plane.now.since(start) >= options.deadline { break }
            if transmitted >= UInt64(most) {
                context.wouldGoOn = true
                result.complain(Ping.note(after: most))
                break
            }
            context.show(&result)
            context.keepTime()
            if context.isInterrupted { break }
            if let failure = send(on: socket, &context) {
                result.complain("\(name): \(failure)")
                result.exitCode = 1
                return
            }
            let isLast = options.count > 0 && transmitted >= options.count
            let until = context.plane.now.advanced(by: isLast ? patienceAtEnd : options.interval)
            while let reception = context.plane.receive(socket, until: until) {
                guard case .echoReply(let reply) = reception else { continue }
                take(reply)
                context.show(&result)
                if options.count > 0, received >= options.count { break sending }
                if options.isAdaptive, !isLast { break }
            }
            if isLast { break }
        }
        printStatistics()
    }

    /// Two round trips, in whole seconds (of 2^20 µs), once something came.
    private var patienceAtEnd: Int64 {
        received == 0 ? options.patience : max(1, times.most / (512 * 1024)) * SimulatedTime.nanosecondsPerSecond
    }

    /// Sends a request.
    ///
    /// - Returns: what went wrong.
    private mutating func send(on socket: SocketID, _ context: inout ToolContext) -> String? {
        let sequence = UInt16(truncatingIfNeeded: transmitted)
        guard options.payloadCount <= Ping.largestPayload(destination.family) else { return "sendto: Message too long" }
        do throws(SocketError) {
            try context.plane.sendEcho(
                socket,
                to: destination,
                sequence: sequence,
                payloadCount: options.payloadCount,
                options: options.sending
            )
        } catch {
            switch error {
            case .addressNotAvailable: return "can't set multicast source interface"
            case .noSuchDevice: return "can't bind to interface \(options.device ?? "")"
            default: return "sendto: \(error.text)"
            }
        }
        transmitted += 1
        sent[sequence] = context.plane.now
        return nil
    }

    private mutating func take(_ reply: Reception.EchoReply) {
        if reply.isDuplicate { duplicates += 1 } else { received += 1 }
        var line = "\(reply.payloadCount + 8) bytes from \(reply.source): seq=\(reply.sequence) ttl=\(reply.hopLimit)"
        // The request carries its own time where there is room.
        if options.payloadCount >= 4, let start = sent[reply.sequence] {
            let microseconds = reply.time.since(start) / 1000
            times.add(microseconds)
            line += " time=\(Decimal.fixed(microseconds, 1000, 3)) ms"
        }
        if !options.isQuiet { result.print(line + (reply.isDuplicate ? " (DUP!)" : "")) }
    }

    private mutating func printStatistics() {
        result.print("\n--- \(options.host) ping statistics ---")
        let repeated = duplicates > 0 ? "\(duplicates) duplicates, " : ""
        let loss = transmitted == 0 ? 0 : (transmitted - min(received, transmitted)) * 100 / transmitted
        result.print(
            "\(transmitted) packets transmitted, \(received) packets received, \(repeated)\(loss)% packet loss"
        )
        if times.count > 0 {
            let values = [times.least, times.average, times.most].map { Decimal.fixed($0, 1000, 3) }
            result.print("round-trip min/avg/max = \(values.joined(separator: "/")) ms")
        }
        result.exitCode = received == 0 || (options.deadline > 0 && received < options.count) ? 1 : 0
    }

    // MARK: Options

    private static let letters: [OptionScanner.Option] = [
        .init("4"), .init("6"), .init("c", takesValue: true), .init("s", takesValue: true),
        .init("i", takesValue: true), .init("A"), .init("t", takesValue: true), .init("I", takesValue: true),
        .init("W", takesValue: true), .init("w", takesValue: true), .init("q"), .init("p", takesValue: true),
        // Allowed for compatibility.
        .init("n"), .init("v"),
    ]

    private static let usage = """
        ping [OPTIONS] HOST

        Send ICMP ECHO_REQUESTs to HOST

        \t-4,-6\t\tForce IP or IPv6 name resolution
        \t-c CNT\t\tSend only CNT pings
        \t-s SIZE\t\tSend SIZE data bytes in packets (default 56)
        \t-i SECS\t\tInterval
        \t-A\t\tPing as soon as reply is received
        \t-t TTL\t\tSet TTL
        \t-I IFACE/IP\tSource interface or IP address
        \t-W SEC\t\tSeconds to wait for the first response (default 10)
        \t\t\t(after all -c CNT packets are sent)
        \t-w SEC\t\tSeconds until ping exits (default:infinite)
        \t\t\t(can exit earlier with -c CNT)
        \t-q\t\tQuiet, only display output at start/finish
        \t-p HEXBYTE\tPayload pattern
        """
}

extension BusyboxPing.Options {
    fileprivate mutating func take(_ option: (letter: Character, value: String)) throws(Busybox.NumberFault) {
        let value = option.value
        let anything: ClosedRange<UInt64> = 0...UInt64(UInt32.max)
        switch option.letter {
        case "4": family = .ipv4
        case "6": family = .ipv6
        case "c": count = try Busybox.number(value, in: anything)
        case "s": payloadCount = Int(try Busybox.number(value, in: 0...65535))
        case "i": interval = try Busybox.duration(value)
        case "A": isAdaptive = true
        // The kernel refuses others, which goes unsaid.
        case "t":
            let limit = try Busybox.number(value, in: anything)
            if let limit = UInt8(exactly: limit), limit > 0 { sending.hopLimit = limit }
        case "I": device = value
        case "W": patience = Int64(try Busybox.number(value, in: anything)) * SimulatedTime.nanosecondsPerSecond
        case "w": deadline = Int64(try Busybox.number(value, in: anything)) * SimulatedTime.nanosecondsPerSecond
        case "q": isQuiet = true
        default: break
        }
    }
}
