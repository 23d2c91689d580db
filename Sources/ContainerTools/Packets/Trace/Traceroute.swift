internal import Addressing
internal import Dataplane
internal import PacketWire

/// traceroute and traceroute6: Debian's (2.1.2), or busybox's.
struct Traceroute {
    enum Method: Hashable {
        case udp, icmp, tcp
    }

    struct Options {
        var family: AddressFamily?
        var method = Method.udp
        var isNumeric = false
        var firstHop = 1
        var mostHops = 30
        var queries = 3
        /// Nanoseconds.
        var patience: Int64 = 5 * SimulatedTime.nanosecondsPerSecond
        var port: UInt16?
        /// Bytes of a whole packet; nil for the program's own.
        var length: Int?
        var sending = SendOptions()
        var isBusybox = false
        var host = ""
        /// The host's place among the arguments, from 1.
        var hostPlace = 1
    }

    /// What came back of a probe.
    private struct Answer {
        let address: IPAddress
        let microseconds: Int64
        /// ` !H` and the like.
        var annotation = ""
        let isLast: Bool
    }

    private let seat: ToolSeat
    private let options: Options
    private let destination: IPAddress
    private var result = ToolResult()
    private var probes = 0
    private var names: [IPAddress: String] = [:]

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        run(arguments, name: "traceroute", nil, at: place, &context)
    }

    static func run6(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        run(arguments, name: "traceroute6", .ipv6, at: place, &context)
    }

    private static func run(
        _ arguments: [String],
        name: String,
        _ family: AddressFamily?,
        at place: ToolPlace,
        _ context: inout ToolContext
    ) -> ToolResult {
        var options = Options(family: family)
        options.isBusybox = ToolFlavor(at: place, context) == .busybox
        if let stop = options.read(arguments, name) { return stop }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack(name) }
        switch seat.host(named: options.host, options.family, &context) {
        case .failure(let failure):
            return options.isBusybox
                ? .failure("\(name): bad address '\(options.host)'")
                : .failure("\(options.host): \(failure.text)\n\(options.notAHost)", exitCode: 2)
        case .success(let host):
            guard let destination = host.addresses.first else { return .failure("\(name): bad address") }
            var trace = Traceroute(seat: seat, options: options, destination: destination)
            trace.run(name, &context)
            return trace.result
        }
    }

    private init(seat: ToolSeat, options: Options, destination: IPAddress) {
        self.seat = seat
        self.options = options
        self.destination = destination
    }

    /// Bytes of a whole packet.
    private var length: Int {
        let isIPv4 = destination.family == .ipv4
        let shortest = options.isBusybox ? (isIPv4 ? 46 : 72) : isIPv4 ? 60 : 80
        return options.length.map { max($0, isIPv4 ? 28 : 48) } ?? shortest
    }

    private var payloadCount: Int { max(0, length - (destination.family == .ipv4 ? 28 : 48)) }

    private mutating func run(_ name: String, _ context: inout ToolContext) {
        let head =
            "traceroute to \(options.host) (\(destination)), \(options.mostHops) hops max, \(length) byte packets"
        guard context.plane.sourceAddress(in: seat.stack, towards: destination) != nil else {
            if options.isBusybox {
                result.complain("\(name): can't connect to remote host (\(destination)): Network is unreachable")
            } else {
                result.stdout += head
                result.stderr += "\nconnect: Network is unreachable\n"
            }
            result.exitCode = 1
            return
        }
        result.print(head)
        for hop in options.firstHop...max(options.firstHop, options.mostHops) {
            var line = "\(hop)".padded(from: 2) + " "
            var last: IPAddress?
            var reached = false
            var unreachable = 0
            for _ in 0..<options.queries {
                let answer: Answer?
                do throws(SocketError) {
                    answer = try probe(hop, &context)
                } catch {
                    result.stderr +=
                        options.isBusybox
                        ? "\(name): sendto: \(error.text)\n" : "\n\(Self.call(error)): \(error.text)\n"
                    result.exitCode = 1
                    return
                }
                guard let answer else {
                    line += options.isBusybox ? "  *" : " *"
                    continue
                }
                if answer.address != last {
                    line += (options.isBusybox ? "  " : " ") + host(answer.address, &context)
                    last = answer.address
                }
                line += "  \(Decimal.fixed(answer.microseconds, 1000, 3)) ms\(answer.annotation)"
                reached = reached || (answer.isLast && answer.annotation.isEmpty)
                if answer.isLast, !answer.annotation.isEmpty { unreachable += 1 }
            }
            // Debian's program writes one blank fewer before the first word.
            result.print(options.isBusybox ? String(line.replacingFirst("   ", with: "  ")) : line)
            if reached || unreachable > 0 { break }
        }
    }

    private static func call(_ error: SocketError) -> String {
        switch error {
        case .noSuchDevice: "setsockopt SO_BINDTODEVICE"
        case .addressNotAvailable: "bind"
        case .networkUnreachable: "connect"
        default: "send"
        }
    }

    // MARK: Probes

    private mutating func probe(_ hop: Int, _ context: inout ToolContext) throws(SocketError) -> Answer? {
        probes += 1
        var sending = options.sending
        sending.hopLimit = UInt8(truncatingIfNeeded: min(max(1, hop), 255))
        let start = context.plane.now
        let until = start.advanced(by: options.patience)
        if options.method == .tcp { return try probeTCP(sending, start, until, &context) }
        let socket: SocketID
        let sequence: UInt16
        if options.method == .icmp {
            socket = context.plane.openEcho(in: seat.stack)
            sequence = UInt16(truncatingIfNeeded: probes)
            try context.plane.sendEcho(
                socket,
                to: destination,
                sequence: sequence,
                payloadCount: payloadCount,
                options: sending
            )
        } else {
            socket = try context.plane.openUDP(in: seat.stack, port: 0, address: sending.source)
            // Each probe goes to the next port, so that answers can be told apart.
            sequence = (options.port ?? 33434) &+ UInt16(truncatingIfNeeded: probes - 1)
            let payload = (0..<payloadCount).map { UInt8(truncatingIfNeeded: 0x40 + $0) }
            try context.plane.send(payload, on: socket, to: destination, port: sequence, options: sending)
        }
        defer { context.plane.close(socket) }
        while let reception = context.plane.receive(socket, until: until) {
            switch reception {
            case .echoReply(let reply):
                return Answer(address: reply.source, microseconds: reply.time.since(start) / 1000, isLast: true)
            case .datagram(let datagram):
                return Answer(address: datagram.source, microseconds: datagram.time.since(start) / 1000, isLast: true)
            case .error(let error):
                guard error.sequence == sequence else { continue }
                // The kernel's own "nobody answers" is silence to the program.
                if error.isLocal, !options.isBusybox { continue }
                return answer(to: error, start)
            }
        }
        return nil
    }

    private func answer(to error: Reception.ReceivedError, _ start: SimulatedTime) -> Answer {
        let microseconds = error.time.since(start) / 1000
        var annotation = ""
        var isLast = true
        switch error.kind {
        case .timeExceeded: isLast = false
        case .packetTooBig(let mtu): annotation = " !F-\(mtu)"
        case .unreachable(.port): annotation = error.source == destination ? "" : " !p"
        case .unreachable(.network): annotation = " !N"
        case .unreachable(.host): annotation = " !H"
        case .unreachable(.protocolNumber): annotation = " !P"
        case .unreachable(.prohibited), .unreachable(.networkProhibited), .unreachable(.hostProhibited):
            annotation = options.isBusybox ? " !A" : " !X"
        }
        return Answer(address: error.source, microseconds: microseconds, annotation: annotation, isLast: isLast)
    }

    /// A SYN: an open or closed port answers alike. Errors of routers do not tell here who sent them.
    private func probeTCP(
        _ sending: SendOptions,
        _ start: SimulatedTime,
        _ until: SimulatedTime,
        _ context: inout ToolContext
    ) throws(SocketError) -> Answer? {
        do throws(SocketError) {
            let socket = try context.plane.connect(
                in: seat.stack,
                to: destination,
                port: options.port ?? 80,
                sourcePort: 0,
                options: sending,
                until: until
            )
            context.plane.close(socket)
        } catch {
            switch error {
            case .connectionRefused: break
            case .timedOut, .hostUnreachable: return nil
            default: throw error
            }
        }
        return Answer(address: destination, microseconds: context.plane.now.since(start) / 1000, isLast: true)
    }

    private mutating func host(_ address: IPAddress, _ context: inout ToolContext) -> String {
        if options.isNumeric { return "\(address)" }
        if names[address] == nil { names[address] = seat.name(of: address, &context) ?? "\(address)" }
        return "\(names[address] ?? "\(address)") (\(address))"
    }
}

extension String {
    fileprivate func replacingFirst(_ text: String, with other: String) -> String {
        guard let range = firstRange(of: text) else { return self }
        return self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
